"""Which version starts, by real programs: the chosen one, and another one where it cannot or was never confirmed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from sanad_desk.program_folder import MANIFEST_FILE
from sanad_desk.updates.switch_state import SWITCH_FILE, SwitchState, change_switch, version_folder
from tests.updates.programs import ROOT, Pc

OLD, NEW = ["0.6.0 begins", "0.6.0 stands"], ["0.6.1 begins", "0.6.1 stands"]


@pytest.fixture
def pc(tmp_path: Path, released: Path) -> Pc:
    pc = Pc(tmp_path / "pc", next((released / "site" / "metadata").glob("1.root.json")))
    pc.install("plain")
    return pc


def test_who_asks_first_reads_nothing_but_the_standard_library() -> None:
    asks = "import sys; from sanad_desk.updates.launch import begin; begin(sys.argv); print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True, check=True)
    read = {name.split(".")[0] for name in names.stdout.split()}
    assert not read & {"msgspec", "filelock", "sqlalchemy", "cryptography", "httpx", "tuf", "PySide6"}


def test_the_installed_version_starts_where_nothing_else_is_said(pc: Pc) -> None:
    assert pc.start() == OLD
    assert not pc.beside.exists()


def test_the_chosen_version_starts_and_so_does_its_command_line(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "plain", current="0.6.1", previous="0.6.0")
    assert pc.start() == NEW
    assert pc.start(command="sanadctl") == NEW
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.0")


def test_a_home_behind_a_link_is_the_same_home(pc: Pc) -> None:
    (pc.folder / "elsewhere").mkdir()
    pc.beside.symlink_to(pc.folder / "elsewhere")
    pc.lay_beside("0.6.1", "plain", current="0.6.1", previous="0.6.0")
    assert pc.start() == NEW
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.0")


def test_after_a_power_cut_in_the_middle_of_the_try(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "plain", current="0.6.1", confirmed=False, previous="0.6.0")
    assert pc.start(command="sanadctl") == OLD
    assert not pc.state.confirmed  # that is for the window to say
    assert pc.start() == OLD
    assert pc.state == SwitchState(failed={"0.6.1": "update_start_failed"})


def test_another_start_while_a_version_is_tried_takes_nothing_back(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "plain", current="0.6.1", confirmed=False, previous="0.6.0")
    with FileLock(pc.beside / "trial.lock"):
        assert pc.start() == OLD
    assert (pc.state.current, pc.state.confirmed) == ("0.6.1", False)


@pytest.mark.parametrize("damage", ["gone", "empty", "not executable", "without a part", "without its list"])
def test_a_chosen_version_that_cannot_start(pc: Pc, damage: str) -> None:
    pc.lay_beside("0.6.1", "plain", current="0.6.1", previous="0.6.0")
    folder = version_folder(pc.beside, "0.6.1")
    executable = folder / "sanad-desk"
    match damage:
        case "gone":
            executable.unlink()
        case "empty":
            executable.write_bytes(b"")
        case "not executable":
            executable.chmod(0o644)
        case "without a part":
            (folder / "sanadctl").unlink()
        case "without its list":
            (folder / MANIFEST_FILE).write_bytes(b"[]")
    assert pc.start() == OLD
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.0")  # it is fetched again, and tried


def test_the_version_before_steps_in(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "plain", previous="0.6.1")
    change_switch(pc.beside, lambda state: replace(state, current="0.6.2"))
    assert pc.start() == NEW
    assert pc.state == SwitchState(current="0.6.1", previous="0.6.2")


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\0\0", b"[]", b"{}", b'{"current": 7}', b'{"current": "../../x", "confirmed": true}', b"[" * 100_000],
)
def test_a_damaged_switch_says_nothing(pc: Pc, raw: bytes) -> None:
    pc.beside.mkdir()
    (pc.beside / SWITCH_FILE).write_bytes(raw)
    assert pc.state == SwitchState()


def test_what_another_version_wrote_is_read_as_far_as_it_is_known(pc: Pc) -> None:
    pc.beside.mkdir()
    (pc.beside / SWITCH_FILE).write_text('{"current": "0.6.1", "of_the_future": 1}')
    assert pc.state == SwitchState(current="0.6.1")


def test_with_a_damaged_switch_the_installed_version_runs(pc: Pc) -> None:
    pc.lay_beside("0.6.1", "plain", current="0.6.1")
    path = pc.beside / SWITCH_FILE
    path.write_bytes(path.read_bytes()[:30])
    assert pc.start() == OLD


def test_an_installed_version_that_is_newer_runs(pc: Pc) -> None:
    pc.lay_beside("0.5.9", "plain", current="0.5.9")
    assert pc.start() == OLD
    assert pc.state == SwitchState()
