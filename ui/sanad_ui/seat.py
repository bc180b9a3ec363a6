"""What every page is given: the window, the background, the door to the desk, the line, and who works now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sanad_ui.background import Background
from sanad_ui.door import DeskDoor
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.line.watch import LineWatch
from sanad_ui.shell.window import DeskWindow
from sanad_ui.updates.watch import UpdateWatch


def _nothing(*_: object) -> None:
    """Where nobody listens."""


@dataclass(slots=True)
class Seat:
    """One per program; `signed_in` and `operator` change with each sign-in."""

    window: DeskWindow
    background: Background
    door: DeskDoor
    now: Callable[[], int]
    watch: LineWatch
    updates: UpdateWatch
    signed_in: object = None
    operator: OperatorTile | None = None
    # What pages may ask of the flow: the bars read anew, and the minutes until the lock kept for the next start.
    refresh_facts: Callable[[], None] = _nothing
    keep_idle_minutes: Callable[[int], None] = _nothing
    # A drawer was handed over: another operator, who has proved himself, works from now on.
    change_operator: Callable[[object, OperatorTile], None] = _nothing
    # The window closes and comes again, in the newer version where one lies ready.
    restart: Callable[[], None] = _nothing
    idle_minutes: int = 10
    # Called before the screen is locked or the window closes: what is half typed is written through.
    leaving: list[Callable[[], object]] = field(default_factory=list)

    def take(self, signed_in: object, operator: OperatorTile) -> None:
        self.signed_in, self.operator = signed_in, operator


AddPages = Callable[[Seat], None]
"""Puts the pages into the window, once, at the first sign-in: `seat.window.add_page(...)`."""
