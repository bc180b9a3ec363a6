"""Taking payment: the one commit that turns a visit into a transaction, and the only place a sale is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import CaseState, after_transaction
from sanad_desk.domain.charges import VAT_RATE_PPM, VatMode, comes_later
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import NOT_WHILE_UNSURE
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import CardOutcome, Payment, TenderInput, settle
from sanad_desk.domain.visit import CardAttempt, RowState
from sanad_desk.store import customers, tables, visits
from sanad_desk.store.cases import held_of_case
from sanad_desk.store.unit_of_work import UnitOfWork, insert
from sanad_desk.usecases.case_standings import held_elsewhere, known_standing, refuse_unsettled
from sanad_desk.usecases.complete_transaction import next_receipt_number, write_transaction
from sanad_desk.usecases.draw_picture import draw_picture
from sanad_desk.usecases.look_at_visit import CaseView, VisitView, change_visit, view_in_hand, visit_in_hand
from sanad_desk.usecases.open_desk import OpenDesk, envelope_of, new_id, shift_in_hand
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.transaction_facts import CardAttemptFact, CaseFact, ChargeFact, PaymentFact, RowFact


@dataclass(frozen=True, slots=True)
class Sale:
    """What the counter needs after the commit."""

    number: str
    total: int
    change: int
    code: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known of a case before it is charged for: its turn, and what is held for it in baisa."""

    turn: int
    held: int


_NEW = _Known(0, 0)


def take_payment(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, tenders: Sequence[TenderInput], expected_total: int
) -> Sale:
    """Commits the sale or nothing; a second call for the same visit is refused with the number already given.

    Raises Refused: checklist_open(n), price_missing, customer_missing, total_changed, visit_already_paid,
    account_missing, credit_limit(available), deposit_too_small(available), case_moved_meanwhile(reference),
    payment_unsettled(number);
    DomainError: payment_short(missing), payment_over, card_declined, card_unknown, approval_code_missing.
    """
    followed = _followed(desk, visit_id)
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        view = view_in_hand(desk, unit.connection, visit_id)
        _refuse_unready(view, expected_total)
        payments = settle(view.bill.total, tenders)
        view.account.refuse_more_than_available(payments)
        sale = _write(desk, unit, view, shift, who, payments, followed)
        unit.commit()
    return sale


def note_card_attempt(desk: OpenDesk, who: SignedIn, visit_id: UUID, amount: int, outcome: CardOutcome) -> VisitView:
    """Keeps on the record that the terminal declined or did not answer; unknown is never tried again by itself."""
    attempt = CardAttempt(amount, outcome.value, desk.clock.now())
    return change_visit(desk, visit_id, lambda visit, _: replace(visit, card_attempts=(*visit.card_attempts, attempt)))


def _refuse_unready(view: VisitView, expected_total: int) -> None:
    for code, _, _ in view.blocks:
        if code == "checklist_open":
            raise Refused(code, n=sum(1 for block in view.blocks if block[0] == code))
        raise Refused(code)
    if view.bill.total != expected_total:
        raise Refused("total_changed", total=view.bill.total)


def _followed(desk: OpenDesk, visit_id: UUID) -> dict[UUID, _Known]:
    """The known cases in a visit; what somebody did meanwhile is not charged for a second time.

    Nor is what a portal may have taken already. Raises Refused: case_moved_meanwhile(reference),
    payment_unsettled(number).
    """
    cases = [case for case in visit_in_hand(desk, visit_id).cases if case.followed]
    if not cases:
        return {}
    with reading_centre(desk) as centre:
        standings = [known_standing(centre, case.id) for case in cases]
        held = {case.id: held_elsewhere(centre, case.id) for case in cases}
        for case, standing in zip(cases, standings, strict=True):
            if case.followed and standing.uninterrupted is not case.followed.state:
                raise Refused("case_moved_meanwhile", reference=standing.reference)
            if NOT_WHILE_UNSURE.intersection(draft.action for draft in case.actions):
                refuse_unsettled(centre.connections, standing)
    return {each.case_id: _Known(each.turn, held[each.case_id]) for each in standings}


