"""A receipt tells what happened to it since, what may still be done with it, and what a choice would give back."""

from __future__ import annotations

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from tests.usecases.played import sold


def test_a_fresh_sale_may_be_reversed_and_corrected(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sale = sold(desk, operator)
    story = look_at_receipt(desk, operator, sale.number)
    assert story.can_reverse
    assert not story.is_gone
    assert story.corrections_from == {Tender.CASH: sale.total}
    assert sum(part.amount for part in story.parts) == sale.total
    back = story.give_back([part.position for part in story.parts])
    assert (back.now, back.from_entity, back.tenders) == (sale.total, 0, {Tender.CASH: sale.total})


def test_a_reversal_and_its_original_name_each_other(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator)
    approval = Approval(manager, "wrong_service")
    correct_tender(desk, operator, sale.number, Tender.CASH, Tender.CARD, sale.total, "123456", approval)
    assert find_receipts(desk, sale.number)[0].tenders == ("card",)
    back = [TenderInput(Tender.CARD, sale.total, "654321")]
    void = reverse_transaction(desk, operator, sale.number, None, back, "wrong_service", approval)
    story = look_at_receipt(desk, operator, sale.number)
    assert [(each.number, each.kind, each.total) for each in story.reversals] == [(void.number, "void", -sale.total)]
    assert [(each.wrong, each.right, each.amount) for each in story.corrections] == [("cash", "card", sale.total)]
    assert story.is_gone
    assert all(part.is_gone for part in story.parts)
    reversal = look_at_receipt(desk, operator, void.number)
    assert (reversal.original_number, reversal.can_reverse, reversal.parts) == (sale.number, False, ())
    found = {each.number: (each.kind, each.taken_back) for each in find_receipts(desk, "")}
    assert found == {sale.number: ("sale", "whole"), void.number: ("void", "")}


def test_a_part_that_is_gone_is_told_in_the_list(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator, "mol-omani-contract", "rop-omani-id-card")
    first = look_at_receipt(desk, operator, sale.number).parts[0]
    cash = [TenderInput(Tender.CASH, first.amount)]
    approval = Approval(manager, "wrong_service")
    reverse_transaction(desk, operator, sale.number, [first.position], cash, "wrong_service", approval)
    assert {each.taken_back for each in find_receipts(desk, sale.number)} == {"part"}


def test_nobody_else_and_no_counted_drawer_is_corrected(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, colleague: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator)
    assert look_at_receipt(desk, colleague, sale.number).corrections_from == {}
    assert look_at_receipt(desk, manager, sale.number).corrections_from
    lock_count(desk, operator, shift.id, {})
    assert look_at_receipt(desk, operator, sale.number).corrections_from == {}
