"""Paints a two-line row: icon, title with its found words marked, quiet second line, amount and key at the end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit.chip import TONES
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.kit.row import Row
from sanad_ui.theme import theme

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_PADDING, _GAP = 10, 10
_TITLE_LINE, _SUBTITLE_LINE = 24, 20
_CHIP_PADDING = 8


class RowDelegate(QStyledItemDelegate):
    """Every measure is taken from the start of reading and mirrored at the end."""

    def __init__(self, parent: QObject, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._height = 40 if compact else 58

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        state = option.state
        area = QRectF(option.rect).adjusted(3, 1, -3, -1)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        view = option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state, isinstance(view, QWidget) and view.hasFocus())
        room = self._paint_ends(painter, row, area.adjusted(_PADDING, 0, -_PADDING, 0), rtl)
        self._paint_words(painter, row, room, rtl)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag, focused: bool) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (selected or hovered):
            return
        painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if selected and focused else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("brand_soft" if selected else "sunken"))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _paint_ends(self, painter: QPainter, row: Row, room: QRectF, rtl: bool) -> QRectF:
        """Draws icon, key and trailing words; gives back what is left for the two lines."""
        if row.icon:
            box, room = _cut(room, tokens.ICON_SIZE, at_start=True, rtl=rtl)
            paint_icon(painter, _centred(box, tokens.ICON_SIZE), row.icon, "ink2", rtl=rtl)
        if row.key:
            size = key_cap_size(row.key)
            box, room = _cut(room, size.width(), at_start=False, rtl=rtl)
            paint_key_cap(painter, _centred(box, size.height()), row.key)
        if row.trailing:
            amount, chip = font(tokens.TEXT_BODY, tokens.SEMIBOLD), font(tokens.TEXT_CAPTION, tokens.MEDIUM)
            chip_width = QFontMetricsF(chip).horizontalAdvance(row.chip) + 2 * _CHIP_PADDING if row.chip else 0.0
            width = max(QFontMetricsF(amount).horizontalAdvance(row.trailing) + 2, chip_width)
            box, room = _cut(room, width, at_start=False, rtl=rtl)
            if row.chip:
                box, below = _lines_of(box)
                _paint_chip(painter, row, _at_end(below, chip_width, rtl=rtl), chip)
            painter.setFont(amount)
            painter.setPen(theme.colour("ink"))
            ends = Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight)
            painter.drawText(box, ends | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, row.trailing)
        return room

    def _paint_words(self, painter: QPainter, row: Row, room: QRectF, rtl: bool) -> None:
        height = _TITLE_LINE + (_SUBTITLE_LINE if row.subtitle else 0)
        top = room.y() + (room.height() - height) / 2
        title = QRectF(room.x(), top, room.width(), _TITLE_LINE)
        paint_marked(painter, title, row.title, row.marks, ink=row.tone, rtl=rtl)
        if not row.subtitle:
            return
        painter.setFont(font(tokens.TEXT_CAPTION))
        painter.setPen(theme.colour("ink2"))
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        line = QRectF(room.x(), top + _TITLE_LINE, room.width(), _SUBTITLE_LINE)
        shown = QFontMetricsF(painter.font()).elidedText(row.subtitle, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _lines_of(box: QRectF) -> tuple[QRectF, QRectF]:
    """Beside the title and beside the subtitle."""
    top = box.y() + (box.height() - _TITLE_LINE - _SUBTITLE_LINE) / 2
    title = QRectF(box.x(), top, box.width(), _TITLE_LINE)
    return title, QRectF(box.x(), title.bottom(), box.width(), _SUBTITLE_LINE)


def _at_end(box: QRectF, width: float, *, rtl: bool) -> QRectF:
    return QRectF(box.x() if rtl else box.right() - width, box.y(), width, box.height())


def _paint_chip(painter: QPainter, row: Row, box: QRectF, face: QFont) -> None:
    ground, ink = TONES[row.chip_tone]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setFont(face)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, row.chip)


def paint_marked(
    painter: QPainter, line: QRectF, text: str, marks: tuple[tuple[int, int], ...], *, ink: str = "ink", rtl: bool
) -> None:
    """One line of text with some ranges on a marked ground, also where the ranges are Arabic."""
    face = font(tokens.TEXT_BODY, tokens.MEDIUM)
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    layout = QTextLayout(shown, face)
    leading = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(leading | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats([_mark(start, length) for start, length in marks if start + length <= len(shown)])
    layout.beginLayout()
    laid = layout.createLine()
    laid.setLineWidth(line.width())
    layout.endLayout()
    painter.setPen(theme.colour(ink))
    layout.draw(painter, QPointF(line.x(), line.y() + (line.height() - laid.height()) / 2))


def _mark(start: int, length: int) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start, marked.length = start, length
    look = QTextCharFormat()
    look.setBackground(theme.colour("mark"))
    marked.format = look
    return marked


def _cut(room: QRectF, width: float, *, at_start: bool, rtl: bool) -> tuple[QRectF, QRectF]:
    """Takes `width` from one end of the room and leaves a gap."""
    if at_start != rtl:
        box = QRectF(room.left(), room.top(), width, room.height())
        return box, room.adjusted(width + _GAP, 0, 0, 0)
    box = QRectF(room.right() - width, room.top(), width, room.height())
    return box, room.adjusted(0, 0, -width - _GAP, 0)


def _centred(box: QRectF, height: float) -> QRectF:
    return QRectF(box.x(), box.y() + (box.height() - height) / 2, box.width(), height)
