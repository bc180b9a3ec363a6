"""A damaged entry among those that wait: what is whole before it goes up, and no epoch is claimed for it."""

from __future__ import annotations

from sqlalchemy import func, select

from sanad_desk.server.tables import chain
from tests.sync.centre_at_work import CentreAtWork


def test_a_damaged_entry_is_named_and_claims_nothing(centre: CentreAtWork) -> None:
    centre.drain()
    counter = centre.counters["a"]
    counter.sell()
    with counter.desk.store.unit_of_work() as unit:
        last = unit.head()[0]
        entry = unit.connection.exec_driver_sql("SELECT entry FROM journal WHERE seq = ?", (last,)).scalar_one()
        damaged = entry[:-1] + bytes([entry[-1] ^ 1])
        unit.connection.exec_driver_sql("UPDATE journal SET entry = ? WHERE seq = ?", (damaged, last))
        unit.commit()
    for _ in range(3):
        outcome = centre.sync("a")
        assert (outcome.is_online, outcome.code) == (False, "journal_damaged")
    assert centre.state("a").acknowledged_seq == last - 1
    with centre.db.reading() as connection:
        assert connection.execute(select(func.max(chain.c.epoch))).scalar_one() == 1
