"""A version from the central server: fetched between rounds over a line that dies, asked for no oftener than due."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.programs import want_program
from sanad_desk.updates.running import RunningProgram
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.look_for_update import look_for_update
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.program_update import program_update
from sanad_desk.usecases.sync_now import sync_now
from sanad_desk.usecases.update_from_folder import update_from_folder
from sanad_desk.wire.program import PIECE_BYTES
from tests.conftest import TODAY
from tests.server.live_server import LiveServer, live_server, settings_in
from tests.sync.bad_line import BadLine, Fault
from tests.updates.site import LARGE, Publisher, flip, is_whole, make_program

HOUR = 3_600_000


@contextlib.contextmanager
def served(desk: OpenDesk, manager: SignedIn, folder: Path, site: Path | None) -> Iterator[tuple[LiveServer, BadLine]]:
    """The desk joined to a server that has that site."""
    centre, _, _ = desk.identity()
    with live_server(settings_in(folder, updates_folder=site), desk.clock) as server:
        add_centre(server.db, centre.code, "مركز تجريبي", "Sample Centre", desk.clock.now())
        join_server(desk, manager, server.url, new_enrolment_code(server.db, centre.code, desk.clock.now()))
        if desk.line is not None:
            desk.line.close()
        desk.line = line = BadLine(server.url, lambda: server.url)
        yield server, line
        line.close()


@pytest.fixture
def line(desk: OpenDesk, manager: SignedIn, tmp_path: Path, publisher: Publisher) -> Iterator[BadLine]:
    with served(desk, manager, tmp_path / "server", publisher.site) as (_, line):
        yield line


def asked_for(line: BadLine) -> list[str]:
    found = [request.target.removeprefix("/v1/updates/") for request in line.sent]
    line.sent.clear()
    return found


def test_it_comes_in_slices_whatever_the_line_does(
    desk: OpenDesk, clock: SetClock, line: BadLine, program: RunningProgram, newer: Path
) -> None:
    line.script = [Fault.NONE, Fault.LOST]
    state = look_for_update(desk)
    assert (state.stage, state.problem, state.looked_at) == (UpdateStage.CURRENT, "server_unreachable", 0)

    state = look_for_update(desk, budget_s=0)
    assert (state.stage, state.version, state.done_bytes) == (UpdateStage.FETCHING, "0.6.1", 0)
    assert state.total_bytes > 3_000_000
    asked_for(line)

    line.script = [Fault.NONE, Fault.LOST]
    state = look_for_update(desk)
    assert state.stage is UpdateStage.FETCHING
    first, second = asked_for(line)
    assert first.startswith("pieces/")

    state = look_for_update(desk)
    assert (state.stage, state.problem) == (UpdateStage.READY, "")
    assert asked_for(line)[0] == second
    assert is_whole(program, "0.6.1", newer)

    look_for_update(desk)
    assert asked_for(line) == []
    clock.move(7 * HOUR)
    assert look_for_update(desk).looked_at == clock.now()
    assert asked_for(line) == ["metadata/2.root.json", "metadata/timestamp.json"]


def test_of_a_large_file_a_cut_costs_one_piece(
    desk: OpenDesk, manager: SignedIn, tmp_path: Path, unpublished: Publisher, program: RunningProgram
) -> None:
    newer = make_program(tmp_path / "larger", "0.6.1")
    (newer / LARGE).write_bytes(os.urandom(3 * PIECE_BYTES + 7))
    unpublished.publish(newer, "0.6.1")
    with served(desk, manager, tmp_path / "server", unpublished.site) as (_, line):
        look_for_update(desk, budget_s=0)
        asked_for(line)
        line.script = [*[Fault.NONE] * 3, Fault.LOST]  # another file comes first
        assert look_for_update(desk).done_bytes >= 2 * PIECE_BYTES
        *_, cut = asked_for(line)
        assert look_for_update(desk).stage is UpdateStage.READY
        again = asked_for(line)
    assert (again[0], len(again)) == (cut, 3)
    assert is_whole(program, "0.6.1", newer)


def test_only_what_changed_goes_over_the_line(desk: OpenDesk, line: BadLine, publisher: Publisher, newer: Path) -> None:
    assert look_for_update(desk).stage is UpdateStage.READY
    changed = {*publisher.pieces_of(newer / "sanad-desk"), *publisher.pieces_of(newer / "_internal" / "changed.pyc")}
    pieces = {name for name in asked_for(line) if name.startswith("pieces/")}
    assert pieces == {str(path.relative_to(publisher.site)) for path in changed}


def test_what_was_tampered_with_is_not_asked_for_again_and_again(
    desk: OpenDesk, clock: SetClock, line: BadLine, publisher: Publisher, newer: Path
) -> None:
    piece = publisher.pieces_of(newer / "_internal" / "changed.pyc")[0]
    flip(piece)
    state = look_for_update(desk)
    assert (state.stage, state.problem) == (UpdateStage.FETCHING, "update_damaged")
    asked_for(line)
    assert look_for_update(desk) == state
    assert asked_for(line) == []
    flip(piece)
    assert look_for_update(desk, asked=True).stage is UpdateStage.READY


def test_a_stick_ends_what_the_line_began(desk: OpenDesk, line: BadLine, publisher: Publisher) -> None:
    assert look_for_update(desk, budget_s=0).stage is UpdateStage.FETCHING
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_a_server_without_updates(desk: OpenDesk, manager: SignedIn, tmp_path: Path) -> None:
    with served(desk, manager, tmp_path / "server", None):
        state = look_for_update(desk, asked=True)
    assert (state.stage, state.problem) == (UpdateStage.CURRENT, "update_missing")


def test_without_a_server_or_trust_nobody_is_asked(
    desk: OpenDesk, manager: SignedIn, tmp_path: Path, publisher: Publisher
) -> None:
    state = look_for_update(desk, asked=True)
    assert (state.stage, state.problem, state.looked_at) == (UpdateStage.CURRENT, "not_joined", 0)
    with served(desk, manager, tmp_path / "server", publisher.site) as (_, line):
        desk.program.root.unlink()
        assert look_for_update(desk, asked=True).stage is UpdateStage.UNTRUSTED
        assert line.sent == []


def test_a_required_version_stops_the_next_shift_once_it_is_here(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, clock: SetClock, tmp_path: Path, publisher: Publisher
) -> None:
    with served(desk, manager, tmp_path / "server", publisher.site) as (server, _):
        want_program(server.db, "0.6.1", TODAY + timedelta(days=1), "Sample Manager", clock.now())
        sync_now(desk)
        look_for_update(desk)
    state = program_update(desk)
    assert (state.stage, state.required_version) == (UpdateStage.READY, "0.6.1")
    assert state.required_from == TODAY + timedelta(days=1)
    open_shift(desk, operator, 20_000)  # in the days of grace
    clock.move(24 * HOUR)
    with pytest.raises(Refused, match="update_first"):
        open_shift(desk, operator, 20_000)


def test_what_is_not_here_stops_nobody(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, clock: SetClock, tmp_path: Path, publisher: Publisher
) -> None:
    with served(desk, manager, tmp_path / "server", publisher.site) as (server, _):
        want_program(server.db, "0.6.1", TODAY, "Sample Manager", clock.now())
        sync_now(desk)
        look_for_update(desk, budget_s=0)
    assert program_update(desk).required_from == TODAY
    open_shift(desk, operator, 20_000)
