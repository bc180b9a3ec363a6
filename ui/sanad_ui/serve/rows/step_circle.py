"""The circle at the start of a row: its number, or a tick once it is done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.formats import number
from sanad_ui.icons import paint_icon
from sanad_ui.theme import theme

SIDE = 24


def paint_step_circle(painter: QPainter, box: QRectF, position: int, state: str) -> None:
    """`state` is done, passed (a manager let it pass), open or waiting."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state in ("done", "passed"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("brand" if state == "done" else "warn"))
        painter.drawEllipse(box)
        inside = box.adjusted(5, 5, -5, -5)
        paint_icon(painter, inside, "check" if state == "done" else "shield-check", "surface")
        return
    is_open = state == "open"
    painter.setPen(QPen(theme.colour("brand" if is_open else "line_strong"), 2 if is_open else 1.5))
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.setPen(theme.colour("brand" if is_open else "ink2"))
    painter.setFont(font(tokens.TEXT_CAPTION, tokens.SEMIBOLD))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(position))
