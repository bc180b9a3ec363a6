"""A payment in an entity's portal: what can become of it, and where its money is meanwhile (FIELD.md §0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sanad_desk.domain.case_life import MOVES, CaseState, Move, Standing
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
    _S.CONFIRMED: frozenset(),  # taken back on its day, or reversed: never moved
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


def refuse_senseless(before: PaymentState | None, after: PaymentState) -> None:
    """Raises Refused: payment_makes_no_sense(before, after)."""
    if after not in (FIRST if before is None else NEXT[before]):
        raise Refused("payment_makes_no_sense", before=before.value if before else "", after=after.value)


def case_moves(standing: Standing, after: PaymentState, *, others_open: bool) -> tuple[Move, ...]:
    """What becomes of the case of a payment; nothing where that makes no sense, as the money counts all the same.

    `others_open`: another payment of the case is not settled, and holds it on.
    """
    is_held = standing.state is CaseState.ON_HOLD and standing.reason == UNCERTAIN
    if after in (_S.UNKNOWN, _S.DEDUCTED):
        return (Move.HOLD,) if standing.state in MOVES[Move.HOLD][0] else ()
    if after in (_S.FAILED, _S.REFUNDED):
        return (Move.RESUME,) if is_held and not others_open else ()
    if after is not _S.CONFIRMED:
        return ()
    state = standing.before if standing.state is CaseState.ON_HOLD else standing.state
    done: tuple[Move, ...] = ()
    if state is CaseState.APPROVED:
        done = (Move.PAY,)
    elif state is CaseState.READY and standing.action is Action.PAY:
        done = (Move.SUBMIT,)
    # What was held for another reason is done all the same once it is paid.
    is_free = is_held or (done and standing.state is CaseState.ON_HOLD)
    return (Move.RESUME, *done) if is_free else done
