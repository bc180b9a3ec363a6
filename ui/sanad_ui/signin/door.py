"""What the sign-in page asks of the desk behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sanad_ui import formats
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.place_words import place_words
from sanad_ui.texts import Phrase, both, say


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """The read model beside the tiles; amounts in baisa, instants in milliseconds UTC."""

    centre_ar: str
    centre_en: str
    governorate_ar: str
    governorate_en: str
    desk_number: int
    version: str
    catalogue_version: str
    tariff_date: date | None = None
    is_online: bool = False
    offline_since: int | None = None
    receipts_here: int = 0
    receipts_sum: int = 0
    demo_pins: tuple[str, str, str] | None = None  # of the manager and of both operators, in a demo centre only

    def centre(self) -> str:
        return both(self.centre_ar, self.centre_en)()

    def place(self) -> str:
        return place_words(self.governorate_ar, self.governorate_en, self.desk_number)()

    def lines(self, now: int) -> list[tuple[str, Phrase]]:
        """The facts with their icons, in the order of the eye."""
        lines = [
            ("wifi" if self.is_online else "wifi-off", self._line(now)),
            ("hard-drive", self._kept()),
            ("book-open", self._catalogue()),
        ]
        if self.demo_pins is not None:
            manager, first, second = (formats.identifier(pin) for pin in self.demo_pins)
            lines.append(("key-round", say("signin.fact.demo", manager=manager, first=first, second=second)))
        return lines

    def _line(self, now: int) -> Phrase:
        if self.is_online:
            return say("signin.fact.online")
        if self.offline_since is None:
            return say("signin.fact.offline")
        away = max(0, now - self.offline_since)
        return say("signin.fact.offline_since", duration=lambda: formats.duration(away))

    def _kept(self) -> Phrase:
        if not self.receipts_here:
            return say("signin.fact.nothing_waiting")
        total = self.receipts_sum
        return say("signin.fact.receipts", n=self.receipts_here, sum=lambda: formats.amount_with_unit(total))

    def _catalogue(self) -> Phrase:
        if self.tariff_date is None:
            return say("signin.fact.catalogue_only", version=formats.identifier(self.catalogue_version))
        day = self.tariff_date
        return say(
            "signin.fact.catalogue",
            version=formats.identifier(self.catalogue_version),
            date=lambda: formats.date_text(day),
        )


class SignInDoor(Protocol):
    """All three are called in the store's thread."""

    def sign_in_facts(self) -> SignInFacts: ...

    def operators(self) -> list[OperatorTile]: ...

    def sign_in(self, operator_id: str, pin: str) -> object:
        """Gives who has signed in; raises AuthError `pin_wrong(left)` or `operator_locked(until)`."""
        ...
