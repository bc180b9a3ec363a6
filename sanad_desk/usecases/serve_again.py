"""Serving a sale again that was taken back: its customer, services and amounts as drafts to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Action, FeeBasis, Service, Words
from sanad_desk.domain.charges import ChargeKind, VatMode, draft_action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.visit import ActionDraft, Case, GovernmentPart, RowState, Visit
from sanad_desk.store import customers, desk_book, visits
from sanad_desk.store.reversals import Original, details_of, load_original
from sanad_desk.usecases.look_at_visit import VisitView, view_of
from sanad_desk.usecases.open_case import new_reference
from sanad_desk.usecases.open_desk import OpenDesk, new_id, shift_in_hand
from sanad_desk.usecases.whole_centre import refuse_other_desk
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.transaction_facts import CaseFact, ChargeFact

# A manager let it pass for the case that is gone; for the new one he is asked again, as for a fee that was waived.
_NEEDS_APPROVAL = "overridden"


def serve_again(desk: OpenDesk, who: SignedIn, number: str) -> VisitView:
    """A new visit in the operator's shift, once everything of the sale was taken back.

    Raises Refused: receipt_of_other_desk(desk), not_reversed, shift_not_open; DomainError: receipt_unknown,
    service_unknown.
    """
    wanted = str(parse_receipt_number(number))
    refuse_other_desk(desk, wanted)
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        original = load_original(unit.connection, wanted)
        if not original.is_sale or not original.gone or original.positions_left:
            raise Refused("not_reversed")
        visit = _visit(desk, unit.connection, original, who, shift)
        view = view_of(desk, unit.connection, visit, visits.save(unit.connection, visit, desk.clock.now()))
        unit.commit()
    return view


def _visit(desk: OpenDesk, connection: Connection, original: Original, who: SignedIn, shift: Shift) -> Visit:
    people = (original.fact.customer_id, original.fact.representative_id)
    customer, representative = (customers.load(connection, UUID(bytes=key)) if key else None for key in people)
    again = _Again(desk, connection, original.fact, shift)
    return Visit(
        id=new_id(),
        operator_id=who.operator_id,
        shift_id=shift.id,
        opened_at=desk.clock.now(),
        customer_id=customer.id if customer else None,
        representative_id=representative.id if representative else None,
        cases=tuple(again.case(position) for position in range(len(original.fact.cases))),
    )


class _Again:
    """Makes the drafts of one sale anew."""

    def __init__(self, desk: OpenDesk, connection: Connection, sold: TransactionCompleted, shift: Shift) -> None:
        self._desk, self._connection, self._sold, self._shift = desk, connection, sold, shift
        self._prices = desk_book.centre_prices(connection)

    def case(self, position: int) -> Case:
        sold, now = self._sold.cases[position], self._desk.clock.now()
        service = self._desk.catalogue.services.get(sold.service_code)
        if service is None:
            raise DomainError("service_unknown", service=sold.service_code)
        charges = [charge for charge in self._sold.charges if charge.case_position == position]
        places = sorted({charge.action_position for charge in charges})
        return Case(
            id=new_id(),
            reference=new_reference(self._desk, self._connection),
            service_code=sold.service_code,
            opened_at=now,
            actions=tuple(self._action(service, [c for c in charges if c.action_position == n]) for n in places),
            rows=tuple(self._rows(sold)),
            row_opened_at=now,
        )

    def _action(self, service: Service, charges: list[ChargeFact]) -> ActionDraft:
        """As the customer was told then; a fee that was waived is whole again."""
        first = charges[0]
        draft = draft_action(service, Action(first.action), first.variant, self._shift.business_date, self._prices)
        own = [charge for charge in charges if charge.kind == ChargeKind.CENTRE_FEE]
        if not own:
            return draft
        quantity = own[0].quantity
        inclusive = self._sold.vat_mode == VatMode.INCLUSIVE
        vat = sum(charge.amount for charge in charges if charge.kind == ChargeKind.VAT) if inclusive else 0
        fees = [charge for charge in charges if charge.kind == ChargeKind.GOVERNMENT_FEE]
        return replace(
            draft,
            quantity=quantity,
            centre_fee=(own[0].amount + vat + own[0].waived) // quantity,
            government=tuple(_part(fee, quantity, "extra" if n else "main") for n, fee in enumerate(fees)),
            agreed=True,
        )

    def _rows(self, sold: CaseFact) -> Iterator[RowState]:
        details, now = details_of(self._connection, sold.case_id), self._desk.clock.now()
        for row in sold.rows:
            value, valid_until = details.get(row.key, ("", ""))
            if row.outcome == _NEEDS_APPROVAL or (row.outcome == "typed" and not value):
                continue
            yield RowState(row.key, row.outcome, value, valid_until, now)


def _part(fee: ChargeFact, quantity: int, part: str) -> GovernmentPart:
    """For one unit; the main fee always comes first."""
    units = fee.quantity // quantity
    amount = fee.amount // (quantity * units)
    label = Words(fee.label_ar, fee.label_en)
    return GovernmentPart(label, FeeBasis.PORTAL, part, quantity=units, amount=amount, paid_direct=fee.paid_direct)
