"""The whole story of a case: what happened to it, newest first, whichever desk and day it happened at."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.look_at_case import CaseStory, look_at_case
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.follow_facts import (
    ComplaintMade,
    ComplaintSettled,
    CustomerTold,
    OutageBegan,
    OutageEnded,
    PapersMissed,
    PortalPaymentMoved,
    VisitRated,
)
from tests.conftest import MORNING, TODAY
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import CONTRACT, ID_CARD, TRANSFER, pay, ready_visit

HOUR = 3_600_000
DAY = 24 * HOUR


def write(desk: OpenDesk, who: SignedIn, *facts: Fact) -> None:
    """Facts of other pieces of the program, at one instant."""
    with desk.store.unit_of_work() as unit:
        for fact in facts:
            append(desk, unit, fact, who, None)
        unit.commit()


def serve(desk: OpenDesk, who: SignedIn, service: str = CONTRACT) -> tuple[UUID, str]:
    """A case that is paid for, and the number of its receipt."""
    view = ready_visit(desk, who, service, actions=(Action.SUBMIT, Action.PAY) if service == CONTRACT else ())
    return view.cases[0].case.id, pay(desk, who, view).number


def kinds(story: CaseStory) -> list[str]:
    return [event.kind for event in story.events]


def test_a_case_tells_who_it_is_for_and_what_was_paid(desk: OpenDesk, operator: SignedIn, shift: Shift):
    case_id, number = serve(desk, operator)
    story = look_at_case(desk, operator, case_id)
    assert (story.customer.en, story.masked[-2:], story.receipts) == ("Sample Customer", "01", (number,))
    assert (story.service.en, story.sensitive) == (desk.catalogue.services[CONTRACT].name.en, False)
    assert story.entity == desk.catalogue.entities["mol"].name
    [paid] = story.events
    assert (paid.kind, paid.operator, paid.desk_number) == ("paid", operator.name, 2)
    assert paid.params == {"number": number, "actions": ("submit", "pay"), "total": 6_000, "government": 1_000}


def test_a_case_nobody_served_has_no_story(desk: OpenDesk, operator: SignedIn):
    with pytest.raises(DomainError, match="case_unknown"):
        look_at_case(desk, operator, uuid4())


def test_a_sensitive_case_says_so(desk: OpenDesk, operator: SignedIn, shift: Shift):
    case_id, _ = serve(desk, operator, ID_CARD)
    assert look_at_case(desk, operator, case_id).sensitive


def test_moves_stand_in_time_order_with_their_papers_in_words(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, colleague: SignedIn, shift: Shift
):
    case_id, _ = serve(desk, operator, TRANSFER)
    clock.move(2 * DAY)
    key = desk.catalogue.services[TRANSFER].paper_keys[0]
    returned = MoveInput(case_id, Move.RETURN, "paper_missing", remark="صفحة ناقصة", rows=(key,))
    move_case(desk, colleague, returned)
    clock.move(DAY)
    move_case(desk, operator, MoveInput(case_id, Move.PROMISE, promised=TODAY + timedelta(days=9)))
    story = look_at_case(desk, operator, case_id)
    assert kinds(story) == ["moved", "moved", "paid"]
    promised, back, _ = story.events
    assert promised.params["promised"] == date(2026, 12, 1)
    assert (back.operator, back.params["state"], back.params["reason"]) == (
        colleague.name,
        "returned",
        "paper_missing",
    )
    assert (back.params["remark"], back.at) == ("صفحة ناقصة", MORNING + 2 * DAY)
    assert back.params["rows"][0].ar == desk.catalogue.papers["passport"].name.ar
    assert story.standing.state is CaseState.RETURNED


def test_everything_said_and_paid_around_a_case_is_told(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, shift: Shift
):
    case_id, _ = serve(desk, operator)
    key, entity = case_id.bytes, "mol"
    around: tuple[Fact, ...] = (
        PortalPaymentMoved(bytes(16), key, None, 0, entity, "unknown", "", 1_000, "customer_card", "P-7", MORNING),
        CustomerTold(key, "whatsapp", "submitted"),
        ComplaintMade("KSB1-02-26-C0001", "delay", key, None),
        ComplaintSettled("KSB1-02-26-C0001", "explained"),
        VisitRated(None, key, 4),
        PapersMissed(key, CONTRACT, ("field:phone",)),
    )
    for fact in around:
        clock.move(HOUR)
        write(desk, manager, fact)
    story = look_at_case(desk, operator, case_id)
    found = ["missing", "rated", "complaint_settled", "complaint", "told", "payment", "paid"]
    assert kinds(story) == found
    told = {event.kind: event.params for event in story.events}
    assert told["payment"] == {"state": "unknown", "amount": 1_000, "channel": "customer_card", "reference": "P-7"}
    assert (told["rated"]["stars"], told["told"]["channel"]) == (4, "whatsapp")
    assert told["complaint_settled"] == {"number": "KSB1-02-26-C0001", "outcome": "explained"}
    assert all(event.operator == manager.name for event in story.events[:-1])
    assert isinstance(told["missing"]["rows"][0], Words)


def test_an_outage_of_its_entity_is_part_of_it_and_others_are_not(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, shift: Shift
):
    def outage(entity: str, hours: int) -> None:
        outage_id = uuid4().bytes
        began = clock.now()
        write(desk, operator, OutageBegan(outage_id, entity))
        clock.move(hours * HOUR)
        write(desk, operator, OutageEnded(outage_id, entity, began, operator.operator_id.bytes))

    outage("mol", 1)
    case_id, _ = serve(desk, operator, TRANSFER)
    outage("rop", 1)
    clock.move(HOUR)
    outage("mol", 3)
    story = look_at_case(desk, operator, case_id)
    assert kinds(story) == ["outage_ended", "outage_began", "paid"]
    assert story.events[0].at - story.events[1].at == 3 * HOUR
    assert story.events[0].params["entity"] == story.entity


def test_what_was_taken_back_is_told_with_both_numbers(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
):
    case_id, number = serve(desk, operator)
    cash = [TenderInput(Tender.CASH, 6_000)]
    back = reverse_transaction(desk, operator, number, None, cash, "wrong_service", Approval(manager, "wrong_service"))
    story = look_at_case(desk, operator, case_id)
    assert story.receipts == (number, back.number)
    event = next(event for event in story.events if event.kind == "reversed")
    assert event.params == {"number": back.number, "original": number, "total": 6_000, "refund_due": 0}


def test_a_fee_that_the_centres_card_paid_is_told_once(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, shift: Shift
):
    case_id, _ = serve(desk, operator)
    asked = PaymentAsked(case_id, 600, Channel.CENTRE_CARD, PaymentState.CONFIRMED, "P-9")
    ask_portal_payment(desk, operator, asked)
    clock.move(HOUR)
    fee = fees_to_pay(desk, operator, TODAY, TODAY)[0]
    record_portal_payments(desk, operator, [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held, "P-8")])
    told = [(event.kind, event.params["amount"]) for event in look_at_case(desk, operator, case_id).events[:-1]]
    assert told == [("portal_paid", 400), ("payment", 600)]


def test_a_case_of_another_desk_goes_on_here(tmp_path: Path, desk: OpenDesk, clock: SetClock, operator: SignedIn):
    folder = found_other_desk(tmp_path / "third", 3, MORNING - 3 * DAY)
    there = open_desk(folder, clock=SetClock(MORNING - 2 * DAY))
    clerk = next(SignedIn(o.id, o.name, o.roles) for o in list_operators(there) if len(o.roles) == 1)
    open_shift(there, clerk, 20_000)
    case_id, number = serve(there, clerk, TRANSFER)
    there.close()
    bring(desk, journal_of(folder))
    move_case(desk, operator, MoveInput(case_id, Move.REVIEW))
    story = look_at_case(desk, operator, case_id)
    assert [(event.kind, event.desk_number) for event in story.events] == [("moved", 2), ("paid", 3)]
    assert story.events[1].operator.en == "Operator 3"
    assert (story.receipts, story.customer.en) == ((number,), "Sample Customer")
