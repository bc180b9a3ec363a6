"""Something laid over the page that keeps the focus until it is closed; never a window of its own."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from sanad_ui.theme import theme


class Overlay(QWidget):
    """Covers its parent, dims it, and gives the focus back where it was when it goes."""

    opened = Signal()
    closed = Signal()

    def __init__(self, *, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._came_from: QWidget | None = None
        parent.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open(self, first: QWidget | None = None) -> None:
        """Shows it with the focus on `first`."""
        if not self.is_open:
            self._came_from = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.opened.emit()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def close_now(self) -> None:
        self.hide()
        came_from, self._came_from = self._came_from, None
        # What lies below may have been built anew meanwhile.
        if came_from is not None and shiboken6.isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def ask_to_close(self) -> None:
        """What Esc does."""
        self.close_now()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # a Qt override
        stops = [part for part in self.findChildren(QWidget) if _takes_tab(part, self)]
        if stops:
            current = QApplication.focusWidget()
            at = stops.index(current) if current in stops else -1
            target = stops[(at + (1 if forward else -1)) % len(stops)]
            target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask_to_close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("shade"))

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """An answer that comes to the page below may choose its field; the keyboard goes there once this is closed."""
        covered = self.parentWidget()
        if now is None or not self.is_open or covered is None or not covered.isAncestorOf(now) or _is_over(now):
            return
        self._came_from = now
        (self.focusWidget() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover(self) -> None:
        covered = self.parentWidget()
        if covered is not None:
            self.setGeometry(covered.rect())


def _takes_tab(part: QWidget, within: QWidget) -> bool:
    return (
        bool(part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        and part.isVisibleTo(within)
        and part.isEnabled()
        and part.focusProxy() is None
    )


def _is_over(part: QWidget) -> bool:
    """Whether it belongs to something that is laid over the page."""
    above: QWidget | None = part
    while above is not None and not isinstance(above, Overlay):
        above = above.parentWidget()
    return above is not None
