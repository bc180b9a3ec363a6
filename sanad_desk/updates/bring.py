"""A newer version comes here from a source: looked for, fetched as far as the time allows, noted as ready."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from msgspec.structs import replace as changed

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.updates.arrive import Arrival
from sanad_desk.updates.look_state import LookState, keep_look, read_look
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.source import Source
from sanad_desk.updates.standing import FORGOTTEN, standing
from sanad_desk.updates.switch_state import SwitchState, alone, change_switch, read_switch, version_folder
from sanad_desk.updates.versions import arriving_folder, manifest_in, sweep, wrong_files
from sanad_desk.wire.program import ProgramManifest

FRESH_MS = 6 * 3_600_000
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_due(program: RunningProgram, now: int) -> bool:
    """Whether nobody has looked for hours, or only the line or the time was short, or what came was forgotten."""
    look = read_look(program.beside)
    is_fresh = 0 <= now - look.looked_at < FRESH_MS
    return look.goes_on or not is_fresh or standing(program).problem == FORGOTTEN


@contextmanager
def taking_turns(program: RunningProgram) -> Iterator[bool]:
    """Whether this process may write there now; another one that does so is left alone.

    Faults of this disk come out as DomainError: update_no_room, with the room given back, or update_place_unusable.
    """
    try:
        program.beside.mkdir(parents=True, exist_ok=True)
        with alone(program.beside / "fetch.lock") as is_ours:
            yield is_ours
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise DomainError("update_place_unusable") from error
        _sweep(program, read_switch(program.beside))  # a full disk would stop the sales
        raise DomainError("update_no_room") from error


def bring(program: RunningProgram, source: Source, now: int, *, budget_s: float, asked: bool) -> None:
    """One slice; `asked` looks anew and also gives a version another chance that failed here.

    Inside `taking_turns`. Raises OfflineError, OSError; DomainError: update_missing, update_expired, update_forged,
    update_older, update_damaged, update_unusable.
    """
    until = time.monotonic() + budget_s
    look = read_look(program.beside)
    manifest = None if asked or not look.goes_on else manifest_in(arriving_folder(program.beside, look.version))
    if manifest is None:
        manifest = _newest(program, source)
        look = LookState(now, manifest.version if manifest else "")
        keep_look(program.beside, look)
    if manifest is None or _is_settled(program, manifest, asked):
        keep_look(program.beside, changed(look, goes_on=False, problem=""))
        return
    arrival = Arrival(program, manifest, source)
    try:
        is_whole = arrival.go_on(until)
    finally:
        done = arrival.total_bytes - arrival.missing_bytes
        look = changed(look, goes_on=True, problem="", done_bytes=done, total_bytes=arrival.total_bytes)
        keep_look(program.beside, look)
    if is_whole:
        _note_ready(program, manifest.version)
        keep_look(program.beside, changed(look, goes_on=False))


def _newest(program: RunningProgram, source: Source) -> ProgramManifest | None:
    from sanad_desk.updates.trusted import newest_manifest  # tuf takes its time to load

    return newest_manifest(program, source)


def _is_settled(program: RunningProgram, manifest: ProgramManifest, asked: bool) -> bool:
    """Whether nothing is to be fetched: the version lies here, or failed here and nobody asks for it again."""
    switch = read_switch(program.beside)
    if manifest.version in switch.failed and not asked:
        return True
    if switch.ready == manifest.version:
        return True
    folder = version_folder(program.beside, manifest.version)
    if manifest_in(folder) != manifest or any(wrong_files(folder, manifest)):
        return False
    _note_ready(program, manifest.version)
    return True


def _note_ready(program: RunningProgram, version: str) -> None:
    def is_ready(state: SwitchState) -> SwitchState:
        failed = {name: why for name, why in state.failed.items() if name != version}
        return replace(state, ready=version, failed=failed)

    _sweep(program, change_switch(program.beside, is_ready))


def _sweep(program: RunningProgram, switch: SwitchState) -> None:
    sweep(program.beside, {program.version, switch.current, switch.previous, switch.ready})


def note_problem(program: RunningProgram, error: SanadError, looked_at: int | None = None) -> None:
    """What a look came to, until the next one.

    With `looked_at` the server was asked and its update is wrong: then not before hours. A dead line is tried again
    soon, and a stick says nothing of what the server has.
    """
    look = changed(read_look(program.beside), problem=error.code)
    keep_look(program.beside, look if looked_at is None else changed(look, looked_at=looked_at, goes_on=False))
