"""What a row of the checklist is called, of which kind it is, and what came of it."""

from __future__ import annotations

from datetime import date

from sanad_desk.domain.checklist import Row, RowKind, is_only_paid
from sanad_desk.domain.identity import mask_identifier, show_phone
from sanad_desk.domain.visit import RowState
from sanad_desk.usecases.approve import LISTED_REASONS
from sanad_desk.usecases.look_at_visit import CaseView
from sanad_ui import formats
from sanad_ui.texts import Phrase, both, say, t

_HIDDEN = frozenset({"civil_number", "passport", "iban"})
_NAMED_BY_KIND = frozenset({RowKind.CONSENT, RowKind.PORTAL, RowKind.REFERENCE, RowKind.HANDOVER})


def title_of(row: Row, case: CaseView) -> Phrase:
    if row.text:
        return both(row.text.ar, row.text.en)
    entity = both(case.entity.name.ar, case.entity.name.en)
    what = "portal_payment" if row.kind is RowKind.PORTAL and is_only_paid(case.case) else row.kind.value
    return say(f"checklist.title.{what}", entity=entity)


def note_of(row: Row) -> Phrase | None:
    """What the catalogue says about the row, else what a row of its kind asks for."""
    if row.note:
        return both(row.note.ar, row.note.en)
    if row.kind in _NAMED_BY_KIND:
        return say(f"checklist.note.{row.kind.value}")
    return None


def kind_of(row: Row) -> Phrase:
    return say(f"checklist.kind.{row.kind.value}")


def need_of(row: Row) -> Phrase:
    return say("checklist.required" if row.required else "checklist.optional")


def choice_text(row: Row, code: str) -> Phrase:
    """An answer in the catalogue's words, or in ours where it has none."""
    for choice in row.choices:
        if choice.code == code and choice.text:
            return both(choice.text.ar, choice.text.en)
    return say(f"checklist.outcome.{code}")


def result_of(row: Row) -> Phrase | None:
    """The quiet second line of a settled row."""
    state = row.state
    if state is None:
        return None

    def speak() -> str:
        if state.outcome == "overridden":
            return t("checklist.overridden", reason=reason_text(state.reason))
        parts = [_outcome(row, state), _value(row, state)]
        if state.valid_until:
            parts.append(t("checklist.valid_until", date=formats.date_text(date.fromisoformat(state.valid_until))))
        return formats.listed(parts)

    return speak


def reason_text(reason: str) -> str:
    return t(f"checklist.reason.{reason}") if reason in LISTED_REASONS else reason


def _outcome(row: Row, state: RowState) -> str:
    if state.outcome == "typed":
        return ""
    if row.kind is RowKind.QUESTION:
        return t("checklist.answered", answer=choice_text(row, state.outcome))
    return choice_text(row, state.outcome)()


def _value(row: Row, state: RowState) -> str:
    if not state.value:
        return ""
    if row.kind is RowKind.HANDOVER or row.check == "date":
        day = formats.date_text(date.fromisoformat(state.value))
        return t("checklist.expected", date=day) if row.kind is RowKind.HANDOVER else day
    if row.check == "amount":
        return formats.amount_with_unit(int(state.value))
    if row.check == "phone":
        return formats.identifier(show_phone(state.value))
    if row.check in _HIDDEN:
        return formats.identifier(mask_identifier(state.value))
    return formats.identifier(state.value) if state.value.isascii() else state.value
