"""Paints a row of the follow-up list: case, customer, state with its age, amount, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sanad_ui import formats, tokens
from sanad_ui.follow import list_words as words
from sanad_ui.follow.door import ListedRow, id_of
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit.chip import paint_chip
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.kit.row_delegate import ROW_ROLE
from sanad_ui.kit.table import Column, places
from sanad_ui.theme import theme

COLUMNS = (
    Column("case", 2.4),
    Column("customer", 1.6),
    Column("state", 2.35),
    Column("amount", 0.9, is_figure=True),
    Column("next", 1.7),
)
GAP = 12.0
TICK_ROOM = 28.0  # before the words, while rows are being selected
_ROW, _UPPER, _LOWER, _TICK = 58, 26, 18, 18
_THREE_LINES = ((2, 20), (19, 20), (38, 17))  # from the top of its row, with how high each is
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class CaseDelegate(QStyledItemDelegate):
    """Rows carry an id; the case itself is looked up here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[UUID, ListedRow] = {}
        self.ticked: set[UUID] = set()
        self.columns: tuple[Column, ...] = COLUMNS

    def show_rows(self, rows: Iterable[ListedRow]) -> None:
        """No amount is ever cut: the largest gives its column the room it needs."""
        self._rows = {id_of(row): row for row in rows}
        measure = QFontMetricsF(font(tokens.TEXT_BODY, tokens.MEDIUM))
        shown = formats.amount(max((row.amount for row in self._rows.values()), default=0))
        widest = round(measure.horizontalAdvance(shown)) + 2
        self.columns = tuple(replace(each, least=widest) if each.is_figure else each for each in COLUMNS)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._rows[index.data(ROW_ROLE).id]
        line = QRectF(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if index.row():
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(line.left(), line.top() + 0.5), QPointF(line.right(), line.top() + 0.5))
        is_ticked = id_of(row) in self.ticked
        self._paint_ground(painter, line, option, is_ticked)
        top = line.y() + (_ROW - _UPPER - _LOWER) / 2
        for column, box in places(self.columns, line, rtl=rtl, gap=GAP):
            upper = QRectF(box.x(), top, box.width(), _UPPER)
            lower = QRectF(box.x(), top + _UPPER, box.width(), _LOWER)
            if column.code == "case":
                if self.ticked:
                    _paint_tick(painter, box, is_ticked=is_ticked, rtl=rtl)
                    upper, lower = (_after_tick(part, rtl=rtl) for part in (upper, lower))
                _paint_text(painter, upper, words.service_text(row), weight=tokens.MEDIUM)
                _paint_caption(painter, lower, words.below_service(row))
            elif column.code == "customer":
                _paint_name(painter, box, upper, lower, words.customer_text(row), formats.identifier(row.masked))
            elif column.code == "state":
                text, tone, icon = words.chip_of(row)
                paint_chip(painter, upper, text, tone, rtl=rtl, icon=icon)
                ink = "bad" if words.age_is_bad(row) else "ink2"
                _paint_caption(painter, lower, formats.listed([words.age_of(row), words.beside_age(row)]), ink)
            elif column.code == "amount":
                painter.setFont(font(tokens.TEXT_BODY, tokens.MEDIUM))
                painter.setPen(theme.colour("ink" if row.amount else "ink2"))
                shown = formats.amount(row.amount) if row.amount else "—"
                painter.drawText(box, column.alignment | Qt.TextFlag.TextSingleLine, shown)
            else:
                _paint_next(painter, box, *words.next_of(row), rtl=rtl)
        painter.restore()

    def _paint_ground(self, painter: QPainter, line: QRectF, option: QStyleOptionViewItem, is_ticked: bool) -> None:
        """The row the card tells of stays marked; the ring says that the keyboard is here."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not (selected or is_ticked or option.state & QStyle.StateFlag.State_MouseOver):
            return
        has_focus = isinstance(option.widget, QWidget) and option.widget.hasFocus()
        ring = selected and has_focus
        painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if ring else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("brand_soft" if selected or is_ticked else "sunken"))
        painter.drawRoundedRect(line.adjusted(2, 2, -2, -2), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)


def _paint_tick(painter: QPainter, box: QRectF, *, is_ticked: bool, rtl: bool) -> None:
    left = box.right() - _TICK if rtl else box.x()
    place = QRectF(left, box.center().y() - _TICK / 2, _TICK, _TICK)
    paint_icon(painter, place, "square-check-big" if is_ticked else "square", "brand" if is_ticked else "ink2")


def _after_tick(box: QRectF, *, rtl: bool) -> QRectF:
    return box.adjusted(0 if rtl else TICK_ROOM, 0, -TICK_ROOM if rtl else 0, 0)


def _paint_text(painter: QPainter, box: QRectF, text: str, *, weight: int = tokens.REGULAR) -> None:
    painter.setFont(font(tokens.TEXT_BODY, weight))
    painter.setPen(theme.colour("ink"))
    painter.drawText(box, _LEADING, QFontMetricsF(painter.font()).elidedText(text, _END, box.width()))


def _paint_name(painter: QPainter, box: QRectF, upper: QRectF, lower: QRectF, name: str, masked: str) -> None:
    """A long name takes a line more, the number stands below it all the same: people are called by both."""
    measure = QFontMetricsF(font())
    first, rest = "", name.split()
    while rest and (not first or measure.horizontalAdvance(f"{first} {rest[0]}") <= upper.width()):
        first = f"{first} {rest.pop(0)}".strip()
    if rest:
        upper, second, lower = (QRectF(box.x(), box.y() + top, box.width(), high) for top, high in _THREE_LINES)
        _paint_text(painter, second, " ".join(rest))
    _paint_text(painter, upper, first)
    _paint_caption(painter, lower, masked)


def _paint_caption(painter: QPainter, box: QRectF, text: str, ink: str = "ink2") -> None:
    painter.setFont(font(tokens.TEXT_CAPTION))
    painter.setPen(theme.colour(ink))
    painter.drawText(box, _LEADING, QFontMetricsF(painter.font()).elidedText(text, _END, box.width()))


def _paint_next(painter: QPainter, box: QRectF, text: str, key: str, *, rtl: bool) -> None:
    """The key stands right after its words."""
    if not text:
        return
    painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
    painter.setPen(theme.colour("brand"))
    cap, measure = key_cap_size(key), QFontMetricsF(painter.font())
    shown = measure.elidedText(text, _END, box.width() - cap.width() - 6)
    painter.drawText(box, _LEADING, shown)
    start = measure.horizontalAdvance(shown) + 6
    left = box.right() - start - cap.width() if rtl else box.x() + start
    paint_key_cap(painter, QRectF(left, box.center().y() - cap.height() / 2, cap.width(), cap.height()), key)


_END = Qt.TextElideMode.ElideRight
