"""Government fees that are still held, and what the centre's card paid and received, read by index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.portal_card import CardEntry
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store.encrypted_file import driver

# What entities had of a case besides what the card had paid until then: handed over in one sum, and claimed back.
DUE_BESIDES = (
    "(SELECT max(0, coalesce(max((SELECT sum(d.refund_due) FROM transactions e CROSS JOIN charge d "
    "ON d.transaction_id = e.id WHERE e.original_id = {sale} AND e.seq <= g.seq AND d.case_position = {case}) "
    "- (SELECT coalesce(sum(b.amount), 0) FROM portal_payment b WHERE b.transaction_id = {sale} "
    "AND b.case_position = {case} AND b.seq < g.seq)), 0)) FROM transactions g WHERE g.original_id = {sale})"
)
# A reversal keeps the case positions of its sale and takes back only what the entity does not have.
_HELD = (
    "SELECT t.id, t.number, t.business_date, t.customer_id, p.case_id, c.case_position, c.entity, "
    "p.reference, p.service_code, p.portal_reference, p.portal_outcome, sum(c.amount) "
    "+ (SELECT coalesce(sum(r.amount), 0) FROM transactions v CROSS JOIN charge r ON r.transaction_id = v.id "
    "WHERE v.original_id = t.id AND r.case_position = c.case_position AND r.kind = 'government_fee' "
    "AND NOT r.paid_direct) "
    "- (SELECT coalesce(sum(o.amount), 0) FROM portal_payment o WHERE o.transaction_id = t.id "
    "AND o.case_position = c.case_position) "
    f"- {DUE_BESIDES.format(sale='t.id', case='c.case_position')} AS held "
    # CROSS JOIN holds SQLite to this order: from the sales to their charges, never through all charges.
    "FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
    "CROSS JOIN paid_case p ON p.transaction_id = t.id AND p.position = c.case_position "
    "WHERE {where} AND t.kind = 'sale' AND t.government > 0 AND c.kind = 'government_fee' AND NOT c.paid_direct "
    "GROUP BY t.id, c.case_position HAVING held > 0 ORDER BY t.seq, c.case_position"
)
_GOT_THROUGH = "got_through"
# A settled payment left the card when the portal was asked; its recording follows the move that confirmed it.
_ENTRIES = (
    "SELECT o.seq, o.business_date, o.amount, o.reference, 'portal_payment' AS kind, t.number, o.entity, s.asked_at "
    "FROM portal_payment o JOIN transactions t ON t.id = o.transaction_id "
    "LEFT JOIN portal_payment_move m ON m.seq = o.seq - 1 AND m.state = 'confirmed' AND m.channel = 'centre_card' "
    "LEFT JOIN portal_payment_standing s ON s.payment_id = m.payment_id "
    "WHERE o.business_date >= :first AND o.business_date <= :last "
    "UNION ALL SELECT m.seq, m.business_date, -m.amount, m.slip, m.kind, '', m.entity, NULL FROM cash_movement m "
    "WHERE m.business_date >= :first AND m.business_date <= :last AND m.kind IN ('card_top_up', 'entity_refund') "
    "UNION ALL SELECT m.seq, m.business_date, CASE m.state WHEN 'deducted' THEN m.amount ELSE -m.amount END, "
    "m.reference, CASE m.state WHEN 'deducted' THEN 'portal_deducted' WHEN 'refunded' THEN 'portal_refunded' "
    f"ELSE '{_GOT_THROUGH}' END, t.number, m.entity, CASE m.state WHEN 'deducted' THEN s.asked_at END "
    "FROM portal_payment_move m JOIN portal_payment_standing s ON s.payment_id = m.payment_id "
    "JOIN transactions t ON t.id = s.transaction_id "
    "WHERE m.business_date >= :first AND m.business_date <= :last AND m.channel = 'centre_card' "
    "AND (m.state IN ('deducted', 'refunded') OR m.state = 'confirmed' AND m.before IN ('deducted', 'refund_asked')) "
    "ORDER BY 1"
)
_PAID_CASES = (
    "SELECT p.transaction_id, p.position FROM paid_case p CROSS JOIN transactions t ON t.id = p.transaction_id "
    "WHERE p.case_id = ? ORDER BY t.seq, p.position"
)
_RECORDED = (
    "SELECT o.seq, o.paid_at, o.transaction_id, t.number, o.case_position, o.entity, o.amount, o.reference "
    "FROM portal_payment o JOIN transactions t ON t.id = o.transaction_id WHERE o.business_date = ? ORDER BY o.seq"
)
_CLAIMED = (
    "SELECT coalesce(sum(c.refund_due), 0) FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
    "WHERE t.original_id = ? AND c.case_position = ?"
)
_OF_ACTION = (
    "SELECT 1 FROM charge WHERE transaction_id = ? AND case_position = ? AND kind = 'government_fee' "
    "AND NOT paid_direct AND action = ?"
)
_MOVED = "SELECT seq, move FROM case_move WHERE case_id = ? AND seq > ? AND seq <= ? ORDER BY seq"
_CASE = (
    "SELECT p.case_id FROM portal_payment o CROSS JOIN paid_case p ON p.transaction_id = o.transaction_id "
    "AND p.position = o.case_position WHERE o.seq = ?"
)
_PAID = "SELECT coalesce(sum(amount), 0) FROM portal_payment WHERE transaction_id = ? AND case_position = ?"


@dataclass(frozen=True, slots=True)
class HeldFee:
    """What one case of a receipt left with the centre for its entity, in baisa."""

    transaction_id: UUID
    number: str
    business_date: date
    customer_id: UUID | None
    case_id: UUID
    case_position: int
    entity: str
    reference: str
    service_code: str
    portal_reference: str
    portal_outcome: str
    held: int


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """What the card paid of one case and was not taken back; `seq` of the journal, in baisa."""

    seq: int
    paid_at: int
    transaction_id: UUID
    number: str
    case_position: int
    entity: str
    amount: int
    reference: str


_One = TypeVar("_One", CardEntry, RecordedPayment)


def held_fees(connection: Connection, first_date: date, last_date: date) -> list[HeldFee]:
    """Of the sales of these business dates, oldest first; what was reversed or paid is not among them."""
    where = "t.business_date >= ? AND t.business_date <= ?"
    rows = driver(connection).execute(_HELD.format(where=where), (first_date.isoformat(), last_date.isoformat()))
    return [_held_fee(row) for row in rows]


def held_fee(connection: Connection, transaction_id: UUID, case_position: int) -> HeldFee | None:
    """None when nothing of it is held."""
    values = (transaction_id.bytes, case_position)
    row = driver(connection).execute(_HELD.format(where="t.id = ? AND c.case_position = ?"), values).fetchone()
    return _held_fee(row) if row else None


def held_fees_of_case(connection: Connection, case_id: UUID) -> list[HeldFee]:
    """By the receipts it was charged on, oldest first."""
    rows = driver(connection).execute(_PAID_CASES, (case_id.bytes,)).fetchall()
    fees = (held_fee(connection, UUID(bytes=key), position) for key, position in rows)
    return [fee for fee in fees if fee is not None]


def is_fee_of(connection: Connection, transaction_id: UUID, case_position: int, action: Action) -> bool:
    """Whether a receipt took it, or a part of it, for that action."""
    values = (transaction_id.bytes, case_position, action.value)
    return driver(connection).execute(_OF_ACTION, values).fetchone() is not None


def card_entries(connection: Connection, first_date: date, last_date: date) -> list[CardEntry]:
    """Everything that was written down of the card on these business dates, in the order of the chain.

    A recording that was taken back is not there: that happens on its own business date. Each is dated by when the
    money left the card: what was deducted first and got through later left it once.
    """
    days = {"first": first_date.isoformat(), "last": last_date.isoformat()}
    entries: list[CardEntry] = []
    for seq, day, amount, reference, kind, number, entity, asked_at in connection.exec_driver_sql(_ENTRIES, days):
        on = business_date_at(asked_at) if asked_at else date.fromisoformat(day)
        entry = CardEntry(seq, on, amount, reference, kind, number, entity)
        if kind == "portal_payment" and amount < 0:
            entries.remove(_taken_back(entries, lambda e: (e.number, e.entity, e.reference, e.amount), entry))
        else:
            entries.append(entry)
    recorded = {entry.seq for entry in entries if entry.kind == "portal_payment"}
    credits = {entry.seq for entry in entries if entry.kind == _GOT_THROUGH}
    through = {seq for seq in credits if seq + 1 in recorded}
    left = (entry for entry in entries if not {entry.seq, entry.seq - 1} & through)
    return [replace(entry, kind="portal_refunded") if entry.seq in credits else entry for entry in left]


def payments_of(connection: Connection, business_date: date) -> list[RecordedPayment]:
    """In the order of the chain, without those that were taken back."""
    payments: list[RecordedPayment] = []
    for seq, at, key, *rest in connection.exec_driver_sql(_RECORDED, (business_date.isoformat(),)):
        payment = RecordedPayment(seq, at, UUID(bytes=key), *rest)
        if payment.amount < 0:
            what = _taken_back(payments, lambda p: (p.number, p.case_position, p.reference, p.amount), payment)
            payments.remove(what)
        else:
            payments.append(payment)
    return payments


def case_recorded(connection: Connection, seq: int) -> UUID | None:
    """The case whose fee a recording paid, by its `seq`; None for a `seq` that is no recording."""
    found = driver(connection).execute(_CASE, (seq,)).fetchone()
    return UUID(bytes=found[0]) if found else None


def has_paid_case(connection: Connection, case_id: UUID, payment: RecordedPayment) -> bool:
    """Whether the recording paid the case too: then the move stands right behind it, or behind what resumed it."""
    if not is_fee_of(connection, payment.transaction_id, payment.case_position, Action.PAY):
        return False
    rows = driver(connection).execute(_MOVED, (case_id.bytes, payment.seq, payment.seq + 2)).fetchall()
    behind = [move for place, (seq, move) in enumerate(rows, payment.seq + 1) if seq == place]
    return bool({Move.PAY, Move.SUBMIT} & set(behind[1:] if behind[:1] == [Move.RESUME] else behind[:1]))


def left_to_take_back(connection: Connection, transaction_id: UUID, case_position: int) -> int:
    """What the card paid of a case beyond what was claimed back from its entity since, in baisa."""
    case = (transaction_id.bytes, case_position)
    paid, claimed = (int(connection.exec_driver_sql(query, case).scalar_one()) for query in (_PAID, _CLAIMED))
    return max(0, paid - claimed)


def _taken_back(before: Sequence[_One], what: Callable[[_One], tuple[Any, ...]], gone: _One) -> _One:
    """The last one that is the same but for the sign of its amount, which stands last."""
    *same, amount = what(gone)
    return next(one for one in reversed(before) if what(one) == (*same, -amount))


def _held_fee(row: Any) -> HeldFee:
    key, number, day, customer_id, case_id, *rest = row
    customer = UUID(bytes=customer_id) if customer_id else None
    return HeldFee(UUID(bytes=key), number, date.fromisoformat(day), customer, UUID(bytes=case_id), *rest)
