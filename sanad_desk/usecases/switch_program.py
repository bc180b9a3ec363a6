"""The newer version takes over: tried on a copy of the store first, and never inside an open shift."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.store.shifts import unclosed_shifts
from sanad_desk.updates.launch import trying
from sanad_desk.updates.switch_state import SwitchState, change_switch, read_switch
from sanad_desk.usecases.open_desk import OpenDesk

BEFORE_UPDATE = "before-update"


def switch_program(desk: OpenDesk) -> bool:
    """Whether the desk is closed now and the program must end through `launch.watch`; before anybody signs in.

    In the store's lane, up to some minutes. Whatever stands against it, the desk stays open in this version, and then
    it works in it until it is started again, even where the newer one is required.
    """
    version = _ready(desk)
    if not version:
        return False
    desk.stays_as_it_is = True
    beside = desk.program.beside
    try:
        with trying(beside) as is_ours:
            if not is_ours:
                return False
            _prove(desk, version)
            given = partial(_with_copy, version=version, copy=_copy_store(desk), store=desk.store.folder)
            change_switch(beside, given)
    except (SanadError, OSError):
        return False
    desk.close()
    return True


def _ready(desk: OpenDesk) -> str:
    """The version that may be tried now; empty where there is none, or somebody's shift is not closed."""
    program = desk.program
    version = read_switch(program.beside).ready if program.trusts_updates and desk.store.writable else ""
    if not version or not program.is_older_than(version):
        return ""
    with desk.store.reading() as connection:
        return "" if unclosed_shifts(connection) else version


def _prove(desk: OpenDesk, version: str) -> None:
    """Raises what was wrong: files come once more, a version that fails is not tried again by itself."""
    from sanad_desk.updates.try_version import must_be_whole, try_version

    beside = desk.program.beside
    must_be_whole(beside, version)
    try:
        try_version(beside, version, desk.store)
    except DomainError as error:
        reason = error.code
        change_switch(beside, lambda state: replace(state, ready="", failed={**state.failed, version: reason}))
        raise


def _with_copy(state: SwitchState, version: str, copy: Path, store: Path) -> SwitchState:
    if state.ready != version:
        raise DomainError("update_busy")  # another one arrived meanwhile, and is not tried
    return replace(state, copy=str(copy), store=str(store.absolute()))


def _copy_store(desk: OpenDesk) -> Path:
    """What the store is before the newer version gets it; one such copy is kept."""
    from sanad_desk.store.backup import copy_online

    folder = desk.store.folder / BEFORE_UPDATE
    copy = folder / f"{desk.program.version}.db"
    copy_online(desk.store.path, desk.store.key, copy)
    for other in folder.glob("*.db"):
        if other != copy:
            other.unlink()
    return copy.absolute()
