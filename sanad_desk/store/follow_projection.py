"""From facts to the rows of cases that are followed; store.projection is where it is called from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sanad_desk.domain.case_life import OPEN, TAKEN_BACK, CaseState
from sanad_desk.domain.portal_payment_life import UNSETTLED
from sanad_desk.store import follow_tables
from sanad_desk.store.posting_rows import posting_rows
from sanad_desk.store.row_change import RowChange
from sanad_desk.wire import follow_facts
from sanad_desk.wire.entries import Entry, TransactionCompleted
from sanad_desk.wire.follow_facts import StandingFact
from sanad_desk.wire.transaction_facts import CaseFact

_FIRST_TURN = 1


def standing_after(entry: Entry, fact: TransactionCompleted) -> Iterator[RowChange]:
    """Of each case that a transaction moved; what was done at once needs no following.

    Entries of before cases were followed say nothing of it: what was put off is to be done, and a void ends it.
    """
    for position, case in enumerate(fact.cases):
        if fact.kind == "void" and not case.state and not case.turn:
            yield RowChange(follow_tables.case_standing, (case.case_id,), gone=True)
        state = case.state or ("ready" if fact.kind == "sale" and case.portal_outcome == "deferred" else "")
        if state and not (state == CaseState.DONE and case.turn <= _FIRST_TURN):
            charges = [charge for charge in fact.charges if charge.case_position == position]
            yield _standing(entry, _standing_of(entry, fact, case, state, charges))


def _standing_of(
    entry: Entry, fact: TransactionCompleted, case: CaseFact, state: str, charges: list[Any]
) -> StandingFact:
    return StandingFact(
        case_id=case.case_id,
        reference=case.reference,
        service_code=case.service_code,
        entity=next((charge.entity for charge in charges if charge.entity), ""),
        customer_id=fact.customer_id,
        representative_id=fact.representative_id,
        state=state,
        before=case.before,
        action=charges[0].action if charges else "",  # a case that begins is submitted, whatever else was paid
        reason="" if fact.original_id is None else TAKEN_BACK,
        promised=case.expected_date,
        remind_on="",
        portal_reference=case.portal_reference,
        amount=case.amount,
        begun_at=case.begun_at or entry.at,
        since=entry.at,
        turn=max(case.turn, _FIRST_TURN),
    )


def _standing(entry: Entry, standing: StandingFact) -> RowChange:
    values = (standing.case_id, standing.reference, standing.service_code, standing.entity, standing.customer_id)
    state = (standing.representative_id, standing.state, standing.before, standing.action, standing.reason)
    dates = (standing.promised, standing.remind_on, standing.portal_reference, standing.amount)
    times = (standing.begun_at, standing.since, standing.turn, entry.at, entry.operator_id)
    more = (standing.before_reason, _is_open(standing.state))
    return RowChange(follow_tables.case_standing, (*values, *state, *dates, *times, *more))


def _is_open(state: str) -> int:
    return int(state in OPEN)


def _case_moved(entry: Entry, fact: follow_facts.CaseMoved) -> Iterator[RowChange]:
    now = fact.standing
    yield _standing(entry, now)
    what = (now.case_id, now.service_code, now.entity, fact.move, now.state, fact.reason, fact.remark)
    dates = (now.promised, now.remind_on, now.portal_reference, now.amount, now.begun_at, now.turn, fact.approved_by)
    yield RowChange(follow_tables.case_move, (entry.seq, *what, *dates, *_when(entry)))
    yield from _missing(entry, now.case_id, now.service_code, fact.rows, "returned")


def _missing(entry: Entry, case_id: bytes, service_code: str, rows: tuple[str, ...], cause: str) -> Iterator[RowChange]:
    for position, key in enumerate(rows):
        values = (entry.seq, position, case_id, service_code, key, cause, entry.business_date)
        yield RowChange(follow_tables.missing_paper, values)


def _portal_payment_moved(entry: Entry, fact: follow_facts.PortalPaymentMoved) -> Iterator[RowChange]:
    what = (fact.entity, fact.state, fact.amount, fact.channel, fact.reference, fact.asked_at, fact.reason)
    where = (fact.payment_id, fact.case_id, fact.transaction_id, fact.case_position)
    is_open = int(fact.state in UNSETTLED)
    yield RowChange(follow_tables.portal_payment_standing, (*where, *what, entry.at, entry.operator_id, is_open))
    how = (fact.entity, fact.state, fact.before, fact.amount, fact.channel, fact.reference, fact.reason)
    moved = (entry.seq, fact.payment_id, fact.case_id, *how, fact.approved_by, *_when(entry))
    yield RowChange(follow_tables.portal_payment_move, moved)
    yield from posting_rows(entry, fact)


def _outage_began(entry: Entry, fact: follow_facts.OutageBegan) -> Iterator[RowChange]:
    values = (fact.outage_id, fact.entity, entry.at, entry.operator_id, 0, None)
    yield RowChange(follow_tables.outage, values)


def _outage_ended(entry: Entry, fact: follow_facts.OutageEnded) -> Iterator[RowChange]:
    values = (fact.outage_id, fact.entity, fact.began_at, fact.began_by, entry.at, entry.operator_id)
    yield RowChange(follow_tables.outage, values)


def _customer_told(entry: Entry, fact: follow_facts.CustomerTold) -> Iterator[RowChange]:
    values = (entry.seq, fact.case_id, fact.channel, fact.state, entry.operator_id, entry.at)
    yield RowChange(follow_tables.customer_told, values)


def _visit_rated(entry: Entry, fact: follow_facts.VisitRated) -> Iterator[RowChange]:
    values = (entry.seq, fact.transaction_id, fact.case_id, fact.stars, entry.operator_id, entry.business_date)
    yield RowChange(follow_tables.visit_rating, (*values, entry.at))


def _complaint_made(entry: Entry, fact: follow_facts.ComplaintMade) -> Iterator[RowChange]:
    values = (fact.number, fact.kind, fact.case_id, fact.transaction_id, entry.operator_id, entry.business_date)
    yield RowChange(follow_tables.complaint, (*values, entry.at))


def _complaint_settled(entry: Entry, fact: follow_facts.ComplaintSettled) -> Iterator[RowChange]:
    values = (fact.number, fact.outcome, entry.operator_id, entry.at)
    yield RowChange(follow_tables.complaint_settlement, values)


def _customer_assisted(entry: Entry, fact: follow_facts.CustomerAssisted) -> Iterator[RowChange]:
    values = (entry.seq, fact.service_code, fact.case_id, entry.operator_id, entry.business_date)
    yield RowChange(follow_tables.customer_assisted, values)


def _papers_missed(entry: Entry, fact: follow_facts.PapersMissed) -> Iterator[RowChange]:
    yield from _missing(entry, fact.case_id, fact.service_code, fact.rows, "not_ready")


def _service_not_offered(entry: Entry, fact: follow_facts.ServiceNotOffered) -> Iterator[RowChange]:
    values = (entry.seq, fact.words, entry.operator_id, entry.business_date)
    yield RowChange(follow_tables.service_not_offered, values)


def _when(entry: Entry) -> tuple[Any, ...]:
    return (entry.shift_id, entry.operator_id, entry.business_date, entry.at)


FOLLOW_PROJECTIONS: dict[str, Callable[[Entry, Any], Iterator[RowChange]]] = {
    "case_moved": _case_moved,
    "portal_payment_moved": _portal_payment_moved,
    "outage_began": _outage_began,
    "outage_ended": _outage_ended,
    "customer_told": _customer_told,
    "visit_rated": _visit_rated,
    "complaint_made": _complaint_made,
    "complaint_settled": _complaint_settled,
    "customer_assisted": _customer_assisted,
    "papers_missed": _papers_missed,
    "service_not_offered": _service_not_offered,
}
