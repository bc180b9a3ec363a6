"""Taking back a sale or a payment on an account: a transaction of its own that names the original, never a delete."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.case_life import CLOSED, CaseState, Standing, after_reversal
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.ledger import DRAWER
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.reversal import CORRECTION_REASONS, REVERSAL_REASONS, TakenBack, left_to_reverse, settle_refund
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Payment, Tender, TenderInput, TransactionKind
from sanad_desk.reports.sums import balance_of
from sanad_desk.store import customers, receipts
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.portal_payments import held_fees_of_case
from sanad_desk.store.reversals import Original, load_original
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import Approval, check_reason, must_be_second
from sanad_desk.usecases.case_standings import latest_standing
from sanad_desk.usecases.complete_transaction import next_receipt_number, write_transaction
from sanad_desk.usecases.draw_picture import customer_block
from sanad_desk.usecases.draw_reversal import draw_reversal
from sanad_desk.usecases.open_desk import OpenDesk, envelope_of, new_id, shift_in_hand
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.usecases.whole_centre import reading_centre, refuse_other_desk
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.picture import CustomerBlock
from sanad_desk.wire.transaction_facts import CaseFact, ChargeFact, PaymentFact


def reverse_transaction(
    desk: OpenDesk,
    who: SignedIn,
    number: str,
    positions: Collection[int] | None,
    tenders: Sequence[TenderInput],
    reason: str,
    approval: Approval,
) -> Sale:
    """Charges of the original by position, or all that is left; its total is negative, what is handed back.

    Raises Refused: receipt_of_other_desk(desk), reversal_empty, already_reversed, not_reversible, drawer_too_low,
    shift_not_open, approver_is_requester; DomainError: those of settle_refund, receipt_unknown, reason_missing,
    reason_must_be_listed.
    """
    wanted = str(parse_receipt_number(number))
    refuse_other_desk(desk, wanted)
    standings = _standings(desk, wanted)
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        must_be_second(unit.connection, who, approval)
        original = load_original(unit.connection, wanted)
        reason = checked_reason(desk, original, reason)
        taken = _taken(original, positions)
        payments = settle_refund(sum(part.back for part in taken), tenders, original.left)
        _refuse_empty_drawer(unit.connection, shift, payments)
        sale = _write(desk, unit, original, taken, payments, standings, shift, who, reason, approval)
        unit.commit()
    return sale


def checked_reason(desk: OpenDesk, original: Original, reason: str) -> str:
    """A listed one, or free words where no service of the sale is sensitive; raises DomainError."""
    if reason in REVERSAL_REASONS or reason in CORRECTION_REASONS:
        return reason
    services = [desk.catalogue.services.get(case.service_code) for case in original.fact.cases]
    if any(service is None or service.sensitive for service in services):
        raise DomainError("reason_must_be_listed", field="reason")
    return check_reason(reason)


def _taken(original: Original, positions: Collection[int] | None) -> tuple[TakenBack, ...]:
    if not original.is_reversible:
        raise Refused("not_reversible")
    left = original.positions_left
    if positions is None and not left and original.gone:
        raise Refused("already_reversed")
    return original.taken_back(left if positions is None else positions)


def _refuse_empty_drawer(connection: Connection, shift: Shift, payments: Sequence[Payment]) -> None:
    cash = -sum(payment.amount for payment in payments if payment.tender is Tender.CASH)
    if cash and balance_of(connection, DRAWER, shift.id.hex) < cash:
        raise Refused("drawer_too_low")


def _write(
    desk: OpenDesk,
    unit: UnitOfWork,
    original: Original,
    taken: tuple[TakenBack, ...],
    payments: tuple[Payment, ...],
    standings: Mapping[bytes, Standing],
    shift: Shift,
    who: SignedIn,
    reason: str,
    approval: Approval,
) -> Sale:
    centre, identity, _ = desk.identity_in(unit.connection)
    envelope = envelope_of(desk, who, shift)
    picture = receipts.load(unit.connection, original.fact.number).picture
    block = _customer(unit.connection, original)
    fact = _fact(original, taken, payments, next_receipt_number(desk, unit, shift), _kind(original, taken, shift))
    cases = tuple(_moved(unit.connection, original, taken, position, standings) for position in range(len(fact.cases)))
    by = approval.manager.operator_id.bytes
    fact = msgspec.structs.replace(fact, cases=cases, reason=reason, approved_by=by)
    day, owed = shift.business_date.isoformat(), _owed_after(unit.connection, fact)
    text = write_transaction(
        desk,
        unit,
        fact,
        envelope,
        lambda head: (
            draw_reversal(picture, fact, payments, block, who, centre, identity, envelope.at, day, owed, head),
            block,
        ),
    )
    return Sale(fact.number, sum(payment.amount for payment in payments), 0, text)


def _customer(connection: Connection, original: Original) -> CustomerBlock | None:
    people = (original.fact.customer_id, original.fact.representative_id)
    customer, representative = (customers.load(connection, UUID(bytes=key)) if key else None for key in people)
    return customer_block(customer, representative)


def _owed_after(connection: Connection, fact: TransactionCompleted) -> int:
    """What a customer owes once his payment went back; nothing is told of it where a sale goes back."""
    paid = sum(charge.amount for charge in fact.charges if charge.kind == ChargeKind.ACCOUNT_PAYMENT)
    if not paid or fact.customer_id is None:
        return 0
    return account_of(connection, UUID(bytes=fact.customer_id)).balance - paid


def _kind(original: Original, taken: tuple[TakenBack, ...], shift: Shift) -> TransactionKind:
    is_whole = not original.gone and len(taken) == len(left_to_reverse(original.fact.charges, ()))
    return TransactionKind.VOID if is_whole and original.entry.shift_id == shift.id.bytes else TransactionKind.REFUND


def _fact(
    original: Original, taken: tuple[TakenBack, ...], payments: tuple[Payment, ...], number: str, kind: TransactionKind
) -> TransactionCompleted:
    sold = original.fact
    return TransactionCompleted(
        transaction_id=new_id().bytes,
        visit_id=new_id().bytes,
        number=number,
        customer_id=sold.customer_id,
        representative_id=sold.representative_id,
        cases=sold.cases,
        charges=tuple(_charge(sold.charges[part.position], part) for part in taken),
        payments=tuple(PaymentFact(p.tender.value, p.amount, p.received, p.change, p.approval_code) for p in payments),
        card_attempts=(),
        vat_mode=sold.vat_mode,
        vat_rate_ppm=sold.vat_rate_ppm,
        catalogue_version=sold.catalogue_version,
        tariff_date=sold.tariff_date,
        kind=kind.value,
        original_id=sold.transaction_id,
        reversed=tuple(part.position for part in taken),
    )


def _standings(desk: OpenDesk, number: str) -> dict[bytes, Standing]:
    """How its cases stand in the whole centre: another desk may have gone on with them."""
    with reading_centre(desk) as centre:
        cases = load_original(centre.own, number).fact.cases
        found = ((case.case_id, latest_standing(centre, UUID(bytes=case.case_id))) for case in cases)
        return {case_id: standing for case_id, standing in found if standing is not None}


def _moved(
    connection: Connection,
    original: Original,
    taken: Sequence[TakenBack],
    position: int,
    standings: Mapping[bytes, Standing],
) -> CaseFact:
    """The work was done once: its rows and their seconds stay with the sale."""
    sold = original.fact.cases[position]
    standing = standings.get(sold.case_id)
    charges = original.fact.charges
    whole = [n for n in left_to_reverse(charges, ()) if charges[n].case_position == position]
    mine = [part for part in taken if part.position in whole]
    gone = {*original.gone, *(part.position for part in taken)}
    due = sum(part.refund_due for part in mine)
    case = msgspec.structs.replace(
        sold, rows=(), state="", before="", turn=standing.turn if standing else sold.turn, begun_at=0
    )
    if standing is None or (whole and not mine):
        return case
    owed = _owed(charges, standing, whole, [part.position for part in mine])
    state = after_reversal(
        standing,
        sold.turn,
        CaseState(sold.before) if sold.before else None,
        due=due,
        is_whole=gone.issuperset(owed or whole or left_to_reverse(charges, ())),
        held=_is_held_besides(connection, original, UUID(bytes=sold.case_id)),
    )
    if state is None:
        return case
    return msgspec.structs.replace(
        case,
        state=state,
        before=(standing.before or standing.state) if state in CLOSED else "",
        amount=due + (standing.amount if standing.is_claimed else 0),
        turn=standing.turn + 1,
        begun_at=standing.begun_at,
    )


def _owed(charges: Sequence[ChargeFact], standing: Standing, whole: Sequence[int], taken: Collection[int]) -> list[int]:
    """The fees of a case that waits for them to go back: what its work cost may stay with the centre."""
    fees = [n for n in whole if charges[n].kind == ChargeKind.GOVERNMENT_FEE]
    return fees if standing.state is CaseState.REFUND_DUE and set(fees).intersection(taken) else []


def _is_held_besides(connection: Connection, original: Original, case_id: UUID) -> bool:
    sale = UUID(bytes=original.fact.transaction_id)
    return any(fee.transaction_id != sale for fee in held_fees_of_case(connection, case_id))


def _charge(sold: ChargeFact, part: TakenBack) -> ChargeFact:
    return msgspec.structs.replace(sold, amount=-part.back, waived=-sold.waived, refund_due=part.refund_due)
