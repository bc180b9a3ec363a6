"""The checklist of a case: rows from the questions, papers, fields and steps of its service, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sanad_desk.domain.catalogue import (
    NO_WORDS,
    Action,
    Answer,
    Catalogue,
    Condition,
    PaperNeed,
    Service,
    ServiceStep,
    StepKind,
    Words,
)
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.identity import CHECKS, parse_date
from sanad_desk.domain.visit import Case, RowState

_PAPER_ACTIONS = frozenset({Action.SUBMIT, Action.UPDATE, Action.BUY, Action.RESEND})
_PORTAL_STEPS = frozenset({StepKind.LOGIN, StepKind.FILL, StepKind.UPLOAD, StepKind.PRINT})
_LATER_STEPS = frozenset({StepKind.REVIEW, StepKind.NOTIFY, StepKind.VISIT, StepKind.DELIVER})

DELIVERIES = ("printed", "message", "collect", "entity")
PAPER_OUTCOMES = ("seen", "copied", "returned")
CONSENT_OUTCOMES = ("signed", "spoken")


def _choices(*codes: str) -> tuple[Answer, ...]:
    return tuple(Answer(code, NO_WORDS) for code in codes)


_DELIVERY_CHOICES = _choices(*DELIVERIES)
_PAPER_CHOICES = _choices(*PAPER_OUTCOMES)
_CONSENT_CHOICES = _choices(*CONSENT_OUTCOMES)
_PORTAL_CHOICES = _choices("done", "deferred")
_REFERENCE_CHOICES = _choices("none_given")


class RowKind(StrEnum):
    """What a row asks for; decides its input on the page."""

    QUESTION = "question"
    PAPER = "paper"
    FIELD = "field"
    CONSENT = "consent"
    PORTAL = "portal"
    REFERENCE = "reference"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its state; `choices` are the outcomes it accepts."""

    key: str
    kind: RowKind
    text: Words
    required: bool
    note: Words = NO_WORDS
    choices: tuple[Answer, ...] = ()
    check: str = ""
    has_validity: bool = False
    details: tuple[Words, ...] = ()  # the portal's steps; what follows after the handover
    typical_days: int | None = None
    state: RowState | None = None

    @property
    def settled(self) -> bool:
        return self.state is not None


@dataclass(frozen=True, slots=True)
class Checklist:
    """All rows that are open to this case now, in the order they are worked through."""

    rows: tuple[Row, ...]
    sensitive: bool

    @property
    def missing(self) -> tuple[Row, ...]:
        """Required rows that still hold back payment."""
        return tuple(row for row in self.rows if row.required and not row.settled)

    @property
    def current(self) -> Row | None:
        """The first row that waits for the clerk."""
        return next((row for row in self.rows if not row.settled), None)

    def row(self, key: str) -> Row:
        """Raises Refused when an earlier answer has closed the row."""
        for row in self.rows:
            if row.key == key:
                return row
        raise Refused("row_closed", row=key)


def build_checklist(catalogue: Catalogue, case: Case) -> Checklist:
    """The rows for the actions and answers of a case; rows behind an unanswered or other answer are not there."""
    service = catalogue.service(case.service_code)
    actions = {draft.action for draft in case.actions}
    rows: list[Row] = []
    if actions & _PAPER_ACTIONS or not _is_submitted(service):
        rows += _question_rows(service, case)
        rows += _paper_rows(catalogue, service, case)
        rows += _field_rows(service, case)
    rows.append(_consent_row(service, case))
    rows.append(_portal_row(service, case))
    rows.append(_reference_row(case))
    rows.append(_handover_row(service, case))
    return Checklist(tuple(rows), service.sensitive)


def _is_submitted(service: Service) -> bool:
    """Whether papers belong to a submission; a service that is only paid or bought asks for them with that."""
    return not service.prices or any(price.action in _PAPER_ACTIONS for price in service.prices)


def _is_open(when: Condition | None, case: Case) -> bool:
    if when is None:
        return True
    answer = case.row(f"question:{when.question}")
    return answer is not None and answer.outcome in when.answers


def _question_rows(service: Service, case: Case) -> list[Row]:
    return [
        Row(
            key=f"question:{question.code}",
            kind=RowKind.QUESTION,
            text=question.text,
            required=True,
            choices=question.answers,
            state=case.row(f"question:{question.code}"),
        )
        for question in service.questions
        if _is_open(question.when, case)
    ]


