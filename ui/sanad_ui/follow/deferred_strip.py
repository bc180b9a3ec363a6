"""The line over the status bar that comes up when the line is back and portal steps were put off."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.deferred_work import DeferredWork
from sanad_ui import formats
from sanad_ui.background import Background
from sanad_ui.kit import Banner, IconButton
from sanad_ui.texts import say


class DeferredStrip(Banner):
    """`acted` asks for the list; the strip goes with it, when it is hidden, and when nothing waits any more."""

    def __init__(self, work: Callable[[], DeferredWork], background: Background, parent: QWidget | None = None) -> None:
        super().__init__(name="deferred_strip", tone="info", parent=parent)
        self._work, self._background = work, background
        self.forget_button = IconButton("x", "outage.deferred.forget", name="deferred_forget")
        self.forget_button.ink = "info"
        row = self.layout()
        if row is not None:
            row.addWidget(self.forget_button)
        self.forget_button.clicked.connect(self.clear)
        self.acted.connect(self.clear)

    def look(self) -> None:
        """The line is back: reads what waits, and says nothing where nothing does."""
        self._background.run(self._work, self._on_work, self._keep_quiet)

    def look_again(self) -> None:
        """Something was done: a strip that stands says how much is left."""
        if not self.isHidden():
            self.look()

    def _on_work(self, work: DeferredWork) -> None:
        if not work.count:
            self.clear()
            return
        waiting = say("outage.deferred.waiting", n=work.count)

        def speak() -> str:
            held = say("outage.deferred.held", amount=formats.amount_with_unit(work.amount))
            return f"{waiting()} {held()}" if work.amount else waiting()

        self.say(speak, action="outage.deferred.show")

    def _keep_quiet(self, _error: SanadError) -> None:
        """The list itself says what is wrong with the store."""
