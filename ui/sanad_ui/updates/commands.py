"""What can be done about the program's version by key or by name, whichever page is in front."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sanad_ui.shell.command import Command
from sanad_ui.updates.card import ProgramCard
from sanad_ui.updates.keys import LOOK_KEY, RESTART_KEY, SHOW_KEY, STICK_KEY


def update_commands(
    card: ProgramCard, go_there: Callable[[], bool], restart: Callable[[], None]
) -> tuple[Command, ...]:
    """`go_there` brings the card to the front, which tells how it goes on."""
    ways: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
        ("show", "info", SHOW_KEY, go_there),
        ("look", "refresh-cw", LOOK_KEY, partial(_there, go_there, card.look)),
        ("stick", "folder-open", STICK_KEY, partial(_there, go_there, card.choose_stick)),
        ("restart", "rotate-ccw", RESTART_KEY, restart),
    )
    return tuple(
        Command(f"updates.{name}", f"updates.do.{name}", run, key, icon, also=f"updates.also.{name}")
        for name, icon, key, run in ways
    )


def _there(go_there: Callable[[], bool], run: Callable[[], object]) -> None:
    if go_there():
        run()
