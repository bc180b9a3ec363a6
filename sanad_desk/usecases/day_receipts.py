"""The receipts behind any number, bar or row of the manager's day."""

from __future__ import annotations

from sanad_desk.domain.day import By, Period
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.day import receipts_behind
from sanad_desk.store.found_receipts import load_rows
from sanad_desk.usecases.day_view import days_of
from sanad_desk.usecases.find_receipts import FoundReceipt, found_receipt
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager

LONGEST_LIST = 200


def day_receipts(desk: OpenDesk, who: SignedIn, period: Period, by: By, key: str = "") -> list[FoundReceipt]:
    """Newest first, reversals among them; raises AuthError for anybody but a manager."""
    must_be_manager(who)
    with desk.store.reading() as connection:
        ids = receipts_behind(connection, days_of(period), by, key, LONGEST_LIST)
        rows = load_rows(connection, ids)
    return [found_receipt(desk, row, "day") for row in rows]
