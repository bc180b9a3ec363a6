"""The side of the page that looks: one box, and under it all that was found, or the truth of a code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.find_anything import Found
from sanad_desk.usecases.find_receipts import FoundReceipt
from sanad_ui.find.door import Verdict
from sanad_ui.find.found_rows import found_rows
from sanad_ui.find.verdict_card import VerdictCard
from sanad_ui.kit import Card, EmptyState, Label, RowList, TextField
from sanad_ui.texts import language

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}


class Results(Card):
    """The focus stays in the box while the arrows walk the list; Esc empties the box.

    `asked` carries what is to be looked for, `pointed` what the arrows are on, `settled` comes with Return.
    """

    asked = Signal(str)
    pointed = Signal(object)
    settled = Signal()

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(name="find_results", parent=parent)
        self._now = now
        self._found = Found()
        self._answered = ""  # the text whose answer is shown
        self.box = TextField(
            name="find_box", spoken="find.box.spoken", placeholder="find.box.placeholder", icon="search", tall=46
        )
        self.box.edit.setMaxLength(600)
        self.caption = Label.caption(name="find_caption")
        self.list = RowList("find.list", name="find_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = _empty("nothing", "search")
        self.none_yet = _empty("none_yet", "receipt-text", key="F1")
        self.not_a_code = _empty("not_a_code", "qr-code")
        self.not_ours = _empty("not_ours", "qr-code")
        self.verdict = VerdictCard()
        self._lay_out()
        self.box.edited.connect(self.ask)
        self.box.submitted.connect(self._on_submitted)
        self.list.moved.connect(self.pointed)
        self.list.chosen.connect(self._on_chosen)
        self.verdict.receipt_asked.connect(self.look_for)
        self.box.edit.installEventFilter(self)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.setObjectName("find_stack")
        for part in (self.list, self.nothing, self.none_yet, self.not_a_code, self.not_ours, self.verdict):
            self.stack.addWidget(part)
        self.add(self.box)
        self.add(self.caption)
        self.add(self.stack, 1)
        self.add(Label.caption("find.ways", wrap=True))

    def ask(self) -> None:
        self.asked.emit(self.box.text())

    def look_for(self, text: str) -> None:
        """As if it had been typed."""
        self.box.set_text(text)
        self.focus_box()
        self.ask()

    def focus_box(self) -> None:
        self.box.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.edit.selectAll()

    @property
    def is_listing(self) -> bool:
        return self.stack.currentWidget() in (self.list, self.nothing, self.none_yet)

    @property
    def current(self) -> FoundReceipt | None:
        number = self.list.current_id()
        return next((receipt for receipt in self._found.receipts if receipt.number == number), None)

    def show_found(self, found: Found) -> None:
        text = self.box.text().strip()
        self._found, typed = found, bool(text)
        self.stack.setCurrentWidget(self.list if found.count else self.nothing if typed else self.none_yet)
        if found.count:
            self.caption.say("find.found" if typed else "find.latest", n=found.count)
        else:
            self.caption.say(None)
        self._show_rows()
        if text != self._answered:  # another question: its best answer first
            self._answered = text
            self.list.go_to(0)
        if not found.count:
            self.pointed.emit(None)

    def show_verdict(self, verdict: Verdict) -> None:
        self.caption.say("find.verdict.caption")
        self.verdict.show_verdict(verdict)
        self.stack.setCurrentWidget(self.verdict)
        self.pointed.emit(verdict.number if verdict.is_here else None)

    def show_no_code(self, error: SanadError) -> None:
        """Half a code while it is still being typed or scanned is no news; the page waits for the rest."""
        self.caption.say("find.verdict.caption")
        self.stack.setCurrentWidget(self.not_ours if error.code == "case_unknown" else self.not_a_code)
        self.pointed.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEPS:
                self.list.step(_STEPS[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_Escape and self.box.text():
                self.look_for("")
                return True
        return super().eventFilter(watched, event)

    def _show_rows(self) -> None:
        self.list.show_rows(found_rows(self._found, self._now()))
        if self._found.count:
            self.pointed.emit(self.list.current_id())

    def _on_submitted(self) -> None:
        if self.stack.currentWidget() is self.verdict:
            self.verdict.open_receipt()
        elif self._found.count:
            self.settled.emit()

    def _on_chosen(self, _number: object) -> None:
        self.settled.emit()


def _empty(name: str, icon: str, key: str = "") -> EmptyState:
    return EmptyState(icon, f"find.{name}.title", name=f"find_{name}", hint=f"find.{name}.hint", key=key)
