"""An amount on the screen: left to right in both languages and right-aligned on the digit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.formats import amount_digits
from sanad_ui.kit.label import Label


class Amount(Label):
    """Amounts put into one column of a grid stand under each other, digit under digit."""

    def __init__(
        self,
        baisa: int | None = None,
        *,
        size: int = tokens.TEXT_BODY,
        weight: int = tokens.MEDIUM,
        tone: str = "ink",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._baisa = baisa
        super().__init__(self._shown, size=size, weight=weight, tone=tone, name=name, parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    @property
    def baisa(self) -> int | None:
        return self._baisa

    def set_baisa(self, baisa: int | None) -> None:
        """None shows a dash: no amount is known, which is not zero."""
        self._baisa = baisa
        self.retranslate()

    def _shown(self) -> str:
        return "—" if self._baisa is None else amount_digits(self._baisa)
