"""Complaints: what they are about, how they end, and their numbers `CCCC-DD-YY-C-NNNN`."""

from __future__ import annotations

KINDS = ("waiting", "price", "wrong_entry", "behaviour", "lost_paper", "delay", "other")
OUTCOMES = ("explained", "put_right", "paid_back", "apologised", "unfounded")


def complaint_series(centre_code: str, desk_number: int, year: int) -> str:
    """What the numbers of one desk and year begin with."""
    return f"{centre_code}-{desk_number:02d}-{year % 100:02d}-C-"


def complaint_number(series: str, last: int) -> str:
    """The number after `last`, which is 0 for the first of its series; five digits once four are used up."""
    return f"{series}{last + 1:04d}"
