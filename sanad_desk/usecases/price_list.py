"""What a service costs at this centre: each action with its official price and the centre's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.catalogue import NO_WORDS, Action, Service, Words
from sanad_desk.domain.charges import CentrePrices
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book
from sanad_desk.usecases.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One priced action, in baisa; without an official price the centre names its own, or the clerk does each time."""

    action: Action
    variant: str
    variant_name: Words
    unit: str
    official: int | None
    own: int | None


def price_list(desk: OpenDesk, service_code: str) -> list[PriceLine]:
    """In the order of the tariff; raises DomainError for a service the catalogue does not hold."""
    service = desk.catalogue.services.get(service_code)
    if service is None:
        raise DomainError("service_unknown", service=service_code)
    today = business_date_at(desk.clock.now())
    with desk.store.reading() as connection:
        own = desk_book.centre_prices(connection)
    return price_lines(service, own, today)


def price_lines(service: Service, own: CentrePrices, on: date) -> list[PriceLine]:
    """What the service costs on that business date, in the order of the tariff."""
    lines = []
    for action in service.actions(on):
        for price in service.variants(action, on) or (None,):
            variant = price.variant if price else ""
            lines.append(
                PriceLine(
                    action=action,
                    variant=variant,
                    variant_name=price.variant_name if price else NO_WORDS,
                    unit=price.unit if price else "case",
                    official=price.centre_fee if price else None,
                    own=own.get((service.code, action.value, variant)),
                )
            )
    return lines
