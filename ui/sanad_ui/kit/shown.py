"""Showing and hiding a part without a window of its own and without moving its neighbours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_shown(part: QWidget, shown: bool) -> None:
    """Like `setVisible`, but a part without a parent does not become a window of its own: it waits for its page."""
    if part.parentWidget() is None and shown:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        part.setVisible(shown)


def keep_its_place(part: QWidget) -> None:
    """Hidden, the part still takes its room, so that nothing jumps when it comes."""
    policy = part.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    part.setSizePolicy(policy)
