"""What the follow-up page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.catalogue import NO_WORDS, Action, Words
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.folding import fold_text
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.begin_visit import list_visits
from sanad_desk.usecases.follow_count import FollowCount, follow_count
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, FollowRow, follow_up
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.move_case import MoveInput
from sanad_desk.usecases.move_cases import Moved, move_cases
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.serve_case import serve_case


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A visit of this desk that was put aside before it was paid; `state` says whether all is there."""

    visit_id: UUID
    state: CaseState
    reference: str
    service: Words
    others: int  # cases of the visit besides the first
    entity: Words
    customer: Words
    masked: str
    waits_days: int
    amount: int


ListedRow = FollowRow | DraftRow


def id_of(row: ListedRow) -> UUID:
    return row.visit_id if isinstance(row, DraftRow) else row.standing.case_id


def reference_of(row: ListedRow) -> str:
    return row.reference if isinstance(row, DraftRow) else row.standing.reference


@dataclass(frozen=True, slots=True)
class Followed:
    """What the page shows: cases and drafts, oldest first, then dearest."""

    rows: tuple[ListedRow, ...] = ()
    counts: Mapping[Bucket, int] = field(default_factory=dict)
    entities: tuple[tuple[str, Words], ...] = ()
    operators: tuple[tuple[UUID, Words], ...] = ()
    services: tuple[tuple[str, Words], ...] = ()


class FollowDoor:
    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn, wanted: FollowFilter) -> Followed:
        found = follow_up(self._desk, who, wanted)
        drafts = [view for view in list_visits(self._desk) if _is_listed(view) and _passes(view, wanted)]
        today = business_date_at(self._desk.clock.now())
        rows: list[ListedRow] = list(found.rows)
        counts = dict(found.counts)
        for view in drafts:
            bucket = Bucket.CUSTOMER if view.blocks else Bucket.US
            counts[bucket] += 1
            if wanted.bucket in (bucket, Bucket.ALL):
                waits = (today - business_date_at(view.visit.opened_at)).days
                rows.append(_draft_row(view, waits))
        rows.sort(key=lambda row: (-row.waits_days, -row.amount))
        return Followed(tuple(rows), counts, found.entities, found.operators, found.services)

    def count(self) -> FollowCount:
        return follow_count(self._desk)

    def move_all(self, who: SignedIn, asked: Sequence[MoveInput]) -> Moved:
        return move_cases(self._desk, who, asked)

    def serve(self, who: SignedIn, case_id: UUID, action: str) -> UUID:
        """The visit in which the action is charged."""
        return serve_case(self._desk, who, case_id, Action(action)).visit.id


def _is_listed(view: VisitView) -> bool:
    """A case that is followed already has its row, whatever is being charged for it."""
    return view.visit.held and any(case.case.followed is None for case in view.cases)


def _draft_row(view: VisitView, waits_days: int) -> DraftRow:
    first, customer = view.cases[0], view.customer
    return DraftRow(
        visit_id=view.visit.id,
        state=CaseState.DRAFT if view.blocks else CaseState.READY,
        reference=first.case.reference,
        service=first.service.name,
        others=len(view.cases) - 1,
        entity=first.entity.name,
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        waits_days=max(0, waits_days),
        amount=view.bill.total,
    )


def _passes(view: VisitView, wanted: FollowFilter) -> bool:
    if wanted.operator_id and view.visit.operator_id != wanted.operator_id:
        return False
    if wanted.entity and all(case.entity.code != wanted.entity for case in view.cases):
        return False
    if wanted.service_code and all(case.service.code != wanted.service_code for case in view.cases):
        return False
    return not wanted.text.strip() or _is_named(view, wanted.text)


def _is_named(view: VisitView, text: str) -> bool:
    """By what is known of a visit before it is paid."""
    said = [case.case.reference for case in view.cases]
    said += [row.value for case in view.cases for row in case.case.rows]
    for person in (view.customer, view.representative):
        if person is not None:
            said += [person.name.ar, person.name.en, person.civil_number, person.cr_number, person.phone]
    folded, digits = fold_text(text), only_digits(text)
    return any(folded in fold_text(each) or (len(digits) > 2 and digits in only_digits(each)) for each in said)