def _paper_rows(catalogue: Catalogue, service: Service, case: Case) -> list[Row]:
    return [
        _paper_row(catalogue, need, key, case)
        for key, need in zip(service.paper_keys, service.papers, strict=True)
        if _is_open(need.when, case)
    ]


def _paper_row(catalogue: Catalogue, need: PaperNeed, key: str, case: Case) -> Row:
    papers = [catalogue.papers[code] for code in need.papers]
    return Row(
        key=key,
        kind=RowKind.PAPER,
        text=Words(" أو ".join(p.name.ar for p in papers), " or ".join(p.name.en for p in papers)),
        note=need.note,
        required=need.required,
        choices=_PAPER_CHOICES,
        has_validity=any(p.has_validity for p in papers),
        state=case.row(key),
    )


def _field_rows(service: Service, case: Case) -> list[Row]:
    return [
        Row(
            key=f"field:{field.code}",
            kind=RowKind.FIELD,
            text=field.text,
            required=field.required,
            check=field.check,
            state=case.row(f"field:{field.code}"),
        )
        for field in service.fields
        if _is_open(field.when, case)
    ]


def _consent_row(service: Service, case: Case) -> Row:
    signed = (StepKind.CONSENT, StepKind.SIGN)
    notes = [step.note for step in open_steps(service, case) if step.kind in signed]
    return Row(
        key="consent",
        kind=RowKind.CONSENT,
        text=NO_WORDS,
        note=notes[0] if notes else NO_WORDS,
        required=True,
        choices=_CONSENT_CHOICES,
        state=case.row("consent"),
    )


def open_steps(service: Service, case: Case) -> tuple[ServiceStep, ...]:
    """The work behind the counter in its order, as far as the answers call for it."""
    return tuple(step for step in service.steps if _is_open(step.when, case))


def is_only_paid(case: Case) -> bool:
    """What lies in the portal already is not entered there again for its payment."""
    return {draft.action for draft in case.actions} == {Action.PAY}


def _portal_row(service: Service, case: Case) -> Row:
    kinds = {StepKind.PAY} if is_only_paid(case) else _PORTAL_STEPS | {StepKind.PAY}
    steps = [step for step in open_steps(service, case) if step.kind in kinds]
    return Row(
        key="portal",
        kind=RowKind.PORTAL,
        text=NO_WORDS,
        required=True,
        choices=_PORTAL_CHOICES,
        details=tuple(step.note for step in steps),
        state=case.row("portal"),
    )


def _reference_row(case: Case) -> Row:
    portal = case.row("portal")
    return Row(
        key="reference",
        kind=RowKind.REFERENCE,
        text=NO_WORDS,
        # Work put off until the line is back has no number yet; it must not hold back the money.
        required=not (portal is not None and portal.outcome in ("deferred", "overridden")),
        check="reference",
        choices=_REFERENCE_CHOICES,
        state=case.row("reference"),
    )


def _handover_row(service: Service, case: Case) -> Row:
    steps = open_steps(service, case)
    later = [step for step in steps if step.kind in _LATER_STEPS]
    days = [step.typical_days for step in steps if step.typical_days is not None]
    return Row(
        key="handover",
        kind=RowKind.HANDOVER,
        text=NO_WORDS,
        required=True,
        choices=_DELIVERY_CHOICES,
        details=tuple(step.note for step in later),
        typical_days=max(days) if days else None,
        state=case.row("handover"),
    )


def check_outcome(checklist: Checklist, state: RowState) -> RowState:
    """The state as it may be stored; raises DomainError where the outcome or the typed value cannot be."""
    row = checklist.row(state.key)
    if row.kind is RowKind.FIELD or (row.kind is RowKind.REFERENCE and state.outcome == "typed"):
        if row.check == "text" and checklist.sensitive:
            raise Refused("no_free_text_here")
        checked = CHECKS[row.check](state.value)
        return RowState(state.key, "typed", checked.value, "", state.at, state.seconds)
    if state.outcome not in {choice.code for choice in row.choices}:
        raise DomainError("outcome_unknown", outcome=state.outcome)
    valid_until = parse_date(state.valid_until).isoformat() if state.valid_until else ""
    value = parse_date(state.value).isoformat() if row.kind is RowKind.HANDOVER and state.value else ""
    return RowState(state.key, state.outcome, value, valid_until, state.at, state.seconds)
