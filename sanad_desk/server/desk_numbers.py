"""The 99 desk numbers of a centre: each is given once, also by a server that has forgotten some of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select, true

from sanad_desk.server.feed_counter import lock_feed
from sanad_desk.server.tables import centre, chain, enrolment_code, server_state, transaction_row
from sanad_desk.wire.messages import LAST_NUMBER


class DeskNumbers:
    """Taken are all that a chain had or may go on under, that wait for a desk, and those the asking desk knows of.

    The centre is locked with it, so that none is given twice. One that waits for a desk which never came stays taken,
    as it may be on receipts; but whoever has it in use then keeps it: it will be that desk.
    """

    def __init__(self, connection: Connection, centre_id: bytes, now: int, known: Iterable[int] = ()) -> None:
        lock_feed(connection, centre_id)
        self._connection, self._centre_id = connection, centre_id
        state = server_state.c.epoch_changed_at
        query = select(centre.c.code, centre.c.created_at, state).join(server_state, true())
        self._code, created_at, changed_at = connection.execute(query.filter_by(centre_id=centre_id)).one()
        self._has_lost = changed_at > created_at
        numbers = select(chain.c.desk_number, chain.c.spare_number).filter_by(centre_id=centre_id)
        self._held = {number for row in connection.execute(numbers) for number in row}
        codes = select(enrolment_code.c.desk_number, enrolment_code.c.expires_at).filter_by(
            centre_id=centre_id, used_at=None
        )
        awaited = connection.execute(codes.where(enrolment_code.c.desk_number.is_not(None))).all()
        self._held |= {number for number, expires_at in awaited if expires_at > now}
        self._taken = self._held | {number for number, _ in awaited} | set(known)

    def keep(self, number: int | None) -> bool:
        """Takes a number that the desk has in use already, unless it is another's here."""
        if number is None or number in self._held or not 1 <= number <= LAST_NUMBER:
            return False
        self._held.add(number)
        self._taken.add(number)
        return True

    def take(self) -> int:
        """The first number nobody has had; 0 when none is left."""
        return self._take(range(1, LAST_NUMBER + 1))

    def take_spare(self) -> int:
        """From the other end: the first ones are what desks that were founded offline bring along."""
        return self._take(range(LAST_NUMBER, 0, -1))

    def _take(self, numbers: Iterable[int]) -> int:
        free = [number for number in numbers if number not in self._taken]
        if self._has_lost:
            free = _least_likely(free)
        number = next((number for number in free if not self._is_on_receipts(number)), 0)
        self._taken.add(number)
        return number

    def _is_on_receipts(self, number: int) -> bool:
        """Given under an epoch that nobody here remembers."""
        first = f"{self._code}-{number:02d}-"
        given = transaction_row.c.number.between(first, first + "Z")
        query = select(transaction_row.c.number).filter_by(centre_id=self._centre_id).where(given).limit(1)
        return self._connection.execute(query).first() is not None


def _least_likely(free: list[int]) -> list[int]:
    """What was given after the copy this server came from lay at one of the ends; so it begins in the middle.

    By chance, as it may come from a copy a second time.
    """
    quarter = len(free) // 4
    middle = free[quarter : len(free) - quarter]
    secrets.SystemRandom().shuffle(middle)
    return middle + free[:quarter] + free[len(free) - quarter :]
