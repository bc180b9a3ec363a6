"""Transactions with what happened to them since: reversed charges, corrected tenders, fees paid in the portal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.portal_payment_life import UNSETTLED, PaymentState
from sanad_desk.domain.reversal import TakenBack, chosen_with_companions, left_to_reverse, take_back
from sanad_desk.domain.transaction import Tender, TransactionKind
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.portal_payments import DUE_BESIDES
from sanad_desk.store.shifts import Correction
from sanad_desk.store.unsettled_payments import payments_of_sale, reserved
from sanad_desk.wire.entries import Entry, TransactionCompleted, read_entry


@dataclass(frozen=True, slots=True)
class Original:
    """A transaction as it stands now; amounts in baisa."""

    entry: Entry
    fact: TransactionCompleted
    gone: frozenset[int]  # charges that were taken back, by position
    at_portal: Mapping[int, int]  # what entities have and was not claimed back, by case position
    held: Mapping[str, int]  # what the centre holds for the entities of the sale, all receipts together
    received: Mapping[str, int]  # by tender, corrections counted in
    left: Mapping[str, int]  # the same without what reversals gave back, nor what was paid of a debt since
    payment_rows: int
    unsettled: Mapping[
        int, PaymentState
    ]  # payments of which nobody knows whether the entity has them, by case position

    @property
    def is_sale(self) -> bool:
        return self.fact.kind == TransactionKind.SALE

    @property
    def is_reversible(self) -> bool:
        """A deposit has a return of its own, and a reversal stays."""
        return self.fact.kind in (TransactionKind.SALE, TransactionKind.ACCOUNT_PAYMENT)

    @property
    def positions_left(self) -> tuple[int, ...]:
        """The charges that can still be taken back."""
        return left_to_reverse(self.fact.charges, self.gone)

    def taken_back(self, chosen: Collection[int]) -> tuple[TakenBack, ...]:
        """What goes back with a choice of charges; raises Refused like `chosen_with_companions`, payment_unsettled.

        A government fee stays until it is known what became of its payment, also where it was deducted and is asked
        back: given back now it would be missing when the entity turns out to have it.
        """
        charges = self.fact.charges
        positions = chosen_with_companions(charges, chosen, self.gone)
        fees = (charges[n] for n in positions if charges[n].kind == ChargeKind.GOVERNMENT_FEE)
        if any(fee.case_position in self.unsettled for fee in fees):
            raise Refused("payment_unsettled", number=self.fact.number)
        return take_back(charges, positions, self.gone, self.at_portal, self.held)


@dataclass(frozen=True, slots=True)
class Reversal:
    """A transaction that took something back, its sums negative but for what entities still owe."""

    number: str
    kind: str
    total: int
    refund_due: int
    completed_at: int
    operator_id: UUID
    original: str  # its number
    reason: str


@dataclass(frozen=True, slots=True)
class PaidAtPortal:
    """A fee that the centre's card paid."""

    case_position: int
    entity: str
    amount: int
    reference: str
    paid_at: int


def load_original(connection: Connection, number: str) -> Original:
    """Raises DomainError when this desk gave no such number."""
    row = connection.exec_driver_sql(
        "SELECT t.id, j.entry FROM transactions t JOIN journal j ON j.seq = t.seq WHERE t.number = ?", (number,)
    ).first()
    if row is None:
        raise DomainError("receipt_unknown", number=number)
    entry = read_entry(row.entry)
    fact = entry.read()
    assert isinstance(fact, TransactionCompleted)
    received = _sums(
        connection, "SELECT tender, sum(amount) FROM payment WHERE transaction_id = ? GROUP BY tender", row.id
    )
    given_back = _sums(
        connection,
        "SELECT p.tender, sum(p.amount) FROM transactions t CROSS JOIN payment p ON p.transaction_id = t.id "
        "WHERE t.original_id = ? GROUP BY p.tender",
        row.id,
    )
    left = {way: received.get(way, 0) + given_back.get(way, 0) for way in received.keys() | given_back.keys()}
    if Tender.ON_ACCOUNT in left:
        left[Tender.ON_ACCOUNT] = min(left[Tender.ON_ACCOUNT], _owed(connection, fact))
    return Original(
        entry=entry,
        fact=fact,
        gone=frozenset(_sums(connection, "SELECT position, 1 FROM reversed_charge WHERE transaction_id = ?", row.id)),
        at_portal=_at_portal(connection, row.id),
        held=_held(connection, {charge.entity for charge in fact.charges if charge.entity}),
        received=received,
        left=left,
        payment_rows=_count(connection, "SELECT count(*) FROM payment WHERE transaction_id = ?", row.id),
        unsettled={
            payment.case_position: payment.state
            for payment in payments_of_sale(connection, UUID(bytes=row.id))
            if payment.state in UNSETTLED
        },
    )


def _owed(connection: Connection, fact: TransactionCompleted) -> int:
    return max(0, account_of(connection, UUID(bytes=fact.customer_id) if fact.customer_id else None).balance)


