"""Bars under each other, each with its name and its figure: the largest first, as the caller orders them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.charts.bar_chart import BarChart
from sanad_ui.fonts import font
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase
from sanad_ui.theme import theme

# Bars stand away from either end, for the ring around the current row.
_SIDE = 8.0
_ROW, _HEAD, _WORDS, _TRACK = 35.0, 3.0, 21.0, 6.0
_EMPTY_HEIGHT = 120
_MARK = 3.0


class BarRows(BarChart):
    """As high as its rows; put into a ScrollColumn it keeps the current one in sight."""

    def __init__(self, spoken: Phrase | str, *, name: str, empty: Phrase | str, parent: QWidget | None = None) -> None:
        super().__init__(spoken, name=name, empty=empty, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        return QSize(200, round(len(self._bars) * _ROW) or _EMPTY_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def step_of(self, key: Qt.Key) -> int:
        return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)

    def area_of(self, place: int) -> QRectF:
        return QRectF(0, place * _ROW, self.width(), _ROW)

    def bar_box(self, place: int) -> QRectF:
        track = self._track(place)
        filled = QRectF(_SIDE, track.y(), track.width() * self._bars[place].height / max(1, self._largest), _TRACK)
        return mirrored(filled, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._bars:
            self.paint_empty(painter)
            return
        painter.setLayoutDirection(self.layoutDirection())
        for place in range(len(self._bars)):
            if self.area_of(place).intersects(QRectF(event.rect())):
                self._paint_row(painter, place)

    def _paint_row(self, painter: QPainter, place: int) -> None:
        area = self.area_of(place)
        if self.is_marked(place):
            focused = self.hasFocus() and place == self._current
            painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand_soft" if focused else "sunken"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        self._paint_words(painter, place, area)
        painter.setPen(Qt.PenStyle.NoPen)
        for box, token in ((self._track(place), "sunken"), (self.bar_box(place), "brand")):
            if token == "sunken" and self.is_marked(place):
                token = "line"
            painter.setBrush(theme.colour(token))
            radius = min(_TRACK / 2, box.width() / 2)
            painter.drawRoundedRect(box, radius, radius)
        self._paint_mark(painter, place)

    def _paint_mark(self, painter: QPainter, place: int) -> None:
        mark = self._bars[place].mark
        if mark is not None:
            track = self._track(place)
            at = track.x() + track.width() * mark / max(1, self._largest) - _MARK / 2
            tick = QRectF(min(at, track.right() - _MARK), track.y() - _MARK, _MARK, _TRACK + 2 * _MARK)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(mirrored(tick, self), 1, 1)

    def _paint_words(self, painter: QPainter, place: int, area: QRectF) -> None:
        bar = self._bars[place]
        painter.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        figure = bar.figure()
        width = QFontMetricsF(painter.font()).horizontalAdvance(figure) + 2
        line = QRectF(_SIDE, area.y() + _HEAD, self.width() - 2 * _SIDE, _WORDS)
        painter.setPen(theme.colour("ink2"))
        painter.drawText(
            mirrored(QRectF(line.right() - width, line.y(), width, _WORDS), self), Qt.AlignmentFlag.AlignCenter, figure
        )
        room = mirrored(line.adjusted(0, 0, -width - 10, 0), self)
        painter.setPen(theme.colour("ink"))
        shown = QFontMetricsF(painter.font()).elidedText(bar.name(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _track(self, place: int) -> QRectF:
        return QRectF(_SIDE, place * _ROW + _HEAD + _WORDS, self.width() - 2 * _SIDE, _TRACK)

    def _on_moved(self) -> None:
        super()._on_moved()
        holder = self._scroll_area()
        inside = holder.widget() if holder is not None else None
        if holder is not None and inside is not None and self._bars and self.hasFocus():
            seen = self.mapTo(inside, self.area_of(self._current).center().toPoint())
            holder.ensureVisible(seen.x(), seen.y(), 0, round(_ROW))

    def _scroll_area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above
