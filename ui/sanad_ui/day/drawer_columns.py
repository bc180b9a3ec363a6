"""Where the columns of the drawers' table stand, for its heading and its rows alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

_GAP, _SIDE = 18.0, 10.0


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` shares the width; figures stand under each other, digit under digit."""

    code: str
    weight: float
    is_figure: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        if self.is_figure:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


_OF_A_DAY = (
    Column("operator", 2.7),
    Column("desk", 1.2),
    Column("sales", 1.4, is_figure=True),
    Column("average", 1.4, is_figure=True),
    Column("collected", 1.6, is_figure=True),
    Column("drawer", 2.4),
)
_OF_MORE = (_OF_A_DAY[0], Column("date", 1.5), *_OF_A_DAY[1:])


def columns_for(*, is_day: bool) -> tuple[Column, ...]:
    """Only where there is more than one day does each row need its date."""
    return _OF_A_DAY if is_day else _OF_MORE


def places(columns: tuple[Column, ...], line: QRectF, *, rtl: bool) -> Iterator[tuple[Column, QRectF]]:
    """Each column with its box in a line of the table."""
    room = line.width() - 2 * _SIDE - _GAP * (len(columns) - 1)
    share = room / sum(column.weight for column in columns)
    x = _SIDE
    for column in columns:
        width = share * column.weight
        left = line.right() - x - width if rtl else line.x() + x
        yield column, QRectF(left, line.y(), width, line.height())
        x += width + _GAP
