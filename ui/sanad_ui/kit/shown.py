"""Showing and hiding a part that may not stand in its page yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_shown(part: QWidget, shown: bool) -> None:
    """Like `setVisible`, but a part without a parent does not become a window of its own: it waits for its page."""
    if part.parentWidget() is None and shown:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        part.setVisible(shown)
