"""The newer version takes over: tried on a copy of the store first, and never inside an open shift."""

from __future__ import annotations

from sanad_desk.usecases.open_desk import OpenDesk


def switch_program(desk: OpenDesk) -> bool:
    """Whether the desk is closed now and the program must end through `launch.watch`; before anybody signs in."""
    return False
