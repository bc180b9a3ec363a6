"""Moving a case at a real desk: by whom, with which words, in whose chain, and with what money still here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from sanad_desk.domain import case_life
from sanad_desk.domain.case_life import REASONS, CaseState, Move, Standing
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import cases, found_cases
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cases import move_cases
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.wire.follow_facts import CaseMoved
from tests.conftest import TODAY
from tests.usecases.played import CONTRACT, facts, sold

REVIEWED = CONTRACT  # its entity takes the fee later
SENSITIVE = "mol-absconding-report"
WITH_FEE = "rop-traffic-escort"  # its fee is taken with the submission, and the police looks at it for days


def case_of(desk: OpenDesk, sale: Sale) -> UUID:
    with desk.store.reading() as connection:
        return found_cases.of_receipt(connection, sale.number)[0]


def standing(desk: OpenDesk, case_id: UUID) -> Standing:
    with desk.store.reading() as connection:
        found = cases.standing_of(connection, case_id)
    assert found is not None
    return found


def asked(case_id: UUID, move: Move) -> MoveInput:
    reason = REASONS[move][0] if move in REASONS else ""
    amount = 1_000 if move is Move.CLAIM_REFUND else 0
    return MoveInput(case_id, move, reason, amount=amount, promised=TODAY, remind_on=TODAY, portal_reference="P-7")


PATHS = {
    CaseState.SUBMITTED: (),
    CaseState.IN_REVIEW: (Move.REVIEW,),
    CaseState.RETURNED: (Move.RETURN,),
    CaseState.APPROVED: (Move.APPROVE,),
    CaseState.PAID: (Move.APPROVE, Move.PAY),
    CaseState.ISSUED: (Move.ISSUE,),
    CaseState.DONE: (Move.FINISH,),
    CaseState.ON_HOLD: (Move.HOLD,),
    CaseState.REFUND_DUE: (Move.CLAIM_REFUND,),
    CaseState.REFUNDED: (Move.CLAIM_REFUND, Move.REFUND),
}


@pytest.mark.parametrize(("state", "role"), list(product(PATHS, ("operator", "manager"))))
def test_every_move_by_every_role_from_every_state(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, state: CaseState, role: str
) -> None:
    """What the domain refuses leaves no fact; what managers alone may do is denied to an operator."""
    who = operator if role == "operator" else manager
    for move in Move:
        case_id = case_of(desk, sold(desk, operator, REVIEWED))
        for step in PATHS[state]:
            move_case(desk, operator, asked(case_id, step))
        before, written = standing(desk, case_id), len(facts(desk, CaseMoved))
        assert before.state is state
        if move not in case_life.moves_from(state):
            with pytest.raises(Refused, match="move_makes_no_sense"):
                move_case(desk, who, asked(case_id, move))
        elif move in case_life.FOR_MANAGERS and role == "operator":
            with pytest.raises(AuthError, match="manager_needed"):
                move_case(desk, who, asked(case_id, move))
        else:
            after = move_case(desk, who, asked(case_id, move))
            assert standing(desk, case_id) == replace(after, moved_at=desk.clock.now(), moved_by=who.operator_id)
            assert (after.turn, len(facts(desk, CaseMoved))) == (before.turn + 1, written + 1)
            continue
        assert (standing(desk, case_id), len(facts(desk, CaseMoved))) == (before, written)


def test_an_operator_reopens_with_a_managers_word(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    case_id = case_of(desk, sold(desk, operator, REVIEWED))
    move_case(desk, operator, asked(case_id, Move.FINISH))
    approval = Approval(manager, "goodwill")
    assert move_case(desk, operator, asked(case_id, Move.REOPEN), approval).state is CaseState.SUBMITTED
    assert facts(desk, CaseMoved)[-1].approved_by == manager.operator_id.bytes


def test_a_screen_that_is_behind_moves_nothing(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = case_of(desk, sold(desk, operator, REVIEWED))
    seen = standing(desk, case_id).turn
    move_case(desk, operator, MoveInput(case_id, Move.REVIEW, turn=seen))
    with pytest.raises(Refused, match="case_moved_meanwhile"):
        move_case(desk, operator, MoveInput(case_id, Move.FINISH, turn=seen))


def test_free_words_stay_out_of_sensitive_cases(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    plain, sensitive = (case_of(desk, sold(desk, operator, service)) for service in (REVIEWED, SENSITIVE))
    move_case(desk, operator, MoveInput(plain, Move.RETURN, "paper_unclear", "a clearer copy", ("paper:0:civil-id",)))
    assert facts(desk, CaseMoved)[-1].rows == ("paper:0:civil-id",)
    with pytest.raises(DomainError, match="no_free_text_here"):
        move_case(desk, operator, MoveInput(sensitive, Move.REMIND, remark="a clinic", remind_on=TODAY))
    with pytest.raises(DomainError, match="reason_holds_number"):
        move_case(desk, operator, MoveInput(plain, Move.RESEND, remark="civil number 99000001"))


@pytest.mark.parametrize(
    ("move", "rows"),
    [
        (Move.RETURN, ("Sample Customer 99000001",)),
        (Move.RETURN, ("paper:0:civil-id", "paper:9:civil-id")),
        (Move.RETURN, ("reference",)),
        (Move.REVIEW, ("paper:0:civil-id",)),
    ],
)
def test_only_papers_of_the_service_are_asked_for(
    desk: OpenDesk, operator: SignedIn, shift: Shift, move: Move, rows: tuple[str, ...]
) -> None:
    case_id = case_of(desk, sold(desk, operator, REVIEWED))
    with pytest.raises(DomainError, match="papers_not_listed"):
        move_case(desk, operator, replace(asked(case_id, move), rows=rows))
    assert facts(desk, CaseMoved) == []


def test_nobody_moves_what_nobody_served(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(DomainError, match="case_unknown"):
        move_case(desk, operator, MoveInput(UUID(int=5), Move.REVIEW))


def test_many_at_once_and_one_that_cannot(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    first, second, third = (case_of(desk, sold(desk, operator, REVIEWED)) for _ in range(3))
    move_case(desk, operator, MoveInput(second, Move.REVIEW))
    moved = move_cases(desk, operator, [MoveInput(case_id, Move.REVIEW) for case_id in (first, second, third)])
    assert [each.case_id for each in moved.standings] == [first, third]
    assert moved.refused == ((second, "move_makes_no_sense"),)
    assert standing(desk, third).state is CaseState.IN_REVIEW


def test_what_is_still_held_goes_back_before_a_case_has_ended(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    """The entity turns it down: the fee in our drawer is owed to its customer, and taking back the receipt pays it."""
    sale = sold(desk, operator, WITH_FEE)
    case_id = case_of(desk, sale)
    ended = move_case(desk, operator, asked(case_id, Move.TURN_DOWN))
    assert (ended.state, ended.amount) == (CaseState.REFUND_DUE, 12_000)
    with pytest.raises(Refused, match="case_money_held") as refused:
        move_case(desk, operator, asked(case_id, Move.REFUND))
    assert refused.value.params["number"] == sale.number
    back = [TenderInput(Tender.CASH, sale.total)]
    reverse_transaction(desk, operator, sale.number, None, back, "entity_rejected", Approval(manager, "goodwill"))
    assert standing(desk, case_id).state is CaseState.REFUNDED
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_what_the_entity_has_is_waited_for_until_its_customer_got_it(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator, WITH_FEE)
    case_id = case_of(desk, sale)
    fee_is_paid(desk, operator, sale)
    approval, back = Approval(manager, "goodwill"), [TenderInput(Tender.CASH, sale.total - 12_000)]
    reversal = reverse_transaction(desk, operator, sale.number, None, back, "entity_rejected", approval)
    claimed = standing(desk, case_id)
    assert (claimed.state, claimed.amount, claimed.reason) == (CaseState.REFUND_DUE, 12_000, case_life.TAKEN_BACK)
    move_cash(desk, manager, MoveKind.ENTITY_REFUND, 12_000, entity=claimed.entity, reason="refunded")
    paid = {"reason": "refunded", "slip": reversal.number, "approval": approval}
    move_cash(desk, operator, MoveKind.REFUND_PAID, 5_000, **paid)
    assert standing(desk, case_id).state is CaseState.REFUND_DUE
    move_cash(desk, operator, MoveKind.REFUND_PAID, 7_000, **paid)
    assert standing(desk, case_id).state is CaseState.REFUNDED


def test_taking_back_only_the_centres_own_fee_leaves_the_case_where_it_is(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator, WITH_FEE)
    case_id = case_of(desk, sale)
    before = standing(desk, case_id)
    fee_is_paid(desk, operator, sale)
    own = sale.total - 12_000
    back = [TenderInput(Tender.CASH, own)]
    reverse_transaction(desk, operator, sale.number, [1], back, "wrong_amount", Approval(manager, "goodwill"))
    assert standing(desk, case_id) == before


def fee_is_paid(desk: OpenDesk, who: SignedIn, sale: Sale) -> None:
    with desk.store.reading() as connection:
        key = connection.exec_driver_sql("SELECT id FROM transactions WHERE number = ?", (sale.number,)).scalar_one()
    record_portal_payments(desk, who, [PortalPaymentInput(UUID(bytes=key), 0, 12_000)])


def test_a_reminder_comes_on_its_day(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = case_of(desk, sold(desk, operator, REVIEWED))
    later: date = TODAY + timedelta(days=3)
    reminded = move_case(desk, operator, MoveInput(case_id, Move.REMIND, remind_on=later))
    assert [reminded.is_due(day) for day in (TODAY, later)] == [False, True]


@pytest.mark.parametrize("move", [Move.REMIND, Move.PROMISE])
def test_a_day_is_neither_gone_by_nor_years_away(desk: OpenDesk, operator: SignedIn, shift: Shift, move: Move) -> None:
    case_id = case_of(desk, sold(desk, operator, REVIEWED))
    last = TODAY + timedelta(days=731)
    wrong = {TODAY - timedelta(days=1): "date_in_past", last + timedelta(days=1): "date_too_far"}
    for day, code in wrong.items():
        with pytest.raises(DomainError, match=code) as error:
            move_case(desk, operator, MoveInput(case_id, move, promised=day, remind_on=day))
        assert error.value.params.get("last", last) == last
    for day in (TODAY, last):
        moved = move_case(desk, operator, MoveInput(case_id, move, promised=day, remind_on=day))
        assert day in (moved.promised, moved.remind_on)
