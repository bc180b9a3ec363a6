"""The centre's own prices, for lists that show what a service costs here."""

from __future__ import annotations

from sanad_desk.domain.charges import CentrePrices
from sanad_desk.store import desk_book
from sanad_desk.usecases.open_desk import OpenDesk


def own_prices(desk: OpenDesk) -> CentrePrices:
    """In baisa by (service, action, variant); a service without an entry costs the official price."""
    with desk.store.reading() as connection:
        return desk_book.centre_prices(connection)
