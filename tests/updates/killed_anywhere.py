"""An update that is killed before each step it takes on the disk, begun anew every time.

Run as `python -m tests.updates.killed_anywhere FOLDER STRIDE`, where FOLDER holds the store, a stick and the programs.
Prints how many steps there were, and the faults that were found after a kill. It forks: nothing is read twice.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.store.verify import verify
from sanad_desk.updates import arrive, bring, launch, trusted, try_version  # noqa: F401  # read before the forks
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import read_switch
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.switch_program import switch_program
from sanad_desk.usecases.update_from_folder import update_from_folder
from tests.updates.site import is_whole

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "os.chmod"} | {
    "shutil.rmtree",
    "shutil.copyfile",
    "subprocess.Popen",
}
ARGV = ["sanad-desk"]


def main() -> None:
    folder, stride = Path(sys.argv[1]), int(sys.argv[2])
    arrivals = _kill(folder, _arrive, _arrived, stride)
    assert _in_fork(lambda: _arrive(folder), 0) == 0
    print(json.dumps({"arrive": arrivals, "switch": _kill(folder, _switch, _settled, stride)}))


def _kill(folder: Path, work: Callable[[Path], None], check: Callable[[Path], str], stride: int) -> dict[str, object]:
    shutil.copytree(folder, folder.with_name("template"), symlinks=True)
    faults, step, ended = [], 1 - stride, signal.SIGKILL
    while ended == signal.SIGKILL:
        step += stride
        _fresh(folder)
        ended = _in_fork(lambda: work(folder), step)
        found = os.fsdecode(_said(lambda: check(folder)))
        if found:
            faults.append(f"{step}: {found}")
    shutil.rmtree(folder.with_name("template"))
    return {"steps": step, "faults": faults, "ended": int(ended)}


def _fresh(folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("template"), folder, symlinks=True)


def _in_fork(work: Callable[[], None], last_step: int) -> int:
    """The signal that ended it, 0 for none; killed before a step of that number, 0 for never."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return os.WTERMSIG(status)
        assert os.WEXITSTATUS(status) == 0
        return 0
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in STEPS and not (event == "open" and arguments[1] in ("r", "rb")):
            steps += 1
            if steps == last_step:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(count)
        work()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _said(check: Callable[[], str]) -> bytes:
    """What a fork has to say; empty where all is well."""
    here, there = os.pipe()

    def tell() -> None:
        os.write(there, check().encode())

    try:
        assert _in_fork(tell, 0) == 0
        os.set_blocking(here, False)
        try:
            return os.read(here, 10_000)
        except BlockingIOError:
            return b""
    finally:
        os.close(here)
        os.close(there)


def _program(folder: Path) -> RunningProgram:
    return RunningProgram("0.6.0", folder / "installed" / "sanad-desk", folder / "beside", folder / "root.json")


def _desk(folder: Path) -> OpenDesk:
    return open_desk(folder / "store", program=_program(folder))


def _arrive(folder: Path) -> None:
    desk = _desk(folder)
    update_from_folder(desk.program, folder / "site", desk.clock)
    desk.close()


def _arrived(folder: Path) -> str:
    """After the next try it is there; before it the old version went on with a whole store."""
    before = _store_fault(folder)
    switch = read_switch(folder / "beside")
    if switch.ready and not is_whole(_program(folder), "0.6.1", folder / "newer"):
        return "ready and not whole"
    desk = _desk(folder)
    state = update_from_folder(desk.program, folder / "site", desk.clock)
    desk.close()
    if state.stage is not UpdateStage.READY or not is_whole(_program(folder), "0.6.1", folder / "newer"):
        return f"{state.stage} after another try"
    return before


def _switch(folder: Path) -> None:
    os.environ["SANAD_DESK_PROGRAM"] = str(folder / "beside")  # for the version that is tried
    desk = _desk(folder)
    if not switch_program(desk):
        raise AssertionError("nothing to switch to")
    if not launch.try_ready(_program(folder), ARGV):
        raise AssertionError("taken back")


def _settled(folder: Path) -> str:
    """The next start: either version runs, and which one is settled."""
    program = _program(folder)
    # Whoever was being tried has ended by now, or stands.
    chosen = launch.settled(program)
    if not read_switch(program.beside).confirmed or chosen.current not in ("", "0.6.0", "0.6.1"):
        return f"not settled: {chosen}"
    return _store_fault(folder)


def _store_fault(folder: Path) -> str:
    desk = _desk(folder)
    try:
        with desk.store.reading() as connection:
            faults = verify(connection).faults
    finally:
        desk.close()
    return ", ".join(fault.code for fault in faults)


if __name__ == "__main__":
    main()
