"""A question in its place, for what cannot be taken back: the two answers stand beside it."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.buttons import QuietButton, SecondaryButton
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.label import Label
from sanad_ui.texts import Phrase
from sanad_ui.theme import set_look


class ConfirmLine(QFrame):
    """Hidden until asked; the focus stands on keeping, and goes back where it came from."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        set_look(self, look="banner", tone="bad")
        self._do: Callable[[], object] | None = None
        self._came_from: QWidget | None = None
        self.words = Label(size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, tone="bad", wrap=True, name=f"{name}_text")
        self.yes = SecondaryButton("app.confirm.yes", name=f"{name}_yes", key="Delete")
        self.no = QuietButton("app.confirm.no", name=f"{name}_no", key="Escape")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("triangle-alert", tone="bad", size=16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        column.addLayout(line)
        buttons = QHBoxLayout()
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self.close_now)
        self.hide()

    def ask(self, question: Phrase | str, yes: Phrase | str, do: Callable[[], object], **params: object) -> None:
        self._do = do
        self._came_from = QApplication.focusWidget()
        self.words.say(question, **params)
        self.yes.say(yes)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_now(self) -> None:
        self._do = None
        self.hide()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and shiboken6.isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return
        if event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self._on_yes()
            return
        super().keyPressEvent(event)

    def _on_yes(self) -> None:
        do = self._do
        self.close_now()
        if do is not None:
            do()
