"""A version from a stick: taken whole or not at all, and nothing that was tampered with is taken."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from filelock import FileLock

from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.server.updates.keys import KeyRole
from sanad_desk.server.updates.rotate_key import rotate_key
from sanad_desk.store.verify import verify
from sanad_desk.updates.arrive import check_room
from sanad_desk.updates.bring import is_due
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import SWITCH_FILE, read_switch
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.program_update import program_update
from sanad_desk.usecases.update_from_folder import update_from_folder
from sanad_desk.wire.program import ProgramFile, ProgramManifest, manifest_bytes, this_platform
from tests.updates.site import LARGE, Publisher, begin, flip, is_whole, make_program


def refused(desk: OpenDesk, stick: Path) -> str:
    """The code; whatever it is, the old version goes on and the store is whole."""
    with pytest.raises(DomainError) as caught:
        update_from_folder(desk.program, stick, desk.clock)
    state = program_update(desk)
    assert state.stage is not UpdateStage.READY
    assert state.running == "0.6.0"
    assert read_switch(desk.program.beside).current == ""
    with desk.store.reading() as connection:
        assert verify(connection).faults == []
    return caught.value.code


def test_it_lies_ready_byte_for_byte(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path
) -> None:
    assert program_update(desk) == ProgramUpdate("0.6.0", UpdateStage.CURRENT)
    state = update_from_folder(desk.program, publisher.site, desk.clock)
    assert (state.stage, state.version, state.problem) == (UpdateStage.READY, "0.6.1", "")
    assert is_whole(program, "0.6.1", newer)
    assert program_update(desk) == state


def test_what_is_here_already_is_not_asked_of_the_stick(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path
) -> None:
    for piece in publisher.pieces_of(newer / LARGE):
        piece.unlink()
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY
    assert is_whole(program, "0.6.1", newer)


def test_of_a_changed_file_only_the_changed_piece_is_asked(
    desk: OpenDesk, unpublished: Publisher, program: RunningProgram, tmp_path: Path
) -> None:
    newer = make_program(tmp_path / "other", "0.6.1")
    with (newer / LARGE).open("r+b") as file:
        file.write(b"begins otherwise")
    unpublished.publish(newer, "0.6.1")
    for piece in unpublished.pieces_of(newer / LARGE)[1:]:
        piece.unlink()
    assert update_from_folder(desk.program, unpublished.site, desk.clock).stage is UpdateStage.READY
    assert is_whole(program, "0.6.1", newer)


def test_the_folder_the_site_lies_in_will_do(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    assert update_from_folder(desk.program, publisher.site.parent, desk.clock).stage is UpdateStage.READY


def test_the_same_version_is_nothing_new(desk: OpenDesk, unpublished: Publisher, tmp_path: Path) -> None:
    unpublished.publish(make_program(tmp_path / "same", "0.6.0"), "0.6.0")
    assert update_from_folder(desk.program, unpublished.site, desk.clock).stage is UpdateStage.CURRENT


def test_a_later_one_takes_the_place_of_the_ready_one(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path, tmp_path: Path
) -> None:
    update_from_folder(desk.program, publisher.site, desk.clock)
    publisher.publish(make_program(tmp_path / "latest", "0.10.0"), "0.10.0")
    assert update_from_folder(desk.program, publisher.site, desk.clock).version == "0.10.0"
    publisher.publish(make_program(tmp_path / "more", "0.10.1"), "0.10.1")
    update_from_folder(desk.program, publisher.site, desk.clock)
    assert [path.name for path in (program.beside / "versions").iterdir()] == ["0.10.1"]


FLIPPED: dict[str, tuple[Callable[[Publisher, Path], Path], str]] = {
    "piece": (lambda publisher, newer: publisher.pieces_of(newer / "_internal" / "changed.pyc")[0], "update_damaged"),
    "manifest": (lambda publisher, newer: publisher.target(), "update_damaged"),
    "targets": (lambda publisher, newer: publisher.metadata("targets"), "update_damaged"),
    "snapshot": (lambda publisher, newer: publisher.metadata("snapshot"), "update_damaged"),
    "timestamp": (lambda publisher, newer: publisher.metadata("timestamp"), "update_damaged"),  # no JSON any more
}


@pytest.mark.parametrize("where", FLIPPED)
def test_a_flipped_byte(desk: OpenDesk, publisher: Publisher, newer: Path, where: str) -> None:
    find, code = FLIPPED[where]
    flip(find(publisher, newer))
    assert refused(desk, publisher.site) == code


def test_a_signature_that_does_not_fit(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    timestamp = json.loads(publisher.metadata("timestamp").read_bytes())
    timestamp["signed"]["version"] += 1
    publisher.metadata("timestamp").write_text(json.dumps(timestamp))
    assert refused(desk, publisher.site) == "update_forged"


def test_what_was_wrong_is_told_until_the_next_look(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path
) -> None:
    piece = publisher.pieces_of(newer / "_internal" / "changed.pyc")[0]
    pulled = piece.rename(piece.with_suffix(".away"))
    assert refused(desk, publisher.site) == "update_missing"
    state = program_update(desk)
    assert (state.stage, state.problem) == (UpdateStage.FETCHING, "update_missing")
    assert refused(desk, publisher.site / "pieces") == "update_missing"
    pulled.rename(piece)
    assert update_from_folder(desk.program, publisher.site, desk.clock).problem == ""

    (program.beside / SWITCH_FILE).write_text("no JSON")
    state = program_update(desk)
    assert (state.stage, state.problem) == (UpdateStage.FETCHING, "update_forgotten")
    assert is_due(program, desk.clock.now())
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_a_damaged_piece_that_comes_whole_later(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path
) -> None:
    piece = publisher.pieces_of(newer / "_internal" / "changed.pyc")[0]
    flip(piece)
    assert refused(desk, publisher.site) == "update_damaged"
    flip(piece)
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY
    assert is_whole(program, "0.6.1", newer)


def test_keys_of_somebody_else(desk: OpenDesk, tmp_path: Path, newer: Path) -> None:
    stranger = begin(tmp_path / "stranger")
    stranger.publish(newer, "0.6.1")
    assert refused(desk, stranger.site) == "update_forged"


def test_an_older_version_signed_anew(desk: OpenDesk, unpublished: Publisher, tmp_path: Path) -> None:
    unpublished.publish(make_program(tmp_path / "older", "0.5.9"), "0.5.9")
    assert refused(desk, unpublished.site) == "update_older"


def test_an_older_state_played_again(desk: OpenDesk, publisher: Publisher, newer: Path, tmp_path: Path) -> None:
    before = shutil.copytree(publisher.site, tmp_path / "before")
    publisher.refresh()
    flip(publisher.pieces_of(newer / "_internal" / "changed.pyc")[0])
    assert refused(desk, publisher.site) == "update_damaged"  # and yet it has seen the newer state
    assert refused(desk, before) == "update_older"


@pytest.mark.parametrize("days_ago", [15, 400])
def test_a_state_that_was_frozen(desk: OpenDesk, unpublished: Publisher, tmp_path: Path, days_ago: int) -> None:
    frozen = begin(tmp_path / "frozen", keys=unpublished.keys, days_ago=days_ago)
    assert refused(desk, frozen.site) == "update_expired"


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_parts_of_two_states_mixed(desk: OpenDesk, publisher: Publisher, newer: Path, role: str) -> None:
    old = publisher.metadata(role).read_bytes()
    publisher.publish_raw(manifest_bytes(ProgramManifest("0.6.2", this_platform(), ())))
    publisher.metadata(role).write_bytes(old)
    assert refused(desk, publisher.site) == "update_damaged"


def test_a_file_without_end(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    with publisher.metadata("timestamp").open("ab") as file:
        file.write(b" " * 9_000_000)
    assert refused(desk, publisher.site) == "update_damaged"


def test_a_piece_that_unpacks_without_end(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    piece = publisher.pieces_of(newer / "_internal" / "changed.pyc")[0]
    piece.write_bytes(zstandard.ZstdCompressor().compress(bytes(200_000_000)))
    assert refused(desk, publisher.site) == "update_damaged"


@pytest.mark.parametrize(
    "manifest",
    [
        ProgramManifest("0.6.1", "", ()),
        ProgramManifest("0.6.1", "plan9-mips", (ProgramFile("a"),)),
        ProgramManifest("../0.6.1", "linux-x86_64", (ProgramFile("a"),)),
        ProgramManifest("0.6.1rc1", "linux-x86_64", (ProgramFile("a"),)),
        ProgramManifest("0.6.1", "linux-x86_64", (ProgramFile("../../../evil"),)),
        ProgramManifest("0.6.1", "linux-x86_64", (ProgramFile("a", link="../../../store"),)),
    ],
)
def test_a_manifest_that_leads_elsewhere(desk: OpenDesk, publisher: Publisher, manifest: ProgramManifest) -> None:
    publisher.publish_raw(manifest_bytes(manifest))
    assert refused(desk, publisher.site) == "update_unusable"


@pytest.mark.parametrize("what", ["no folder", "an empty one", "no timestamp", "no manifest", "no piece", "a pipe"])
def test_what_is_missing(desk: OpenDesk, publisher: Publisher, newer: Path, tmp_path: Path, what: str) -> None:
    stick = publisher.site
    match what:
        case "no folder":
            stick = tmp_path / "nowhere"
        case "an empty one":
            stick = tmp_path / "empty"
            stick.mkdir()
        case "no timestamp":
            publisher.metadata("timestamp").unlink()
        case "no manifest":
            publisher.target().unlink()
        case "no piece":
            publisher.pieces_of(newer / "_internal" / "changed.pyc")[0].unlink()
        case "a pipe":
            publisher.metadata("timestamp").unlink()
            os.mkfifo(publisher.site / "metadata" / "timestamp.json")
    assert refused(desk, stick) == "update_missing"


def test_keys_that_changed_hands_properly(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    rotate_key(publisher.site, publisher.keys, KeyRole.TARGETS, datetime.now(UTC))
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_room_is_asked_for_before_anything_is_written(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    check_room(tmp_path, 1_000)
    with pytest.raises(OSError, match="No space"):
        check_room(tmp_path, free)


def test_a_disk_that_is_full_half_way(
    desk: OpenDesk, unpublished: Publisher, program: RunningProgram, tmp_path: Path
) -> None:
    newer = make_program(tmp_path / "larger", "0.6.1")
    (newer / LARGE).write_bytes(os.urandom(3_000_000))
    unpublished.publish(newer, "0.6.1")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        assert refused(desk, unpublished.site) == "update_no_room"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert not any((program.beside / "versions").iterdir())  # the sales get what room there is
    assert update_from_folder(desk.program, unpublished.site, desk.clock).stage is UpdateStage.READY
    assert is_whole(program, "0.6.1", newer)


def test_two_at_once(desk: OpenDesk, publisher: Publisher, program: RunningProgram, newer: Path) -> None:
    program.beside.mkdir()
    with FileLock(program.beside / "fetch.lock"):
        assert refused(desk, publisher.site) == "update_busy"
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_a_program_built_without_trust_takes_nothing(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    desk.program.root.unlink()
    assert program_update(desk).stage is UpdateStage.UNTRUSTED
    with pytest.raises(Refused, match="update_untrusted"):
        update_from_folder(desk.program, publisher.site, desk.clock)


def test_a_place_that_cannot_be_written(desk: OpenDesk, publisher: Publisher, newer: Path) -> None:
    desk.program.beside.write_text("a file where the folder should be")
    assert refused(desk, publisher.site) == "update_place_unusable"
