"""Everybody who works or worked at this desk, for whoever decides about it."""

from __future__ import annotations

from sanad_desk.domain.operators import Operator
from sanad_desk.store import people
from sanad_desk.usecases.open_desk import OpenDesk


def list_people(desk: OpenDesk) -> list[Operator]:
    """Those who left come last."""
    with desk.store.reading() as connection:
        return people.everybody(connection)