def _at_portal(connection: Connection, transaction_id: bytes) -> dict[int, int]:
    due_besides = DUE_BESIDES.format(sale="o.transaction_id", case="o.case_position")
    paid = _sums(
        connection,
        f"SELECT o.case_position, sum(o.amount) + {due_besides} FROM portal_payment o WHERE o.transaction_id = ? "
        "GROUP BY o.case_position",
        transaction_id,
    )
    claimed = _sums(
        connection,
        "SELECT c.case_position, sum(c.refund_due) FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
        "WHERE t.original_id = ? GROUP BY c.case_position",
        transaction_id,
    )
    return {position: max(0, amount - claimed.get(position, 0)) for position, amount in paid.items()}


def _held(connection: Connection, entities: Collection[str]) -> dict[str, int]:
    """Without what a portal may have taken already for others."""
    query = "SELECT amount FROM balance WHERE account = 'government_fees_held' AND detail = ?"
    whole = {each: -int(connection.exec_driver_sql(query, (each,)).scalar() or 0) for each in entities}
    return {each: amount - reserved(connection, each) for each, amount in whole.items()}


def reversals_of(connection: Connection, transaction_id: bytes) -> list[Reversal]:
    """In the order they were made."""
    return reversals_where(connection, "t.original_id = ?", (transaction_id,))


def reversals_where(connection: Connection, condition: str, values: tuple[Any, ...]) -> list[Reversal]:
    """By a condition on the transactions `t`, in the order they were made."""
    rows = connection.exec_driver_sql(
        "SELECT t.number, t.kind, t.total, t.refund_due, t.completed_at, t.operator_id, coalesce(o.number, ''), "
        "t.reason FROM transactions t LEFT JOIN transactions o ON o.id = t.original_id "
        f"WHERE {condition} ORDER BY t.seq",
        values,
    )
    return [
        Reversal(number, kind, total, refund_due, at, UUID(bytes=who), original, reason)
        for number, kind, total, refund_due, at, who, original, reason in rows
    ]


def refund_left(connection: Connection, number: str) -> int:
    """What entities are to give back for a reversal and its customer has not been paid yet, in baisa.

    Raises DomainError when this desk gave no such number.
    """
    query = (
        "SELECT t.refund_due - (SELECT coalesce(sum(m.amount), 0) FROM cash_movement m "
        "WHERE m.kind = 'refund_paid' AND m.slip = t.number) FROM transactions t WHERE t.number = ?"
    )
    left = connection.exec_driver_sql(query, (number,)).scalar()
    if left is None:
        raise DomainError("receipt_unknown", number=number, field="slip")
    return int(left)


def claimed_cases(connection: Connection, number: str) -> list[UUID]:
    """Those whose fees entities are to give back for a reversal."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT p.case_id FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
        "CROSS JOIN paid_case p ON p.transaction_id = t.id AND p.position = c.case_position "
        "WHERE t.number = ? AND c.refund_due > 0",
        (number,),
    )
    return [UUID(bytes=row.case_id) for row in rows]


def is_refund_waited_for(connection: Connection, case_id: UUID) -> bool:
    """Whether a reversal that claimed a fee of the case has not been paid out whole."""
    numbers = connection.exec_driver_sql(
        "SELECT DISTINCT t.number FROM paid_case p CROSS JOIN transactions t ON t.id = p.transaction_id "
        "CROSS JOIN charge c ON c.transaction_id = t.id AND c.case_position = p.position "
        "WHERE p.case_id = ? AND c.refund_due > 0",
        (case_id.bytes,),
    )
    return any(refund_left(connection, row.number) for row in numbers.all())


def number_of(connection: Connection, transaction_id: bytes) -> str:
    """The receipt number of a transaction; empty where another journal has it."""
    query = "SELECT number FROM transactions WHERE id = ?"
    return str(connection.exec_driver_sql(query, (transaction_id,)).scalar() or "")


def corrections_of(connection: Connection, transaction_id: bytes) -> list[Correction]:
    """In the order they were made."""
    rows = connection.exec_driver_sql(
        "SELECT number, wrong, right, amount, reason, corrected_at FROM tender_correction "
        "WHERE transaction_id = ? ORDER BY seq",
        (transaction_id,),
    )
    return [Correction(*row) for row in rows]


def portal_payments_of(connection: Connection, transaction_id: bytes) -> list[PaidAtPortal]:
    """In the order they were recorded."""
    rows = connection.exec_driver_sql(
        "SELECT case_position, entity, amount, reference, paid_at FROM portal_payment "
        "WHERE transaction_id = ? ORDER BY seq",
        (transaction_id,),
    )
    return [PaidAtPortal(*row) for row in rows]


def details_of(connection: Connection, case_id: bytes) -> dict[str, tuple[str, str]]:
    """What was typed in the rows of a paid case and until when it is valid; erased details are not there."""
    rows = connection.exec_driver_sql(
        "SELECT row_key, value, valid_until FROM case_detail WHERE case_id = ?", (case_id,)
    )
    return {row.row_key: (row.value, row.valid_until) for row in rows}


def _sums(connection: Connection, query: str, transaction_id: bytes) -> dict[Any, int]:
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(query, (transaction_id,))}


def _count(connection: Connection, query: str, transaction_id: bytes) -> int:
    return int(connection.exec_driver_sql(query, (transaction_id,)).scalar_one())
