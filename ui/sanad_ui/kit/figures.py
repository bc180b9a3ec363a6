"""Words at one end and an amount at the other, row under row, with a dashed line between."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit import Amount, Hairline, Label
from sanad_ui.texts import Phrase


class Masked(Amount):
    """An amount that may not be seen yet; it does not even know it."""

    def _shown(self) -> str:
        return "•••"


class Figures(QWidget):
    """Filled anew each time; amounts stand under each other, digit under digit."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(0, 1)
        self._rows = 0

    def clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        self._rows = 0

    def add(
        self,
        phrase: Phrase | str,
        baisa: int | None,
        *,
        key: str,
        strong: bool = False,
        tone: str = "ink",
        masked: bool = False,
    ) -> None:
        """`key` names the amount: `<figures>_<key>`; what is masked shows dots for it."""
        weight = tokens.SEMIBOLD if strong else tokens.REGULAR
        words = Label(phrase, weight=weight, tone=tone, wrap=True)
        name = f"{self.objectName()}_{key}"
        amount = (
            Masked(None, weight=weight, tone=tone, name=name)
            if masked
            else Amount(baisa, weight=weight, tone=tone, name=name)
        )
        amount.setBuddy(words)
        self._grid.addWidget(words, self._rows, 0)
        self._grid.addWidget(amount, self._rows, 1)
        self._grid.addWidget(Hairline(dashed=True), self._rows + 1, 0, 1, 2)
        self._rows += 2
