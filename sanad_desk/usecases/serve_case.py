"""Serving a known case again: a later action on it, charged by its own tariff line, to its own receipt."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import MOVES, CaseState, Move, Standing
from sanad_desk.domain.catalogue import NO_WORDS, Action, FeeBasis
from sanad_desk.domain.charges import draft_action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import NOT_WHILE_UNSURE
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.visit import ActionDraft, Case, Followed, GovernmentPart, RowState, Visit
from sanad_desk.store import customers, desk_book, visits
from sanad_desk.store.cases import rows_known, rows_missing
from sanad_desk.store.unsettled_payments import has_unsure
from sanad_desk.usecases.begin_visit import resume_visit
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.look_at_visit import VisitView, view_of
from sanad_desk.usecases.open_desk import OpenDesk, new_id, shift_in_hand
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre

_FIRST = (Action.SUBMIT, Action.BUY)
# Of what was done before, only this is known to be the same: consent, portal and the like are asked for each time.
_STILL_TRUE = ("question:", "paper:", "field:")


def serve_case(desk: OpenDesk, who: SignedIn, case_id: UUID, action: Action) -> VisitView:
    """A new visit in the operator's shift, or the one in which the case lies already.

    Answers and papers of before are taken over, but for the papers that were asked for last.
    Raises Refused: case_closed, shift_not_open, payment_unsettled(number); DomainError: case_unknown, service_unknown,
    action_not_offered.
    """
    with reading_centre(desk) as centre:
        standing = known_standing(centre, case_id)
        is_unsure = any(has_unsure(connection, case_id) for connection in centre.connections)
        rows = _known_rows(centre, standing)
    with desk.store.reading() as connection:
        waiting = next((v for v in visits.all_drafts(connection) if any(c.id == case_id for c in v.cases)), None)
    if waiting is not None:
        return resume_visit(desk, who, waiting.id)
    if not standing.is_open:
        raise Refused("case_closed", reference=standing.reference)
    if is_unsure and action in NOT_WHILE_UNSURE:
        raise Refused("payment_unsettled", number=standing.reference)
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        now = desk.clock.now()
        case = Case(
            id=case_id,
            reference=standing.reference,
            service_code=standing.service_code,
            opened_at=now,
            actions=(_action(desk, unit.connection, standing, action),),
            rows=tuple(replace(row, at=now) for row in rows),
            row_opened_at=now,
            followed=Followed(standing.uninterrupted, standing.begun_at),
        )
        people = (standing.customer_id, standing.representative_id)
        customer, representative = (known if _is_known(unit.connection, known) else None for known in people)
        visit = Visit(new_id(), who.operator_id, shift.id, now, customer, representative, (case,))
        view = view_of(desk, unit.connection, visit, visits.save(unit.connection, visit, now))
        unit.commit()
    return view


def later_actions(desk: OpenDesk, standing: Standing, *, is_unsure: bool = False) -> tuple[Action, ...]:
    """What the tariff of today prices besides the first submission; nothing once only money is to come back.

    Payment is taken once the entity has approved, priced or not. What is on hold is charged as before its hold.
    `is_unsure`: a payment of the case may have got through, and nobody knows.
    """
    service = desk.catalogue.services.get(standing.service_code)
    if service is None or not standing.is_open or standing.state is CaseState.REFUND_DUE:
        return ()
    offered = {*service.actions(business_date_at(desk.clock.now()))} - {*_FIRST, Action.PAY}
    if standing.uninterrupted in MOVES[Move.PAY][0]:
        offered.add(Action.PAY)
    return tuple(action for action in Action if action in offered - (NOT_WHILE_UNSURE if is_unsure else set()))


def _action(desk: OpenDesk, connection: Connection, standing: Standing, action: Action) -> ActionDraft:
    service = desk.catalogue.services.get(standing.service_code)
    if service is None:
        raise DomainError("service_unknown", service=standing.service_code)
    if action not in later_actions(desk, standing):
        raise DomainError("action_not_offered", action=action.value)
    today = business_date_at(desk.clock.now())
    draft = draft_action(service, action, "", today, desk_book.centre_prices(connection))
    if action is not Action.PAY:
        return draft
    # What the entity asks for is read from its answer: known already, or still to be typed.
    main, *extras = draft.government or (GovernmentPart(NO_WORDS, FeeBasis.PORTAL),)
    if standing.amount:
        main = replace(main, amount=standing.amount, basis=FeeBasis.PORTAL)
    return replace(draft, government=(main, *extras))


def _known_rows(centre: WholeCentre, standing: Standing) -> list[RowState]:
    known: dict[str, RowState] = {}
    for connection in centre.connections:
        for row in rows_known(connection, standing.case_id):
            if row.key.startswith(_STILL_TRUE) and row.outcome != "overridden":
                known[row.key] = row
    _, missing = max(
        (rows_missing(connection, standing.case_id) for connection in centre.connections), key=itemgetter(0)
    )
    still = [row for key, row in known.items() if key not in missing]
    if standing.portal_reference:
        still.append(RowState("reference", "typed", standing.portal_reference))
    return still


def _is_known(connection: Connection, customer_id: UUID | None) -> bool:
    return customer_id is not None and customers.load(connection, customer_id) is not None
