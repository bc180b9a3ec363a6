"""What a customer is likely to hand over, one key away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.domain.cash import quick_amounts
from sanad_desk.domain.money import BAISA_IN_RIAL
from sanad_ui import formats
from sanad_ui.kit import SecondaryButton
from sanad_ui.texts import say
from sanad_ui.theme import set_look

PLACES = 4


class QuickAmounts(QWidget):
    """`chosen` carries baisa; the amount that stands in the field is marked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quick_amounts")
        self._amounts: tuple[int, ...] = ()
        self.buttons = [SecondaryButton(_none, name=f"quick_{place + 1}") for place in range(PLACES)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in self.buttons:
            button.tall, button.padding = 34, 4
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button, 1)

    def offer(self, due: int) -> None:
        self._amounts = quick_amounts(due, PLACES)
        for place, button in enumerate(self.buttons):
            is_used = place < len(self._amounts)
            button.setVisible(is_used)
            if is_used:
                button.say(say("serve.cash.quick", amount=_Short(self._amounts[place])))

    def mark(self, amount: int | None) -> None:
        for place, button in enumerate(self.buttons):
            is_chosen = place < len(self._amounts) and self._amounts[place] == amount
            set_look(button, chosen="true" if is_chosen else "")
            button.ink = "brand" if is_chosen else "ink"

    def _on_clicked(self) -> None:
        place = self.buttons.index(self.sender())  # type: ignore[arg-type]  # only these buttons are connected
        if place < len(self._amounts):
            self.chosen.emit(self._amounts[place])


def _none() -> str:
    return ""


class _Short:
    """Whole rials without their zeros: people say twenty-five."""

    def __init__(self, baisa: int) -> None:
        self._baisa = baisa

    def __call__(self) -> str:
        if self._baisa % BAISA_IN_RIAL:
            return formats.amount(self._baisa)
        return formats.number(self._baisa // BAISA_IN_RIAL)
