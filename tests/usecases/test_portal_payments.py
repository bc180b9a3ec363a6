"""Payments in portals at a real desk: every state, role and channel, what each posts, and what it holds up."""

from __future__ import annotations

from itertools import product
from random import Random
from uuid import UUID

import pytest

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import (
    CLAIMED,
    FIRST,
    FOR_MANAGERS,
    NEXT,
    RESERVES,
    UNCERTAIN,
    UNSETTLED,
    Channel,
    PaymentState,
)
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import new_id
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from sanad_desk.usecases.take_back_portal_payment import fees_paid_today, take_back_portal_payment
from sanad_desk.wire.entries import PortalPaymentRecorded
from sanad_desk.wire.follow_facts import PortalPaymentMoved
from tests.conftest import TODAY
from tests.usecases.played import CONTRACT, facts
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

S = PaymentState
OURS, HIS = Channel.CENTRE_CARD, Channel.CUSTOMER_CARD
PATHS: dict[PaymentState, tuple[PaymentState, ...]] = {
    S.ASKED: (S.ASKED,),
    S.CONFIRMED: (S.CONFIRMED,),
    S.FAILED: (S.FAILED,),
    S.UNKNOWN: (S.UNKNOWN,),
    S.DEDUCTED: (S.DEDUCTED,),
    S.REFUND_ASKED: (S.DEDUCTED, S.REFUND_ASKED),
    S.REFUNDED: (S.UNKNOWN, S.DEDUCTED, S.REFUND_ASKED, S.REFUNDED),
}
DAY = 24 * 3_600_000


def _posted(state: PaymentState, channel: Channel, fee: int) -> tuple[int, int, int]:
    """What a payment changed in all: the card, what is claimed, what is held."""
    if channel is not OURS:
        return 0, 0, 0
    paid, claimed = state is S.CONFIRMED, state in CLAIMED
    return -fee * (paid or claimed), fee * claimed, fee * paid


@pytest.mark.parametrize(("channel", "role"), list(product(Channel, ("operator", "manager"))))
def test_every_step_by_every_role_from_every_state(portal: Portal, channel: Channel, role: str) -> None:
    """What makes no sense leaves no fact; the ledger says the same of a state whatever way led to it."""
    who = portal.clerk if role == "operator" else portal.manager  # who has no shift of his own
    for before, after in product(S, (None, *S)):
        if after is not None and after not in NEXT[before]:
            continue
        case_id = portal.case()
        accounts = portal.accounts()
        fee = portal.fee(case_id)
        assert fee is not None
        first, *path = PATHS[before]
        payment_id = portal.ask(case_id, first, channel, who=who, amount=fee.held)
        portal.settle(payment_id, *path, who=who)
        if after is None:
            _refuse_what_makes_no_sense(portal, payment_id, before, who)
        else:
            if (before, after) in FOR_MANAGERS:
                with pytest.raises(AuthError, match="manager_needed"):
                    settle_portal_payment(portal.desk, who, payment_id, after)
            portal.settle(payment_id, after, who=who)
        assert portal.payment(payment_id).state is (after or before)
        assert _since(portal, accounts) == _posted(after or before, channel, fee.held)
    assert portal.is_sound()


def _refuse_what_makes_no_sense(portal: Portal, payment_id: UUID, before: PaymentState, who: SignedIn) -> None:
    written = len(facts(portal.desk, PortalPaymentMoved))
    for after in set(S) - NEXT[before]:
        with pytest.raises(Refused, match="payment_makes_no_sense"):
            portal.settle(payment_id, after, who=who)
    assert len(facts(portal.desk, PortalPaymentMoved)) == written


@pytest.mark.parametrize("channel", Channel)
def test_it_begins_only_with_what_may_be_first(portal: Portal, channel: Channel) -> None:
    case_id = portal.case()
    for state in set(S) - FIRST:
        with pytest.raises(Refused, match="payment_makes_no_sense"):
            portal.ask(case_id, state, channel)
    assert not facts(portal.desk, PortalPaymentMoved)


def test_confirmed_is_recorded_in_the_same_commit(portal: Portal) -> None:
    case_id = portal.case()
    payment_id = portal.ask(case_id, S.CONFIRMED, reference=" ٤٧١١ ")
    [moved], [recorded] = facts(portal.desk, PortalPaymentMoved), facts(portal.desk, PortalPaymentRecorded)
    assert (moved.payment_id, moved.state, moved.before) == (payment_id.bytes, "confirmed", "")
    assert (recorded.transaction_id, recorded.case_position) == (moved.transaction_id, moved.case_position)
    assert (recorded.amount, recorded.reference) == (moved.amount, "4711")
    assert portal.fee(case_id) is None
    [paid] = fees_paid_today(portal.desk, portal.clerk)
    take_back_portal_payment(portal.desk, portal.clerk, paid.seq, Approval(portal.manager, "system_fault"))
    assert portal.fee(case_id) is not None
    assert portal.is_sound()


