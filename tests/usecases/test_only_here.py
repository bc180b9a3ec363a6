"""The badge's figures are those of the journal beyond what the server has acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import outbox
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.only_here import keep_count, only_here
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from tests.usecases import counter as counters
from tests.usecases.counter import Counter, a_customer


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    counter = counters.open_copy(counters.make_demo_store(tmp_path / "template"), tmp_path / "store")
    yield counter
    counter.desk.close()


def test_a_desk_without_sales_keeps_nothing_back(counter: Counter):
    sums = only_here(counter.desk)
    assert (sums.receipts, sums.total, sums.oldest_at) == (0, 0, 0)


def test_every_sale_counts_once_whether_counted_at_once_or_on_and_on(counter: Counter):
    known = only_here(counter.desk)
    first_at = 0
    for number in range(4):
        counter.sell(customer=a_customer(number), government=1_000 * number, fee=2_000)
        first_at = first_at or counter.clock.now()
        known = only_here(counter.desk, known)
    assert known == only_here(counter.desk)
    assert (known.receipts, known.total) == (4, 4 * 2_000 + 6_000)
    assert known.oldest_at == first_at


def test_what_was_handed_back_is_not_here_any_more(counter: Counter):
    sale = counter.sell()
    cash = [TenderInput(Tender.CASH, sale.total)]
    approval = Approval(counter.manager, "goodwill")
    reverse_transaction(counter.desk, counter.clerk, sale.number, None, cash, "wrong_service", approval)
    sums = only_here(counter.desk)
    assert (sums.receipts, sums.total) == (2, 0)


def test_the_count_goes_on_after_a_restart(counter: Counter):
    counter.sell()
    keep_count(counter.desk, only_here(counter.desk))
    counter.sell(customer=a_customer(2))
    assert only_here(counter.desk).receipts == 2


def test_what_is_acknowledged_is_no_longer_only_here(counter: Counter):
    counter.sell()
    known = only_here(counter.desk)
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE desk_state SET acknowledged_seq = head_seq")
        unit.commit()
    counter.sell(customer=a_customer(2), government=0)
    after = only_here(counter.desk, known)
    assert (after.receipts, after.total) == (1, 2_000)


def test_a_store_that_is_not_founded_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from sanad_desk.bootstrap import open_desk

    monkeypatch.setenv("SANAD_DESK_KEYS", "file")
    desk = open_desk(tmp_path / "empty", create=True)
    assert only_here(desk) == outbox.OutboxSums()
    desk.close()
