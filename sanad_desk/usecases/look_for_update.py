"""Looking for a newer version at the server, and fetching it slice by slice between the rounds."""

from __future__ import annotations

from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.program_update import program_update


def look_for_update(desk: OpenDesk, *, budget_s: float = 15.0, asked: bool = False) -> ProgramUpdate:
    """One slice in the network's lane; called again while the stage is FETCHING. Never raises for line or server."""
    return program_update(desk)
