"""Ties the keys of the commands in force to the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sanad_ui.keys import on_every_keyboard
from sanad_ui.shell.command import Command


class _CommandKey(QShortcut):
    """A key held down runs its command once, not as often as the keyboard repeats."""

    def __init__(self, window: QWidget, shortcut: str, command: Command, may_run: Callable[[], bool]) -> None:
        super().__init__(window)
        self.setKeys([QKeySequence(key) for key in on_every_keyboard(shortcut)])
        self.setContext(Qt.ShortcutContext.WindowShortcut)
        self.setAutoRepeat(False)
        self._command, self._may_run = command, may_run
        self.activated.connect(self._run)

    def _run(self) -> None:
        if (self._command.everywhere or self._may_run()) and self._command.is_enabled():
            self._command.run()


class CommandKeys:
    """`show` replaces the whole set; where two commands want one key the first keeps it."""

    def __init__(self, window: QWidget, may_run: Callable[[], bool]) -> None:
        self._window, self._may_run = window, may_run
        self._keys: list[_CommandKey] = []

    def show(self, commands: Sequence[Command]) -> None:
        for key in self._keys:
            key.setEnabled(False)
            key.deleteLater()
        taken: dict[str, Command] = {}
        for command in commands:
            for shortcut in filter(None, (command.shortcut, command.second_key)):
                taken.setdefault(shortcut, command)
        self._keys = [_CommandKey(self._window, key, command, self._may_run) for key, command in taken.items()]
