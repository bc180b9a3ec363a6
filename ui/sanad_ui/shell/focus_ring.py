"""The one ring that shows where the keyboard is."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from sanad_ui import tokens
from sanad_ui.theme import theme

_GLOW = 3
_MOVING = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ZOrderChange}
)


class FocusRing(QWidget):
    """Lies over the whole window and lets every click through; one ring serves every control.

    A control may say `ring=own` (it paints its own), a frame around a line `ring=True` (the ring goes there),
    and `ring_radius` where its corners differ.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @property
    def target(self) -> QWidget | None:
        """The control or frame the ring is around now."""
        return self._target

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._unwatch()
        window = self.parentWidget()
        if now is None or window is None or now.window() is not window:
            self.hide()
            return
        self._target = _ringed(now)
        if self._target is None:
            self.hide()
            return
        step: QWidget | None = self._target
        while step is not None and step is not window:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._follow()

    def _unwatch(self) -> None:
        for part in self._watched:
            # A list that was built anew has taken its rows along.
            if shiboken6.isValid(part):
                part.removeEventFilter(self)
        self._watched.clear()
        self._target = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and self._target is not None:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None or not shiboken6.isValid(target) or not target.isVisible():
            self.hide()
            return
        wide = _GLOW + 1
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-wide, -wide, wide, wide)
        self.setGeometry(place)
        self._clip(target, window, place)
        self.show()
        self.raise_()
        self.update()

    def _clip(self, target: QWidget, window: QWidget, place: QRect) -> None:
        """Inside a list that scrolls the ring ends where the list ends."""
        step = target.parentWidget()
        while step is not None and step is not window:
            holder = step.parentWidget()
            if isinstance(holder, QAbstractScrollArea) and holder.viewport() is step:
                seen = QRect(step.mapTo(window, QPoint(0, 0)), step.size()).adjusted(-_GLOW, -_GLOW, _GLOW, _GLOW)
                self.setMask(seen.intersected(place).translated(-place.topLeft()))
                return
            step = holder
        self.clearMask()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._target is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = float(self._target.property("ring_radius") or tokens.RADIUS_CONTROL)
        is_field = self._target.property("look") == "field"
        is_bad = self._target.property("state") == "bad"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_field:
            glow = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            painter.setPen(QPen(theme.colour("bad_soft" if is_bad else "brand_soft"), 4))
            painter.drawRoundedRect(glow, radius + 2, radius + 2)
        inset = _GLOW + 2 if is_field else 2
        painter.setPen(QPen(theme.colour("bad" if is_bad else "brand"), tokens.FOCUS_RING))
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        grown = radius - 1 if is_field else radius + 2
        painter.drawRoundedRect(ring, grown, grown)


def _ringed(focused: QWidget) -> QWidget | None:
    if focused.property("ring") == "own":
        return None
    holder = focused.parentWidget()
    return holder if holder is not None and holder.property("ring") is True else focused
