"""The columns of the drawers' table."""

from __future__ import annotations

from sanad_ui.kit.table import Column

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
