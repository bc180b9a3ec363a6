"""The side of the page that looks: one box, and under it the accounts, or everybody known whom the words find."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from sanad_desk.usecases.account_statement import AccountRow
from sanad_ui.accounts.words import account_row
from sanad_ui.kit import Card, EmptyState, Label, RowList, TextField
from sanad_ui.texts import language

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}


class ListCard(Card):
    """The focus stays in the box while the arrows walk the list; `pointed` carries the customer's id, or None."""

    asked = Signal(str)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accounts.title", name="accounts_list_card", parent=parent)
        self._rows: Sequence[AccountRow] = ()
        self.box = TextField(
            name="accounts_box", spoken="accounts.box.spoken", placeholder="accounts.box.placeholder", icon="search"
        )
        self.caption = Label.caption(name="accounts_caption")
        self.list = RowList("accounts.title", name="accounts_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = EmptyState("search", "accounts.nothing.title", name="accounts_nothing")
        self.none_yet = EmptyState(
            "building-2", "accounts.none_yet.title", name="accounts_none_yet", hint="accounts.none_yet.hint"
        )
        self.stack = QStackedWidget()
        for part in (self.list, self.nothing, self.none_yet):
            self.stack.addWidget(part)
        self.add(self.box)
        self.add(self.caption)
        self.add(self.stack, 1)
        self.box.edited.connect(self.ask)
        self.list.moved.connect(self.pointed)
        self.box.edit.installEventFilter(self)
        language.changed.connect(self._show_rows)

    @property
    def text(self) -> str:
        return self.box.text()

    def ask(self) -> None:
        self.asked.emit(self.text)

    def focus_box(self) -> None:
        self.box.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.edit.selectAll()

    def show_found(self, rows: Sequence[AccountRow]) -> None:
        typed = bool(self.text.strip())
        self._rows = rows
        self.stack.setCurrentWidget(self.list if rows else self.nothing if typed else self.none_yet)
        self.caption.say("accounts.box.found" if typed else "accounts.box.all", n=len(rows))
        self._show_rows()
        self.pointed.emit(self.list.current_id() if rows else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEPS:
                self.list.step(_STEPS[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_Escape and self.text:
                self.box.set_text("")
                self.ask()
                return True
        return super().eventFilter(watched, event)

    def _show_rows(self) -> None:
        self.list.show_rows([account_row(row) for row in self._rows])
