"""What taking back receipts makes of cases that have several of them, or share one."""

from __future__ import annotations

from uuid import UUID

import pytest

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store.found_cases import of_receipt
from sanad_desk.store.reversals import load_original
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.serve_case import serve_case
from sanad_desk.usecases.take_payment import Sale
from tests.usecases.played import pay, sold, work_through
from tests.usecases.test_move_case import WITH_FEE, case_of, standing
from tests.usecases.test_serve_case import RENEW, approved, later

FEE = 12_000  # of WITH_FEE
OWED = 201_000  # of an approved renewal


@pytest.fixture
def approval(manager: SignedIn) -> Approval:
    return Approval(manager, "goodwill")


def paid_by_card(desk: OpenDesk, who: SignedIn, sale: Sale, *positions: int) -> None:
    with desk.store.reading() as connection:
        key = UUID(bytes=load_original(connection, sale.number).fact.transaction_id)
    record_portal_payments(desk, who, [PortalPaymentInput(key, position, FEE) for position in positions])


def take_back(desk: OpenDesk, who: SignedIn, number: str, approval: Approval, position: int | None = None) -> Sale:
    """All that can be handed back of the receipt, or of one of its cases."""
    with desk.store.reading() as connection:
        original = load_original(connection, number)
    charges = original.fact.charges
    chosen = [n for n in original.positions_left if position in (None, charges[n].case_position)]
    back = sum(part.back for part in original.taken_back(chosen))
    tenders = [TenderInput(Tender.CASH, back)] if back else []
    return reverse_transaction(desk, who, number, chosen, tenders, "entity_rejected", approval)


def is_verified(desk: OpenDesk) -> bool:
    with desk.store.reading() as connection:
        return verify(connection).faults == []


def test_a_refund_ends_no_other_case_of_the_same_receipt(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator, WITH_FEE, WITH_FEE)
    with desk.store.reading() as connection:
        cases = of_receipt(connection, sale.number)
    paid_by_card(desk, operator, sale, 0, 1)
    reversals = [take_back(desk, operator, sale.number, approval, position) for position in (0, 1)]
    for paid, reversal in enumerate(reversals, 1):
        entity = standing(desk, cases[0]).entity
        move_cash(desk, manager, MoveKind.ENTITY_REFUND, FEE, entity=entity, reason="refunded")
        slip = {"reason": "refunded", "slip": reversal.number, "approval": approval}
        move_cash(desk, operator, MoveKind.REFUND_PAID, FEE, **slip)
        refunded = [standing(desk, case_id).state is CaseState.REFUNDED for case_id in cases]
        assert refunded == [True, paid == 2]


def test_a_case_that_was_turned_down_after_its_payment_ends_with_its_money(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    """It is not approved again because the receipt of its payment went back."""
    case_id = approved(desk, operator, OWED)
    sale = later(desk, operator, case_id, Action.PAY)
    assert move_case(desk, operator, MoveInput(case_id, Move.TURN_DOWN, "too_late")).amount == OWED
    take_back(desk, operator, sale.number, approval)
    assert standing(desk, case_id).state is CaseState.REFUNDED


def test_a_payment_taken_back_finds_its_case_as_it_was(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    case_id = approved(desk, operator, OWED)
    take_back(desk, operator, later(desk, operator, case_id, Action.PAY).number, approval)
    assert standing(desk, case_id).state is CaseState.APPROVED
    assert is_verified(desk)


def test_a_case_waits_for_its_money_until_its_last_receipt_went_back(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale, case_id, again = twice_sold(desk, operator)
    move_case(desk, operator, MoveInput(case_id, Move.CANCEL, "customer_withdrew"))
    take_back(desk, operator, again.number, approval)
    assert standing(desk, case_id).state is CaseState.REFUND_DUE
    take_back(desk, operator, sale.number, approval)
    assert standing(desk, case_id).state is CaseState.REFUNDED


def test_a_case_ends_with_its_fee_though_its_work_is_kept(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator, WITH_FEE)
    case_id = case_of(desk, sale)
    move_case(desk, operator, MoveInput(case_id, Move.TURN_DOWN, "too_late"))
    with desk.store.reading() as connection:
        charges = load_original(connection, sale.number).fact.charges
    fee = next(n for n, charge in enumerate(charges) if charge.kind == ChargeKind.GOVERNMENT_FEE)
    reverse_transaction(
        desk, operator, sale.number, [fee], [TenderInput(Tender.CASH, FEE)], "entity_rejected", approval
    )
    assert standing(desk, case_id).state is CaseState.REFUNDED
    assert is_verified(desk)


def test_a_void_leaves_what_the_entity_owes_on_the_list(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale, case_id, again = twice_sold(desk, operator)
    paid_by_card(desk, operator, sale, 0)
    take_back(desk, operator, sale.number, approval)
    claimed = standing(desk, case_id)
    assert (claimed.state, claimed.amount) == (CaseState.REFUND_DUE, FEE)
    take_back(desk, operator, again.number, approval)
    assert standing(desk, case_id) == claimed
    assert is_verified(desk)


def test_taking_back_one_case_leaves_the_others_alone(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator, RENEW, RENEW)
    with desk.store.reading() as connection:
        first, second = of_receipt(connection, sale.number)
    take_back(desk, operator, sale.number, approval, 0)
    reopened = move_case(desk, manager, MoveInput(first, Move.REOPEN, "closed_by_mistake"))
    take_back(desk, operator, sale.number, approval, 1)
    assert standing(desk, first).state is reopened.state
    assert standing(desk, second).state is CaseState.CANCELLED


def twice_sold(desk: OpenDesk, who: SignedIn) -> tuple[Sale, UUID, Sale]:
    """A receipt with a fee, its case, and a receipt for its payment after an approval."""
    sale = sold(desk, who, WITH_FEE)
    case_id = case_of(desk, sale)
    move_case(desk, who, MoveInput(case_id, Move.APPROVE, amount=5_000))
    return sale, case_id, pay(desk, who, work_through(desk, who, serve_case(desk, who, case_id, Action.PAY)))
