"""What can be done to all the selected cases at once, with its reason where the move needs one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.case_life import ENDS, FOR_MANAGERS, REASONS, CaseState, Move, moves_from
from sanad_ui import tokens
from sanad_ui.case_words import MOVE_ICONS, MOVE_KEYS, move_phrase, reason_phrase
from sanad_ui.follow.case_view import NextButton
from sanad_ui.kit import Card, Label, QuietButton, ScrollColumn
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say

# Each of these asks for something that is another for every case: money, a date, a number.
_ONE_BY_ONE = frozenset({Move.PAY, Move.CLAIM_REFUND, Move.REFUND, Move.REMIND, Move.PROMISE, Move.REFER})

_MANY = 20  # of more, any move is asked for twice
_MOVES, _REASONS, _QUESTION = range(3)


def moves_of_all(states: Sequence[CaseState]) -> tuple[Move, ...]:
    """What makes sense for every one of them, in the order of a case's life."""
    common = set(Move) - _ONE_BY_ONE - FOR_MANAGERS
    for state in states:
        common &= set(moves_from(state))
    return tuple(move for move in Move if move in common)


class BulkCard(Card):
    """`asked` carries a Move and the code of its reason, `cleared` that nothing is to be selected any more."""

    asked = Signal(object, str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="bulk_card", parent=parent)
        self.moves: tuple[Move, ...] = ()
        self._states: tuple[CaseState, ...] = ()
        self._move: Move | None = None
        self._reason = ""
        self.count = Label.heading(name="bulk_count")
        self.lead = Label.secondary(wrap=True, name="bulk_lead")
        self.reasons = ListedRows("follow.bulk.reason", name="bulk_reason")
        self.confirm_button = NextButton("app.action.next", name="bulk_confirm")
        self.clear_button = QuietButton("follow.bulk.clear", name="bulk_clear", icon="x", key="Escape")
        self._options = QWidget()
        self._column = QVBoxLayout(self._options)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_SMALL)
        self.stack = QStackedWidget()
        for part in (self._options, self.reasons, self.confirm_button):
            scroll = ScrollColumn(name=f"bulk_scroll_{self.stack.count()}")
            scroll.column.setContentsMargins(3, 3, 3, 3)  # room for the focus ring
            scroll.column.addWidget(part)
            scroll.column.addStretch(1)
            self.stack.addWidget(scroll)
        for below in (self.count, self.lead):
            self.add(below)
        self.add(self.stack, 1)
        self.add(self.clear_button)
        self.reasons.chosen.connect(self._on_reason)
        self.confirm_button.clicked.connect(self._confirm)
        self.clear_button.clicked.connect(self.go_back)

    def show_states(self, states: Sequence[CaseState]) -> None:
        """Of the selected cases; what was begun with others is begun anew."""
        if tuple(states) == self._states:
            return
        self._states = tuple(states)
        self.count.say("follow.bulk.chosen", n=len(states))
        self.moves = moves_of_all(states) if states else ()
        while (item := self._column.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for move in self.moves:
            option = OptionRow(move_phrase(move), name=f"bulk_{move.value}", icon=MOVE_ICONS[move], key=MOVE_KEYS[move])
            option.clicked.connect(partial(self.take, move))
            self._column.addWidget(option)
        self._show_moves()

    def take(self, move: Move, _checked: bool = False) -> None:
        """At once, or after its reason has been chosen; what ends cases, or moves very many, is asked for twice."""
        listed = REASONS.get(move, ())
        if self._is_confirming:
            self._confirm()
        elif listed:
            self._ask(move, move_phrase(move))
            self.reasons.offer([(code, reason_phrase(code)) for code in listed])
            self.stack.setCurrentIndex(_REASONS)
            self.reasons.options[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._settle(move, "")

    def can_take(self, move: Move) -> bool:
        return self._move is None or (self._is_confirming and move is self._move)

    def go_back(self) -> None:
        """One step: from the reasons to the moves, from the moves to nothing selected."""
        if self._move is not None:
            self._show_moves()
        else:
            self.cleared.emit()

    @property
    def is_asking(self) -> bool:
        return self._move is not None

    @property
    def _is_confirming(self) -> bool:
        return self.stack.currentIndex() == _QUESTION

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif not (self.stack.currentIndex() == _REASONS and self.reasons.take_digit(event)):
            super().keyPressEvent(event)

    def _show_moves(self) -> None:
        self._move = None
        self.clear_button.say("follow.bulk.clear")
        self.lead.say("follow.bulk.nothing")
        set_shown(self.lead, not self.moves)
        self.stack.setCurrentIndex(_MOVES)

    def _on_reason(self, reason: str) -> None:
        if self._move is not None:
            self._settle(self._move, reason)

    def _settle(self, move: Move, reason: str) -> None:
        count = len(self._states)
        is_end = move is Move.FINISH or move in ENDS
        if not is_end and count <= _MANY:
            self.asked.emit(move, reason)
            return
        question = say(f"follow.bulk.ask.{move.value if is_end else 'many'}", n=count, move=move_phrase(move))
        self._ask(move, question)
        self._reason = reason
        self.confirm_button.show_next(move_phrase(move), MOVE_ICONS[move], MOVE_KEYS[move])
        self.stack.setCurrentIndex(_QUESTION)
        self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, move: Move, words: Phrase) -> None:
        self._move = move
        self.lead.say(words)
        self.clear_button.say("app.action.back")
        set_shown(self.lead, True)

    def _confirm(self) -> None:
        """Once, however long the key is held."""
        move = self._move
        if move is not None and self._is_confirming:
            self._show_moves()
            self.asked.emit(move, self._reason)
