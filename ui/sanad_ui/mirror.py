"""Painting from where reading begins: boxes are measured from there and mirrored at the end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from sanad_ui.texts import language


def reading_direction() -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if language.is_rtl else Qt.LayoutDirection.LeftToRight


def mirrored(box: QRectF, part: QWidget) -> QRectF:
    """Where the box stands in a part that reads in its own direction."""
    if part.layoutDirection() == Qt.LayoutDirection.LeftToRight:
        return box
    return QRectF(part.width() - box.right(), box.y(), box.width(), box.height())
