"""The brand's rounded tile with its letter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.texts import t
from sanad_ui.theme import theme


class BrandTile(QWidget):
    """On the brand panel the colours change places."""

    def __init__(self, *, size: int = 30, on_panel: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._on_panel = size, on_panel
        self.setFixedSize(size, size)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground, ink = ("on_panel", "panel_top") if self._on_panel else ("brand", "on_brand")
        painter.setBrush(theme.colour(ground))
        radius = self._size * 0.28
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(theme.colour(ink))
        painter.setFont(font(round(self._size * 0.5), tokens.BOLD))
        # The letter's bowl hangs below the line, so its centre lies lower than its box's.
        box = QRectF(self.rect()).adjusted(0, -self._size * 0.05, 0, -self._size * 0.05)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, t("brand.initial"))
