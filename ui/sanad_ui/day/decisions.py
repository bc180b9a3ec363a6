"""What a manager decides on the day page, written down: the day closed or opened again, a variance accepted."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.day import DrawerRow
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_ui import formats
from sanad_ui.background import Background
from sanad_ui.day.door import DayDoor
from sanad_ui.day.reason_sheet import ReasonSheet
from sanad_ui.day.words import amount_phrase, operator_phrase
from sanad_ui.reason_words import reason_phrase
from sanad_ui.texts import say


class Decisions(QObject):
    """`made` carries the key of what to tell; `refused` the error of a decision that had no sheet of its own."""

    made = Signal(str)
    refused = Signal(object)

    def __init__(self, page: QWidget, door: DayDoor, background: Background) -> None:
        super().__init__(page)
        self._page, self._door, self._background = page, door, background
        self.sheet: ReasonSheet | None = None

    def close_day(self, who: SignedIn, day: date) -> None:
        done = partial(self._on_done, "day.close.done")
        self._background.run(partial(self._door.close, who, day), done, self.refused.emit)

    def ask_reopening(self, who: SignedIn, day: date) -> None:
        sheet = self._new_sheet("day.close.reopen", "day.close.reopen", "day.close.reason", "reopen")
        sheet.given.connect(partial(self._reopen, who, day))
        sheet.ask(say("day.close.reopen_lead", date=partial(formats.date_text, day)))

    def ask_about_variance(self, who: SignedIn, drawer: DrawerRow) -> None:
        sheet = self._new_sheet("day.variance.title", "day.variance.confirm", "day.variance.reason", "variance")
        sheet.given.connect(partial(self._approve, who, drawer))
        variance = drawer.variance or 0
        reason = reason_phrase(drawer.reason) if drawer.reason else say("day.variance.no_reason")
        sheet.ask(
            say(
                f"day.variance.{'short' if variance < 0 else 'over'}",
                amount=amount_phrase(abs(variance)),
                operator=operator_phrase(drawer),
                desk=drawer.desk_number,
                reason=reason,
            )
        )

    def _reopen(self, who: SignedIn, day: date, reason: str) -> None:
        self._run(partial(self._door.reopen, who, day, reason), "day.close.reopened")

    def _approve(self, who: SignedIn, drawer: DrawerRow, reason: str) -> None:
        self._run(partial(self._door.approve_variance, who, drawer.shift_id, reason), "day.variance.done")

    def _run(self, write: partial[None], told: str) -> None:
        self._background.run(write, partial(self._on_done, told), self._on_refused)

    def _on_done(self, told: str, _none: None) -> None:
        if self.sheet is not None and self.sheet.is_open:
            self.sheet.close_now()
        self.made.emit(told)

    def _on_refused(self, error: SanadError) -> None:
        if self.sheet is not None and self.sheet.is_open:
            self.sheet.refuse(error)
        else:
            self.refused.emit(error)

    def _new_sheet(self, title: str, confirm: str, label: str, name: str) -> ReasonSheet:
        """Each matter has a sheet of its own, so that no reason is left over from the last."""
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = ReasonSheet(title, name=name, confirm=confirm, label=label, parent=self._page.window())
        return self.sheet