def test_what_cannot_be_asked(portal: Portal, colleague: SignedIn) -> None:
    case_id = portal.case()
    fee = portal.fee(case_id)
    assert fee is not None
    with pytest.raises(Refused) as more:
        portal.ask(case_id, S.UNKNOWN, amount=fee.held + 1)
    assert (more.value.code, more.value.params["available"]) == ("fee_not_held", fee.held)
    for wrong, code in (
        (PaymentAsked(case_id, 0, HIS, S.UNKNOWN), "amount_missing"),
        (PaymentAsked(case_id, 1_000, HIS, S.UNKNOWN, "9" * 41), "reference_too_long"),
        (PaymentAsked(new_id(), 1_000, HIS, S.UNKNOWN), "case_unknown"),
        (PaymentAsked(case_id, 1_000, OURS, S.UNKNOWN, "", new_id()), "no_fee_held"),
    ):
        with pytest.raises(DomainError) as refused:
            ask_portal_payment(portal.desk, portal.clerk, wrong)
        assert refused.value.code == code
    with pytest.raises(Refused, match="shift_not_open"):
        portal.ask(case_id, S.UNKNOWN, who=colleague)
    portal.settle(portal.ask(case_id, S.UNKNOWN, HIS, who=colleague, amount=500), S.FAILED)
    with pytest.raises(DomainError, match="payment_unknown"):
        portal.settle(new_id(), S.FAILED)
    payment_id = portal.ask(case_id, S.UNKNOWN)
    for reason, code in (("رقمه 99000001", "reason_holds_number"), ("seen_in_portal", "")):
        if code:
            with pytest.raises(DomainError, match=code):
                settle_portal_payment(portal.desk, portal.clerk, payment_id, S.FAILED, reason=reason)
        else:
            settle_portal_payment(portal.desk, portal.clerk, payment_id, S.FAILED, reason=reason)
    assert portal.payment(payment_id).reason == "seen_in_portal"


def test_a_sensitive_case_takes_listed_reasons_alone(portal: Portal) -> None:
    payment_id = portal.ask(portal.case("rop-omani-id-card"), S.UNKNOWN, HIS)
    with pytest.raises(DomainError, match="reason_must_be_listed"):
        settle_portal_payment(portal.desk, portal.clerk, payment_id, S.FAILED, reason="شاهدناه")
    settle_portal_payment(portal.desk, portal.clerk, payment_id, S.FAILED, reason="customer_said")


def test_unknown_is_never_paid_again_by_itself(portal: Portal) -> None:
    case_id = portal.case()
    fee = portal.fee(case_id)
    assert fee is not None
    again = PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held)
    for state in RESERVES:
        payment_id = portal.ask(case_id, state)
        for _ in range(2):
            with pytest.raises(Refused, match="payment_unsettled"):
                portal.ask(case_id, S.CONFIRMED)
            with pytest.raises(Refused, match="payment_unsettled"):
                record_portal_payments(portal.desk, portal.clerk, [again])
        assert not fees_to_pay(portal.desk, portal.clerk, TODAY, TODAY)
        portal.settle(payment_id, *([S.REFUNDED] if state is S.DEDUCTED else [S.FAILED]))
        assert [fee.case_id for fee in fees_to_pay(portal.desk, portal.clerk, TODAY, TODAY)] == [case_id]
    record_portal_payments(portal.desk, portal.clerk, [again])
    assert portal.is_sound()


def test_a_customer_does_not_pay_twice_either(portal: Portal) -> None:
    case_id = portal.case()
    payment_id = portal.ask(case_id, S.UNKNOWN, HIS)
    with pytest.raises(Refused) as refused:
        portal.ask(case_id, S.CONFIRMED, Channel.CUSTOMER_BANK)
    assert refused.value.params["number"] == portal.standing(case_id).reference
    portal.settle(payment_id, S.FAILED)
    portal.ask(case_id, S.CONFIRMED, Channel.CUSTOMER_BANK)


@pytest.mark.parametrize(("first", "second"), list(product(sorted(RESERVES), Channel)))
def test_of_a_case_one_payment_at_a_time_is_waited_for(portal: Portal, first: PaymentState, second: Channel) -> None:
    """Whosever money it is: what the portal may have once is not paid by another way meanwhile."""
    case_id = portal.case()
    channel = HIS if second is OURS else OURS
    payment_id = portal.ask(case_id, first, channel)
    for state in FIRST - {S.FAILED}:
        with pytest.raises(Refused, match="payment_unsettled"):
            portal.ask(case_id, state, second)
    portal.settle(payment_id, S.REFUNDED if first is S.DEDUCTED else S.FAILED)
    portal.ask(case_id, S.CONFIRMED, second)


