"""What a day's report tells besides its sums: the reversals, and what became of each entity's fees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD
from sanad_desk.reports.day import IN_DAYS, IS_REVERSAL
from sanad_desk.reports.sums import Days
from sanad_desk.store.reversals import Reversal, reversals_where


@dataclass(frozen=True, slots=True)
class Handed:
    """Fees of an entity that left the centre, and what is still held now, in baisa."""

    by_card: int = 0
    remitted: int = 0
    held: int = 0


def reversals(connection: Connection, days: Days) -> list[Reversal]:
    """In the order they happened."""
    return reversals_where(connection, f"{IN_DAYS} AND {IS_REVERSAL}", days)


def handed_to_entities(desks: Iterable[Connection], days: Days) -> dict[str, Handed]:
    """By entity: paid in its portal by the centre's card, or handed over, in some days; and held now."""
    found: dict[str, Handed] = {}
    for entity, *sums in chain.from_iterable(_handed(each, days) for each in desks):
        before = found.get(entity, Handed())
        found[entity] = Handed(*map(sum, zip(sums, astuple(before), strict=True)))
    return found


def _handed(connection: Connection, days: Days) -> list[Any]:
    rows = connection.exec_driver_sql(
        "SELECT entity, sum(by_card), sum(remitted), sum(held) FROM ("
        f"SELECT t.entity, t.amount AS by_card, 0 AS remitted, 0 AS held FROM portal_payment t WHERE {IN_DAYS} "
        f"UNION ALL SELECT t.entity, 0, t.amount, 0 FROM cash_movement t WHERE {IN_DAYS} AND t.kind = ? "
        "UNION ALL SELECT b.detail, 0, 0, -b.amount FROM balance b WHERE b.account = ?"
        ") GROUP BY entity",
        (*days, *days, MoveKind.REMITTANCE.value, GOVERNMENT_FEES_HELD),
    )
    return list(rows)
