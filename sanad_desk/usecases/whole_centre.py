"""Reading the own journal and those of the centre's other desks together, and how much is known of each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.day import OtherDesk, Period, PeriodKind
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.shift import muscat_midnight
from sanad_desk.store import shifts
from sanad_desk.store.replicas import Replica
from sanad_desk.usecases.open_desk import OpenDesk

# A desk at work is heard every minute or so; one that was not for this long may have sold since.
LATE_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class WholeCentre:
    """Names of people and customers are in the own store alone."""

    own: Connection
    number: int  # of this desk
    desk_id: bytes
    others: tuple[Replica, ...]

    @property
    def connections(self) -> tuple[Connection, ...]:
        """This desk first."""
        return (self.own, *(other.connection for other in self.others))

    @property
    def numbered(self) -> Iterator[tuple[int, Connection]]:
        """With the numbers of their desks, this one first."""
        yield self.number, self.own
        yield from ((other.number, other.connection) for other in self.others)

    @property
    def by_desk(self) -> dict[bytes, list[Connection]]:
        """All chains of each desk by its id, this one first."""
        found = {self.desk_id: [self.own]}
        for other in self.others:
            found.setdefault(other.desk_id, []).append(other.connection)
        return found


@contextlib.contextmanager
def reading_centre(desk: OpenDesk) -> Iterator[WholeCentre]:
    """One view of each journal, as far as it is known here."""
    _, identity, _ = desk.identity()
    with desk.store.reading() as own, desk.replicas.reading() as others:
        yield WholeCentre(own, identity.number, identity.desk_id, tuple(others))


def refuse_other_desk(desk: OpenDesk, number: str) -> None:
    """A receipt is taken back, corrected or served again where it was given: raises Refused `receipt_of_other_desk`."""
    with reading_centre(desk) as centre:
        if has_receipt(centre.own, number):
            return
        for other in centre.others:
            if has_receipt(other.connection, number):
                raise Refused("receipt_of_other_desk", desk=other.number, number=number)


def holder_of(centre: WholeCentre, number: str) -> tuple[int, Connection]:
    """The desk that gave a receipt, and where it is known; raises DomainError for a number nobody gave."""
    for desk_number, connection in centre.numbered:
        if has_receipt(connection, number):
            return desk_number, connection
    raise DomainError("receipt_unknown", number=number)


def has_receipt(connection: Connection, number: str) -> bool:
    """Whether that journal gave it."""
    return connection.exec_driver_sql("SELECT 1 FROM transactions WHERE number = ?", (number,)).first() is not None


def other_desks(desk: OpenDesk, centre: WholeCentre, period: Period) -> tuple[OtherDesk, ...]:
    """Every other desk of the centre in the order of their numbers, also those nothing was heard of."""
    rows = centre.own.exec_driver_sql(
        "SELECT desk_id, epoch, number, head_seq, seen_at, is_revoked FROM centre_chain ORDER BY desk_id, epoch"
    )
    told: dict[bytes, list[Any]] = {}
    for row in rows:
        told.setdefault(row.desk_id, []).append(row)
    held: dict[bytes, list[Replica]] = {}
    for replica in centre.others:
        held.setdefault(replica.desk_id, []).append(replica)
    until = min(desk.clock.now(), muscat_midnight(period.last) + 24 * 3_600_000)
    found = [
        _other_desk(told.get(desk_id, []), held.get(desk_id, []), period, until)
        for desk_id in (told.keys() | held.keys()) - {centre.desk_id}
    ]
    return tuple(sorted(found, key=lambda other: other.number))


def _other_desk(told: list[Any], held: list[Replica], period: Period, until: int) -> OtherDesk:
    """It is known up to when the server heard of it, unless entries that the server has are not here yet."""
    heads = {replica.epoch: _head(replica.connection) for replica in held}
    known_at = max((at for _, at in heads.values()), default=0)
    if told and all(heads.get(row.epoch, (0, 0))[0] >= row.head_seq for row in told):
        known_at = max(row.seen_at for row in told)
    is_revoked = bool(told and told[-1].is_revoked)
    return OtherDesk(
        desk_id=(told or held)[-1].desk_id,
        number=told[-1].number if told else held[-1].number,
        known_at=known_at,
        is_late=not is_revoked and known_at < until - LATE_MS,
        is_revoked=is_revoked,
        is_day_closed=period.kind is PeriodKind.DAY
        and any(shifts.is_day_closed(each.connection, period.first) for each in held),
    )


def _head(connection: Connection) -> tuple[int, int]:
    row = connection.exec_driver_sql("SELECT head_seq, last_at FROM desk_state").one()
    return row.head_seq, row.last_at
