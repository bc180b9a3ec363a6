"""A case as its card shows it: head, history, and the buttons of what is done most."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.usecases.follow_up import FollowRow
from sanad_ui import tokens
from sanad_ui.case_words import MOVE_ICONS, MOVE_KEYS, PAYMENT_KEY, move_phrase, priced_phrase
from sanad_ui.follow.case_head import CaseHead
from sanad_ui.follow.history_list import HistoryList
from sanad_ui.kit import Banner, Hairline, IconButton, Label, PrimaryButton, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say

MESSAGE_KEY, SLIP_KEY, MORE_KEY = "M", "Ctrl+P", "F10"


class NextButton(PrimaryButton):
    """The next move with its key, both of which change with the case."""

    def show_next(self, phrase: Phrase, icon: str, key: str) -> None:
        self.show_key(key)
        self.set_icon(icon)
        self.say(phrase)


class MoreButton(IconButton):
    """As high as the primary action beside it, with its key."""

    kind = "secondary"
    tall = tokens.PRIMARY_HEIGHT

    def __init__(self) -> None:
        super().__init__("ellipsis", "follow.card.more", name="case_more")
        self._key = MORE_KEY


class CaseView(QWidget):
    """The card's commands own the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case_view")
        self.head = CaseHead()
        self.history = HistoryList()
        self.waiting = Label.secondary("follow.card.reading", name="case_reading")
        self.line = Banner(name="case_line", tone="brand")
        self.message_button = SecondaryButton(
            "follow.card.message", name="case_message_button", icon="message-circle", key=MESSAGE_KEY
        )
        self.slip_button = SecondaryButton("follow.card.slip", name="case_slip", icon="printer", key=SLIP_KEY)
        self.next_button = NextButton("follow.card.more", name="case_next")
        self.more_button = MoreButton()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addWidget(self.head)
        column.addWidget(Hairline())
        column.addWidget(self.waiting)
        column.addWidget(self.history, 1)
        column.addWidget(self.line)
        beside = QHBoxLayout()
        beside.setSpacing(tokens.SPACE_SMALL)
        beside.addWidget(self.message_button, 1)
        beside.addWidget(self.slip_button)
        column.addLayout(beside)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_SMALL)
        foot.addWidget(self.next_button, 1)
        foot.addWidget(self.more_button)
        column.addLayout(foot)

    def show_next(self, row: FollowRow) -> None:
        """The one thing to do: what is unsure about money goes first."""
        button, move = self.next_button, row.next_move
        set_shown(button, row.payment is not None or move is not None)
        if row.payment is not None:
            button.show_next(say("follow.payment.verify"), "circle-help", PAYMENT_KEY)
        elif move is not None:
            is_priced = move is Move.PAY and Action.PAY in row.actions
            phrase = priced_phrase(Action.PAY) if is_priced else move_phrase(move)
            button.show_next(phrase, MOVE_ICONS[move], MOVE_KEYS[move])

    def show_reading(self, is_reading: bool) -> None:
        set_shown(self.waiting, is_reading)
