"""Payments in portals as they stand now in one chain: by their id, of a case, of a fee, and all that are unsettled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.portal_payment_life import RESERVES, Channel, PaymentState
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.portal_payments import held_fee

_STANDING = (
    "SELECT payment_id, case_id, transaction_id, case_position, entity, state, amount, channel, reference, asked_at, "
    "reason, moved_at FROM portal_payment_standing WHERE {where} ORDER BY asked_at, payment_id"
)

# Failed on these business dates, whatever became of them since.
_FAILED = (
    "SELECT DISTINCT m.payment_id FROM portal_payment_move m WHERE m.business_date >= ? AND m.business_date <= ? "
    "AND m.state = 'failed'"
)


@dataclass(frozen=True, slots=True)
class StandingPayment:
    """A payment as its last fact left it; `amount` in baisa, instants in milliseconds UTC."""

    payment_id: UUID
    case_id: UUID
    transaction_id: UUID | None  # whose fee is paid; none where the customer pays the entity himself
    case_position: int
    entity: str
    state: PaymentState
    amount: int
    channel: Channel
    reference: str
    asked_at: int
    reason: str
    moved_at: int


def unsettled(connection: Connection) -> list[StandingPayment]:
    """Those of this chain that somebody must look after, oldest first."""
    return _read(connection, "is_open = 1", ())


def payment_standing(connection: Connection, payment_id: UUID) -> StandingPayment | None:
    """None for one that this chain does not know."""
    return next(iter(_read(connection, "payment_id = ?", (payment_id.bytes,))), None)


def payment_recorded(connection: Connection, seq: int) -> StandingPayment | None:
    """The payment behind a recording, by its `seq`: confirmed, it stands just before; None for one typed by itself."""
    query = (
        "SELECT payment_id FROM portal_payment_move WHERE seq = ? AND state = 'confirmed' AND channel = 'centre_card'"
    )
    found = driver(connection).execute(query, (seq - 1,)).fetchone()
    return payment_standing(connection, UUID(bytes=found[0])) if found else None


def payments_of_case(connection: Connection, case_id: UUID) -> list[StandingPayment]:
    """Settled or not, oldest first."""
    return _read(connection, "case_id = ?", (case_id.bytes,))


def has_unsure(connection: Connection, case_id: UUID, besides: UUID | None = None) -> bool:
    """Whether a payment of the case may have got through, and nobody knows; one may be left out."""
    return any(p.state in RESERVES and p.payment_id != besides for p in payments_of_case(connection, case_id))


def payments_of_sale(connection: Connection, transaction_id: UUID) -> list[StandingPayment]:
    """Of the fees that one sale left with the centre, settled or not, oldest first."""
    return _read(connection, "transaction_id = ?", (transaction_id.bytes,))


def reserved(connection: Connection, entity: str, besides: UUID | None = None) -> int:
    """What this desk holds for an entity and the portal may have taken already, in baisa; one may be left out."""
    waiting = (p for p in unsettled(connection) if p.entity == entity and p.state in RESERVES)
    return sum(min(p.amount, _held(connection, p)) for p in waiting if p.payment_id != besides)


def failed_between(connection: Connection, first_date: date, last_date: date) -> Iterator[StandingPayment]:
    """What was taken for failed on these business dates, and still is."""
    for (key,) in driver(connection).execute(_FAILED, (first_date.isoformat(), last_date.isoformat())).fetchall():
        payment = payment_standing(connection, UUID(bytes=key))
        if payment is not None and payment.state is PaymentState.FAILED:
            yield payment


def _held(connection: Connection, payment: StandingPayment) -> int:
    if payment.transaction_id is None:
        return 0
    fee = held_fee(connection, payment.transaction_id, payment.case_position)
    return fee.held if fee else 0


def _read(connection: Connection, where: str, values: tuple[bytes, ...]) -> list[StandingPayment]:
    return [_payment(row) for row in driver(connection).execute(_STANDING.format(where=where), values)]


def _payment(row: Any) -> StandingPayment:
    payment_id, case_id, transaction_id, position, entity, state, amount, channel, *rest = row
    return StandingPayment(
        UUID(bytes=payment_id),
        UUID(bytes=case_id),
        UUID(bytes=transaction_id) if transaction_id else None,
        position,
        entity,
        PaymentState(state),
        amount,
        Channel(channel),
        *rest,
    )
