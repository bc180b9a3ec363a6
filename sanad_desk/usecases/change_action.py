"""Changing what is charged: actions, sizes, quantities, fees, waivers, and who pays the government fee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Action, FeeBasis, GovernmentFee, Words
from sanad_desk.domain.charges import check_money, draft_action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.visit import ActionDraft, Case, GovernmentPart, Visit
from sanad_desk.store import desk_book, visits
from sanad_desk.usecases.approve import Approval, must_be_listed
from sanad_desk.usecases.look_at_visit import VisitView, change_visit, view_of
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, shift_in_hand
from sanad_desk.wire.entries import OverrideApproved


def add_action(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, action: Action, variant: str = ""
) -> VisitView:
    """One more priced action on the case, at today's price."""

    def change(visit: Visit, connection: Connection) -> Visit:
        case = visit.case(case_id)
        draft = _draft(desk, connection, case, action, variant)
        return visit.with_case(replace(case, actions=(*case.actions, draft)))

    return change_visit(desk, visit_id, change)


def drop_action(desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, position: int) -> VisitView:
    """Takes an action off; the last one stays, as a case without any is no case."""

    def change(visit: Visit, _: Connection) -> Visit:
        case = visit.case(case_id)
        _action(case, position)
        if len(case.actions) <= 1:
            raise Refused("last_action")
        actions = tuple(a for place, a in enumerate(case.actions) if place != position)
        return visit.with_case(replace(case, actions=actions))

    return change_visit(desk, visit_id, change)


def choose_variant(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, position: int, variant: str
) -> VisitView:
    """Another size of the same action (fleet, notice); the fees already chosen stay."""

    def change(visit: Visit, connection: Connection) -> Visit:
        case = visit.case(case_id)
        before = _action(case, position)
        draft = _draft(desk, connection, case, before.action, variant)
        draft = replace(draft, quantity=before.quantity, government=before.government)
        return visit.with_case(case.with_action(position, check_money(draft)))

    return change_visit(desk, visit_id, change)


def set_quantity(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, position: int, quantity: int
) -> VisitView:
    """Pages, workers, copies: multiplies centre fee and government fee alike."""
    return _change_draft(desk, visit_id, case_id, position, lambda d: replace(d, quantity=quantity))


def set_centre_fee(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, position: int, amount: int
) -> VisitView:
    """The centre's fee for one unit, in baisa; above the official price it is shown as a warning, not refused.

    Below the price of the list it is refused: giving up part of it is a waiver, with a reason and a manager.
    """

    def change(visit: Visit, connection: Connection) -> Visit:
        case = visit.case(case_id)
        before = _action(case, position)
        listed = _draft(desk, connection, case, before.action, before.variant).centre_fee
        if listed is not None and 0 <= amount < listed:
            raise Refused("price_below_list", field="price", fee=listed)
        draft = replace(before, centre_fee=amount, agreed=amount != listed, waived=0, waiver_reason="", waived_by=None)
        return visit.with_case(case.with_action(position, check_money(draft)))

    return change_visit(desk, visit_id, change)


def set_government_fee(
    desk: OpenDesk,
    who: SignedIn,
    visit_id: UUID,
    case_id: UUID,
    position: int,
    parts: tuple[GovernmentPart, ...],
) -> VisitView:
    """The government fees of an action as chosen from its rule or read from the portal; amounts in baisa."""
    return _change_draft(desk, visit_id, case_id, position, lambda d: replace(d, government=parts))


def chosen_fee(fee: GovernmentFee, amount: int | None = None, *, paid_direct: bool = False) -> GovernmentPart:
    """A fee of the catalogue as it goes on the bill; ranges are held, other amounts are as the portal shows them."""
    taken = amount if amount is not None else fee.amount
    if fee.basis is FeeBasis.RANGE and taken is not None:
        low, high = fee.minimum or 0, fee.maximum
        if taken < low or (high is not None and taken > high):
            raise DomainError("fee_out_of_range", field="government_fee", minimum=low, maximum=high)
    return GovernmentPart(fee.label, fee.basis, fee.part, fee.unit, amount=taken, paid_direct=paid_direct)


def typed_fee(amount: int, *, paid_direct: bool = False) -> GovernmentPart:
    """A fee that the portal shows and the catalogue does not know."""
    return GovernmentPart(Words("", ""), FeeBasis.PORTAL, amount=amount, paid_direct=paid_direct)


def waive_fee(
    desk: OpenDesk,
    who: SignedIn,
    visit_id: UUID,
    case_id: UUID,
    position: int,
    amount: int,
    approval: Approval,
) -> VisitView:
    """Gives up part of the centre's own fee per unit, with a reason and a manager, on the record at once."""
    must_be_manager(approval.manager)
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        visit = visits.load(unit.connection, visit_id)
        case = visit.case(case_id)
        must_be_listed(approval.reason, sensitive=desk.catalogue.service(case.service_code).sensitive)
        manager = approval.manager.operator_id
        waived = replace(_action(case, position), waived=amount, waiver_reason=approval.reason, waived_by=manager)
        visit = visit.with_case(case.with_action(position, check_money(waived)))
        row = f"action:{position}"
        append(
            desk,
            unit,
            OverrideApproved("waiver", case_id.bytes, row, approval.reason, manager.bytes, amount),
            who,
            shift,
        )
        visits.save(unit.connection, visit, desk.clock.now())
        view = view_of(desk, unit.connection, visit)
        unit.commit()
    return view


def _change_draft(
    desk: OpenDesk, visit_id: UUID, case_id: UUID, position: int, change: Callable[[ActionDraft], ActionDraft]
) -> VisitView:
    def changed(visit: Visit, _: Connection) -> Visit:
        case = visit.case(case_id)
        return visit.with_case(case.with_action(position, check_money(change(_action(case, position)))))

    return change_visit(desk, visit_id, changed)


def _action(case: Case, position: int) -> ActionDraft:
    if not 0 <= position < len(case.actions):
        raise Refused("action_gone")
    return case.actions[position]


def _draft(desk: OpenDesk, connection: Connection, case: Case, action: Action, variant: str) -> ActionDraft:
    service = desk.catalogue.service(case.service_code)
    today = business_date_at(desk.clock.now())
    if variant and service.price(action, variant, today) is None:
        raise DomainError("variant_unknown", field="variant")
    return draft_action(service, action, variant, today, desk_book.centre_prices(connection))
