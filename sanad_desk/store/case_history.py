"""What one chain knows of a case's life, read by index: receipts, moves, payments, and what its customer was told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.transaction import REVERSALS
from sanad_desk.wire.entries import read_entry

# Nobody waits longer for a portal; an outage that began earlier and lasted into a case is not looked for.
LONGEST_OUTAGE_MS = 45 * 24 * 3_600_000

_RECEIPTS = (
    "SELECT t.id, t.number, t.kind, t.completed_at, t.operator_id, p.position, coalesce(o.number, '') AS original "
    "FROM paid_case p CROSS JOIN transactions t ON t.id = p.transaction_id "
    "LEFT JOIN transactions o ON o.id = t.original_id WHERE p.case_id = ? ORDER BY t.seq"
)
_CHARGES = (
    "SELECT kind, action, amount, paid_direct, refund_due FROM charge WHERE transaction_id = ? AND case_position = ? "
    "ORDER BY position"
)
_MOVES = (
    "SELECT seq, moved_at, operator_id, move, state, reason, remark, promised, remind_on, portal_reference, amount "
    "FROM case_move WHERE case_id = ? ORDER BY seq"
)
_PAYMENTS = (
    "SELECT moved_at, operator_id, state, amount, channel, reference FROM portal_payment_move WHERE case_id = ? "
    "ORDER BY seq"
)
_RECORDED = (  # but for those that a confirmed payment wrote behind itself, which tells more
    "SELECT o.paid_at, o.operator_id, o.amount, o.reference FROM portal_payment o WHERE o.transaction_id = ? "
    "AND o.case_position = ? AND NOT EXISTS (SELECT 1 FROM portal_payment_move m WHERE m.seq = o.seq - 1 "
    "AND m.state = 'confirmed' AND m.channel = 'centre_card') ORDER BY o.seq"
)
_ABSENT = (
    "SELECT m.seq, m.row_key, m.cause, j.entry FROM missing_paper m CROSS JOIN journal j ON j.seq = m.seq "
    "WHERE m.case_id = ? ORDER BY m.seq, m.position"
)
_OUTAGES = (
    "SELECT outage_id, began_at, began_by, ended_at, ended_by FROM outage "
    "WHERE began_at >= ? AND began_at <= ? AND entity = ?"
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a case; amounts in `params` in baisa, papers by the keys of their rows."""

    at: int
    kind: str
    operator_id: UUID | None
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownOutage:
    """As one chain knows it; `ended_at` is 0 where its end was not seen there."""

    outage_id: bytes
    began_at: int
    began_by: UUID | None
    ended_at: int
    ended_by: UUID | None


def happenings_of(connection: Connection, case_id: bytes) -> Iterator[Happening]:
    """All but outages and what became of complaints, in no order."""
    absent = _absent(connection, case_id)
    yield from _receipts(connection, case_id)
    yield from _moves(connection, case_id, absent)
    yield from _said(connection, case_id)
    for at, who, *rest in connection.exec_driver_sql(_PAYMENTS, (case_id,)):
        names = ("state", "amount", "channel", "reference")
        yield Happening(at, "payment", _id(who), dict(zip(names, rest, strict=True)))
    for cause, keys, entry in absent.values():
        if cause == "not_ready":
            told = read_entry(entry)
            yield Happening(told.at, "missing", _id(told.operator_id), {"rows": tuple(keys)})


def settlements_of(connection: Connection, numbers: Collection[str]) -> Iterator[Happening]:
    """What became of complaints, whichever desk took them."""
    query = "SELECT number, outcome, operator_id, settled_at FROM complaint_settlement WHERE number = ?"
    for wanted in numbers:
        for number, outcome, who, at in connection.exec_driver_sql(query, (wanted,)):
            yield Happening(at, "complaint_settled", _id(who), {"number": number, "outcome": outcome})


def outages_of(connection: Connection, entity: str, begun_at: int, until: int) -> list[KnownOutage]:
    """Those of an entity that may have lasted into the time of a case."""
    rows = connection.exec_driver_sql(_OUTAGES, (begun_at - LONGEST_OUTAGE_MS, until, entity))
    return [
        KnownOutage(key, began, _id(began_by), ended, _id(ended_by)) for key, began, began_by, ended, ended_by in rows
    ]


def cases_of_customer(connection: Connection, customer_id: UUID, limit: int) -> list[UUID]:
    """The cases he paid for himself, and those where he came for somebody else; newest first of each."""
    found: dict[bytes, None] = {}
    for column in ("customer_id", "representative_id"):
        rows = connection.exec_driver_sql(
            "SELECT p.case_id FROM transactions t CROSS JOIN paid_case p ON p.transaction_id = t.id "
            f"WHERE t.{column} = ? ORDER BY t.seq DESC, p.position LIMIT ?",
            (customer_id.bytes, limit),
        )
        found.update((row.case_id, None) for row in rows)
    return [UUID(bytes=case_id) for case_id in found]


