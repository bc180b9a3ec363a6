"""The one window of the program: a full view (sign-in, first run, trouble) or the desk at work in its frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from sanad_ui import tokens
from sanad_ui.texts import language, t

if TYPE_CHECKING:
    from sanad_ui.kit.operator_tile import OperatorTile
    from sanad_ui.shell.command import Command
    from sanad_ui.shell.facts import FrameFacts
    from sanad_ui.shell.furnishing import Furnishing
    from sanad_ui.shell.page import Page


class DeskWindow(QMainWindow):
    """`lock_asked` by key, badge or idleness; `closing` before the window goes.

    Bare until its first paint: bars, rail, palette, ring and keys are furnished when something needs them.
    Keys of commands are dead while an overlay is open, but for lock, language and look; a full view has no page keys.
    """

    lock_asked = Signal()
    closing = Signal()

    def __init__(self, now: Callable[[], int], *, idle_minutes: int = 10) -> None:
        super().__init__()
        self.setObjectName("desk_window")
        self.setMinimumSize(*tokens.SMALLEST_WINDOW)
        self.resize(*tokens.FIRST_WINDOW)
        self._now, self._idle_minutes = now, idle_minutes
        self._furnishing: Furnishing | None = None
        self.views = QStackedWidget()
        self.views.setObjectName("views")
        self.setCentralWidget(self.views)
        language.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def furnishing(self) -> Furnishing:
        """Everything around the views; made when it is first needed."""
        if self._furnishing is None:
            from sanad_ui.shell.furnishing import Furnishing  # after the first paint

            self._furnishing = Furnishing(self, self._now, self._idle_minutes)
        return self._furnishing

    def show_bare(self, view: QWidget) -> None:
        """The first view, painted before anything else is made."""
        self.views.addWidget(view)
        self.views.setCurrentWidget(view)

    def show_first(self) -> None:
        """On the screen, and all over it where the window with its frame would not fit."""
        room, wanted, least = self.screen().availableSize(), QSize(*tokens.FIRST_WINDOW), QSize(*tokens.SMALLEST_WINDOW)
        fits = wanted.width() <= room.width() and wanted.height() + tokens.WINDOW_TITLE <= room.height()
        if not fits and least.width() <= room.width():
            self.showMaximized()
        else:
            self.show()

    def show_view(self, view: QWidget) -> None:
        """A full view in front of everything; the frame behind it keeps its drafts."""
        if self.views.indexOf(view) < 0:
            self.views.addWidget(view)
        self.views.setCurrentWidget(view)
        self.furnishing.idle.stop()
        self.refresh_commands()

    def show_desk(self, operator: OperatorTile) -> None:
        """The frame comes to the front for an operator who has signed in."""
        frame = self.furnishing.frame
        frame.show_operator(operator)
        self.views.setCurrentWidget(frame)
        self.furnishing.idle.start()
        self.refresh_commands()

    def add_page(
        self, name: str, page: Page, *, icon: str, key: str = "", second_key: str = "", under: str = ""
    ) -> None:
        """`under` names the page whose place on the rail it shares."""
        self.furnishing.frame.add_page(name, page, icon=icon, key=key, second_key=second_key, under=under)

    def go_to(self, name: str) -> bool:
        """Whether the page is in front now."""
        return self.furnishing.frame.go_to(name)

    def begin(self, signed_in: object) -> None:
        """Tells every page who works now, and shows the page that was in front."""
        self.furnishing.frame.begin(signed_in)

    def show_facts(self, facts: FrameFacts) -> None:
        self.furnishing.frame.show_facts(facts)

    @property
    def is_at_work(self) -> bool:
        return self._furnishing is not None and self.views.currentWidget() is self._furnishing.frame

    def commands(self) -> list[Command]:
        """Everything that can be done now."""
        return self.furnishing.commands()

    def open_palette(self) -> None:
        self.furnishing.open_palette()

    def close_overlays(self) -> None:
        """Before a lock: an open sheet may hold a PIN that is half typed."""
        self.furnishing.close_overlays()

    def refresh_commands(self) -> None:
        """Reads the commands again: keys, and the hints of the status bar."""
        self.furnishing.refresh_commands()

    def retranslate(self) -> None:
        self.setWindowTitle(t("brand.name"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._furnishing is not None:
            self._furnishing.watch()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
