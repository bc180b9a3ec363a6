"""The frame around every page: bars, rail, commands, palette, focus ring and the lock after idleness."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanad_ui.shell.command import Command
    from sanad_ui.shell.facts import FrameFacts
    from sanad_ui.shell.page import Page
    from sanad_ui.shell.window import DeskWindow

__all__ = ["Command", "DeskWindow", "FrameFacts", "Page"]

# Imported when first asked for, as in the kit.
_HOMES = {"Command": "command", "FrameFacts": "facts", "Page": "page", "DeskWindow": "window"}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{home}"), name)
