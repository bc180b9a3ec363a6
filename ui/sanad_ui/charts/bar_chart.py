"""What columns and rows have in common: bars that are walked with the arrows, pointed at, opened and read out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.charts.bar import Bar
from sanad_ui.fonts import font
from sanad_ui.keys import is_return
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_OPENING = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class BarChart(QWidget):
    """`opened` carries the key of the bar on Return, Space or a click; `moved` comes when the arrows are on another."""

    opened = Signal(str)
    moved = Signal()

    def __init__(self, spoken: Phrase | str, *, name: str, empty: Phrase | str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("ring", "own")
        self._spoken, self._empty = as_phrase(spoken), as_phrase(empty)
        self._bars: tuple[Bar, ...] = ()
        self._current = 0
        self._pointed = -1
        self._largest = 0
        language.changed.connect(self.retranslate)
        theme.changed.connect(self.update)
        self.retranslate()

    def show_bars(self, bars: Sequence[Bar], *, start: int = 0) -> None:
        """Keeps the bar the arrows were on when it is still there, else begins at `start`, -1 being the last."""
        kept = self.current_key()
        self._bars = tuple(bars)
        keys = [bar.key for bar in self._bars]
        self._current = keys.index(kept) if kept in keys else start % max(len(keys), 1)
        self._pointed = -1
        self._largest = max((bar.reach for bar in self._bars), default=0)
        self.updateGeometry()
        self.retranslate()

    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def current_key(self) -> str:
        return self._bars[self._current].key if self._bars else ""

    def current_words(self) -> str:
        """All there is to say of the bar the arrows are on."""
        return self._bars[self._current].spoken() if self._bars else ""

    def bar_box(self, place: int) -> QRectF:
        """The filled part of a bar."""
        raise NotImplementedError

    def area_of(self, place: int) -> QRectF:
        """Everything that belongs to a bar: a press in it opens it."""
        raise NotImplementedError

    def step_of(self, key: Qt.Key) -> int:
        """One bar on or back, as the arrow points; 0 for any other key."""
        raise NotImplementedError

    def say_as(self, spoken: Phrase | str) -> None:
        """What the chart as a whole is called."""
        self._spoken = as_phrase(spoken)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleDescription(" · ".join(bar.spoken() for bar in self._bars))
        self._on_moved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._bars:
            super().keyPressEvent(event)
        elif is_return(event) or key in _OPENING:
            if not event.isAutoRepeat():
                self.opened.emit(self.current_key())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else len(self._bars) - 1)
        elif step := self.step_of(key):
            self._go_to(self._current + step)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(place)
            self.opened.emit(self.current_key())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._on_moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paint_empty(self, painter: QPainter) -> None:
        painter.setPen(theme.colour("ink2"))
        painter.setFont(font(tokens.TEXT_BODY))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()), flags, self._empty())

    def is_marked(self, place: int) -> bool:
        """Under the arrows or under the pointer."""
        return place == self._pointed or (self.hasFocus() and place == self._current)

    def _on_moved(self) -> None:
        """The bar under the arrows is part of the name, because that is what readers say again when it changes."""
        parts = [self._spoken(), self._bars[self._current].spoken() if self._bars else self._empty()]
        self.setAccessibleName(": ".join(parts))
        self.update()
        self.moved.emit()

    def _go_to(self, place: int) -> None:
        self._current = max(0, min(place, len(self._bars) - 1))
        self._on_moved()

    def _point_at(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.setToolTip(self._bars[place].spoken() if place >= 0 else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _at(self, point: QPointF) -> int:
        return next((place for place in range(len(self._bars)) if self.area_of(place).contains(point)), -1)
