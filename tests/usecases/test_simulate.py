"""Simulated days: the same seed plays the same day, time goes forward only, and nobody is named in the journal."""

from __future__ import annotations

from datetime import timedelta

from sanad_desk.domain.clock import SetClock
from sanad_desk.store.verify import verify
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.simulate import next_free_day, simulate
from tests.conftest import TODAY


def _play(desk: OpenDesk, clock: SetClock, per_day: int = 10, seed: int = 5) -> list[tuple[int, int]]:
    day = next_free_day(desk, TODAY)
    sales = simulate(desk, clock, first_day=day, days=1, per_day=per_day, seed=seed)
    return [(sale.total, sale.change) for sale in sales]


def test_the_same_seed_plays_the_same_visits(desk: OpenDesk, clock: SetClock) -> None:
    first, second, other = _play(desk, clock), _play(desk, clock), _play(desk, clock, seed=6)
    assert first == second != other


def test_days_go_on_where_the_last_one_ended(desk: OpenDesk, clock: SetClock) -> None:
    assert next_free_day(desk, TODAY - timedelta(days=9)) == TODAY
    _play(desk, clock)
    assert next_free_day(desk, TODAY) == TODAY + timedelta(days=1)
    _play(desk, clock)
    assert next_free_day(desk, TODAY) == TODAY + timedelta(days=2)


def test_a_crowded_day_ends_before_the_night(desk: OpenDesk, clock: SetClock) -> None:
    assert len(_play(desk, clock, per_day=100)) == 100
    assert next_free_day(desk, TODAY) == TODAY + timedelta(days=1)
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_no_personal_data_stands_in_the_journal_or_in_a_picture(desk: OpenDesk, clock: SetClock) -> None:
    """Names, numbers and phones lie beside both, where they can be erased."""
    _play(desk, clock, per_day=40)
    with desk.store.reading() as connection:
        kept = b"".join(connection.exec_driver_sql("SELECT entry FROM journal").scalars())
        kept += b"".join(connection.exec_driver_sql("SELECT picture FROM receipt").scalars())
        people = connection.exec_driver_sql(
            "SELECT name_ar, name_en, civil_number, cr_number, phone FROM customer UNION "
            "SELECT value, value, value, value, value FROM case_detail WHERE row_key LIKE 'field:%'"
        ).all()
    typed = {part for row in people for part in row if len(part) > 5}
    assert len(typed) > 20
    assert [part for part in typed if part.encode() in kept] == []
