"""Stacked columns along the hours or days: time runs in the direction of reading."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sanad_ui import formats, tokens
from sanad_ui.charts.bar import axis_marks
from sanad_ui.charts.bar_chart import BarChart
from sanad_ui.fonts import font
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase
from sanad_ui.theme import theme

# Room for the figure over the highest column, and for the labels under the axis.
_HEAD, _FOOT = 26.0, 24.0
_AXIS_GAP, _LABEL_GAP = 12.0, 10.0
_WIDEST, _FULL = 38.0, 0.62
_RADIUS, _SEAM = 4.0, 2.0
_SMALL = 11


class Columns(BarChart):
    """`tones` are the colours of the parts, from the axis upwards."""

    def __init__(
        self,
        spoken: Phrase | str,
        *,
        name: str,
        empty: Phrase | str,
        tones: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spoken, name=name, empty=empty, parent=parent)
        self._tones = tones
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(480, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 110)

    def step_of(self, key: Qt.Key) -> int:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0)
        return -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step

    def area_of(self, place: int) -> QRectF:
        width = self._pitch()
        return mirrored(QRectF(self._gutter() + place * width, 0, width, self.height()), self)

    def bar_box(self, place: int) -> QRectF:
        area = self.area_of(place)
        width = min(_WIDEST, area.width() * _FULL)
        height = self._length(self._bars[place].height)
        return QRectF(area.center().x() - width / 2, self._ground() - height, width, height)

    def part_boxes(self, place: int) -> list[QRectF]:
        """The parts of a column from the axis upwards; an empty one has no height."""
        whole = self.bar_box(place)
        boxes: list[QRectF] = []
        bottom = whole.bottom()
        for part in self._bars[place].parts:
            height = self._length(part)
            boxes.append(QRectF(whole.x(), bottom - height, whole.width(), height))
            bottom -= height
        return boxes

    def labelled(self) -> list[int]:
        """The places whose label is written: all, or as many in even steps as fit beside each other."""
        if not self._bars:
            return []
        metrics = QFontMetricsF(font(_SMALL))
        widest = max(metrics.horizontalAdvance(bar.name()) for bar in self._bars) + _LABEL_GAP
        return list(range(0, len(self._bars), max(1, ceil(widest / self._pitch()))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._largest:
            self.paint_empty(painter)
            return
        painter.setFont(font(_SMALL))
        self._paint_axis(painter)
        for place in range(len(self._bars)):
            self._paint_column(painter, place)
        self._paint_labels(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        for mark in self._marks():
            y = round(self._ground() - self._length(mark)) + 0.5
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            painter.setPen(theme.colour("ink2"))
            box = mirrored(QRectF(0, y - 17, self._gutter() - _AXIS_GAP, 16), self)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, formats.number(mark))

    def _paint_column(self, painter: QPainter, place: int) -> None:
        area = self.area_of(place)
        if self.is_marked(place):
            ring = QRectF(area.x(), 1, area.width(), self.height() - 2).adjusted(1, 0, -1, 0)
            focused = self.hasFocus() and place == self._current
            painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand_soft" if focused else "sunken"))
            painter.drawRoundedRect(ring, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(Qt.PenStyle.NoPen)
        for box, tone in zip(self.part_boxes(place), self._tones, strict=False):
            if box.height() > 0:
                painter.setBrush(theme.colour(tone))
                seam = min(_SEAM, box.height() / 2)
                radius = min(_RADIUS, box.width() / 2, box.height() / 2)
                painter.drawRoundedRect(box.adjusted(0, 0, 0, -seam), radius, radius)
        if self.is_marked(place):
            painter.setPen(theme.colour("ink"))
            painter.setFont(font(tokens.TEXT_SECONDARY, tokens.SEMIBOLD))
            over = QRectF(area.center().x() - 40, self.bar_box(place).top() - 21, 80, 18)
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, self._bars[place].figure())
            painter.setFont(font(_SMALL))

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setPen(theme.colour("ink2"))
        for place in self.labelled():
            middle = self.area_of(place).center().x()
            box = QRectF(middle - 60, self._ground() + 3, 120, _FOOT - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._bars[place].name())

    def _marks(self) -> tuple[int, ...]:
        return axis_marks(self._largest)

    def _length(self, value: int) -> float:
        """How high a value stands."""
        return max(0, value) / self._marks()[-1] * (self._ground() - _HEAD)

    def _ground(self) -> float:
        return self.height() - _FOOT

    def _gutter(self) -> float:
        """Where the marks of the axis stand."""
        return QFontMetricsF(font(_SMALL)).horizontalAdvance(f"{self._marks()[-1]:,}") + 8 + _AXIS_GAP

    def _pitch(self) -> float:
        return (self.width() - self._gutter()) / max(1, len(self._bars))
