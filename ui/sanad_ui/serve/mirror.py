"""Painting from where reading begins: boxes are measured from there and mirrored at the end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt

from sanad_ui.texts import language


def reading_direction() -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if language.is_rtl else Qt.LayoutDirection.LeftToRight


def mirrored(box: QRectF, width: float) -> QRectF:
    """Where the box stands in a widget of that width."""
    if not language.is_rtl:
        return box
    return QRectF(width - box.right(), box.y(), box.width(), box.height())
