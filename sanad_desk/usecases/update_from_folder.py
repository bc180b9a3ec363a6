"""Taking a newer version from a stick."""

from __future__ import annotations

import math
from pathlib import Path

from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.standing import standing
from sanad_desk.wire.program import METADATA


def update_from_folder(program: RunningProgram, folder: Path, clock: Clock) -> ProgramUpdate:
    """Whatever the store is, or without one: it may be what only the newer version can read.

    In the network's lane, as it takes turns with what the server brings; `folder` is the site or what it lies in.

    Raises Refused: update_untrusted, update_busy; DomainError: update_missing, update_expired, update_forged,
    update_older, update_damaged, update_unusable, update_no_room, update_place_unusable.
    """
    from sanad_desk.updates.bring import bring, note_problem, taking_turns
    from sanad_desk.updates.source import FolderSource

    if not program.trusts_updates:
        raise Refused("update_untrusted")
    try:
        with taking_turns(program) as is_ours:
            if not is_ours:
                raise Refused("update_busy")
            bring(program, FolderSource(_site_in(folder)), clock.now(), budget_s=math.inf, asked=True)
    except DomainError as error:
        if error.code != "update_busy":
            note_problem(program, error)
        raise
    return standing(program)


def _site_in(folder: Path) -> Path:
    """Raises DomainError update_missing."""
    try:
        found = [place for place in (folder, *sorted(folder.iterdir())) if (place / METADATA).is_dir()]
    except OSError:
        found = []
    if not found:
        raise DomainError("update_missing")
    return found[0]
