"""Every command by name, in either language: opened with Ctrl+K, filtered with each key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.folding import fold_text
from sanad_ui import tokens
from sanad_ui.kit.card import Card
from sanad_ui.kit.empty_state import EmptyState
from sanad_ui.kit.overlay import Overlay
from sanad_ui.kit.row_list import Row, RowList
from sanad_ui.kit.text_field import TextField
from sanad_ui.shell.command import Command
from sanad_ui.texts import in_every_language

_WIDTH, _HEIGHT = 560, 420


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Commands whose words hold every word typed; those that begin with it first, else in their own order.

    Who asks for help gets them all: the list with its keys is the help.
    """
    wanted = fold_text(typed).split()
    if wanted and all(word in fold_text(in_every_language("command.help")).split() for word in wanted):
        return list(commands)
    found = []
    for place, command in enumerate(commands):
        words = fold_text(
            " ".join((in_every_language(command.phrase), command.shortcut.replace("+", " "), _also(command)))
        )
        if all(word in words for word in wanted):
            begins = bool(wanted) and any(word.startswith(wanted[0]) for word in words.split())
            found.append((not begins, place, command))
    return [command for _, _, command in sorted(found, key=lambda hit: hit[:2])]


def _also(command: Command) -> str:
    return in_every_language(command.also) if command.also else ""


class Palette(Overlay):
    """The focus stays in the field; the arrows walk the list under it, Return runs, Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(name="palette", parent=parent)
        self._commands: dict[str, Command] = {}
        self.field = TextField(
            name="palette_field", spoken="command.all", placeholder="command.placeholder", icon="search", tall=46
        )
        self.list = RowList("command.list", name="palette_list", compact=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = EmptyState("search", "command.none.title", name="palette_none", hint="command.none.hint")
        panel = Card(name="palette_panel")
        panel.setFixedSize(_WIDTH, _HEIGHT)
        panel.add(self.field)
        self._results = QStackedWidget()
        self._results.addWidget(self.list)
        self._results.addWidget(self.nothing)
        panel.add(self._results, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.TOP_BAR_HEIGHT + tokens.SPACE, 0, 0)
        column.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.field.edited.connect(self._filter)
        self.field.submitted.connect(self.list.choose_current)
        self.list.chosen.connect(self._on_chosen)
        self.field.edit.installEventFilter(self)

    def offer(self, commands: Sequence[Command]) -> None:
        """Opens with everything that can be done now."""
        self._commands = {command.name: command for command in commands if command.is_enabled()}
        self.field.set_text("")
        self._filter()
        self.list.go_to(0)
        self.open(self.field.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.field.edit:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}
            if event.key() in step:
                self.list.step(step[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    def _filter(self) -> None:
        found = matching(list(self._commands.values()), self.field.text())
        self.list.show_rows([Row(c.name, c.text(), key=c.shortcut, icon=c.icon) for c in found])
        if self.field.text():
            self.list.go_to(0)
        self._results.setCurrentWidget(self.list if found else self.nothing)

    def _on_chosen(self, name: str) -> None:
        command = self._commands.get(name)
        self.close_now()
        if command is not None and command.is_enabled():
            command.run()
