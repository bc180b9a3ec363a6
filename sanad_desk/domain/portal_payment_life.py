"""A payment in an entity's portal: what can become of it, and where its money is meanwhile (FIELD.md §0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sanad_desk.domain.errors import Refused


class PaymentState(StrEnum):
    """What is known of it; unknown is never tried again by itself."""

    ASKED = "asked"  # the portal was asked to take it, and has not answered yet
    CONFIRMED = "confirmed"
    FAILED = "failed"  # and nothing was deducted
    UNKNOWN = "unknown"
    DEDUCTED = "deducted"  # the money left, and the portal has not got it
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"


class Channel(StrEnum):
    """Whose money it is and how it goes; only the first is the centre's."""

    CENTRE_CARD = "centre_card"
    CUSTOMER_CARD = "customer_card"
    CUSTOMER_BANK = "customer_bank"


_S = PaymentState
FIRST = frozenset({_S.ASKED, _S.CONFIRMED, _S.FAILED, _S.UNKNOWN, _S.DEDUCTED})
NEXT: Mapping[PaymentState, frozenset[PaymentState]] = {
    _S.ASKED: frozenset({_S.CONFIRMED, _S.FAILED, _S.UNKNOWN, _S.DEDUCTED}),
    _S.UNKNOWN: frozenset({_S.CONFIRMED, _S.FAILED, _S.DEDUCTED}),
    _S.FAILED: frozenset({_S.CONFIRMED, _S.DEDUCTED}),  # a statement tells what nobody saw
    _S.DEDUCTED: frozenset({_S.CONFIRMED, _S.REFUND_ASKED, _S.REFUNDED}),
    _S.REFUND_ASKED: frozenset({_S.CONFIRMED, _S.REFUNDED}),
    _S.CONFIRMED: frozenset(),  # taken back on its day, or reversed: never moved
    _S.REFUNDED: frozenset(),
}
UNSETTLED = frozenset({_S.ASKED, _S.UNKNOWN, _S.DEDUCTED, _S.REFUND_ASKED})
CLAIMED = frozenset({_S.DEDUCTED, _S.REFUND_ASKED})  # off the card, and owed by the entity
FOR_MANAGERS = frozenset({(_S.FAILED, _S.CONFIRMED), (_S.FAILED, _S.DEDUCTED)})


def refuse_senseless(before: PaymentState | None, after: PaymentState) -> None:
    """Raises Refused: payment_makes_no_sense(before, after)."""
    if after not in (FIRST if before is None else NEXT[before]):
        raise Refused("payment_makes_no_sense", before=before.value if before else "", after=after.value)
