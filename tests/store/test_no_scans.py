"""No query of the product walks through a table that grows: every statement sent is explained by SQLite itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import By, Period, PeriodKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.store import tables
from sanad_desk.store.erasing import is_unfinished
from sanad_desk.store.portal_payments import card_entries
from sanad_desk.store.reversals import refund_left
from sanad_desk.store.unsettled_payments import failed_between
from sanad_desk.usecases.account_statement import account_list, account_statement
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.back_up import backup_state
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_desk.usecases.begin_visit import list_visits
from sanad_desk.usecases.complaint_slip import complaint_slip
from sanad_desk.usecases.complaints import complaints
from sanad_desk.usecases.day_receipts import day_receipts
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.deferred_work import deferred_work
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.entity_balances import claimed_from_entities, held_for_entities
from sanad_desk.usecases.find_anything import find_anything
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.follow_slip import follow_slips
from sanad_desk.usecases.lessons import lessons
from sanad_desk.usecases.list_people import list_people
from sanad_desk.usecases.look_at_case import look_at_case
from sanad_desk.usecases.look_at_customer import look_at_customer
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.look_at_shift import look_at_shift, waiting_shifts
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_desk.usecases.only_here import only_here
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.own_statistics import own_statistics
from sanad_desk.usecases.parked_cases import parked_cases
from sanad_desk.usecases.pin_services import habits_of
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.rate_visit import rate_visit
from sanad_desk.usecases.record_portal_payment import card_balance, fees_to_pay
from sanad_desk.usecases.settle_complaint import settle_complaint
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.totals import day_totals
from sanad_desk.usecases.unsettled_payments import unsettled_payments
from sanad_desk.usecases.wall_price_list import wall_price_list
from sanad_desk.usecases.x_report import x_report
from sanad_desk.usecases.z_report import shift_of_z, z_report
from tests.conftest import MORNING, TODAY
from tests.usecases.played import shift_sums
from tests.watched import watch_statements

DAY = 24 * 3_600_000
# One row, or as many as there are people, desks, services, companies on credit and visits in hand, whatever is sold.
SMALL = {
    *("desk", "desk_state", "centre", "operator", "operator_right", "centre_price", "receipt_counter", "open_shift"),
    *("visit_draft", "service_use", "pinned_service", "credit_account", "setting"),
    *("desk_epoch", "server_link", "centre_chain", "message_waiting"),
}
GROWING = set(tables.metadata.tables) - SMALL
EXPECTED = (
    # Stops after some rows, in the order they stand in.
    re.compile(r"FROM transactions ORDER BY id DESC LIMIT \?$"),
    # A name is found by any part of it, which no index can do: 50,000 people are read in some hundredths of a second.
    re.compile(r"FROM customer WHERE instr\(search, \?\)"),
)
_NAMED = re.compile(
    r"(?:FROM|JOIN|INTO|UPDATE)\s+\"?(\w+)\"?(?:\s+(?:AS\s+)?(?!ON|WHERE|JOIN|CROSS|LEFT|ORDER|GROUP|SET)(\w+))?",
    re.IGNORECASE,
)

Statements = dict[str, Any]


@pytest.fixture(scope="module")
def sent(closed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenDesk, Statements]]:
    """Whatever reached SQLite while odd days were played and everything that reads was asked, with its values."""
    folder = Path(shutil.copytree(closed_store, tmp_path_factory.mktemp("scans") / "store"))
    found: Statements = {}

    def keep(when: str, statement: str, values: Any, many: bool) -> None:
        if when == "before" and statement.split()[0] in ("SELECT", "WITH", "UPDATE", "DELETE", "INSERT"):
            found.setdefault(statement, next(iter(values), ()) if many else values)

    stop = watch_statements(keep)
    clock = SetClock(MORNING + DAY)
    desk = open_desk(folder, clock=clock)
    try:
        list(simulate(desk, clock, first_day=TODAY + timedelta(days=2), days=4, per_day=12, seed=4, odd=True))
        _read_everything(desk)
    finally:
        stop()
    yield desk, found
    desk.close()


def _read_everything(desk: OpenDesk) -> None:
    manager, *clerks = [SignedIn(o.id, o.name, o.roles) for o in list_operators(desk)]
    for kind in PeriodKind:
        period = Period.around(kind, TODAY)
        view = day_view(desk, manager, period)
        keys = {By.ENTITY: "mol", By.SERVICE: "x", By.TENDER: "cash", By.OPERATOR: "00", By.SLOT: view.slots[0].key}
        keys[By.SHIFT] = view.drawers[0].shift_id.hex
        for by in By:
            day_receipts(desk, manager, period, by, keys.get(by, ""))
        day_report(desk, manager, period)
        lessons(desk, manager, period)
    shift = day_view(desk, manager, Period.around(PeriodKind.DAY, TODAY)).drawers[0].shift_id
    receipt = find_receipts(desk, "")[0]
    for words in ("1", receipt.number, "زبون", "99000001", "R-0001", "4.000", "22/11/2026", "1234 AB", "+96899100001"):
        for person in find_anything(desk, words).people:
            for case in look_at_customer(desk, manager, person.id).cases:
                look_at_case(desk, manager, case.standing.case_id)
    questions: tuple[Callable[[], object], ...] = (
        lambda: [own_statistics(desk, clerk, TODAY) for clerk in clerks],
        lambda: [look_at_shift(desk, clerk) for clerk in clerks],
        lambda: look_at_shift(desk, manager, shift),
        lambda: waiting_shifts(desk, manager),
        lambda: day_totals(desk, str(TODAY)),
        lambda: shift_sums(desk, shift.bytes),
        lambda: z_report(desk, manager, shift_of_z(desk, 1)),
        lambda: [x_report(desk, manager, view.shift.id) for view in waiting_shifts(desk, manager)],
        lambda: [look_at_receipt(desk, manager, found.number) for found in find_receipts(desk, "")],
        lambda: (load_receipt(desk, receipt.number), habits_of(desk, manager), backup_state(desk)),
        lambda: (held_for_entities(desk, manager), claimed_from_entities(desk, manager), card_balance(desk)),
        lambda: (_card_entries(desk), _portal_payments(desk, manager)),
        lambda: _refund_left(desk, receipt.number),
        lambda: _outage(desk, manager),
        lambda: _said(desk, manager, receipt.number),
        lambda: fees_to_pay(desk, manager, TODAY, TODAY),
        lambda: [
            account_statement(desk, manager, row.customer_id, TODAY, TODAY) for row in account_list(desk, manager)
        ],
        lambda: (list_people(desk), list_visits(desk), only_here(desk), wall_price_list(desk)),
    )
    for ask in questions:
        ask()


def _refund_left(desk: OpenDesk, number: str) -> int:
    with desk.store.reading() as connection:
        return refund_left(connection, number)


def _outage(desk: OpenDesk, who: SignedIn) -> None:
    """From its beginning to its end."""
    begun = begin_outage(desk, who, "mol")
    assert outages(desk)[0].parked == len(parked_cases(desk, who, "mol"))
    deferred_work(desk)
    end_outage(desk, who, begun.outage_id)


def _said(desk: OpenDesk, who: SignedIn, number: str) -> None:
    """A complaint from its making to its answer, stars, and the slips of a receipt's cases."""
    settle_complaint(desk, who, make_complaint(desk, who, "price", number=number), "explained")
    assert [complaint_slip(desk, who, row.number).number for row in complaints(desk, who)]
    rate_visit(desk, who, 5, number=number)
    cases = look_at_receipt(desk, who, number).original.fact.cases
    rate_visit(desk, who, 4, case_id=UUID(bytes=cases[0].case_id))
    follow_slips(desk, who, number)


