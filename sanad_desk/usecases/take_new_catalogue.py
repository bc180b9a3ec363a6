"""The catalogue in force changes between two customers: a release that came, began or was recalled."""

from __future__ import annotations

from sanad_desk.usecases.open_desk import OpenDesk


def take_new_catalogue(desk: OpenDesk) -> bool:
    """Whether another one is in force now. It waits while a visit is in hand, which it might price anew."""
    with desk.store.reading() as connection:
        in_hand = connection.exec_driver_sql("SELECT 1 FROM visit_draft WHERE held = 0").first()
    return in_hand is None and desk.reload_catalogue()
