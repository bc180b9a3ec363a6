"""What the frame tells at a glance: centre, desk, line, shift, printer."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_ui import formats
from sanad_ui.place_words import place_words
from sanad_ui.texts import Phrase, both, say, t


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """A read model made in the background; instants in milliseconds UTC."""

    centre_ar: str = ""
    centre_en: str = ""
    governorate_ar: str = ""
    governorate_en: str = ""
    desk_number: int = 0
    is_joined: bool = True  # to a server
    is_online: bool = False  # by the last round
    is_trying: bool = False  # the first round is still under way
    is_revoked: bool = False
    open_incidents: int = 0
    waiting: int = 0
    waiting_sum: int | None = 0  # None for whoever counts a drawer blind: it would tell his takings
    waiting_for_ms: int = 0
    shift_opened_at: int | None = None
    is_count_locked: bool = False
    read_at: int | None = None
    last_sync_at: int | None = None
    last_backup_at: int | None = None
    has_backup_failed: bool = False
    has_printer: bool = False
    to_follow: int = 0  # cases that wait for us
    due: int = 0  # reminders of today and before

    def centre(self) -> str:
        return both(self.centre_ar, self.centre_en)()

    def place(self) -> str:
        return place_words(self.governorate_ar, self.governorate_en, self.desk_number)()

    def line(self) -> Phrase:
        """Words of the badge: the state of the line, and how many receipts, how much money, how old wait for it."""
        return self._line_text

    def line_tone(self) -> str:
        if self.is_revoked:
            return "bad"
        if self.is_online:
            return "brand"
        return "warn" if self.is_joined and not self.is_trying else "quiet"

    def _line_text(self) -> str:
        if not self.waiting:
            return formats.listed([t(f"app.line.{self._line_state}"), self._nothing_waits()])
        total, age = self.waiting_sum, self.waiting_for_ms
        return formats.listed(
            [
                t(f"app.line.{self._line_state}"),
                t("app.line.here", n=self.waiting),
                formats.amount_with_unit(total) if total is not None else "",
                t("app.line.age", age=formats.duration(age)) if age >= formats.MS_IN_HOUR else "",
            ]
        )

    @property
    def _line_state(self) -> str:
        if not self.is_joined:
            return "alone"
        if self.is_revoked:
            return "revoked"
        if self.is_online:
            return "online"
        return "trying" if self.is_trying else "offline"

    def _nothing_waits(self) -> str:
        if not self.is_joined:
            return ""
        return t("app.line.all_sent" if self.is_online else "app.line.nothing_here")

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
        if self.has_backup_failed and not self.is_online:
            return say("app.frame.backup_failed")
        if self.last_sync_at is not None:
            synced, now = self.last_sync_at, self.read_at or self.last_sync_at
            return say("app.frame.last_sync", time=lambda: formats.moment_text(synced, now))
        if self.last_backup_at is None:
            return say("app.frame.no_backup")
        copied = self.last_backup_at
        return say("app.frame.last_backup", time=lambda: formats.time_text(copied))

    def kept_tone(self) -> str:
        return "bad" if self.has_backup_failed and not self.is_online else "ink2"

    def printer(self) -> Phrase:
        return say("app.frame.printer_ready" if self.has_printer else "app.frame.printer_missing")
