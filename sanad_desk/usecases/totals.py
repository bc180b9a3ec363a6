"""The sums of a business date or of the whole store, straight from the rows, with the tender corrections in them."""

from __future__ import annotations

from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.usecases.open_desk import OpenDesk


def day_totals(desk: OpenDesk, business_date: str | None = None) -> Sums:
    """All transactions of a business date, or of the whole store without one."""
    with desk.store.reading() as connection:
        return sums_of(connection, business_date=business_date)
