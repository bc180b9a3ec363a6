"""The centre's sums of one business date, as they are kept, and how fresh they are for each desk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from sanad_desk.domain.shift import MUSCAT, NIGHT_ENDS_MS
from sanad_desk.domain.totals import Totals
from sanad_desk.server.chains import chains_of
from sanad_desk.server.database import Database
from sanad_desk.server.lesson_sums import LESSONS
from sanad_desk.server.projection import Measure
from sanad_desk.server.tables import day_sum, incident


class ChainStanding(msgspec.Struct, frozen=True):
    """How much of one chain the sums know."""

    desk_id: bytes
    epoch: int
    desk_number: int
    head_seq: int
    judged_seq: int
    seen_at: int  # milliseconds UTC
    is_revoked: bool
    unread: int  # kinds of entries, or single ones, that nobody has counted
    is_behind: bool  # not seen since the business date ended, so there may be more


class CentreTotals(msgspec.Struct, frozen=True):
    """Sums in baisa, a reversal taken away from each; `is_complete` where no desk is behind and nothing unread."""

    business_date: str
    as_of: int
    is_complete: bool
    totals: Totals
    movements: dict[str, int]
    postings: dict[str, int]
    chains: tuple[ChainStanding, ...]
    lessons: dict[str, dict[str, int]] = {}  # counts by code, of each server.lesson_sums.Lesson


_DAY_MS = 24 * 3_600_000
_PLAIN = (
    *(Measure.COUNT, Measure.REVERSALS, Measure.GOVERNMENT, Measure.PAID_DIRECT, Measure.CENTRE),
    *(Measure.VAT, Measure.ACCOUNT, Measure.REFUND_DUE, Measure.WAIVED),
)


def centre_totals(db: Database, centre_id: bytes, business_date: date, now: int) -> CentreTotals:
    """All from one moment; what is nothing is not named."""
    with db.reading() as connection:
        sums = _sums(connection, centre_id, business_date)
        chains = _standings(connection, centre_id, business_date)
    is_complete = not any(standing.is_behind or standing.unread for standing in chains)
    plain = {measure: sums[measure].get("", 0) for measure in _PLAIN}
    return CentreTotals(
        business_date=business_date.isoformat(),
        as_of=now,
        is_complete=is_complete,
        totals=Totals(**plain, tenders=sums[Measure.TENDER], entities=sums[Measure.ENTITY]),
        movements=sums[Measure.MOVEMENT],
        postings=sums[Measure.POSTING],
        chains=chains,
        lessons={lesson: sums[lesson] for lesson in LESSONS if sums[lesson]},
    )


def _sums(connection: Connection, centre_id: bytes, business_date: date) -> defaultdict[str, dict[str, int]]:
    """By measure, then by code."""
    day = (day_sum.c.centre_id == centre_id, day_sum.c.business_date == business_date.isoformat())
    place = (day_sum.c.measure, day_sum.c.code)
    sums: defaultdict[str, dict[str, int]] = defaultdict(dict)
    query = select(*place, func.sum(day_sum.c.amount)).where(*day).group_by(*place).order_by(*place)
    for measure, code, amount in connection.execute(query):
        if amount:
            sums[measure][code] = int(amount)
    return sums


def _standings(connection: Connection, centre_id: bytes, business_date: date) -> tuple[ChainStanding, ...]:
    ends = _end_of(business_date)
    unread = _unread(connection, centre_id)
    rows = chains_of(connection, centre_id)
    claimed = {(row.desk_id, row.parent_epoch): row.claimed_at for row in rows}
    return tuple(
        ChainStanding(
            desk_id=row.desk_id,
            epoch=row.epoch,
            desk_number=row.desk_number,
            head_seq=row.head_seq,
            judged_seq=row.judged_seq,
            seen_at=row.seen_at,
            is_revoked=row.revoked_at is not None,
            unread=unread.get((row.desk_id, row.epoch), 0),
            is_behind=_is_behind(row, ends, claimed.get((row.desk_id, row.epoch))),
        )
        for row in rows
    )


def _is_behind(row: Row[*tuple[Any, ...]], ends: int, went_on_at: int | None) -> bool:
    """A chain that went on under a new epoch is over, unless its PC was heard of afterwards: then there are two."""
    if row.seen_at >= ends or (row.revoked_at is not None and row.revoked_at < ends - _DAY_MS):
        return False
    return went_on_at is None or row.seen_at > went_on_at


def _end_of(business_date: date) -> int:
    """Whoever works past midnight still counts to the date before."""
    began = datetime.combine(business_date, time(), MUSCAT)
    return int(began.timestamp() * 1000) + _DAY_MS + NIGHT_ENDS_MS


def _unread(connection: Connection, centre_id: bytes) -> dict[tuple[bytes, int], int]:
    query = select(incident.c.desk_id, incident.c.epoch, func.count()).where(
        incident.c.centre_id == centre_id,
        incident.c.closed_at.is_(None),
        incident.c.code.in_(("entry_unread", "entry_wrong")),
    )
    rows = connection.execute(query.group_by(incident.c.desk_id, incident.c.epoch))
    return {(desk_id, epoch): count for desk_id, epoch, count in rows}
