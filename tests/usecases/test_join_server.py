"""A desk is enrolled by a short code: one that has sold for years, or a fresh PC of a centre that is at work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import AuthError, DomainError, OfflineError, Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.join_server import found_from_server, join_server
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.sync_now import NOT_JOINED, sync_now
from sanad_desk.wire.entries import DeskEnrolled
from tests.conftest import MORNING
from tests.server.live_server import Desk, LiveServer, enrol_with, live_server, settings_in
from tests.sync.bad_line import BadLine, Fault
from tests.usecases.played import facts, sold

HOUR = 3_600_000
OTHER = "0201"


@dataclass
class Town:
    """A server with the demo centre and another one."""

    server: LiveServer
    clock: SetClock
    code_of_demo: str

    def code(self, centre: str = "") -> str:
        return new_enrolment_code(self.server.db, centre or self.code_of_demo, self.clock.now())


@pytest.fixture
def town(tmp_path: Path, desk: OpenDesk, clock: SetClock) -> Iterator[Town]:
    own, _, _ = desk.identity()
    with live_server(settings_in(tmp_path / "server"), clock) as server:
        add_centre(server.db, own.code, "مركز تجريبي", "Sample Centre", clock.now())
        add_centre(server.db, OTHER, "مركز النخيل", "An Nakhil Centre", clock.now())
        yield Town(server, clock, own.code)


@pytest.fixture
def fresh(tmp_path: Path, clock: SetClock) -> Iterator[OpenDesk]:
    opened = open_desk(tmp_path / "fresh", clock=clock, create=True)
    yield opened
    opened.close()


def test_a_desk_that_works_keeps_what_it_has(
    town: Town, desk: OpenDesk, manager: SignedIn, operator: SignedIn, shift: Shift
) -> None:
    number = sold(desk, operator).number
    assert not line_state(desk).is_joined
    assert sync_now(desk).code == NOT_JOINED
    join_server(desk, manager, town.server.url, f" {town.code().lower().replace('-', ' ')} ")
    state = line_state(desk)
    assert (state.is_joined, state.address, state.acknowledged_seq) == (True, town.server.url, 0)
    assert state.spare_number not in (0, state.desk_number)
    assert (sync_now(desk).code, sync_now(desk).sent) == ("", 0)
    state = line_state(desk)
    assert state.acknowledged_seq == state.desks[0].head_seq > 0
    assert state.synced_at == town.clock.now()
    assert look_at_receipt(desk, manager, number).number == number
    assert facts(desk, DeskEnrolled)[-1].reason == "enrolled"
    with pytest.raises(Refused, match="already_joined"):
        join_server(desk, manager, town.server.url, town.code())


def test_a_lost_answer_is_asked_for_again(town: Town, desk: OpenDesk, manager: SignedIn) -> None:
    """The server has enrolled it, the desk does not know: the same code with the same key goes through once more."""
    code = town.code()
    join_server(desk, manager, town.server.url, code)
    joined = line_state(desk)
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("DELETE FROM server_link")
        unit.commit()
    join_server(desk, manager, town.server.url, code)
    assert line_state(desk).desk_number == joined.desk_number
    assert sync_now(desk).code == ""


def test_a_fresh_pc_is_told_who_works_there(
    town: Town, desk: OpenDesk, manager: SignedIn, operator: SignedIn, shift: Shift, fresh: OpenDesk
) -> None:
    join_server(desk, manager, town.server.url, town.code())
    number = sold(desk, operator).number
    assert sync_now(desk).code == ""
    found_from_server(fresh, town.server.url, town.code())
    assert {known.id for known in list_operators(fresh)} == {known.id for known in list_operators(desk)}
    boss = sign_in(fresh, manager.operator_id, MANAGER_PIN)
    assert fresh.identity()[0] == desk.identity()[0]
    assert line_state(fresh).desk_number != line_state(desk).desk_number
    assert look_at_receipt(fresh, boss, number).elsewhere == line_state(desk).desk_number
    with pytest.raises(Refused, match="desk_founded_already"):
        found_from_server(fresh, town.server.url, town.code())


def test_a_number_that_another_desk_has_is_given_up(
    town: Town, demo_store: Path, desk: OpenDesk, manager: SignedIn, fresh: OpenDesk
) -> None:
    own_number = desk.identity()[1].number
    town.server.enrol(town.code_of_demo, town.clock)
    town.server.enrol(town.code_of_demo, town.clock)
    join_server(desk, manager, town.server.url, town.code())
    assert sync_now(desk).code == ""
    state = line_state(desk)
    assert state.desk_number != own_number
    assert {incident.code for incident in state.incidents} == {"desk_renumbered"}


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("mistyped", "enrol_code_mistyped"),
        ("unknown", "enrol_code_wrong"),
        ("used", "enrol_code_used"),
        ("expired", "enrol_code_expired"),
        ("other centre", "centre_code_differs"),
    ],
)
def test_a_code_that_is_no_good_is_told_at_its_field(
    town: Town, desk: OpenDesk, manager: SignedIn, what: str, code: str
) -> None:
    typed = {
        "mistyped": lambda: town.code()[:-1] + "!",
        "unknown": lambda: _unknown(town),
        "used": lambda: _used(town),
        "expired": town.code,
        "other centre": lambda: town.code(OTHER),
    }[what]()
    if what == "expired":
        town.clock.move(25 * HOUR)
    with pytest.raises(DomainError) as error:
        join_server(desk, manager, town.server.url, typed)
    assert (error.value.code, error.value.params["field"]) == (code, "code")
    assert not line_state(desk).is_joined


def _unknown(town: Town) -> str:
    with live_server(settings_in(Path(town.server.db.engine.url.database or "").parent / "elsewhere")) as elsewhere:
        add_centre(elsewhere.db, town.code_of_demo, "مركز", "Centre", MORNING)
        return new_enrolment_code(elsewhere.db, town.code_of_demo, MORNING)


def _used(town: Town) -> str:
    code = town.code()
    fresh = town.server.enrol(OTHER, town.clock)
    enrol_with(fresh, code)
    return code


@pytest.mark.parametrize(
    ("address", "kind", "code"),
    [
        ("http://example.invalid", DomainError, "address_malformed"),
        ("https://", DomainError, "address_malformed"),
        ("https://127.0.0.1/v1", DomainError, "address_malformed"),
        ("http://127.0.0.1:9", OfflineError, "server_unreachable"),
    ],
)
def test_an_address_that_leads_nowhere(
    desk: OpenDesk, manager: SignedIn, address: str, kind: type[SanadError], code: str
) -> None:
    with pytest.raises(kind) as error:
        join_server(desk, manager, address, "KSB1-0000-0000-0")
    assert error.value.code == code
    assert not line_state(desk).is_joined


def test_a_centre_without_a_desk_founds_none(town: Town, fresh: OpenDesk, desk: OpenDesk, manager: SignedIn) -> None:
    code = town.code()
    with pytest.raises(DomainError, match="centre_not_set_up"):
        found_from_server(fresh, town.server.url, code)
    assert not fresh.is_founded
    join_server(desk, manager, town.server.url, code)  # it is good for the first desk


def test_a_fresh_pc_whose_answer_was_lost_asks_again(
    town: Town, desk: OpenDesk, manager: SignedIn, fresh: OpenDesk
) -> None:
    join_server(desk, manager, town.server.url, town.code())
    assert sync_now(desk).code == ""
    line = BadLine(town.server.url, lambda: town.server.url)
    fresh.line, line.script, code = line, [Fault.ANSWER_LOST], town.code()
    with pytest.raises(OfflineError):
        found_from_server(fresh, town.server.url, code)
    found_from_server(fresh, town.server.url, code)
    assert len(line_state(fresh).desks) == 2


def test_a_code_of_another_centre_stays_good_for_it(town: Town, desk: OpenDesk, manager: SignedIn) -> None:
    code = town.code(OTHER)
    with pytest.raises(DomainError, match="centre_code_differs"):
        join_server(desk, manager, town.server.url, code)
    enrol_with(Desk(town.server.line, Ed25519PrivateKey.generate(), clock=town.clock), code)


def test_a_clock_that_is_years_off_still_joins(town: Town, desk: OpenDesk, manager: SignedIn) -> None:
    code = town.code()
    desk.clock = SetClock(MORNING + 6 * 365 * 24 * HOUR)
    join_server(desk, manager, town.server.url, code)
    assert sync_now(desk).code == ""
    assert line_state(desk).clock_off_ms < 0


def test_an_operator_joins_nothing(town: Town, desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        join_server(desk, operator, town.server.url, town.code())
