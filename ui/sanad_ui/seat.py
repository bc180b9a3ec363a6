"""What every page is given: the window, the background, the door to the desk, and who works now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sanad_ui.background import Background
from sanad_ui.door import DeskDoor
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.shell.window import DeskWindow


@dataclass(slots=True)
class Seat:
    """One per program; `signed_in` and `operator` change with each sign-in."""

    window: DeskWindow
    background: Background
    door: DeskDoor
    now: Callable[[], int]
    signed_in: object = None
    operator: OperatorTile | None = None

    def take(self, signed_in: object, operator: OperatorTile) -> None:
        self.signed_in, self.operator = signed_in, operator


AddPages = Callable[[Seat], None]
"""Puts the pages into the window, once, at the first sign-in: `seat.window.add_page(...)`."""
