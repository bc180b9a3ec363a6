"""One PC of the try: a person without rights over the installed program, a store, and what really runs there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installer.updates.programs import Programs
from sanad_desk.store.store import FILE
from sanad_desk.updates.launch import TRIAL
from sanad_desk.updates.switch_state import SwitchState, read_switch

PATIENCE = 120.0  # seconds until something that was begun has to be done
_NOBODY = 65534


class Fault(Exception):
    """Something is not as it must be."""


def must(true: object, said: str) -> None:
    if not true:
        raise Fault(said)


def wait(until: Callable[[], object], said: str, seconds: float = PATIENCE) -> None:
    last = time.monotonic() + seconds
    while not until():
        must(time.monotonic() < last, f"waited {seconds:.0f} s in vain: {said}")
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left; `code` is its error's or the look's, empty where all went well."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, object]:
        text = self.out if self.out.strip() else self.err
        try:
            return dict(json.loads(text))
        except ValueError:
            return {}

    @property
    def code(self) -> str:
        return str(self.told.get("error") or self.told.get("problem") or "")


class Pc:
    """As root the person is `nobody`, so that the installed folder is as read-only as a package makes it."""

    def __init__(self, folder: Path, programs: Programs, template: Path | None = None) -> None:
        self.folder, self.programs = folder, programs
        self.store, self.beside, self.log = folder / "store", folder / "program", folder / "log.txt"
        self.installed = programs.program(programs.old)
        self.begun = 0.0  # when the window was, on the monotonic clock
        if template is not None:
            # Versions are never changed in their place, so that links to the same files do.
            shutil.copytree(template, folder, symlinks=True, copy_function=_copied)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "home").mkdir(exist_ok=True)
        self.give()
        self._window: subprocess.Popen[bytes] | None = None

    def give(self) -> None:
        """All of it is the person's."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{_NOBODY}:{_NOBODY}", self.folder], check=True)

    @property
    def state(self) -> SwitchState:
        return read_switch(self.beside)

    def command(self, name: str, *words: object) -> list[str]:
        return [str(self.installed / name), *map(str, words), "--store", str(self.store)]

    def ctl(self, *words: object, limits: Sequence[str] = ()) -> Said:
        """`sanadctl` as it is installed, whichever version answers; `limits` are prlimit's options."""
        limited = ["prlimit", *limits, "--"] if limits else []
        process = self.begin([*limited, *self.command("sanadctl", *words)], pipe=True)
        out, err = process.communicate(timeout=PATIENCE)
        return Said(process.returncode, out.decode(), err.decode())

    def begin(self, command: Sequence[str], *, pipe: bool = False) -> subprocess.Popen[bytes]:
        """As the person; in a session of its own, by which its processes are found."""
        person: dict[str, Any] = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        with self.log.open("ab") as log:
            kept: Any = subprocess.PIPE if pipe else log
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=kept,
                stderr=kept,
                env=self._environment(),
                cwd=self.folder,
                start_new_session=True,
                **person,
            )

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "XDG_DATA_HOME": str(self.folder / "home" / "data"),
            "SANAD_DESK_PROGRAM": str(self.beside),
            "SANAD_DESK_KEYS": "file",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def version(self) -> str:
        """Which version answers when the installed command is called."""
        process = self.begin([str(self.installed / "sanadctl"), "--version"], pipe=True)
        out, _ = process.communicate(timeout=PATIENCE)
        return out.decode().split()[-1]

    def processes(self) -> list[int]:
        """All of the window, also what it is trying; the first begun first."""
        return _session(self._window.pid) if self._window is not None else []

    def running(self) -> dict[int, str]:
        """The window's processes: which version each is, by the file that it runs."""
        found = {}
        for pid in self.processes():
            try:
                executable = Path(os.readlink(f"/proc/{pid}/exe"))
            except OSError:
                continue
            if executable.name == "sanad-desk":
                is_installed = executable.parent == self.installed
                found[pid] = self.programs.old if is_installed else executable.parent.name
        return found

    def start(self, *words: str) -> None:
        """The window; a trial that was left lying is how it tells that its first view is shown."""
        must(self._window is None, "a window is open already")
        left = self.beside / TRIAL / "left"
        left.mkdir(parents=True, exist_ok=True)
        self.give()
        self.begun = time.monotonic()
        self._window = self.begin(self.command("sanad-desk", *words))

    def is_shown(self) -> bool:
        """Whether one version stands: its store open, its view shown, nothing of a try left."""
        state = self.state
        if not state.confirmed or state.copy or (self.beside / TRIAL).exists():
            return False
        running = list(self.running())
        return len(running) == 1 and self._has_store_open(running[0])

    def _has_store_open(self, pid: int) -> bool:
        try:
            files = [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]
        except OSError:
            return False
        return str(self.store / FILE) in files

    def until_shown(self, *, tries: bool = False) -> str:
        """The version that stands in its window; `tries` waits until no other one lies ready any more."""
        wait(lambda: self.has_ended() or (not (tries and self._lies_ready()) and self.is_shown()), "no window stands")
        must(not self.has_ended(), f"the window has ended: {self.state}")
        (version,) = self.running().values()
        return version

    def _lies_ready(self) -> bool:
        return self.state.ready not in ("", *self.running().values())

    def has_ended(self) -> bool:
        """Whether every process of the window has ended by itself."""
        return self._window is not None and self._window.poll() is not None and not self.processes()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """All of it at once, as a power cut or a log-out does."""
        if self._window is None:
            return
        for pid in self.processes():
            _kill(pid, how)
        window, self._window = self._window, None
        wait(lambda: not _session(window.pid), "a process does not end")
        window.wait()

    def kill(self, pids: Sequence[int]) -> None:
        """As a crash ends some of it."""
        for pid in pids:
            _kill(pid, signal.SIGKILL)

    @contextmanager
    def window(self, *words: str, tries: bool = False) -> Iterator[str]:
        """The version that stands in it."""
        self.start(*words)
        try:
            yield self.until_shown(tries=tries)
        finally:
            self.end()


def _copied(source: str, to: str) -> str:
    """A link where it is of a version, a file of its own where it is of the store."""
    if "/versions/" in source:
        os.link(source, to, follow_symlinks=False)
        return to
    return shutil.copy2(source, to)


def _session(sid: int) -> list[int]:
    """Its processes, the oldest first, without those that have ended and wait to be asked."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == sid and fields[0] != "Z":
                found.append(int(folder.name))
    return sorted(found)


def _kill(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)
