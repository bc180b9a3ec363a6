"""What the frame tells at a glance: centre, desk, line, shift, printer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sanad_ui import formats
from sanad_ui.place_words import place_words
from sanad_ui.texts import Phrase, both, say


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """A read model made in the background; instants in milliseconds UTC."""

    centre_ar: str = ""
    centre_en: str = ""
    governorate_ar: str = ""
    governorate_en: str = ""
    desk_number: int = 0
    is_online: bool = False
    waiting: int = 0
    waiting_sum: int | None = 0  # None for whoever counts a drawer blind: it would tell his takings
    waiting_for_ms: int = 0
    shift_opened_at: int | None = None
    is_count_locked: bool = False
    last_sync_at: int | None = None
    last_backup_at: int | None = None
    has_backup_failed: bool = False
    has_printer: bool = False

    def centre(self) -> str:
        return both(self.centre_ar, self.centre_en)()

    def place(self) -> str:
        return place_words(self.governorate_ar, self.governorate_en, self.desk_number)()

    def line(self) -> Phrase:
        """Words of the badge: the state of the line, and how many receipts, how much money, how old wait for it."""
        state = "online" if self.is_online else "offline"
        if not self.waiting:
            return say(f"app.line.{state}_clear")
        total, age = self.waiting_sum, self.waiting_for_ms
        if total is None:
            waiting = say(f"app.line.{state}_blind", n=self.waiting)
        else:
            waiting = say(f"app.line.{state}", n=self.waiting, sum=partial(formats.amount_with_unit, total))
        if age < formats.MS_IN_HOUR:
            return waiting
        return say("app.line.aged", waiting=waiting, age=lambda: formats.duration(age))

    def line_tone(self) -> str:
        return "brand" if self.is_online else "warn"

    def shift(self) -> Phrase:
        if self.is_count_locked:
            return say("app.shift.counted")
        if self.shift_opened_at is None:
            return say("app.shift.closed")
        opened_at = self.shift_opened_at
        return say("app.shift.open", time=lambda: formats.time_text(opened_at))

    def shift_tone(self) -> str:
        if self.is_count_locked:
            return "warn"
        return "brand" if self.shift_opened_at is not None else "quiet"

    def kept(self) -> Phrase:
        """Where else the work is by now: on the server, else in a copy."""
        if self.last_sync_at is not None:
            synced = self.last_sync_at
            return say("app.frame.last_sync", time=lambda: formats.time_text(synced))
        if self.has_backup_failed:
            return say("app.frame.backup_failed")
        if self.last_backup_at is None:
            return say("app.frame.no_backup")
        copied = self.last_backup_at
        return say("app.frame.last_backup", time=lambda: formats.time_text(copied))

    def kept_tone(self) -> str:
        return "bad" if self.has_backup_failed and self.last_sync_at is None else "ink2"

    def printer(self) -> Phrase:
        return say("app.frame.printer_ready" if self.has_printer else "app.frame.printer_missing")
