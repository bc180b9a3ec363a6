"""The card that says how the line stands: one sentence, what is on this PC alone, and who the server is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import OfflineError
from sanad_ui import formats, tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Banner, Card, IconLabel, Label, ProgressLine, SecondaryButton, SmallPrimaryButton
from sanad_ui.kit.shown import keep_its_place, set_shown
from sanad_ui.line.door import ShownLine
from sanad_ui.line.words import headline, only_here_text
from sanad_ui.texts import Phrase, plain, say

SYNC_KEY, PARCEL_KEY = "Ctrl+R", "Ctrl+O"
_FACTS = ("here", "agreed", "messages", "synced", "server", "desk")
_MOST_NAMED = 5  # cases whose customers were not written to
# Said in the sentence of the state itself.
_SAID_BY_STATE = frozenset({"", "not_joined", "desk_revoked"})


class StateCard(Card):
    """The buttons are the page's."""

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(name="line_state_card", margin=20, parent=parent)
        self._now = now
        self.icon = IconLabel("wifi", size=28)
        self.sentence = Label(size=tokens.TEXT_TITLE, weight=tokens.BOLD, wrap=True, name="line_sentence")
        self.hint = Label.secondary(wrap=True, name="line_hint")
        self.why = Banner(name="line_why", tone="warn")
        self.facts = {key: Label(weight=tokens.MEDIUM, wrap=True, name=f"line_{key}") for key in _FACTS}
        self._captions = {key: Label.secondary(f"line.fact.{key}") for key in _FACTS}
        self.sync_button = SmallPrimaryButton("line.do.sync", name="line_sync", icon="refresh-cw", key=SYNC_KEY)
        self.parcel_button = SecondaryButton("line.do.parcel", name="line_parcel", icon="file-down", key=PARCEL_KEY)
        self.busy = ProgressLine(name="line_busy")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.sentence)
        words.addWidget(self.hint)
        head.addLayout(words, 1)
        self.body.setSpacing(10)
        self.body.addLayout(head)
        self.add(self.why)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, key in enumerate(_FACTS):
            self._captions[key].setBuddy(self.facts[key])
            grid.addWidget(self._captions[key], place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.facts[key], place, 1)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.sync_button)
        row.addWidget(self.parcel_button)
        keep_its_place(self.busy)
        self.busy.hide()
        row.addWidget(self.busy, 1)
        self.body.addLayout(row)

    def show_line(self, shown: ShownLine, is_online: bool | None, code: str) -> None:
        """`code` is why the last round did not come through."""
        line, state = headline(shown, is_online), shown.state
        self.icon.set_icon(line.icon, line.tone)
        self.sentence.say(line.title())
        self.hint.say(line.hint())
        if code in _SAID_BY_STATE:
            self.why.clear()
        else:
            self.why.say(error_phrase(OfflineError(code)), tone="warn")
        self.facts["here"].say(lambda: only_here_text(shown))
        self.facts["synced"].say(self._moment(state.synced_at))
        self.facts["server"].say(plain(formats.identifier(state.address or state.awaits)))
        self.facts["agreed"].say(self._agreed(shown))
        spare = formats.number(state.spare_number) if state.spare_number else "—"
        self.facts["desk"].say("line.fact.numbers", number=formats.number(state.desk_number), spare=spare)
        self.facts["messages"].say(self._messages(shown))
        has_messages = bool(state.messages_waiting or state.messages_unsent)
        for key in _FACTS[1:]:
            is_shown = state.is_joined and (has_messages or key != "messages")
            is_shown |= bool(state.awaits) and key == "server"
            set_shown(self._captions[key], is_shown)
            set_shown(self.facts[key], is_shown)

    def set_busy(self, is_busy: bool) -> None:
        """The button can still be pressed: disabled, it would lose the focus with each round."""
        self.busy.set_busy()
        self.busy.setVisible(is_busy)

    def _moment(self, instant: int) -> Phrase:
        if not instant:
            return say("line.fact.never")
        return lambda: formats.moment_text(instant, self._now())

    def _messages(self, shown: ShownLine) -> Phrase:
        unsent = shown.state.messages_unsent
        if not unsent:
            return say("line.fact.messages_waiting", n=shown.state.messages_waiting)
        named = formats.listed([formats.identifier(reference) for reference in unsent[:_MOST_NAMED]])
        return say("line.fact.messages_unsent", n=len(unsent), named=named)

    def _agreed(self, shown: ShownLine) -> Phrase:
        state = shown.state
        waiting = max(0, state.acknowledged_seq - state.agreed_seq)
        return say("line.fact.checking", n=waiting) if waiting else say("line.fact.checked")
