"""Lucide icons drawn in a token's colour, sharp on any screen, mirrored where they point."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from sanad_desk.resources_path import resource_path
from sanad_ui.theme import theme
from sanad_ui.tokens import ICON_SIZE

STROKE = "1.8"
# Icons that point along the line of reading; the file shows them for left to right.
DIRECTIONAL = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "external-link",
        "list",
        "list-checks",
        "log-in",
        "log-out",
        "undo-2",
    }
)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pixels: int, mirrored: bool) -> QPixmap:
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn.transformed(QTransform().scale(-1, 1)) if mirrored else drawn


def pixmap(name: str, colour: str = "ink2", size: int = ICON_SIZE, *, rtl: bool = False, scale: float = 2.0) -> QPixmap:
    """`colour` is a token name; the result is drawn at `scale` times the size and knows it."""
    drawn = _drawn(name, theme.hex(colour), round(size * scale), rtl and name in DIRECTIONAL)
    drawn = QPixmap(drawn)
    drawn.setDevicePixelRatio(scale)
    return drawn


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: str = "ink2", *, rtl: bool = False) -> None:
    """Draws the icon centred in `rect`, as large as its shorter side, in the painter's own resolution."""
    side = min(rect.width(), rect.height())
    scale = max(1.0, painter.device().devicePixelRatioF())
    drawn = pixmap(name, colour, round(side), rtl=rtl, scale=scale)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    corner = rect.center()
    target = QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side)
    painter.drawPixmap(target.toAlignedRect() if scale == 1.0 else target.toRect(), drawn)


def window_icon() -> QIcon:
    """The brand tile for the task bar."""
    tile = QPixmap(64, 64)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.hex("brand")))
    painter.drawRoundedRect(QRectF(0, 0, 64, 64), 16, 16)
    painter.end()
    return QIcon(tile)
