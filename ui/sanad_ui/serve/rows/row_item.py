"""A row with what its widget needs around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.checklist import Row
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.usecases.look_at_visit import CaseView
from sanad_ui.serve.drafts import Drafts


@dataclass(frozen=True, slots=True)
class RowItem:
    """`position` counts from 1; `customer` is whose numbers the portal wants."""

    row: Row
    position: int
    case: CaseView
    today: date
    calendar: WorkingCalendar
    customer: Customer | None = None

    @property
    def draft_name(self) -> str:
        """Apart for each case, as two cases of one visit may ask for the same."""
        return f"{self.case.case.reference}/{self.row.key}"


@dataclass(frozen=True, slots=True)
class RowTools:
    """What a row may do beyond itself; the address opener is the system's browser.

    `down_since` tells of an entity since when its portal is down, in milliseconds UTC, or None.
    """

    drafts: Drafts
    open_address: Callable[[str], object]
    copy: Callable[[str], object]
    down_since: Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the clerk settled a row with, as it goes to the use case."""

    row_key: str
    outcome: str
    value: str = ""
    valid_until: str = ""
