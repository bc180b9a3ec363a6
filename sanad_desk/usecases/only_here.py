"""How many receipts are on this PC alone, how much money, how old: what the badge of the line says."""

from __future__ import annotations

from sanad_desk.store import outbox
from sanad_desk.store.outbox import OutboxSums
from sanad_desk.usecases.open_desk import OpenDesk

__all__ = ["OutboxSums", "keep_count", "only_here"]


def only_here(desk: OpenDesk, known: OutboxSums | None = None) -> OutboxSums:
    """`known` is the answer of before: only what was written since is counted."""
    with desk.store.reading() as connection:
        return outbox.count_on(connection, known)


def keep_count(desk: OpenDesk, sums: OutboxSums) -> None:
    """For a quiet moment."""
    with desk.store.unit_of_work() as unit:
        outbox.keep(unit.connection, sums)
        unit.commit()
