"""Any receipt is found again by what somebody at the counter remembers of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from sanad_desk.domain.receipt_query import ReceiptQuery, read_receipt_query
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.find_receipts import FoundReceipt, find_receipts
from tests.usecases import counter as counters
from tests.usecases.counter import Counter, a_customer

TODAY = date(2026, 11, 21)
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Counter, list[str]]]:
    """Three receipts on two days; nothing in these tests changes them."""
    folder = tmp_path_factory.mktemp("find")
    counter = counters.open_copy(counters.make_demo_store(folder / "template"), folder / "store")
    numbers = [counter.sell(customer=a_customer(1)).number]
    counter.clock.move(HOUR_MS)
    numbers.append(counter.sell(customer=a_customer(22), government=7_500, tender=Tender.CARD).number)
    counter.clock.move(24 * HOUR_MS)
    counter.open_new_shift()
    numbers.append(counter.sell(customer=a_customer(1), government=1_000).number)
    _note_plate(counter, numbers[1], "1234 AB")
    yield counter, numbers
    counter.desk.close()


def _note_plate(counter: Counter, number: str, plate: str) -> None:
    """As a checklist that asks for a plate leaves it."""
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO case_detail SELECT p.case_id, 'plate', ?, '' FROM paid_case p "
            "JOIN transactions t ON t.id = p.transaction_id WHERE t.number = ?",
            (plate, number),
        )
        unit.commit()


def _numbers(found: list[FoundReceipt]) -> list[str]:
    return [receipt.number for receipt in found]


def test_nothing_typed_shows_the_latest_first(served: tuple[Counter, list[str]]):
    counter, numbers = served
    assert _numbers(find_receipts(counter.desk, "  ")) == numbers[::-1]


@pytest.mark.parametrize(
    ("typed", "expected", "found_by"),
    [
        ("{0}", [0], "number"),
        ("{0:plain}", [0], "number"),
        ("{0:small}", [0], "number"),
        ("000002", [1], "number"),
        ("٢", [1], "number"),
        ("KSB1-02-000003", [2], "reference"),
        ("rop-88213", [2, 1, 0], "reference"),
        ("99000022", [1], "customer"),
        ("٩٩٠٠٠٠٢٢", [1], "customer"),
        ("9910 0001", [2, 0], "customer"),
        ("+968 9910 0022", [1], "customer"),
        ("زبون تجريبى 22", [1], "customer"),
        ("sample customer 1", [2, 0], "customer"),
        ("9.500", [1], "amount"),
        ("22/11", [2], "day"),
        ("21/11/2026", [1, 0], "day"),
        ("2026-11-21", [1, 0], "day"),
        ("99000001 21/11", [0], "customer"),
        ("٢١/١١ 9.500", [1], "amount"),
        ("1234AB", [1], "typed"),
        ("AB ١٢٣٤", [1], "typed"),
        ("nobody at all", [], ""),
        ("31/02", [], ""),
    ],
)
def test_every_way_in(served: tuple[Counter, list[str]], typed: str, expected: list[int], found_by: str):
    counter, numbers = served
    typed = re.sub(r"\{0:plain\}", numbers[0].replace("-", ""), typed)
    typed = re.sub(r"\{0:small\}", numbers[0].lower(), typed).replace("{0}", numbers[0])
    found = find_receipts(counter.desk, typed)
    assert _numbers(found) == [numbers[i] for i in expected]
    assert {receipt.found_by for receipt in found} == ({found_by} if found_by else set())


def test_a_line_tells_what_the_list_shows(served: tuple[Counter, list[str]]):
    counter, numbers = served
    [receipt] = find_receipts(counter.desk, numbers[1])
    assert receipt.masked.endswith("022")
    assert "9900" not in receipt.masked
    assert receipt.customer.en == "Sample Customer 22"
    assert receipt.services[0].en
    assert (receipt.total, receipt.tenders, receipt.prints) == (9_500, ("card",), 0)
    assert receipt.references == ("ROP-88213-26",)


def test_a_receipt_of_an_erased_person_is_found_without_the_name(tmp_path: Path):
    counter = counters.open_copy(counters.make_demo_store(tmp_path / "template"), tmp_path / "store")
    number = counter.sell().number
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("DELETE FROM customer")
        unit.commit()
    [receipt] = find_receipts(counter.desk, number)
    assert (receipt.customer.ar, receipt.masked) == ("", "")
    counter.desk.close()


def test_a_plate_that_comes_again_after_a_year_is_known(tmp_path: Path):
    counter = counters.open_copy(counters.make_demo_store(tmp_path / "template"), tmp_path / "store")
    number = counter.sell().number
    _note_plate(counter, number, "1234 AB")
    counter.clock.move(370 * 24 * HOUR_MS)
    assert _numbers(find_receipts(counter.desk, "1234ab")) == [number]
    assert find_receipts(counter.desk, "12") == []
    counter.desk.close()


def test_no_way_in_reads_all_receipts(served: tuple[Counter, list[str]]):
    """Customers are looked through by name, as that list stays short; receipts never are."""
    counter, numbers = served
    asked: list[tuple[str, object]] = []
    engine = counter.desk.store._engine  # the only place to listen at

    def listen(conn: Connection, cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    for typed in ("", numbers[0], "2", "99000022", "9.500 21/11", "ROP-88213", "1234 AB", "21/11", "زبون"):
        find_receipts(counter.desk, typed)
    event.remove(engine, "before_cursor_execute", listen)
    with counter.desk.store.reading() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                scans = [row.detail for row in plan if re.match(r"SCAN (?!customer|receipt_counter)", row.detail)]
                assert all("USING" in scan for scan in scans), (statement, scans)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ReceiptQuery()),
        ("21/11", ReceiptQuery(day=TODAY)),
        ("22/11", ReceiptQuery(day=date(2025, 11, 22))),
        ("29/02", ReceiptQuery("29/02")),
        ("٢٣٫١٠٠", ReceiptQuery("23٫100", amount=23_100)),
        ("418", ReceiptQuery("418", sequence=418, amount=418_000)),
        ("1234567", ReceiptQuery("1234567", amount=None)),
        ("000002-J", ReceiptQuery("000002-J", sequence=2)),
        ("00002-J", ReceiptQuery("00002-J")),
    ],
)
def test_what_was_typed_is_read_in_every_way_it_can_be_meant(typed: str, expected: ReceiptQuery):
    assert read_receipt_query(typed, TODAY) == expected
