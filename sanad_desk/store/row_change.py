"""A row as a fact leaves it."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Table


class RowChange(NamedTuple):
    """A row as it is after the fact, its primary key first; `gone` takes the row of that key away.

    In a table of kept sums the last value is added to what the row holds.
    """

    table: Table
    values: tuple[Any, ...]
    gone: bool = False
