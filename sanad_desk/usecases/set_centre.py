"""A manager changes the centre's profile, its tax mode or one of its prices; facts of the journal, as money follows."""

from __future__ import annotations

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.centre import Centre, check_centre
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book, record_revisions
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager
from sanad_desk.wire.entries import CentreChanged, PriceSet
from sanad_desk.wire.records import PROFILE_KEY, RecordKind


def set_centre(desk: OpenDesk, who: SignedIn, centre: Centre) -> Centre:
    """The code is part of every receipt number and stays; DomainError carries the `field` that cannot be."""
    must_be_manager(who)
    checked = check_centre(centre)
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        if checked.code != desk_book.centre(unit.connection).code:
            raise Refused("centre_code_fixed", field="code")
        append(desk, unit, CentreChanged(desk_book.centre_bytes(checked)), who, None)
        record_revisions.note(unit.connection, RecordKind.CENTRE, PROFILE_KEY)
        unit.commit()
    desk.refresh()
    return checked


def set_price(
    desk: OpenDesk, who: SignedIn, service_code: str, action: Action, variant: str, amount: int | None
) -> None:
    """The centre's own price in baisa from now on; None returns to the official one."""
    must_be_manager(who)
    service = desk.catalogue.services.get(service_code)
    if service is None:
        raise DomainError("service_unknown", service=service_code)
    if amount is not None:
        with at_field("price"):
            check_baisa(amount)
    price = service.price(action, variant, business_date_at(desk.clock.now()))
    fact = PriceSet(service_code, action.value, variant, amount, price.centre_fee if price else None)
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        append(desk, unit, fact, who, None)
        record_revisions.note_price(unit.connection, service_code, action.value, variant)
        unit.commit()
