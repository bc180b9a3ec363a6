"""Taking a newer version from a stick."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.program_update import program_update


def update_from_folder(desk: OpenDesk, folder: Path) -> ProgramUpdate:
    """In the network's lane, as it takes turns with what the server brings.

    Raises Refused update_untrusted; DomainError: update_missing, update_stick_expired, update_forged, update_older,
    update_damaged, update_unusable, update_no_room, update_busy.
    """
    if not desk.program.trusts_updates:
        raise Refused("update_untrusted")
    return program_update(desk)
