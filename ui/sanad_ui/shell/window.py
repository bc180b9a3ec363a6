"""The one window of the program: a full view (sign-in, first run, trouble) or the desk at work in its frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from sanad_ui import tokens
from sanad_ui.icons import window_icon
from sanad_ui.idle import IdleWatch
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.kit.overlay import Overlay
from sanad_ui.shell.command import Command
from sanad_ui.shell.command_keys import CommandKeys
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.shell.focus_ring import FocusRing
from sanad_ui.shell.frame import Frame
from sanad_ui.shell.page import Page
from sanad_ui.shell.palette import Palette
from sanad_ui.texts import language, t
from sanad_ui.theme import theme


class DeskWindow(QMainWindow):
    """`lock_asked` by key, badge or idleness; `shown_first` once; `closing` before the window goes.

    Keys of commands are dead while an overlay is open or a full view is in front.
    """

    lock_asked = Signal()
    shown_first = Signal()
    closing = Signal()

    def __init__(self, now: Callable[[], int], *, idle_minutes: int = 10) -> None:
        super().__init__()
        self.setObjectName("desk_window")
        self.setMinimumSize(*tokens.SMALLEST_WINDOW)
        self.resize(*tokens.FIRST_WINDOW)
        self.frame = Frame(now)
        self.views = QStackedWidget()
        self.views.setObjectName("views")
        self.views.addWidget(self.frame)
        self.setCentralWidget(self.views)
        self.palette_sheet = Palette(self.views)
        self.ring = FocusRing(self)
        self.idle = IdleWatch(idle_minutes, self)
        self._keys = CommandKeys(self, self._may_run)
        self._was_shown = False
        self.frame.commands_changed.connect(self.refresh_commands)
        self.frame.top_bar.lock_asked.connect(self.lock_asked)
        self.idle.idle.connect(self.lock_asked)
        language.changed.connect(self.retranslate)
        theme.changed.connect(self._dress)
        self.retranslate()
        self._dress()

    def add_page(self, name: str, page: Page, *, icon: str, key: str = "") -> None:
        self.frame.add_page(name, page, icon=icon, key=key)

    def go_to(self, name: str) -> bool:
        return self.frame.go_to(name)

    def show_view(self, view: QWidget) -> None:
        """A full view in front of everything; the frame behind it keeps its drafts."""
        if self.views.indexOf(view) < 0:
            self.views.addWidget(view)
        self.views.setCurrentWidget(view)
        self.idle.stop()
        self.refresh_commands()

    def show_desk(self, operator: OperatorTile) -> None:
        """The frame comes to the front for an operator who has signed in."""
        self.frame.show_operator(operator)
        self.views.setCurrentWidget(self.frame)
        self.idle.start()
        self.refresh_commands()

    def show_facts(self, facts: FrameFacts) -> None:
        self.frame.show_facts(facts)

    @property
    def is_at_work(self) -> bool:
        return self.views.currentWidget() is self.frame

    def commands(self) -> list[Command]:
        """Everything that can be done now, the palette itself first."""
        at_work = [
            Command("app.palette", "command.all", self.open_palette, shortcut="Ctrl+K", hinted=True),
            *self.frame.commands(),
            Command("app.lock", "command.do.lock", self.lock_asked.emit, shortcut="Ctrl+L", icon="lock"),
        ]
        return [*(at_work if self.is_at_work else ()), *self._everywhere()]

    def open_palette(self) -> None:
        self.palette_sheet.offer([command for command in self.commands() if command.name != "app.palette"])

    def refresh_commands(self) -> None:
        """Reads the commands again: keys, and the hints of the status bar."""
        commands = self.commands()
        self._keys.show(commands)
        self.frame.status_bar.show_commands(commands)

    def retranslate(self) -> None:
        self.setWindowTitle(t("app.name"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if not self._was_shown and handle is not None:
            self._was_shown = True
            self.idle.watch(handle)
            if not self.is_at_work:
                self.idle.stop()
            self.shown_first.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _everywhere(self) -> list[Command]:
        return [
            Command("app.language", "command.do.language", language.switch, shortcut="Ctrl+E", icon="languages"),
            Command("app.theme", "command.do.theme", theme.switch, shortcut="Ctrl+Shift+E", icon="moon"),
            Command("app.digits", "command.do.digits", language.switch_digits, icon="hash"),
        ]

    def _may_run(self) -> bool:
        return not any(overlay.is_open for overlay in self.findChildren(Overlay))

    def _dress(self) -> None:
        self.setWindowIcon(window_icon())
