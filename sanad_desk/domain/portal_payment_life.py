"""A payment in an entity's portal: what can become of it, and where its money is meanwhile (FIELD.md §0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sanad_desk.domain.case_life import MOVES, CaseState, Move, Standing, ends
from sanad_desk.domain.catalogue import Action
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
    _S.CONFIRMED: frozenset(),  # its recording may be taken back on its day, which leaves it failed
    _S.REFUNDED: frozenset(),
}
UNSETTLED = frozenset({_S.ASKED, _S.UNKNOWN, _S.DEDUCTED, _S.REFUND_ASKED})
CLAIMED = frozenset({_S.DEDUCTED, _S.REFUND_ASKED})  # off the card, and owed by the entity
# Its fee is not paid again meanwhile: once the entity was asked to give it back, it may be.
RESERVES = UNSETTLED - {_S.REFUND_ASKED}
FOR_MANAGERS = frozenset({(_S.FAILED, _S.CONFIRMED), (_S.FAILED, _S.DEDUCTED)})
# Where it became known what happened; the words of each stand in picture.toml.
PAYMENT_REASONS = ("seen_in_portal", "on_statement", "entity_said", "bank_said", "customer_said")
UNCERTAIN = "payment_uncertain"  # why its case is held
# What would take the same money again, or end the case: not charged for while it is RESERVES.
NOT_WHILE_UNSURE = frozenset({Action.PAY, Action.CANCEL})


def refuse_senseless(before: PaymentState | None, after: PaymentState) -> None:
    """Raises Refused: payment_makes_no_sense(before, after)."""
    if after not in (FIRST if before is None else NEXT[before]):
        raise Refused("payment_makes_no_sense", before=before.value if before else "", after=after.value)


def case_moves(
    standing: Standing, after: PaymentState, *, is_after_approval: bool, others_open: bool
) -> tuple[Move, ...]:
    """What becomes of the case of a payment; nothing where that makes no sense, as the money counts all the same.

    `is_after_approval`: it pays what is due once the entity has approved, so that the case is paid with it.
    `others_open`: another payment of the case may have got through too, and holds it on, paid or not.
    """
    is_on_hold = standing.state is CaseState.ON_HOLD
    if after in (_S.UNKNOWN, _S.DEDUCTED):
        return (Move.HOLD,) if standing.state in MOVES[Move.HOLD][0] else ()
    if after not in (_S.CONFIRMED, _S.FAILED, _S.REFUNDED):
        return ()
    paid = _pays(standing) if after is _S.CONFIRMED and is_after_approval else ()
    is_unsure = is_on_hold and standing.reason == UNCERTAIN
    if is_unsure and others_open:
        return (Move.RESUME, *paid, Move.HOLD) if paid else ()
    # What was held for another reason is done all the same once it is paid.
    return (Move.RESUME, *paid) if is_unsure or (is_on_hold and paid) else paid


def waits_for_payment(standing: Standing, move: Move) -> bool:
    """Whether a move has to wait until it is known what became of every payment of the case.

    What would end the case, or go on with it as if its money had been found.
    """
    is_unsure = standing.state is CaseState.ON_HOLD and standing.reason == UNCERTAIN
    is_end = move in (Move.FINISH, Move.REFUND) or ends(standing, move)
    return standing.is_open and (is_end or (is_unsure and move is Move.RESUME))


def _pays(standing: Standing) -> tuple[Move, ...]:
    if standing.uninterrupted is CaseState.APPROVED:
        return (Move.PAY,)
    is_put_off = standing.uninterrupted is CaseState.READY and standing.action is Action.PAY
    return (Move.SUBMIT,) if is_put_off else ()
