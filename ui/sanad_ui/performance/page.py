"""The performance page: one's own day and weeks, read anew each time it comes to the front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.own_statistics import OwnDay
from sanad_ui import tokens
from sanad_ui.background import Background, Job
from sanad_ui.performance.board import PerformanceBoard
from sanad_ui.shell.page import Page


class PerformancePage(Page):
    """`read` is called in the store's thread."""

    title_key = "app.page.performance"
    also_key = "command.also.performance"

    def __init__(
        self,
        read: Callable[[SignedIn, date], OwnDay],
        background: Background,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="performance_page", parent=parent)
        self._read, self._background, self._now = read, background, now
        self._who: SignedIn | None = None
        self._reading: Job | None = None
        self.day: OwnDay | None = None
        self.board: PerformanceBoard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)

    def begin(self, signed_in: object) -> None:
        """Nothing of the operator before stays for the next."""
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self.day = None
        if self._reading is not None:
            self._reading.cancel()
        if self.board is not None:
            self._column.removeWidget(self.board)
            self.board.hide()
            self.board.deleteLater()
        self.board = PerformanceBoard()
        self.board.banner.acted.connect(self.look)
        self._column.addWidget(self.board)

    def enter(self) -> None:
        if self.board is not None:
            self.board.weeks.setFocus(Qt.FocusReason.TabFocusReason)
        self.look()

    def look(self) -> None:
        """Reads the day anew."""
        if self._who is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        read = partial(self._read, self._who, business_date_at(self._now()))
        self._reading = self._background.run(read, self._on_read, self._on_unread)

    def _on_read(self, day: OwnDay) -> None:
        self.day = day
        if self.board is not None:
            self.board.show_day(day)

    def _on_unread(self, error: SanadError) -> None:
        if self.board is not None:
            self.board.banner.say_error(error, action="app.action.retry")
