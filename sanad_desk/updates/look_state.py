"""How the last look for another version ended, kept beside the versions; losing it costs one more look."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from sanad_desk.wire.whole_file import whole_file

_FILE = "look.json"


class LookState(msgspec.Struct, frozen=True):
    """`version` is the newest known; `goes_on` while it is under way and only the line or the time was short."""

    looked_at: int = 0
    version: str = ""
    problem: str = ""
    goes_on: bool = False
    done_bytes: int = 0
    total_bytes: int = 0


def read_look(beside: Path) -> LookState:
    try:
        return msgspec.json.decode((beside / _FILE).read_bytes(), type=LookState)
    except (OSError, msgspec.MsgspecError):
        return LookState()


def keep_look(beside: Path, state: LookState) -> None:
    """A disk that refuses it costs nothing but this."""
    with contextlib.suppress(OSError):
        beside.mkdir(parents=True, exist_ok=True)
        with whole_file(beside / _FILE) as file:
            file.write(msgspec.json.encode(state))
