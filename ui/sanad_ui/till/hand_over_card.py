"""Where the next operator says who he is: his tile and his PIN, before he counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Card, Label, OperatorTile, PinField, SmallPrimaryButton
from sanad_ui.kit.tiles import Tiles


class HandOverCard(Card):
    """`proved` carries the tile and the PIN typed; answer with `refuse(error)` or by going on."""

    proved = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.hand.who", name="hand_over_card", parent=parent)
        self.tiles = Tiles()
        self.pin = PinField("signin.pin", name="incoming_pin")
        self.note = Label.secondary(wrap=True, name="incoming_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.enter = SmallPrimaryButton("till.hand.enter", name="incoming_enter", icon="log-in", key="Return")
        self.body.setSpacing(tokens.SPACE)
        self.add(Label.secondary("till.hand.lead", wrap=True))
        self.add(self.tiles)
        caption = Label("signin.pin", weight=tokens.SEMIBOLD)
        caption.setBuddy(self.pin)
        self.body.addWidget(caption, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        self.add(self.note)
        self.add(self.enter)
        self.body.addStretch(1)
        self.tiles.settled.connect(self._go_to_pin)
        self.tiles.chosen.connect(self._forget_refusal)
        self.pin.edited.connect(self._forget_refusal)
        self.pin.submitted.connect(self.try_pin)
        self.enter.clicked.connect(self.try_pin)

    def begin(self, people: Sequence[OperatorTile]) -> None:
        """Everybody but the one who hands over."""
        self.pin.clear()
        self.set_busy(False)
        self._forget_refusal()
        self.tiles.show_operators(people)
        self.tiles.focus_current()

    def try_pin(self) -> None:
        person = self.tiles.current()
        if person is None or not self.enter.isEnabled():
            return
        if not self.pin.pin():
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.set_busy(True)
        self.proved.emit(person, self.pin.pin())

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        self.pin.clear()
        self.pin.set_bad(True)
        self.note.say(error_phrase(error))
        self.note.set_tone("bad")
        self.pin.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        self.enter.setEnabled(not is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.tiles.step(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _go_to_pin(self, _person: object) -> None:
        self.pin.setFocus(Qt.FocusReason.TabFocusReason)

    def _forget_refusal(self, _person: object = None) -> None:
        self.pin.set_bad(False)
        self.note.say(None)
