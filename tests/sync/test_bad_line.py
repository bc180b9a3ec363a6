"""Whatever the line does to a round, the server has every fact once."""

from __future__ import annotations

import pytest

from tests.sync.bad_line import Died, Fault
from tests.sync.centre_at_work import CentreAtWork
from tests.usecases.counter import a_customer

ROUND = 4  # requests that a round with something new has at least: journal, records, feed


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
def test_any_request_of_a_round_may_meet_any_fault(centre: CentreAtWork, fault: Fault) -> None:
    for place in range(ROUND):
        centre.counters["a"].sell(customer=a_customer(place))
        centre.counters["b"].sell()
        centre.sync("b")
        try:
            centre.sync("a", *[Fault.NONE] * place, fault)
        except Died:
            centre.shut("a")
            centre.open("a")
    centre.counters["a"].sell()
    centre.drain()
    centre.check()
    assert centre.incidents("a") == set()
