"""Messages to customers: what they say of each state, in how many letters, to whom, and what the journal keeps."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from sanad_desk.domain.case_life import HOLD_REASONS, REASONS, CaseState, Move
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer_message import (
    LONGEST_AR,
    LONGEST_EN,
    CustomerMessage,
    ToldBy,
    first_that_fits,
    in_phone_letters,
)
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.store import messages_waiting
from sanad_desk.store.cases import standing_of
from sanad_desk.usecases.customer_message import customer_message
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_customer import save_customer, set_customer
from sanad_desk.usecases.tell_customer import tell_customer
from sanad_desk.wire.follow_facts import CustomerTold
from tests.usecases.played import CONTRACT, facts, pay, person, ready_visit

HEALTH = "moh-medical-test-form"
TRANSFER = "mol-transfer-of-services"  # the ministry looks at it for days
PHONE = "+96899100001"
WEEK = 7 * 24 * 3_600_000


def serve(desk: OpenDesk, who: SignedIn, service: str = TRANSFER, phone: str = PHONE, representative: str = "") -> UUID:
    """A paid case of somebody with this phone, brought by somebody with that one."""
    view = ready_visit(desk, who, service)
    whose = save_customer(desk, who, person(phone=phone)).customer.id
    brought_by = save_customer(desk, who, person(civil_number="99000002", phone=representative)).customer.id
    set_customer(desk, who, view.visit.id, whose)
    view = set_customer(desk, who, view.visit.id, brought_by, representative=True)
    case_id = view.cases[0].case.id
    pay(desk, who, view)
    return case_id


def move(desk: OpenDesk, who: SignedIn, case_id: UUID, *moves: Move, **said: object) -> CustomerMessage:
    """The message after the last of them, to which belongs what is said."""
    *before, last = moves
    for one in before:
        move_case(desk, who, MoveInput(case_id, one, reason=REASONS.get(one, ("",))[0]))
    move_case(desk, who, MoveInput(case_id, last, **said))  # type: ignore[arg-type]
    return customer_message(desk, who, case_id)


def state_of(desk: OpenDesk, case_id: UUID) -> CaseState:
    with desk.store.reading() as connection:
        standing = standing_of(connection, case_id)
    assert standing is not None
    return standing.state


def say_server_has_a_gateway(desk: OpenDesk) -> None:
    with desk.store.unit_of_work() as unit:
        messages_waiting.note_gateway(unit.connection, is_there=True)
        unit.commit()


def waiting(desk: OpenDesk) -> list[messages_waiting.WaitingMessage]:
    with desk.store.reading() as connection:
        return messages_waiting.to_send(connection, desk.clock.now(), 100)


def paper_rows(desk: OpenDesk, service: str) -> list[str]:
    return list(desk.catalogue.services[service].paper_keys)


def test_it_says_what_to_do_and_who_writes(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    told = move(desk, operator, case_id, Move.APPROVE, amount=201_000)
    assert told.text_en == (
        "Hello. The entity approved your case KSB1-02-000001. OMR 201.000 is to be paid, please visit us.\n"
        "Sanad Demo Centre - Khasab 26000000"
    )
    assert "201.000 ر.ع." in told.text_ar
    assert told.text_ar.endswith("مركز سند التجريبي · خصب 26000000")
    assert (told.phone, told.state, told.has_gateway) == (PHONE, "approved", False)


def test_the_promised_day_is_named_until_it_has_passed(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    told = move(desk, operator, case_id, Move.PROMISE, promised=date(2026, 12, 1))
    assert "We expect it on 01/12/2026." in told.text_en
    assert "الموعد المتوقع 01/12/2026." in told.text_ar
    assert isinstance(desk.clock, SetClock)
    desk.clock.move(30 * 24 * 3_600_000)
    late = customer_message(desk, operator, case_id)
    assert "2026" not in late.text_en + late.text_ar
    assert "We are asking the entity" in late.text_en


def test_a_returned_case_names_the_papers_of_its_last_return(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    first, second, *_ = paper_rows(desk, TRANSFER)
    names = [desk.catalogue.papers[key.split(":")[2].split("|")[0]].name for key in (first, second)]
    told = move(desk, operator, case_id, Move.RETURN, reason="paper_missing", rows=(first,))
    assert names[0].ar in told.text_ar
    assert names[0].en in told.text_en
    told = move(desk, operator, case_id, Move.RESEND, Move.RETURN, reason="paper_missing", rows=(second,))
    assert names[0].en not in told.text_en
    assert names[1].en in told.text_en
    told = move(desk, operator, case_id, Move.RESEND, Move.RETURN, reason="paper_missing")
    assert "a paper is missing" in told.text_en
    told = move(desk, operator, case_id, Move.RESEND, Move.RETURN, reason="data_wrong")
    assert "We are on it" in told.text_en
    told = move(desk, operator, case_id, Move.RESEND, Move.HOLD, reason="missing_paper", rows=(first,))
    assert names[0].en in told.text_en


def test_what_the_entity_turned_down_was_not_cancelled_by_us(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    told = move(desk, operator, case_id, Move.TURN_DOWN, reason="too_late")
    assert told.text_en.startswith("Hello. The entity did not accept")
    assert "We cancelled" not in told.text_en


@pytest.mark.parametrize("service", [TRANSFER, HEALTH])
def test_every_state_fits_and_a_sensitive_service_is_never_named(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, service: str
) -> None:
    case_id, row = serve(desk, operator, service), paper_rows(desk, service)[0]
    known, paper = desk.catalogue.services[service], desk.catalogue.papers[row.split(":")[2].split("|")[0]]
    secrets = {known.name.ar, known.name.en, desk.catalogue.entity_of(known).name.ar, paper.name.ar, paper.name.en}
    secrets |= {"99000001", "Sample Customer", "زبون"}
    if state_of(desk, case_id) is not CaseState.SUBMITTED:
        move_case(desk, manager, MoveInput(case_id, Move.REOPEN, reason="entity_came_back"))
    said: list[CustomerMessage] = [customer_message(desk, operator, case_id)]
    for reason in HOLD_REASONS:
        said.append(move(desk, operator, case_id, Move.HOLD, reason=reason, rows=(row,)))
        move_case(desk, operator, MoveInput(case_id, Move.RESUME))
    said.append(move(desk, operator, case_id, Move.REVIEW))
    for reason in REASONS[Move.RETURN]:
        said.append(move(desk, operator, case_id, Move.RETURN, reason=reason, rows=(row,)))
        said.append(move(desk, operator, case_id, Move.RESEND))
    said.append(move(desk, operator, case_id, Move.APPROVE))
    said += [move(desk, operator, case_id, one) for one in (Move.PAY, Move.ISSUE, Move.FINISH)]
    for one in said:
        assert len(one.text_ar) <= LONGEST_AR, one.text_ar
        assert len(one.text_en) <= LONGEST_EN, one.text_en
        assert one.text_en.isascii()
        assert "KSB1-02-000001" in one.text_ar
        if known.sensitive:
            assert not {secret for secret in secrets if secret in one.text_ar + one.text_en}
    assert known.sensitive or any(known.name.ar in one.text_ar for one in said)


def test_a_representative_hears_where_the_customer_left_no_phone(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    case_id = serve(desk, operator, phone="", representative="+96899100009")
    assert customer_message(desk, operator, case_id).phone == "+96899100009"


def test_without_a_phone_nothing_is_written(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator, phone="")
    with pytest.raises(DomainError, match="phone_missing"):
        tell_customer(desk, operator, case_id, ToldBy.CALL)
    with pytest.raises(DomainError, match="case_unknown"):
        customer_message(desk, operator, uuid4())
    assert facts(desk, CustomerTold) == []


def test_the_links_are_those_of_telephones() -> None:
    message = CustomerMessage("KSB1-02-000001", PHONE, "سلام\n1 & 2", "Hello & 2", "done", uuid4(), has_gateway=False)
    assert message.whatsapp_url("en") == "https://wa.me/96899100001?text=Hello%20%26%202"
    assert message.whatsapp_url() == "https://wa.me/96899100001?text=%D8%B3%D9%84%D8%A7%D9%85%0A1%20%26%202"
    assert message.sms_url("en") == "sms:+96899100001?body=Hello%20%26%202"
    assert message.call_url == "tel:+96899100001"


def test_the_fullest_that_fits_is_said_and_the_shortest_where_none_does() -> None:
    assert first_that_fits(["long enough", "short"], 11) == "long enough"
    assert first_that_fits(["long enough", "short"], 10) == "short"
    assert first_that_fits(["long enough", "short"], 1) == "short"
    assert in_phone_letters("Card – “medical” · it’s") == 'Card - "medical" - it\'s'


def test_nobody_is_told_while_the_clock_cannot_be_believed(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    case_id = serve(desk, operator)
    clock.move(-3_600_000)
    with pytest.raises(Refused, match="clock_went_back"):
        tell_customer(desk, operator, case_id, ToldBy.CALL)
    assert facts(desk, CustomerTold) == []


def test_telling_is_a_fact_without_words(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    for channel in (ToldBy.COPIED, ToldBy.WHATSAPP, ToldBy.CALL, ToldBy.SMS):
        tell_customer(desk, operator, case_id, channel)
    told = [CustomerTold(case_id.bytes, channel, "submitted") for channel in ("copied", "whatsapp", "call", "sms")]
    assert facts(desk, CustomerTold) == told
    assert waiting(desk) == []


def test_the_gateway_is_asked_only_where_the_server_has_one(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = serve(desk, operator)
    with pytest.raises(Refused, match="gateway_missing"):
        tell_customer(desk, operator, case_id, ToldBy.GATEWAY)
    assert (facts(desk, CustomerTold), waiting(desk)) == ([], [])
    say_server_has_a_gateway(desk)
    message = tell_customer(desk, operator, case_id, ToldBy.GATEWAY, language="en")
    assert message.has_gateway
    (one,) = waiting(desk)
    assert (one.case_id, one.customer_id, one.phone) == (case_id.bytes, message.customer_id.bytes, PHONE)
    assert one.words == message.text_en


def test_a_newer_word_takes_the_place_of_what_still_waits(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    say_server_has_a_gateway(desk)
    case_id, other = serve(desk, operator), serve(desk, operator, CONTRACT)
    tell_customer(desk, operator, case_id, ToldBy.GATEWAY)
    tell_customer(desk, operator, other, ToldBy.GATEWAY)
    move_case(desk, operator, MoveInput(case_id, Move.REVIEW))
    tell_customer(desk, operator, case_id, ToldBy.GATEWAY)
    assert [one.case_id for one in waiting(desk)] == [other.bytes, case_id.bytes]
    assert "المراجعة" in waiting(desk)[1].words
    tell_customer(desk, operator, case_id, ToldBy.CALL)
    assert [one.case_id for one in waiting(desk)] == [other.bytes]


def test_old_news_are_not_sent_and_stay_listed(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    say_server_has_a_gateway(desk)
    case_id = serve(desk, operator)
    tell_customer(desk, operator, case_id, ToldBy.GATEWAY)
    state = line_state(desk)
    assert (state.messages_waiting, state.messages_unsent) == (1, ())
    assert isinstance(desk.clock, SetClock)
    desk.clock.move(WEEK + 1)
    assert waiting(desk) == []
    state = line_state(desk)
    assert (state.messages_waiting, state.messages_unsent) == (0, ("KSB1-02-000001",))


def test_who_is_erased_gets_no_message_any_more(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    say_server_has_a_gateway(desk)
    case_id = serve(desk, operator)
    move(desk, operator, case_id, Move.FINISH)
    message = tell_customer(desk, operator, case_id, ToldBy.GATEWAY)
    erase_customer(desk, manager, message.customer_id)
    assert waiting(desk) == []
