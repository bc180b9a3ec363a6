"""Paints a service: its whole name on the first line, entity, figures and price on the second."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.kit.row import Row
from sanad_ui.kit.row_delegate import ROW_ROLE, paint_marked
from sanad_ui.theme import theme

_HEIGHT, _PADDING, _GAP = 58, 9, 8
_ICON = 15


class ServiceDelegate(QStyledItemDelegate):
    """The kit's row gives the price its own end of both lines, which leaves long names too little room."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        area = QRectF(option.rect).adjusted(3, 1, -3, -1)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, option)
        line = _Line(painter, area.adjusted(_PADDING, 6, -_PADDING, -5), rtl)
        line.paint_title(row)
        line.paint_second(row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (selected or hovered):
            return
        view = option.widget
        focused = isinstance(view, QWidget) and view.hasFocus()
        painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if selected and focused else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("brand_soft" if selected else "sunken"))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)


class _Line:
    """The room of one row, measured from where reading begins."""

    def __init__(self, painter: QPainter, room: QRectF, rtl: bool) -> None:
        self.painter, self.room, self.rtl = painter, room, rtl

    def paint_title(self, row: Row) -> None:
        start, end = 0.0, self.room.width()
        if row.icon:
            box = self._placed(end - _ICON, 4, _ICON, _ICON)
            paint_icon(self.painter, box, row.icon, "brand", rtl=self.rtl)
            end -= _ICON + _GAP
        if row.key:
            size = key_cap_size(row.key)
            paint_key_cap(self.painter, self._placed(end - size.width(), 3, size.width(), size.height()), row.key)
            end -= size.width() + _GAP
        paint_marked(self.painter, self._placed(start, 0, end - start, 24), row.title, row.marks, rtl=self.rtl)

    def paint_second(self, row: Row) -> None:
        """Price and figures are always whole; the entity takes what is left."""
        top, height, end = 25.0, 21.0, self.room.width()
        painter = self.painter
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight)
        single = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
        width = QFontMetricsF(painter.font()).horizontalAdvance(row.trailing) + 2
        painter.setPen(theme.colour("ink"))
        painter.drawText(
            self._placed(end - width, top, width, height), Qt.AlignmentFlag.AlignHCenter | single, row.trailing
        )
        end -= width + _GAP
        entity, _, figures = row.subtitle.partition("\n")
        face = font(tokens.TEXT_CAPTION)
        measure = QFontMetricsF(face)
        tail = f" · {figures}" if figures else ""
        left = max(0.0, end - measure.horizontalAdvance(tail) - 2)
        text = measure.elidedText(entity, Qt.TextElideMode.ElideRight, left) + tail
        painter.setFont(face)
        painter.setPen(theme.colour("ink2"))
        painter.drawText(self._placed(0, top, end, height), Qt.AlignmentFlag.AlignLeft | single, text)

    def _placed(self, x: float, y: float, width: float, height: float) -> QRectF:
        left = self.room.right() - x - width if self.rtl else self.room.x() + x
        return QRectF(left, self.room.y() + y, width, height)
