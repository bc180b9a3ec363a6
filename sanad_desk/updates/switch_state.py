"""Which version is to run: one small file, changed whole or not at all; standard library alone until it is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from sanad_desk.version import version_order
from sanad_desk.wire.whole_file import sync_folder, whole_file

SWITCH_FILE, VERSIONS = "switch.json", "versions"


@dataclass(frozen=True, slots=True)
class SwitchState:
    """`current` is empty for the installed version; `failed` holds an error code by version.

    `copy` is what `store` was before `current` began, as long as that may have to be put back.
    """

    current: str = ""
    confirmed: bool = True
    previous: str = ""
    ready: str = ""
    failed: dict[str, str] = field(default_factory=dict)
    copy: str = ""
    store: str = ""


def version_folder(beside: Path, version: str) -> Path:
    return beside / VERSIONS / version


def read_switch(beside: Path) -> SwitchState:
    """A file that cannot be read says nothing: then the installed version runs."""
    try:
        return _read(beside)
    except OSError:
        return SwitchState()


def _read(beside: Path) -> SwitchState:
    """Raises OSError for a file that is there: a change would forget what it says."""
    try:
        raw = json.loads((beside / SWITCH_FILE).read_bytes())
        # What another version does not know of is as it is at first.
        state = SwitchState(**{one.name: raw[one.name] for one in fields(SwitchState) if one.name in raw})
        _check(state)
    except (FileNotFoundError, ValueError, TypeError, AttributeError, RecursionError):
        return SwitchState()
    return state


def _check(state: SwitchState) -> None:
    """Raises ValueError: each version becomes the name of a folder."""
    for version in (state.current, state.previous, state.ready, *state.failed):
        if version:
            version_order(version)
    if not all(isinstance(text, str) for text in (state.copy, state.store, *state.failed.values())):
        raise ValueError("not as it was written")


def change_switch(beside: Path, change: Callable[[SwitchState], SwitchState]) -> SwitchState:
    """Durable when it returns; raises OSError, with the file as it was."""
    from filelock import FileLock  # hardly a start changes anything

    beside.mkdir(parents=True, exist_ok=True)
    with FileLock(beside / "switch.lock"):
        before = _read(beside)
        state = change(before)
        if state != before:
            with whole_file(beside / SWITCH_FILE) as file:
                file.write(json.dumps(asdict(state)).encode())
            sync_folder(beside)
    return state


@contextmanager
def alone(lock: Path) -> Iterator[bool]:
    """Whether no other process is inside; raises OSError."""
    from filelock import FileLock, Timeout

    held = FileLock(lock)
    try:
        held.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        held.release()
