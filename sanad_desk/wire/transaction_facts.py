"""The parts of a completed transaction: its cases with their rows, charges, payments and card attempts."""

from __future__ import annotations

import msgspec


class CaseFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A case as it stood when it was paid for."""

    case_id: bytes
    reference: str
    service_code: str
    portal_reference: str
    portal_outcome: str  # done, deferred, overridden
    delivery: str
    expected_date: str
    rows: tuple[RowFact, ...]
    state: str = ""  # domain.case_life.CaseState from here on; empty where the case stays as it is
    before: str = ""  # of a later action: the state it found
    turn: int = 0  # domain.case_life.Standing; 0 in entries of before cases were followed
    begun_at: int = 0  # of a later action
    amount: int = 0  # that is waited for


class RowFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What happened to a row and how long it took; typed values stay in the case, as they may name a person."""

    key: str
    outcome: str
    seconds: int


class ChargeFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charge, in baisa."""

    case_position: int
    action_position: int
    kind: str
    action: str
    variant: str
    entity: str
    quantity: int
    amount: int
    label_ar: str
    label_en: str
    paid_direct: bool
    official: int | None
    waived: int
    waiver_reason: str
    refund_due: int = 0  # of a reversed fee that the entity already has


class PaymentFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A payment, in baisa."""

    tender: str
    amount: int
    received: int
    change: int
    approval_code: str


class CardAttemptFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A try at the card terminal that was not approved."""

    amount: int
    outcome: str
    at: int