def test_the_till_pays_no_fee_of_a_case_whose_payment_is_unsure(portal: Portal) -> None:
    """Also where the customer tried it himself, and the fee of another receipt of the same case."""
    case_id, other = portal.case(), portal.case()
    fee = portal.fee(case_id)
    assert fee is not None
    payment_id = portal.ask(case_id, S.DEDUCTED, HIS)

    def offered() -> dict[UUID, bool]:
        return {fee.case_id: fee.is_unsure for fee in fees_to_pay(portal.desk, portal.clerk, TODAY, TODAY)}

    assert offered() == {case_id: True, other: False}
    wanted = PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held)
    with pytest.raises(Refused, match="payment_unsettled"):
        record_portal_payments(portal.desk, portal.clerk, [wanted])
    portal.settle(payment_id, S.REFUND_ASKED)
    assert offered() == {case_id: True, other: False}, "a refund takes weeks: it is marked, and may be paid"
    record_portal_payments(portal.desk, portal.clerk, [wanted])
    assert offered() == {other: False}


def test_once_a_refund_is_asked_the_fee_may_be_paid_again(portal: Portal) -> None:
    case_id = portal.case()
    before, fee = portal.accounts(), portal.fee(case_id)
    assert fee is not None
    first = portal.ask(case_id, S.DEDUCTED)
    portal.settle(first, S.REFUND_ASKED)
    portal.ask(case_id, S.CONFIRMED)
    assert _since(portal, before) == (-2 * fee.held, fee.held, fee.held)
    with pytest.raises(Refused, match="fee_not_held"):
        portal.settle(first, S.CONFIRMED)
    portal.settle(first, S.REFUNDED)
    assert _since(portal, before) == (-fee.held, 0, fee.held)
    assert portal.is_sound()


def test_what_the_statement_tells_of_a_failed_one_is_claimed_though_the_fee_is_paid(portal: Portal) -> None:
    case_id = portal.case()
    before, fee = portal.accounts(), portal.fee(case_id)
    assert fee is not None
    failed = portal.ask(case_id, S.FAILED)
    portal.ask(case_id, S.CONFIRMED)
    with pytest.raises(Refused, match="fee_not_held"):
        portal.settle(failed, S.CONFIRMED)
    portal.settle(failed, S.DEDUCTED)
    assert _since(portal, before) == (-2 * fee.held, fee.held, fee.held)
    assert portal.payment(failed).reason == "on_statement"
    portal.settle(failed, S.REFUNDED)
    assert _since(portal, before) == (-fee.held, 0, fee.held)
    assert portal.is_sound()


def _since(portal: Portal, before: tuple[int, int, int]) -> tuple[int, int, int]:
    card, claims, held = (now - then for now, then in zip(portal.accounts(), before, strict=True))
    return card, claims, held


@pytest.mark.parametrize("state", sorted(UNSETTLED))
def test_a_sale_is_not_taken_back_while_the_entity_may_have_its_fee(portal: Portal, state: PaymentState) -> None:
    case_id = portal.case()
    fee = portal.fee(case_id)
    assert fee is not None
    first, *path = PATHS[state]
    payment_id = portal.ask(case_id, first)
    portal.settle(payment_id, *path)

    def take_back(back: int, positions: list[int] | None) -> None:
        approval = Approval(portal.manager, "changed_mind")
        cash = [TenderInput(Tender.CASH, back)] if back else []
        reverse_transaction(portal.desk, portal.clerk, fee.number, positions, cash, "changed_mind", approval)

    charges = _charges(portal, fee.number)
    total = sum(charges.values())
    with pytest.raises(Refused) as refused:
        take_back(total, None)
    assert (refused.value.code, refused.value.params["number"]) == ("payment_unsettled", fee.number)
    parts = look_at_receipt(portal.desk, portal.clerk, fee.number).parts
    assert {part.kind: part.unsettled for part in parts} == {
        ChargeKind.GOVERNMENT_FEE: state,
        ChargeKind.CENTRE_FEE: None,
    }
    ours = [position for position, amount in charges.items() if amount != fee.held]
    take_back(total - fee.held, ours)
    portal.settle(payment_id, S.REFUNDED if state in CLAIMED else S.FAILED)
    take_back(fee.held, None)
    assert portal.accounts() == (0, 0, 0)
    assert portal.is_sound()


