"""The receipts behind any number, bar or row of the manager's day."""

from __future__ import annotations

from sanad_desk.domain.day import By, Period
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.day import receipts_behind
from sanad_desk.store.found_receipts import load_row
from sanad_desk.usecases.day_view import days_of
from sanad_desk.usecases.find_receipts import FoundReceipt, found_receipt, newest_first
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.whole_centre import reading_centre

LONGEST_LIST = 200


def day_receipts(desk: OpenDesk, who: SignedIn, period: Period, by: By, key: str = "") -> list[FoundReceipt]:
    """Newest first, reversals among them; raises AuthError for anybody but a manager."""
    must_be_manager(who)
    days = days_of(period)
    with reading_centre(desk) as centre:
        found = newest_first(centre, lambda at: receipts_behind(at, days, by, key, LONGEST_LIST))[:LONGEST_LIST]
        return [found_receipt(desk, centre, at, load_row(at, each, centre.own), "day") for each, at in found]
