"""The slip for a customer whose case cannot be finished today: what is missing and what it will cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.checklist import Row, RowKind
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store.said_at_counter import are_missed_noted
from sanad_desk.usecases.draw_picture import word
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.wire.follow_facts import PapersMissed
from sanad_desk.wire.picture import Text

if TYPE_CHECKING:
    from sanad_desk.receipts.not_ready_slip import NotReadySlip

Cost = tuple[Text, int | None]


def not_ready(desk: OpenDesk, who: SignedIn, view: VisitView, position: int) -> NotReadySlip:
    """The slip of one case of a visit; the papers it names are noted once a day.

    Raises Refused: case_missing, clock_went_back.
    """
    # The paper's shaping library takes its time to load, and a window must be up before the first paper.
    from sanad_desk.receipts.not_ready_slip import NotReadySlip

    if not 0 <= position < len(view.cases):
        raise Refused("case_missing")
    case = view.cases[position]
    _note_missed(desk, who, case)
    centre, _, _ = desk.identity()
    costs = _costs(view, position)
    return NotReadySlip(
        centre_name=_text(centre.name),
        phone=centre.phone,
        date=business_date_at(desk.clock.now()).isoformat(),
        service_name=_text(case.service.name),
        entity=_text(case.entity.name),
        missing=[_row_words(row) for row in case.checklist.missing],
        costs=costs,
        total_known=sum(amount for _, amount in costs if amount is not None),
        note=_text(centre.footer),
    )


def _note_missed(desk: OpenDesk, who: SignedIn, view: CaseView) -> None:
    """Only papers: what the centre does itself is missing in every case until it is done."""
    missed = tuple(row.key for row in view.checklist.missing if row.kind is RowKind.PAPER)
    case, today = view.case, business_date_at(desk.clock.now())
    with desk.store.unit_of_work() as unit:
        if missed and not are_missed_noted(unit.connection, case.id.bytes, today.isoformat()):
            refuse_clock_gone_back(desk, unit.connection)
            append(desk, unit, PapersMissed(case.id.bytes, case.service_code, missed), who, None)
            unit.commit()


def _row_words(row: Row) -> Text:
    """The row's own words with its note; rows without words of their own are named by their kind."""
    if not row.text:
        return word("row", row.kind.value)
    if not row.note:
        return _text(row.text)
    return Text(_with_note(row.text.ar, row.note.ar), _with_note(row.text.en, row.note.en))


def _with_note(text: str, note: str) -> str:
    return f"{text} ({note})" if text and note else text or note


def _costs(view: VisitView, position: int) -> list[Cost]:
    costs: list[Cost] = []
    for place, draft in enumerate(view.cases[position].case.actions):
        charges = [c for c in view.bill.charges if (c.case_position, c.action_position) == (position, place)]
        government = sum(c.amount for c in charges if c.kind is ChargeKind.GOVERNMENT_FEE)
        own = sum(c.amount for c in charges if c.kind is not ChargeKind.GOVERNMENT_FEE)
        action = word("action", draft.action.value)
        if draft.government:
            is_open = any(part.amount is None for part in draft.government)
            costs.append((_named(action, "government_fee"), None if is_open else government))
        if draft.centre_fee is None or own:
            costs.append((_named(action, "centre_fee"), None if draft.centre_fee is None else own))
    return costs


def _named(action: Text, code: str) -> Text:
    fee = word("cost", code)
    return Text(f"{fee.ar} · {action.ar}", f"{fee.en} · {action.en}")


def _text(words: Words) -> Text:
    return Text(words.ar, words.en)
