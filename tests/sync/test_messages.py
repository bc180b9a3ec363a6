"""Messages to customers on their way: one delivery whatever the line does, none to who was erased, none lost."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from sanad_desk.domain.customer_message import ToldBy
from sanad_desk.domain.errors import Refused
from sanad_desk.usecases.customer_message import customer_message
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.tell_customer import tell_customer
from tests.server.live_server import live_server, settings_in
from tests.sync.bad_line import Died, Fault
from tests.sync.centre_at_work import MESSAGES, CentreAtWork
from tests.usecases.counter import a_customer

WEEK = 7 * 24 * 3_600_000


def serve(centre: CentreAtWork, name: str, person: int) -> UUID:
    """The case of a sale."""
    counter = centre.counters[name]
    number = counter.sell(customer=a_customer(person)).number
    with counter.desk.store.reading() as connection:
        query = "SELECT p.case_id FROM paid_case p JOIN transactions t ON t.id = p.transaction_id WHERE t.number = ?"
        return UUID(bytes=connection.exec_driver_sql(query, (number,)).scalar_one())


def tell(centre: CentreAtWork, name: str, case_id: UUID) -> UUID:
    """By the gateway; whom."""
    counter = centre.counters[name]
    return tell_customer(counter.desk, counter.clerk, case_id, ToldBy.GATEWAY).customer_id


def phones(centre: CentreAtWork) -> list[str]:
    """To whom the folder's messages go."""
    files = (centre.folder / "server" / MESSAGES).iterdir()
    return sorted(json.loads(file.read_text("utf-8"))["to"] for file in files)


def requests_before_messages(centre: CentreAtWork, name: str) -> int:
    """Of one round like the next."""
    line = centre.lines[name]
    line.sent.clear()
    tell(centre, name, serve(centre, name, 1))
    assert centre.sync(name).code == ""
    targets = [request.target.rpartition("/")[2] for request in line.sent]
    assert targets[-1] == "messages"
    return len(targets) - 1


@pytest.fixture
def told(centre: CentreAtWork) -> CentreAtWork:
    """Both desks have heard that the server carries messages."""
    centre.drain()
    return centre


def test_it_is_delivered_and_kept_no_longer(told: CentreAtWork) -> None:
    case_id = serve(told, "a", 1)
    tell(told, "a", case_id)
    assert told.state("a").messages_waiting == 1
    assert told.sync("a").code == ""
    assert told.state("a").messages_waiting == 0
    assert phones(told) == ["+96899100001"]
    (file,) = (told.folder / "server" / MESSAGES).iterdir()
    counter = told.counters["a"]
    assert json.loads(file.read_text("utf-8"))["text"] == customer_message(counter.desk, counter.clerk, case_id).text_ar
    told.drain()
    told.check()
    assert len(phones(told)) == 1


def test_any_desk_of_the_centre_tells_the_customer(told: CentreAtWork) -> None:
    case_id = serve(told, "a", 3)
    told.drain()
    tell(told, "b", case_id)
    told.drain()
    assert phones(told) == ["+96899100003"]


@pytest.mark.parametrize(
    "fault", [Fault.ANSWER_LOST, Fault.HALF_ANSWER, Fault.TWICE, Fault.TWO_AT_ONCE, Fault.DIES_AFTER]
)
def test_an_answer_that_is_lost_delivers_nothing_twice(told: CentreAtWork, fault: Fault) -> None:
    before = requests_before_messages(told, "a")
    tell(told, "a", serve(told, "a", 2))
    if fault is Fault.DIES_AFTER:
        with pytest.raises(Died):
            told.sync("a", *[Fault.NONE] * before, fault)
        told.shut("a")
        told.open("a")
    else:
        told.sync("a", *[Fault.NONE] * before, fault)
    assert phones(told) == ["+96899100001", "+96899100002"], "it went through"
    told.drain()
    assert phones(told) == ["+96899100001", "+96899100002"]
    assert told.state("a").messages_waiting == 0


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.HALF_REQUEST, Fault.LATE, Fault.DIES_BEFORE])
def test_a_request_that_is_lost_loses_nothing(told: CentreAtWork, fault: Fault) -> None:
    before = requests_before_messages(told, "a")
    tell(told, "a", serve(told, "a", 2))
    if fault is Fault.DIES_BEFORE:
        with pytest.raises(Died):
            told.sync("a", *[Fault.NONE] * before, fault)
    else:
        told.sync("a", *[Fault.NONE] * before, fault)
    assert told.state("a").messages_waiting == 1
    told.drain()
    assert phones(told) == ["+96899100001", "+96899100002"]
    assert told.state("a").messages_waiting == 0


def test_a_copied_disk_delivers_nothing_twice(told: CentreAtWork) -> None:
    tell(told, "a", serve(told, "a", 1))
    told.shut("a")
    told.copy_disk("a", "c")
    told.open("a")
    for name in ("a", "c", "a", "c"):
        told.sync(name)
    assert phones(told) == ["+96899100001"]


def test_a_gateway_that_is_away_holds_up_nothing_else(told: CentreAtWork) -> None:
    folder = told.folder / "server" / MESSAGES
    folder.rmdir()
    tell(told, "a", serve(told, "a", 1))
    assert told.sync("a").code == ""
    state = told.state("a")
    assert (state.messages_waiting, state.messages_unsent) == (1, ())
    assert [state.acknowledged_seq] == [desk.known_seq for desk in state.desks if desk.is_this], "the journal is up"
    folder.mkdir()
    told.drain()
    told.check()
    assert phones(told) == ["+96899100001"]


def test_a_server_that_stopped_to_carry_is_asked_no_more(told: CentreAtWork) -> None:
    case_id = serve(told, "a", 1)
    tell(told, "a", case_id)
    told.stop()
    settings = settings_in(told.folder / "server")
    with live_server(settings, told.server_clock) as without:
        told.server = without
        assert told.sync("a").code == ""
        assert told.state("a").messages_waiting == 1
        with pytest.raises(Refused, match="gateway_missing"):
            tell(told, "a", case_id)
    told.start()
    told.drain()
    assert phones(told) == ["+96899100001"]


def test_who_is_erased_elsewhere_is_not_written_to(told: CentreAtWork) -> None:
    case_id = serve(told, "a", 1)
    told.drain()
    whom = tell(told, "b", case_id)
    manager = told.counters["a"].manager
    erase_customer(told.counters["a"].desk, manager, whom)
    told.sync("a")
    assert told.sync("b").code == ""
    assert phones(told) == []
    assert told.state("b").messages_waiting == 0


def test_what_the_gateway_refuses_and_what_is_old_stays_listed(told: CentreAtWork) -> None:
    desk, clerk = told.counters["a"].desk, told.counters["a"].clerk
    refused, old = serve(told, "a", 1), serve(told, "a", 2)
    tell(told, "a", refused)
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE message_waiting SET phone = '99100001'")
        unit.commit()
    told.sync("a")
    state = told.state("a")
    assert (state.messages_waiting, len(state.messages_unsent)) == (0, 1)
    tell(told, "a", old)
    told.clock.move(WEEK + 1)
    told.server_clock.move(WEEK + 1)
    told.drain()
    assert phones(told) == []
    assert len(told.state("a").messages_unsent) == 2
    for case_id in (refused, old):
        tell_customer(desk, clerk, case_id, ToldBy.CALL)
    assert told.state("a").messages_unsent == ()
