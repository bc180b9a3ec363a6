"""Tab in the order people read: column by column, line by line, from where reading begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from sanad_ui.texts import language

# Parts of one line may stand a few pixels apart.
_LINE = 14


def step_focus(page: QWidget, columns: Sequence[QWidget], *, forward: bool) -> bool:
    """Qt's own chain is the order in which parts were made, and rows are made all the time.

    At either end the focus leaves the page for the frame around it.
    """
    stops = sorted(_stops(page), key=lambda part: _place(part, page, columns))
    focused = QApplication.focusWidget()
    at = stops.index(focused) if focused in stops else -1 if forward else len(stops)
    target = at + (1 if forward else -1)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    if 0 <= target < len(stops):
        stops[target].setFocus(reason)
        return True
    around = [part for part in _stops(page.window()) if not page.isAncestorOf(part)]
    found = around or stops
    if found:
        found[0 if forward else -1].setFocus(reason)
    return bool(found)


def _stops(holder: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus.value
    return [
        part
        for part in holder.findChildren(QWidget)
        if part.focusPolicy().value & tab and part.isVisible() and part.isEnabled() and part.focusProxy() is None
    ]


def _place(part: QWidget, page: QWidget, columns: Sequence[QWidget]) -> tuple[int, int, int]:
    column = next((n + 1 for n, holder in enumerate(columns) if holder.isAncestorOf(part)), 0)
    corner = part.mapTo(page, QPoint(part.width() if language.is_rtl else 0, part.height() // 2))
    return column, corner.y() // _LINE, -corner.x() if language.is_rtl else corner.x()
