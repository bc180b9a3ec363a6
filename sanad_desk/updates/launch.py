"""Which version starts: asked first of all by the installed program, so standard library alone and quick."""

from __future__ import annotations

from collections.abc import Sequence

CHOSEN = "SANAD_DESK_CHOSEN"


def begin(argv: Sequence[str]) -> None:
    """The first thing a frozen program does; does not return where another version runs instead."""


def is_tried() -> bool:
    """Whether this version runs for the first time and has not confirmed itself yet."""
    return False


def confirm() -> None:
    """The new version's store is open and its first view is shown: from now on it is the one that starts."""


def watch(argv: Sequence[str]) -> int:
    """After `switch_program` said so and the window is closed: starts the new version and stays until it confirmed.

    Where it ends before, this version starts again. The exit code of the program.
    """
    return 0