def _write(
    desk: OpenDesk,
    unit: UnitOfWork,
    view: VisitView,
    shift: Shift,
    who: SignedIn,
    payments: tuple[Payment, ...],
    followed: Mapping[UUID, _Known],
) -> Sale:
    centre, identity, _ = desk.identity_in(unit.connection)
    envelope = envelope_of(desk, who, shift)  # one instant for entry, picture and signature
    number = next_receipt_number(desk, unit, shift)
    tariff_date, version = desk.catalogue.tariff_date.isoformat(), desk.catalogue.version
    known = {case_id: _with_held_here(unit.connection, case_id, each) for case_id, each in followed.items()}
    fact = _fact(view, payments, number, centre.vat_mode, desk, shift.business_date, known)
    text = write_transaction(
        desk,
        unit,
        fact,
        envelope,
        lambda head: draw_picture(
            view, number, envelope.at, shift, who, centre, identity, payments, tariff_date, version, head
        ),
    )
    _keep_details(unit.connection, view)
    visits.drop(unit.connection, view.visit.id)
    if view.visit.customer_id is not None:
        customers.count_visit(unit.connection, view.visit.customer_id, envelope.at)
    return Sale(number, view.bill.total, sum(p.change for p in payments), text)


def _with_held_here(connection: Connection, case_id: UUID, known: _Known) -> _Known:
    return replace(known, held=known.held + held_of_case(connection, case_id)[0])


def _fact(
    view: VisitView,
    payments: tuple[Payment, ...],
    number: str,
    vat_mode: VatMode,
    desk: OpenDesk,
    today: date,
    known: Mapping[UUID, _Known],
) -> TransactionCompleted:
    visit = view.visit
    return TransactionCompleted(
        transaction_id=new_id().bytes,
        visit_id=visit.id.bytes,
        number=number,
        customer_id=visit.customer_id.bytes if visit.customer_id else None,
        representative_id=visit.representative_id.bytes if visit.representative_id else None,
        cases=tuple(_case_fact(case, today, known.get(case.case.id, _NEW)) for case in view.cases),
        charges=tuple(
            ChargeFact(
                c.case_position,
                c.action_position,
                c.kind.value,
                c.action.value,
                c.variant,
                c.entity,
                c.quantity,
                c.amount,
                c.label.ar,
                c.label.en,
                c.paid_direct,
                c.official,
                c.waived,
                c.waiver_reason,
            )
            for c in view.bill.charges
        ),
        payments=tuple(PaymentFact(p.tender.value, p.amount, p.received, p.change, p.approval_code) for p in payments),
        card_attempts=tuple(CardAttemptFact(a.amount, a.outcome, a.at) for a in visit.card_attempts),
        vat_mode=vat_mode.value,
        vat_rate_ppm=0 if vat_mode is VatMode.OFF else VAT_RATE_PPM,
        catalogue_version=desk.catalogue.version,
        tariff_date=desk.catalogue.tariff_date.isoformat(),
    )


def _open_rows(view: CaseView) -> tuple[RowState, ...]:
    """What was done in the rows that are open; what stands behind an answer that was changed is nobody's business."""
    return tuple(row.state for row in view.checklist.rows if row.state is not None)


def _case_fact(view: CaseView, today: date, known: _Known) -> CaseFact:
    case = view.case
    reference, portal, handover = case.row("reference"), case.row("portal"), case.row("handover")
    expected, delivery = (handover.value, handover.outcome) if handover else ("", "")
    outcome, followed = portal.outcome if portal else "", case.followed
    actions = tuple(draft.action for draft in case.actions)
    state = after_transaction(
        followed.state if followed else None,
        actions,
        outcome,
        comes_later=expected > today.isoformat() or comes_later(view.service, actions, today),
        collects=delivery == "collect",
        held=known.held,
    )
    return CaseFact(
        case_id=case.id.bytes,
        reference=case.reference,
        service_code=case.service_code,
        portal_reference=reference.value if reference and reference.outcome == "typed" else "",
        portal_outcome=outcome,
        delivery=delivery,
        expected_date=expected,
        rows=tuple(RowFact(row.key, row.outcome, row.seconds) for row in _open_rows(view)),
        state=state,
        before=followed.state if followed else "",
        turn=known.turn + 1,
        begun_at=followed.begun_at if followed else 0,
        amount=known.held if state is CaseState.REFUND_DUE else 0,
    )


def _keep_details(connection: Connection, view: VisitView) -> None:
    # Typed plates, phones and dates may name a person: beside the journal, where they can be erased.
    rows = [
        (case.case.id.bytes, row.key, row.value, row.valid_until)
        for case in view.cases
        for row in _open_rows(case)
        if row.value or row.valid_until
    ]
    insert(connection, tables.case_detail, rows, replace=True)