def served_for(connection: Connection, customer_id: UUID) -> int:
    """What his receipts for services come to, less what was taken back, in baisa."""
    query = (
        "SELECT coalesce(sum(t.total), 0) FROM transactions t WHERE t.customer_id = ? "
        "AND EXISTS (SELECT 1 FROM paid_case p WHERE p.transaction_id = t.id)"
    )
    return int(connection.exec_driver_sql(query, (customer_id.bytes,)).scalar_one())


def money_without_case(connection: Connection, customer_id: UUID) -> Iterator[Happening]:
    """Receipts for no case: money paid on his account, left as a deposit, or handed back."""
    rows = connection.exec_driver_sql(
        "SELECT t.number, t.kind, t.completed_at, t.operator_id, t.total FROM transactions t "
        "WHERE t.customer_id = ? AND NOT EXISTS (SELECT 1 FROM paid_case p WHERE p.transaction_id = t.id)",
        (customer_id.bytes,),
    )
    for number, kind, at, who, amount in rows:
        yield Happening(at, "account", _id(who), {"number": number, "kind": kind, "amount": amount})


def _receipts(connection: Connection, case_id: bytes) -> Iterator[Happening]:
    for row in connection.exec_driver_sql(_RECEIPTS, (case_id,)).all():
        charges = connection.exec_driver_sql(_CHARGES, (row.id, row.position)).all()
        ours = [charge for charge in charges if not charge.paid_direct]
        total = sum(charge.amount for charge in ours)
        government = sum(charge.amount for charge in ours if charge.kind == "government_fee")
        if row.kind not in REVERSALS:
            actions = tuple(dict.fromkeys(charge.action for charge in charges if charge.action))
            params = {"number": row.number, "actions": actions, "total": total, "government": government}
            yield Happening(row.completed_at, "paid", _id(row.operator_id), params)
        elif charges:
            due = sum(charge.refund_due for charge in charges)
            params = {"number": row.number, "original": row.original, "total": -total, "refund_due": due}
            yield Happening(row.completed_at, "reversed", _id(row.operator_id), params)
        yield from _said_of_receipt(connection, row.id)
        for at, who, amount, reference in connection.exec_driver_sql(_RECORDED, (row.id, row.position)):
            kind = "portal_paid" if amount > 0 else "portal_taken_back"
            yield Happening(at, kind, _id(who), {"amount": abs(amount), "reference": reference})


def _moves(
    connection: Connection, case_id: bytes, absent: dict[int, tuple[str, list[str], bytes]]
) -> Iterator[Happening]:
    names = ("move", "state", "reason", "remark", "promised", "remind_on", "portal_reference", "amount")
    for seq, at, who, *rest in connection.exec_driver_sql(_MOVES, (case_id,)):
        params = dict(zip(names, rest, strict=True))
        for day in ("promised", "remind_on"):
            params[day] = date.fromisoformat(params[day]) if params[day] else None
        params["rows"] = tuple(absent[seq][1]) if seq in absent else ()
        yield Happening(at, "moved", _id(who), params)


def _absent(connection: Connection, case_id: bytes) -> dict[int, tuple[str, list[str], bytes]]:
    """Papers that were not there, by the fact that says so: why, which, and the fact."""
    found: dict[int, tuple[str, list[str], bytes]] = {}
    for seq, key, cause, entry in connection.exec_driver_sql(_ABSENT, (case_id,)):
        found.setdefault(seq, (cause, [], entry))[1].append(key)
    return found


def _said(connection: Connection, case_id: bytes) -> Iterator[Happening]:
    told = "SELECT told_at, operator_id, channel FROM customer_told WHERE case_id = ? ORDER BY seq"
    for at, who, channel in connection.exec_driver_sql(told, (case_id,)):
        yield Happening(at, "told", _id(who), {"channel": channel})
    yield from _spoken(connection, "case_id = ?", case_id)


def _said_of_receipt(connection: Connection, transaction_id: bytes) -> Iterator[Happening]:
    """What was said of the whole receipt, and names no case."""
    yield from _spoken(connection, "transaction_id = ? AND case_id IS NULL", transaction_id)


def _spoken(connection: Connection, where: str, key: bytes) -> Iterator[Happening]:
    complaints = f"SELECT made_at, operator_id, number, kind FROM complaint WHERE {where}"
    for at, who, number, kind in connection.exec_driver_sql(complaints, (key,)):
        yield Happening(at, "complaint", _id(who), {"number": number, "kind": kind})
    for at, who, stars in connection.exec_driver_sql(
        f"SELECT rated_at, operator_id, stars FROM visit_rating WHERE {where}", (key,)
    ):
        yield Happening(at, "rated", _id(who), {"stars": stars})


def _id(key: bytes | None) -> UUID | None:
    return UUID(bytes=key) if key else None
