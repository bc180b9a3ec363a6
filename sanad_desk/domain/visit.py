"""A visit while it is served: its cases, what was answered and typed so far, and the money as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.catalogue import NO_WORDS, Action, FeeBasis, Words
from sanad_desk.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class GovernmentPart:
    """One government fee of an action: the main one, or an extra such as an inspection; `amount` for one unit."""

    label: Words
    basis: FeeBasis
    part: str = "main"
    unit: str = "case"
    quantity: int = 1
    amount: int | None = None  # None: still to be chosen or read from the portal
    paid_direct: bool = False  # the customer pays the entity himself, the money never enters the drawer

    @property
    def total(self) -> int:
        return (self.amount or 0) * self.quantity


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """One priced action of a case; `centre_fee` and `waived` for one unit, in baisa, as the customer is told them."""

    action: Action
    variant: str = ""
    variant_name: Words = NO_WORDS
    unit: str = "case"
    quantity: int = 1
    centre_fee: int | None = None  # None: a free price still to be typed
    official_fee: int | None = None
    government: tuple[GovernmentPart, ...] = ()
    waived: int = 0
    waiver_reason: str = ""
    waived_by: UUID | None = None
    agreed: bool = False  # somebody typed the centre's fee: it stays as the customer was told


@dataclass(frozen=True, slots=True)
class RowState:
    """What happened to one row of a checklist."""

    key: str
    outcome: str
    value: str = ""
    valid_until: str = ""
    at: int = 0
    seconds: int = 0
    reason: str = ""
    approved_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """How a case stood, but for a hold, when a later action was begun on it."""

    state: CaseState
    begun_at: int


@dataclass(frozen=True, slots=True)
class Case:
    """One application for one service, from the moment it is chosen."""

    id: UUID
    reference: str
    service_code: str
    opened_at: int
    actions: tuple[ActionDraft, ...]
    rows: tuple[RowState, ...] = ()
    row_opened_at: int = 0  # when the row now open came up; gives the time per step
    followed: Followed | None = None  # of a later action on a case that is known

    def row(self, key: str) -> RowState | None:
        for row in self.rows:  # asked for every row at every keystroke: no generator
            if row.key == key:
                return row
        return None

    def with_row(self, state: RowState) -> Case:
        kept = tuple(row for row in self.rows if row.key != state.key)
        return replace(self, rows=(*kept, state), row_opened_at=state.at)

    def without_row(self, key: str) -> Case:
        return replace(self, rows=tuple(row for row in self.rows if row.key != key))

    def with_action(self, position: int, draft: ActionDraft) -> Case:
        actions = list(self.actions)
        actions[position] = draft
        return replace(self, actions=tuple(actions))


@dataclass(frozen=True, slots=True)
class CardAttempt:
    """A try at the card terminal that did not end as approved."""

    amount: int
    outcome: str  # declined, unknown
    at: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer at the counter; `typed` holds half-typed fields by object name, `focus` the one in use."""

    id: UUID
    operator_id: UUID
    shift_id: UUID
    opened_at: int
    customer_id: UUID | None = None
    representative_id: UUID | None = None
    cases: tuple[Case, ...] = ()
    open_case: int = 0
    held: bool = False
    focus: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    card_attempts: tuple[CardAttempt, ...] = ()

    def case(self, case_id: UUID) -> Case:
        """Raises Refused when the visit has no such case any more."""
        for case in self.cases:
            if case.id == case_id:
                return case
        raise Refused("case_missing")

    def with_case(self, changed: Case) -> Visit:
        self.case(changed.id)
        return replace(self, cases=tuple(changed if c.id == changed.id else c for c in self.cases))
