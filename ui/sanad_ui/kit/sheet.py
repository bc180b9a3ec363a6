"""A panel that comes over the page for one small matter and goes again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.keys import is_return
from sanad_ui.kit.banner import Banner
from sanad_ui.kit.buttons import PrimaryButton, SecondaryButton
from sanad_ui.kit.card import Card
from sanad_ui.kit.label import Label
from sanad_ui.kit.overlay import Overlay
from sanad_ui.texts import Phrase


class Sheet(Overlay):
    """Parts go into `content`; `confirmed` comes from its button or Return, `closed` once it is gone.

    Esc closes it; when something was typed the first Esc asks in place and the second closes.
    """

    confirmed = Signal()

    def __init__(
        self, title: Phrase | str, *, name: str, confirm: Phrase | str, width: int = 460, parent: QWidget
    ) -> None:
        super().__init__(name=name, parent=parent)
        self._has_asked = False
        self.panel = Card(title, name=f"{name}_panel", margin=20)
        self.panel.setFixedWidth(width)
        self.panel.body.setSpacing(tokens.SPACE)
        self.lead = Label.secondary(wrap=True, name=f"{name}_lead")
        self.lead.hide()
        self.panel.add(self.lead)
        self.content = QVBoxLayout()
        self.content.setSpacing(tokens.SPACE)
        self.panel.body.addLayout(self.content)
        self.banner = Banner(name=f"{name}_banner", tone="bad")
        self.panel.add(self.banner)
        self.confirm_button = PrimaryButton(confirm, name=f"{name}_confirm", key="Return")
        self.close_button = SecondaryButton("app.action.close", name=f"{name}_close", key="Escape")
        self._lay_out()
        self.confirm_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.ask_to_close)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.close_button.tall = tokens.PRIMARY_HEIGHT
        row.addWidget(self.confirm_button, 1)
        row.addWidget(self.close_button)
        self.panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(1)
        # Centred by stretches: an aligned part is asked for its height at the full width, and wrapped words get cut.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.panel)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def explain(self, phrase: Phrase | str, **params: object) -> None:
        self.lead.say(phrase, **params)
        self.lead.show()

    def open(self, first: QWidget | None = None) -> None:
        self._has_asked = False
        self.banner.clear()
        super().open(first or self.confirm_button)

    def ask_to_close(self) -> None:
        if self.is_filled() and not self._has_asked:
            self._has_asked = True
            self.banner.say("app.sheet.lose_typed", tone="warn")
            return
        self.close_now()

    def confirm(self) -> None:
        if self.confirm_button.isEnabled():
            self.confirmed.emit()

    def refuse(self, error: SanadError) -> None:
        """It was not done, and can be tried again."""
        self.confirm_button.setEnabled(True)
        self.banner.say_error(error)

    def is_filled(self) -> bool:
        """Whether closing would lose something typed; sheets with fields say so."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_return(event):
            if not event.isAutoRepeat():
                self.confirm()
            return
        super().keyPressEvent(event)
