"""The switch: tried on a copy by a process of its own, watched until it stands, and else taken back with the store."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.errors import DomainError, Refused, StoreError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.domain.shift import Shift
from sanad_desk.store import program_wanted
from sanad_desk.store.mark import read_mark
from sanad_desk.store.verify import verify
from sanad_desk.updates.launch import try_ready
from sanad_desk.updates.look_state import LookState, keep_look
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import SwitchState, change_switch, read_switch, version_folder
from sanad_desk.updates.try_version import try_version
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.program_update import program_update
from sanad_desk.usecases.start_newer import start_newer
from sanad_desk.usecases.switch_program import switch_program
from sanad_desk.usecases.update_from_folder import update_from_folder
from sanad_desk.wire.messages import ProgramWanted
from sanad_desk.wire.program import MANIFEST_FILE, manifest_bytes, manifest_of, this_platform
from tests.conftest import TODAY
from tests.updates.played_program import migrate
from tests.updates.programs import Pc
from tests.updates.site import Publisher

OLD, NEW = ["0.6.0 begins", "0.6.0 stands"], ["0.6.1 begins", "0.6.1 stands"]
PASSED = {"passed": True, "version": "0.6.1"}


@pytest.fixture
def pc(tmp_path: Path, demo_store: Path, released: Path) -> Pc:
    pc = Pc(tmp_path / "pc", next((released / "site" / "metadata").glob("1.root.json")))
    shutil.copytree(demo_store, pc.store)
    pc.install("good")
    return pc


def is_whole(store: Path, program: RunningProgram | None = None) -> bool:
    desk = open_desk(store, program=program)
    try:
        with desk.store.reading() as connection:
            return not verify(connection, read_mark(store)).faults
    finally:
        desk.close()


def lay_beside(program: RunningProgram, script: str) -> Path:
    """0.6.1 lies ready, and this is what it does."""
    folder = version_folder(program.beside, "0.6.1")
    folder.mkdir(parents=True)
    (folder / "sanad-desk").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "sanad-desk").chmod(0o755)
    (folder / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(folder, "0.6.1", this_platform())))
    change_switch(program.beside, lambda state: replace(state, ready="0.6.1"))
    return folder


def saying(**changed: object) -> str:
    return f"echo '{json.dumps(PASSED | changed)}'"


def test_the_new_version_is_tried_and_takes_over(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "good")
    assert pc.start() == ["0.6.0 begins", *NEW]
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.0")
    assert is_whole(pc.store)
    assert (pc.store / "before-update" / "0.6.0.db").is_file()
    assert not (pc.beside / "trial").exists()


def test_one_that_migrates_and_dies_is_taken_back_and_so_is_the_store(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "migrates and dies")
    assert pc.start() == ["0.6.0 begins", "0.6.1 begins", *OLD]
    assert pc.state == SwitchState(failed={"0.6.1": "update_start_failed"})
    assert is_whole(pc.store)


def test_a_store_that_only_the_newer_version_can_read_gets_it(pc: Pc) -> None:
    migrate(pc.store)
    before = (pc.store / "desk.db").read_bytes()
    pc.lay_beside("0.6.1", "plain")
    assert pc.start() == ["0.6.0 begins", *NEW]
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.0")
    assert (pc.store / "desk.db").read_bytes() == before
    assert pc.start() == NEW


def test_files_are_checked_before_such_a_store_is_given(pc: Pc, program: RunningProgram) -> None:
    folder = lay_beside(program, "exit 3")
    (folder / "sanad-desk").write_text("#!/bin/sh\nexit 4\n", encoding="utf-8")
    with pytest.raises(DomainError, match="update_damaged"):
        start_newer(program)
    assert read_switch(program.beside) == SwitchState()
    assert not start_newer(program)


def test_such_a_version_that_does_not_stand_is_not_started_again(pc: Pc, program: RunningProgram) -> None:
    lay_beside(program, "exit 3")
    keep_look(program.beside, LookState(version="0.6.1"))
    assert start_newer(program)
    assert not try_ready(program, ["sanad-desk"])
    with pytest.raises(DomainError, match="update_start_failed"):
        start_newer(program)


def test_it_is_tried_on_a_copy_that_is_gone_afterwards(desk: OpenDesk, program: RunningProgram, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'cp -r "$3" {seen}; echo "$1 $2 $QT_QPA_PLATFORM $SANAD_DESK_CHOSEN" > {seen}/said; {saying()}'
    lay_beside(program, script)
    assert switch_program(desk)
    assert not (program.beside / "trial").exists()
    assert (seen / "said").read_text() == "--self-test --store offscreen 0.6.1\n"
    shutil.copytree(desk.store.folder, tmp_path / "real")
    assert is_whole(seen)
    assert is_whole(tmp_path / "real")
    assert read_switch(program.beside).copy == str(desk.store.folder / "before-update" / "0.6.0.db")


def test_never_inside_an_open_shift(desk: OpenDesk, program: RunningProgram, shift: Shift) -> None:
    lay_beside(program, saying())
    assert not switch_program(desk)
    assert program_update(desk).stage is UpdateStage.READY


@pytest.mark.parametrize(
    "script",
    [
        saying(passed=False),
        saying(version="0.7.0"),
        saying(passed=False, faults=["chain_broken"], pages={"first": True}),
        "true",
        "exit 3",
        "echo no JSON",
        "echo '[1]'",
        "kill -9 $$",
        "head -c 100000 /dev/zero",
    ],
)
def test_a_version_that_fails_never_gets_the_store(desk: OpenDesk, program: RunningProgram, script: str) -> None:
    lay_beside(program, script)
    assert not switch_program(desk)
    state = program_update(desk)
    assert (state.running, read_switch(program.beside).failed) == ("0.6.0", {"0.6.1": "update_self_test_failed"})
    assert not switch_program(desk)
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_a_version_that_never_answers(desk: OpenDesk, program: RunningProgram) -> None:
    lay_beside(program, "read nothing < /dev/zero")
    with pytest.raises(Exception, match="update_self_test_failed"):
        try_version(program.beside, "0.6.1", desk.store, within_s=0.2)


def test_faults_that_the_store_has_anyway_hold_no_version_back(desk: OpenDesk, program: RunningProgram) -> None:
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE desk_state SET last_at = last_at + 1")
        unit.commit()
    lay_beside(program, saying(passed=False, faults=["row_differs"], pages={"first": True}))
    assert switch_program(desk)


def test_a_version_that_failed_is_told_and_tried_again_once_somebody_asks(
    desk: OpenDesk, publisher: Publisher, program: RunningProgram
) -> None:
    update_from_folder(desk.program, publisher.site, desk.clock)
    assert not switch_program(desk)  # it answers no self-test
    state = program_update(desk)
    assert (state.stage, state.version, state.problem) == (UpdateStage.FAILED, "0.6.1", "update_self_test_failed")
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_files_that_were_damaged_here_come_again(desk: OpenDesk, publisher: Publisher, program: RunningProgram) -> None:
    update_from_folder(desk.program, publisher.site, desk.clock)
    with (version_folder(program.beside, "0.6.1") / "_internal" / "changed.pyc").open("ab") as file:
        file.write(b"more")
    assert not switch_program(desk)
    assert read_switch(program.beside) == SwitchState()
    assert update_from_folder(desk.program, publisher.site, desk.clock).stage is UpdateStage.READY


def test_without_room_for_the_copies_this_version_goes_on_even_where_the_newer_is_required(
    desk: OpenDesk, program: RunningProgram, operator: SignedIn
) -> None:
    lay_beside(program, saying())
    with desk.store.unit_of_work() as unit:
        program_wanted.save(unit.connection, ProgramWanted("0.6.1", TODAY))
        unit.commit()
    (desk.store.folder / "before-update").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Refused, match="update_first"):
        open_shift(desk, operator, 20_000)
    assert not switch_program(desk)
    open_shift(desk, operator, 20_000)
    assert program_update(desk).stays_as_it_is
    assert read_switch(program.beside) == SwitchState(ready="0.6.1")


def test_one_that_arrives_while_another_is_tried_is_not_switched_to(desk: OpenDesk, program: RunningProgram) -> None:
    arrives = f"""sed -i 's/"ready": "0.6.1"/"ready": "0.6.2"/' {program.beside / "switch.json"}"""
    lay_beside(program, f"{arrives}; {saying()}")
    assert not switch_program(desk)
    assert read_switch(program.beside) == SwitchState(ready="0.6.2")


@pytest.fixture
def taken_back(desk: OpenDesk, program: RunningProgram) -> RunningProgram:
    """The desk is closed, a copy of its store is kept, and the newer version has died."""
    lay_beside(program, saying())
    assert switch_program(desk)
    change_switch(program.beside, lambda state: replace(state, ready="", failed={"0.6.1": "update_start_failed"}))
    return program


def test_a_migrated_store_comes_back(taken_back: RunningProgram, folder: Path) -> None:
    migrate(folder)
    assert is_whole(folder, taken_back)


def test_a_migrated_store_that_was_written_to_is_left_alone(taken_back: RunningProgram, folder: Path) -> None:
    migrate(folder, and_write=True)
    before = (folder / "desk.db").read_bytes()
    with pytest.raises(StoreError, match="store_newer"):
        open_desk(folder, program=taken_back)
    assert (folder / "desk.db").read_bytes() == before


def test_the_copy_is_nothing_to_a_reader_or_another_store(
    taken_back: RunningProgram, folder: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    migrate(other)
    migrate(folder)
    for store, read_only in ((other, False), (folder, True)):
        with pytest.raises(StoreError, match="store_newer"):
            open_desk(store, program=taken_back, read_only=read_only)
