"""What stands in the place of a case's story while something is done with it: parts, one button, and Esc back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.keys import is_return
from sanad_ui.kit import Banner, Label, PrimaryButton, ScrollColumn, SecondaryButton
from sanad_ui.kit.field import Field
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase


class CaseForm(QWidget):
    """Parts go into `parts`; `closed` comes with Esc or the button, `confirm` is called by Return."""

    closed = Signal()

    def __init__(self, *, name: str, confirm: Phrase | str | None = None, icon: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, wrap=True, name=f"{name}_title")
        self.lead = Label.secondary(wrap=True, name=f"{name}_lead")
        set_shown(self.lead, False)
        self._scroll = ScrollColumn(name=f"{name}_parts")
        self.parts = QVBoxLayout()
        self.parts.setSpacing(tokens.SPACE_SMALL)
        self._scroll.column.addLayout(self.parts)
        self._scroll.column.addStretch(1)
        self.line = Banner(name=f"{name}_line", tone="bad")
        self.close_button = SecondaryButton("app.action.close", name=f"{name}_close", key="Escape")
        self.confirm_button = PrimaryButton(
            confirm or "app.action.next", name=f"{name}_confirm", icon=icon, key="Return"
        )
        set_shown(self.confirm_button, confirm is not None)
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.confirm_button.clicked.connect(self.confirm)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.line)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.close_button.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.confirm_button, 1)
        foot.addWidget(self.close_button, 0 if self.confirm_button.isVisibleTo(self) else 1)
        column.addLayout(foot)

    def explain(self, phrase: Phrase | str | None, **params: object) -> None:
        self.lead.say(phrase, **params)
        set_shown(self.lead, phrase is not None)

    def confirm(self) -> None:
        """What Return does."""

    def holds(self) -> bool:
        """Whether something is typed that nobody has confirmed: says so in its place, with the keyboard on it."""
        typed = next((field for field in self.findChildren(Field) if field.isVisible() and field.was_typed), None)
        if typed is None or not self.confirm_button.isEnabled():
            return False
        self.line.say("follow.form.typed", tone="warn")
        start_on(typed)
        return True

    def has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_keyboard(self) -> None:
        """Where it was when it left the form, else at its beginning."""
        last = self.focusWidget()
        start_on(last if last is not None and last.isVisible() else self.close_button)

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        self.line.say_error(error)

    def set_busy(self, is_busy: bool) -> None:
        self.confirm_button.setEnabled(not is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif is_return(event):
            if self.confirm_button.isEnabled() and not event.isAutoRepeat():
                self.confirm()
        else:
            super().keyPressEvent(event)


def start_on(part: QWidget) -> None:
    """The keyboard goes where the form begins."""
    part.setFocus(Qt.FocusReason.TabFocusReason)