def _charges(portal: Portal, number: str) -> dict[int, int]:
    with portal.desk.store.reading() as connection:
        query = (
            "SELECT c.position, c.amount FROM transactions t JOIN charge c ON c.transaction_id = t.id "
            "WHERE t.number = ? ORDER BY c.position"
        )
        return {row.position: row.amount for row in connection.exec_driver_sql(query, (number,))}


def test_what_a_portal_may_have_is_not_handed_over_in_one_sum(portal: Portal) -> None:
    payment_id = portal.ask(portal.case(), S.UNKNOWN)
    fee = portal.payment(payment_id)
    portal.case()

    def hand_over(amount: int) -> None:
        move_cash(
            portal.desk, portal.manager, MoveKind.REMITTANCE, amount, source="bank", entity=fee.entity, reason="daily"
        )

    with pytest.raises(Refused) as refused:
        hand_over(2 * fee.amount)
    assert refused.value.params["available"] == fee.amount
    hand_over(fee.amount)
    portal.settle(payment_id, S.CONFIRMED)
    assert portal.accounts() == (-fee.amount, 0, 0)
    assert portal.is_sound()


def test_unsure_money_holds_the_case_until_it_is_sure(portal: Portal) -> None:
    case_id = portal.case()
    payment_id = portal.ask(case_id, S.ASKED)
    assert portal.standing(case_id).state is CaseState.SUBMITTED
    portal.settle(payment_id, S.UNKNOWN)
    held = portal.standing(case_id)
    assert (held.state, held.reason, held.before) == (CaseState.ON_HOLD, UNCERTAIN, CaseState.SUBMITTED)
    portal.settle(payment_id, S.DEDUCTED, S.REFUND_ASKED)
    assert portal.standing(case_id) == held
    portal.settle(payment_id, S.REFUNDED)
    assert portal.standing(case_id).state is CaseState.SUBMITTED
    portal.ask(case_id, S.CONFIRMED)
    assert portal.standing(case_id).state is CaseState.SUBMITTED
    assert portal.is_sound()


def test_what_a_customer_pays_himself_after_approval_pays_his_case(portal: Portal) -> None:
    case_id = portal.case(CONTRACT)
    move_case(portal.desk, portal.clerk, MoveInput(case_id, Move.APPROVE, amount=201_000))
    payment_id = portal.ask(case_id, S.UNKNOWN, HIS, amount=201_000)
    assert portal.standing(case_id).state is CaseState.ON_HOLD
    portal.settle(payment_id, S.FAILED)
    again = portal.standing(case_id)
    assert (again.state, again.amount) == (CaseState.APPROVED, 201_000)
    portal.ask(case_id, S.CONFIRMED, HIS, amount=201_000)
    assert portal.standing(case_id).state is CaseState.PAID
    assert portal.is_sound()


def test_money_is_settled_whatever_became_of_the_case(portal: Portal) -> None:
    case_id = portal.case()
    move_case(portal.desk, portal.clerk, MoveInput(case_id, Move.FINISH))
    payment_id = portal.ask(case_id, S.UNKNOWN)
    done = portal.standing(case_id)
    portal.settle(payment_id, S.DEDUCTED, S.CONFIRMED)
    assert portal.standing(case_id) == done
    assert portal.is_sound()


@pytest.mark.parametrize("seed", range(4))
def test_any_way_through_leaves_the_books_true(portal: Portal, seed: int) -> None:
    """Three cases paid and settled at random: the accounts are the fold of the states, and nothing is paid twice."""
    chance = Random(seed)
    cases = [portal.case() for _ in range(3)]
    begun = portal.accounts()
    made: list[UUID] = []
    for _ in range(60):
        known = [payment for payment in made if NEXT[portal.payment(payment).state]]
        try:
            if known and chance.random() < 0.7:
                payment = chance.choice(known)
                portal.settle(payment, chance.choice(sorted(NEXT[portal.payment(payment).state])))
            else:
                what = (chance.choice(cases), chance.choice(sorted(FIRST)), chance.choice([OURS, HIS]))
                made.append(portal.ask(*what))
        except Refused as error:
            if error.code not in ("payment_unsettled", "no_fee_held", "fee_not_held"):
                raise
        ours = [payment for payment in map(portal.payment, made) if payment.channel is OURS]
        posted = [(0, 0, 0), *(_posted(p.state, OURS, p.amount) for p in ours)]
        assert _since(portal, begun) == tuple(map(sum, zip(*posted, strict=True)))
        for case_id in cases:
            open_here = [p for p in ours if p.case_id == case_id and p.state in RESERVES]
            assert len(open_here) <= 1
            assert sum(p.case_id == case_id and p.state is S.CONFIRMED for p in ours) <= 1
    assert portal.is_sound()
