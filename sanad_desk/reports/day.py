"""The sums behind the manager's day, straight from rows and by index: by time, drawer, entity, service and tender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection

from sanad_desk.domain.day import COLLECTED, By
from sanad_desk.domain.transaction import REVERSALS, TransactionKind
from sanad_desk.reports.sums import Days

IN_DAYS = "t.business_date >= ? AND t.business_date <= ?"
IS_REVERSAL = f"(t.kind IN ({', '.join(repr(str(kind)) for kind in sorted(REVERSALS))}))"
# Full hours in Muscat since 1970; the window names them by the clock.
HOUR = "(t.completed_at + 14400000) / 3600000"
BUSINESS_DATE = "t.business_date"
_IS_SALE = f"(t.kind = '{TransactionKind.SALE}')"
_COLLECTED = (
    "coalesce((SELECT sum(y.amount) FROM payment y WHERE y.transaction_id = t.id "
    f"AND y.tender IN ({', '.join(repr(str(tender)) for tender in COLLECTED)})), 0)"
)
_IS_HERE = "(t.seq > (SELECT acknowledged_seq FROM desk_state WHERE id = 1))"
_WAITS = "EXISTS (SELECT 1 FROM paid_case p WHERE p.transaction_id = t.id AND p.portal_outcome <> 'done')"


@dataclass(slots=True)
class Part:
    """Sums of some transactions in baisa; a reversal takes away from every sum.

    Neither it nor a voucher of a customer's account is a sale.
    """

    sales: int = 0
    follow_up: int = 0  # sales with a case that still waits for something
    total: int = 0  # of what was sold
    collected: int = 0
    government: int = 0
    centre: int = 0
    vat: int = 0
    refunded: int = 0  # positive
    seconds: int = 0  # that the sales took
    here: int = 0  # not acknowledged by the server
    here_total: int = 0

    def add(self, other: Part) -> None:
        for name in _FIELDS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


_FIELDS = tuple(field.name for field in fields(Part))


@dataclass(frozen=True, slots=True)
class Piece:
    """The sums of one operator in one shift, in one hour or on one date."""

    shift: str
    operator: str
    slot: str
    sums: Part


KeyT = TypeVar("KeyT")


def by_key(pairs: Iterable[tuple[KeyT, Part]]) -> dict[KeyT, Part]:
    """Sums of the same key added up."""
    found: dict[KeyT, Part] = {}
    for key, sums in pairs:
        found.setdefault(key, Part()).add(sums)
    return found


def pieces(connection: Connection, slot: str, days: Days) -> list[Piece]:
    """All transactions of some business dates; `slot` is HOUR or BUSINESS_DATE."""
    return _pieces(connection, slot, IN_DAYS, days)


def count_sales(connection: Connection, days: Days) -> int:
    """Of some business dates."""
    query = f"SELECT coalesce(sum({_IS_SALE}), 0) FROM transactions t WHERE {IN_DAYS}"
    return int(connection.exec_driver_sql(query, days).scalar_one())


def pieces_of_operator(connection: Connection, operator_id: bytes, days: Days) -> list[Piece]:
    """Those of one operator, by business date."""
    return _pieces(connection, BUSINESS_DATE, f"{IN_DAYS} AND t.operator_id = ?", (*days, operator_id))


def pieces_of_shift(connection: Connection, shift_id: bytes) -> list[Piece]:
    """Those of one shift, whatever its date."""
    return _pieces(connection, BUSINESS_DATE, "t.shift_id = ?", (shift_id,))


def _pieces(connection: Connection, slot: str, where: str, values: tuple[Any, ...]) -> list[Piece]:
    rows = connection.exec_driver_sql(
        f"SELECT lower(hex(t.shift_id)), lower(hex(t.operator_id)), {slot}, sum({_IS_SALE}), "
        f"sum({_IS_SALE} AND {_WAITS}), sum(t.total - t.account), sum({_COLLECTED}), "
        f"sum(t.government), sum(t.centre), sum(t.vat), "
        f"-sum({IS_REVERSAL} * t.total), sum({_IS_SALE} * t.seconds), "
        f"sum({_IS_HERE}), sum({_IS_HERE} * t.total) "
        # By place: grouped by the column, SQLite would rather walk through its index, and so through everything.
        f"FROM transactions t WHERE {where} GROUP BY 1, 2, 3",
        values,
    )
    return [Piece(shift, operator, str(slot), Part(*map(int, sums))) for shift, operator, slot, *sums in rows]


@dataclass(frozen=True, slots=True)
class CodeSums:
    """The sums of one entity, service or tender; sales that touch it are counted once."""

    code: str
    sales: int
    total: int
    government: int
    centre: int
    vat: int


def merged(of_desks: Iterable[Iterable[CodeSums]]) -> list[CodeSums]:
    """Sums of the same code added up; no sale is in two desks."""
    found: dict[str, tuple[int, ...]] = {}
    for each in chain.from_iterable(of_desks):
        _, *sums = astuple(each)
        found[each.code] = tuple(map(sum, zip(sums, found.get(each.code, (0,) * len(sums)), strict=True)))
    return [CodeSums(code, *sums) for code, sums in found.items()]


def entities_and_services(
    connection: Connection, days: Days, operator_id: bytes | None = None
) -> tuple[list[CodeSums], list[CodeSums]]:
    """By entity and by service, of everybody or of one operator; the VAT of a case counts to its entity."""
    own, values = ("", days) if operator_id is None else (" AND t.operator_id = ?", (*days, operator_id))
    of_kind = "sum(CASE WHEN c.kind = '{}' AND NOT c.paid_direct THEN c.amount ELSE 0 END)".format
    cases = (
        f"SELECT t.id, NOT {IS_REVERSAL} AS sale, p.service_code AS service, max(c.entity) AS entity, "
        f"{of_kind('government_fee')} AS government, {of_kind('centre_fee')} AS centre, {of_kind('vat')} AS vat "
        f"FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
        "CROSS JOIN paid_case p ON p.transaction_id = t.id AND p.position = c.case_position "
        f"WHERE {IN_DAYS}{own} GROUP BY t.id, c.case_position"
    )
    sums = (
        "count(DISTINCT CASE WHEN sale THEN id END), sum(government + centre + vat), sum(government), sum(centre), "
        "sum(vat) FROM cases GROUP BY"
    )
    rows = connection.exec_driver_sql(
        f"WITH cases AS MATERIALIZED ({cases}) "
        f"SELECT 0, entity, {sums} entity UNION ALL SELECT 1, service, {sums} service",
        values,
    ).all()
    return [CodeSums(*row[1:]) for row in rows if not row[0]], [CodeSums(*row[1:]) for row in rows if row[0]]


def tenders(connection: Connection, days: Days) -> list[CodeSums]:
    """By tender; one that was corrected away to nothing has no sale."""
    rows = connection.exec_driver_sql(
        "SELECT tender, sum(sale AND amount <> 0), sum(amount), 0, 0, 0 FROM ("
        f"SELECT t.id, p.tender, NOT {IS_REVERSAL} AS sale, sum(p.amount) AS amount "
        f"FROM transactions t CROSS JOIN payment p ON p.transaction_id = t.id WHERE {IN_DAYS} GROUP BY t.id, p.tender"
        ") GROUP BY tender",
        days,
    )
    return [CodeSums(*row) for row in rows]


_BEHIND: dict[By, str] = {
    By.ALL: "1",
    By.ENTITY: "EXISTS (SELECT 1 FROM charge c WHERE c.transaction_id = t.id AND c.entity = ?)",
    # A reversal names all cases of its sale, but takes back the charges of some.
    By.SERVICE: "EXISTS (SELECT 1 FROM paid_case p CROSS JOIN charge c ON c.transaction_id = p.transaction_id "
    "AND c.case_position = p.position WHERE p.transaction_id = t.id AND p.service_code = ?)",
    By.TENDER: "(SELECT sum(y.amount) FROM payment y WHERE y.transaction_id = t.id AND y.tender = ?) <> 0",
    By.OPERATOR: "lower(hex(t.operator_id)) = ?",
    By.GOVERNMENT: "t.government <> 0",
    By.CENTRE: "t.centre <> 0",
    By.VAT: "t.vat <> 0",
    By.REVERSALS: IS_REVERSAL,
    By.NOT_ON_SERVER: _IS_HERE,
}


def receipts_behind(connection: Connection, days: Days, by: By, key: str, limit: int) -> list[bytes]:
    """The transactions behind a number of the page, newest first; those of a shift whatever its date."""
    where, values = _behind(days, by, key)
    # By seq: ordered by id, SQLite would rather walk through all transactions ever made.
    rows = connection.exec_driver_sql(
        f"SELECT t.id FROM transactions t WHERE {where} ORDER BY t.seq DESC LIMIT ?", (*values, limit)
    )
    return [row.id for row in rows]


def _behind(days: Days, by: By, key: str) -> tuple[str, tuple[Any, ...]]:
    if by is By.SHIFT:
        return "t.shift_id = ?", (bytes.fromhex(key),)
    if by is By.SLOT:
        is_hour = key.isdecimal()
        condition = f"{HOUR} % 24 = ?" if is_hour else f"{BUSINESS_DATE} = ?"
        return f"{IN_DAYS} AND {condition}", (*days, int(key) if is_hour else key)
    condition = _BEHIND[by]
    return f"{IN_DAYS} AND {condition}", (*days, key) if "?" in condition else days


@dataclass(frozen=True, slots=True)
class Drawer:
    """A shift with its count and closing, in baisa; None where it has not come so far."""

    shift: bytes
    operator: bytes
    business_date: str
    opened_at: int
    in_drawer: int
    counted: int | None
    count_expected: int | None
    z_number: int | None
    closed_at: int | None
    expected: int | None
    closed_with: int | None
    reason: str | None
    waits: int


_DRAWERS = (
    "SELECT s.id, s.operator_id, s.business_date, s.opened_at, coalesce(b.amount, 0), "
    "n.counted, n.expected, c.z_number, c.closed_at, c.expected, c.counted, c.reason, "
    "coalesce(c.approve_later AND v.shift_id IS NULL, 0) FROM {source} "
    "LEFT JOIN shift_count n ON n.shift_id = s.id "
    "LEFT JOIN shift_closing c ON c.shift_id = s.id LEFT JOIN variance_approval v ON v.shift_id = s.id "
    "LEFT JOIN balance b ON b.account = 'drawer' AND b.detail = lower(hex(s.id)) WHERE {where} ORDER BY s.opened_at"
)


def drawers(connection: Connection, days: Days) -> list[Drawer]:
    """All shifts of some business dates, in the order they were opened."""
    query = _DRAWERS.format(source="shift s", where="s.business_date >= ? AND s.business_date <= ?")
    return [Drawer(*row) for row in connection.exec_driver_sql(query, days)]


def left_behind(connection: Connection, first: str) -> list[Drawer]:
    """Shifts of earlier dates that are still open, or closed with a variance that waits for a manager."""
    waiting = (
        "SELECT shift_id FROM open_shift UNION ALL SELECT shift_id FROM shift_closing w WHERE w.approve_later = 1 "
        "AND NOT EXISTS (SELECT 1 FROM variance_approval y WHERE y.shift_id = w.shift_id)"
    )
    query = _DRAWERS.format(
        source=f"({waiting}) x CROSS JOIN shift s ON s.id = x.shift_id", where="s.business_date < ?"
    )
    return [Drawer(*row) for row in connection.exec_driver_sql(query, (first,))]


def closed_days(connection: Connection, days: Days) -> dict[str, tuple[int, bytes]]:
    """Closed business dates, with when and by whom."""
    rows = connection.exec_driver_sql(
        "SELECT business_date, closed_at, operator_id FROM day_closing WHERE business_date >= ? AND business_date <= ?",
        days,
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def balances(connection: Connection, accounts: tuple[str, ...]) -> dict[str, int]:
    """How accounts of the ledger stand now, all their parts together, in baisa, debit positive."""
    marks = ", ".join("?" * len(accounts))
    query = f"SELECT account, sum(amount) FROM balance WHERE account IN ({marks}) GROUP BY account"
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(query, accounts)}
