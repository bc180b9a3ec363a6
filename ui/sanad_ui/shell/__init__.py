"""The frame around every page: bars, rail, commands, palette, focus ring and the lock after idleness."""

from sanad_ui.shell.command import Command
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.shell.page import Page
from sanad_ui.shell.window import DeskWindow

__all__ = ["Command", "DeskWindow", "FrameFacts", "Page"]