def _card_entries(desk: OpenDesk) -> None:
    """What a statement of the card is held against, without a statement."""
    with desk.store.reading() as connection:
        card_entries(connection, TODAY, TODAY)


def _portal_payments(desk: OpenDesk, manager: SignedIn) -> None:
    """One that nobody knows the end of, and all that looks for it."""
    fee = fees_to_pay(desk, manager, date.min, date.max)[0]
    asked = PaymentAsked(fee.case_id, fee.held, Channel.CENTRE_CARD, PaymentState.UNKNOWN)
    settle_portal_payment(desk, manager, ask_portal_payment(desk, manager, asked), PaymentState.FAILED)
    unsettled_payments(desk, manager)
    with desk.store.reading() as connection:
        assert list(failed_between(connection, date.min, date.max))
        is_unfinished([connection], bytes(16), 0)


def _scanned(desk: OpenDesk, statement: str, values: Any) -> set[str]:
    """The growing tables that SQLite would walk through."""
    with desk.store.reading() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    named = {alias or table: table for table, alias in _NAMED.findall(statement)}
    # An index made on the way is a walk through the table too.
    walked = {str(match[1]) for step in plan if (match := re.match(r"(?:SCAN|SEARCH(?=.* AUTOMATIC)) (\w+)", step))}
    return {named.get(name, name) for name in walked} & GROWING


def test_no_statement_scans_a_growing_table(sent: tuple[OpenDesk, Statements]) -> None:
    desk, statements = sent
    assert len(statements) > 100
    found = {
        statement: scanned
        for statement, values in statements.items()
        if not any(way.search(statement) for way in EXPECTED) and (scanned := _scanned(desk, statement, values))
    }
    assert found == {}


def test_a_scan_is_seen(sent: tuple[OpenDesk, Statements]) -> None:
    desk, _ = sent
    assert _scanned(desk, "SELECT count(*) FROM transactions t WHERE t.total = ?", (1,)) == {"transactions"}
    assert _scanned(desk, "SELECT 1 FROM charge JOIN posting p ON p.amount = charge.amount", ()) == {
        "charge",
        "posting",
    }
