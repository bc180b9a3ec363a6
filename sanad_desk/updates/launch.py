"""Which version starts: asked first of all by a frozen program, so standard library alone and quick.

A version that was switched to is watched by the one before it until it has confirmed itself; where it ends before,
or the power did, the one before goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from sanad_desk.program_folder import MANIFEST_FILE
from sanad_desk.updates.running import RunningProgram, running_program
from sanad_desk.updates.switch_state import SwitchState, alone, change_switch, read_switch, version_folder

CHOSEN = "SANAD_DESK_CHOSEN"
TRIAL = "trial"  # below the program folder: a copy of the store that a version is tried on
START_FAILED = "update_start_failed"
_WINDOW = "sanad-desk"
_START_S = 180.0  # an old disk, a first start and a virus scanner


def begin(argv: Sequence[str]) -> None:
    """The first thing a frozen program does; does not return where another version runs instead."""
    if getattr(sys, "frozen", False) and not os.environ.pop(CHOSEN, ""):
        start_chosen(running_program(), argv)


def start_chosen(this: RunningProgram, argv: Sequence[str]) -> None:
    """Returns where this version is the one; a chosen one that cannot be started stays chosen, and is fetched again."""
    state = settled(this)
    for version in (state.current, state.previous):
        if version and this.is_older_than(version) and _is_all_there(version_folder(this.beside, version)):
            with contextlib.suppress(OSError):
                _become(executable_of(this.beside, version, _name(this)), argv, version)


def _is_all_there(folder: Path) -> bool:
    """Whether no file is gone or cut short, as a virus scanner leaves it: such a version could end at every start."""
    try:
        files = json.loads((folder / MANIFEST_FILE).read_bytes())["files"]
        return all("link" in file or (folder / file["path"]).stat().st_size == file.get("size", 0) for file in files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def settled(this: RunningProgram) -> SwitchState:
    """After a try that ended without a word, what was before it."""
    state = read_switch(this.beside)
    if state.confirmed:
        return state
    if _name(this) == _WINDOW:
        with contextlib.suppress(OSError), trying(this.beside) as is_ours:
            if is_ours:
                return take_back(this.beside)
    return replace(state, current=state.previous, previous="")  # while another process tries


def take_back(beside: Path) -> SwitchState:
    """The version before is current again; raises OSError."""
    return change_switch(beside, _taken_back)


def _taken_back(state: SwitchState) -> SwitchState:
    if state.confirmed:
        return state
    failed = {**state.failed, state.current: START_FAILED}
    return replace(state, current=state.previous, previous="", confirmed=True, failed=failed)


def confirm() -> None:
    """The store is open and the first view is shown: from now on this version is the one that starts.

    At every start, before anything is written into the store; raises OSError, and then the next start takes it back.
    """
    if getattr(sys, "frozen", False):
        confirm_version(running_program())


def confirm_version(this: RunningProgram) -> None:
    if _confirmed(state := read_switch(this.beside), this) != state:
        change_switch(this.beside, lambda state: _confirmed(state, this))
    if (this.beside / TRIAL).exists():
        import shutil

        with contextlib.suppress(OSError), trying(this.beside) as is_ours:
            if is_ours:  # it is of a try that was cut
                shutil.rmtree(this.beside / TRIAL, ignore_errors=True)


def _confirmed(state: SwitchState, this: RunningProgram) -> SwitchState:
    if not state.confirmed and state.current != this.version:
        return state  # another window of the version before, while the new one is tried
    state = replace(state, confirmed=True, copy="", store="")
    if this.lies_beside:
        before = state.previous if state.current == this.version else state.current
        failed = {version: why for version, why in state.failed.items() if version != this.version}
        return replace(state, current=this.version, previous=before, failed=failed)
    if state.current and not this.is_older_than(state.current):
        return replace(state, current="", previous="")  # overtaken by the system's own packages
    return state


def watch(argv: Sequence[str]) -> NoReturn:
    """After `switch_program` said so and the window is closed: starts the new version, and leaves it once it confirmed.

    Where it ends before, this version starts again.
    """
    if try_ready(running_program(), argv):
        raise SystemExit(0)
    restart(argv)


def restart(argv: Sequence[str]) -> NoReturn:
    """From the beginning, in the version that is current by now; one that lies ready is tried then."""
    _become(Path(sys.executable), argv, "")


def try_ready(this: RunningProgram, argv: Sequence[str], within_s: float = _START_S) -> bool:
    """Whether the version that lies ready has confirmed itself; where not, the one before is current again."""
    with contextlib.suppress(OSError), trying(this.beside) as is_ours:
        if not is_ours:
            return False
        state = change_switch(this.beside, lambda state: _tried(state, this.version))
        if state.confirmed:
            return False
        try:
            if _stands(this, state.current, argv, within_s):
                return True
        finally:
            take_back(this.beside)  # nothing where it confirmed
    return False


def _tried(state: SwitchState, running: str) -> SwitchState:
    if not state.ready:
        return state
    return replace(state, current=state.ready, confirmed=False, previous=running, ready="")


def _stands(this: RunningProgram, version: str, argv: Sequence[str], within_s: float) -> bool:
    import subprocess  # as in most starts nobody needs it

    child = subprocess.Popen(
        [executable_of(this.beside, version), *argv[1:]], env=environment_of(version), stdin=subprocess.DEVNULL
    )
    until = time.monotonic() + within_s
    while time.monotonic() < until and child.returncode is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.1)
        with contextlib.suppress(OSError):
            # Under the lock: while somebody reads a file, Windows does not let the child replace it.
            state = change_switch(this.beside, lambda state: state)
            if state.confirmed and state.current == version:
                return True
    child.kill()
    child.wait()
    return False


def trying(beside: Path) -> AbstractContextManager[bool]:
    """Whether nobody else tries a version now; raises OSError."""
    return alone(beside / "trial.lock")


def executable_of(beside: Path, version: str, name: str = _WINDOW) -> Path:
    """A command of a version that lies beside."""
    return version_folder(beside, version) / (name + (".exe" if os.name == "nt" else ""))


def _name(this: RunningProgram) -> str:
    return this.executable.stem if this.executable is not None else _WINDOW


def environment_of(version: str) -> dict[str, str]:
    """For another frozen program: without what PyInstaller's loader left for this one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("_PYI_")}
    before = kept.pop("LD_LIBRARY_PATH_ORIG", None)
    if getattr(sys, "frozen", False):
        kept.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        kept["LD_LIBRARY_PATH"] = before
    return {**kept, CHOSEN: version} if version else kept


def _become(executable: Path, argv: Sequence[str], version: str) -> NoReturn:
    """Raises OSError where it cannot be started."""
    environment = environment_of(version)
    if os.name != "nt":
        os.execve(executable, [str(executable), *argv[1:]], environment)
    import subprocess

    child = subprocess.Popen([executable, *argv[1:]], env=environment)  # exec would let the console go on
    raise SystemExit(0 if executable.stem == _WINDOW else child.wait())
