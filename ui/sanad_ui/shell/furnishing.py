"""What stands around the views of the window: frame, palette, focus ring, command keys and the idle lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sanad_ui.icons import window_icon
from sanad_ui.idle import IdleWatch
from sanad_ui.kit.overlay import Overlay
from sanad_ui.qt_words import QtWords
from sanad_ui.shell.command import Command
from sanad_ui.shell.command_keys import CommandKeys
from sanad_ui.shell.focus_ring import FocusRing
from sanad_ui.shell.frame import Frame
from sanad_ui.shell.palette import Palette
from sanad_ui.texts import language
from sanad_ui.theme import theme

if TYPE_CHECKING:
    from sanad_ui.shell.window import DeskWindow


class Furnishing(QObject):
    """Made once, after the first paint."""

    def __init__(self, window: DeskWindow, now: Callable[[], int], idle_minutes: int) -> None:
        super().__init__(window)
        self._window = window
        self.frame = Frame(now)
        window.views.addWidget(self.frame)
        self.palette = Palette(window.views)
        self.ring = FocusRing(window)
        self.idle = IdleWatch(idle_minutes, self)
        self._qt_words = QtWords(self)
        self._keys = CommandKeys(window, self._may_run)
        self.frame.commands_changed.connect(self.refresh_commands)
        self.frame.top_bar.lock_asked.connect(window.lock_asked)
        self.idle.idle.connect(window.lock_asked)
        theme.changed.connect(self._dress)
        self.watch()
        self._dress()

    def commands(self) -> list[Command]:
        at_work = [
            Command("app.palette", "command.all", self.open_palette, shortcut="Ctrl+K", hinted=True),
            *self.frame.commands(),
            self._lock(),
        ]
        return [*(at_work if self._window.is_at_work else ()), *self._everywhere()]

    def open_palette(self) -> None:
        self.palette.offer([command for command in self.commands() if command.name != "app.palette"])

    def refresh_commands(self) -> None:
        commands = self.commands()
        self._keys.show(commands)
        self.frame.status_bar.show_commands(commands)

    def _lock(self) -> Command:
        return Command(
            "app.lock",
            "command.do.lock",
            self._window.lock_asked.emit,
            "Ctrl+L",
            "lock",
            everywhere=True,
            also="command.also.lock",
        )

    def _everywhere(self) -> list[Command]:
        return [
            Command(
                "app.language",
                "command.do.language",
                language.switch,
                shortcut="Ctrl+E",
                icon="languages",
                everywhere=True,
            ),
            Command(
                "app.theme", "command.do.theme", theme.switch, shortcut="Ctrl+Shift+E", icon="moon", everywhere=True
            ),
            Command("app.digits", "command.do.digits", language.switch_digits, icon="hash"),
        ]

    def close_overlays(self) -> None:
        for overlay in self._window.findChildren(Overlay):
            if overlay.is_open:
                overlay.close_now()

    def _may_run(self) -> bool:
        return not any(overlay.is_open for overlay in self._window.findChildren(Overlay))

    def watch(self) -> None:
        """Idleness is seen at the native window, which there is once the window has been shown."""
        handle = self._window.windowHandle()
        if handle is not None:
            self.idle.watch(handle)

    def _dress(self) -> None:
        self._window.setWindowIcon(window_icon())
