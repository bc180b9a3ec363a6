"""A centre of three desks seen from one: sums are those of all journals, and it is told how fresh each is."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import By, DayView, DrawerRow, DrawerState, Period, PeriodKind
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.sheet import Paper
from sanad_desk.reports.report import Table, words_in
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.day_receipts import day_receipts
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.find_receipts import Standing, find_receipts
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.usecases.print_receipt import load_receipt, note_printed, receipt_pdf
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.serve_again import serve_again
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.verify_receipt import verify_receipt
from tests.conftest import MORNING, TODAY
from tests.usecases.other_desks import bring, found_other_desk, join_server, journal_of, play

MINUTE = 60_000
EVENING = MORNING + 13 * 60 * MINUTE
DAY, WEEK = (Period.around(kind, TODAY) for kind in (PeriodKind.DAY, PeriodKind.WEEK))
SOLD = {"first_day": TODAY, "days": 1, "per_day": 15, "odd": True}


@pytest.fixture(scope="session")
def three_desks(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Desks 2, 3 and 4 of one centre, each after two odd days."""
    place = tmp_path_factory.mktemp("centre")
    found = [Path(shutil.copytree(demo_store, place / "2"))]
    found += [found_other_desk(place / str(number), number, MORNING) for number in (3, 4)]
    return [play(folder, MORNING, seed=seed, **SOLD) for seed, folder in enumerate(found, 21)]


@pytest.fixture(scope="module")
def alone(three_desks: list[Path]) -> list[DayView]:
    """What each desk says of the week while it knows of no other."""
    views = []
    for folder in three_desks:
        desk = open_desk(folder, clock=SetClock(EVENING), read_only=True)
        views.append(day_view(desk, _manager(desk), WEEK))
        desk.close()
    return views


@pytest.fixture(scope="module")
def centre(three_desks: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Desk 2 as the server told it of the others: 3 a moment ago, 4 not since noon. Nothing more is written."""
    desk = _centre(three_desks, tmp_path_factory.mktemp("own") / "store")
    yield desk
    desk.close()


@pytest.fixture
def own_centre(three_desks: list[Path], tmp_path: Path) -> Iterator[OpenDesk]:
    """The same for a test that writes."""
    desk = _centre(three_desks, tmp_path / "store")
    yield desk
    desk.close()


def _centre(three_desks: list[Path], folder: Path) -> OpenDesk:
    shutil.copytree(three_desks[0], folder)
    desk = open_desk(folder, clock=SetClock(EVENING))
    bring(desk, journal_of(three_desks[1]), EVENING - MINUTE)
    bring(desk, journal_of(three_desks[2]), MORNING + 4 * 60 * MINUTE)
    return desk


def _manager(desk: OpenDesk) -> SignedIn:
    found = list_operators(desk)[0]
    return SignedIn(found.id, found.name, found.roles)


def test_every_sum_is_that_of_all_desks(centre: OpenDesk, alone: list[DayView]) -> None:
    view = day_view(centre, _manager(centre), WEEK)
    assert view.totals == reduce(Totals.merged, (each.totals for each in alone)).without_zeros()
    assert view.totals.reversals > 0
    for sum_of in ("sales", "refunded", "collected", "government_held", "expected_cash"):
        assert getattr(view, sum_of) == sum(getattr(each, sum_of) for each in alone), sum_of
    for rows in ("entities", "services", "tenders", "operators", "slots"):
        found, wanted = Counter[str](), Counter[str]()
        for each in alone:
            wanted.update({row.key: row.total for row in getattr(each, rows)})
        found.update({row.key: row.total for row in getattr(view, rows)})
        assert found == wanted, rows
    buckets = Counter[str]()
    for each in alone:
        buckets.update(each.buckets)
    assert view.buckets == dict(buckets)
    assert view.not_on_server == alone[0].not_on_server


def test_drawers_of_all_desks_have_numbers_and_names(centre: OpenDesk, alone: list[DayView]) -> None:
    view = day_view(centre, _manager(centre), WEEK)
    own = {drawer.shift_id: replace(drawer, is_elsewhere=False) for each in alone for drawer in each.drawers}
    shown = {drawer.shift_id: replace(drawer, is_elsewhere=False) for drawer in view.drawers}
    assert shown == own
    assert {drawer.desk_number for drawer in view.drawers} == {2, 3, 4}
    assert all(drawer.is_elsewhere is (drawer.desk_number != 2) for drawer in view.drawers)
    assert all(row.name.en for row in view.operators)
    assert view.open_days == alone[0].open_days
    assert view.left_behind == alone[0].left_behind
    day = day_view(centre, _manager(centre), DAY)
    assert {drawer.desk_number for drawer in day.waiting_drawers} <= {2}


def test_it_is_told_how_fresh_each_desk_is(own_centre: OpenDesk, three_desks: list[Path]) -> None:
    view = day_view(own_centre, _manager(own_centre), DAY)
    assert [(o.number, o.known_at, o.standing, o.is_day_closed) for o in view.other_desks] == [
        (3, EVENING - MINUTE, "known", True),
        (4, MORNING + 4 * 60 * MINUTE, "late", True),
    ]
    past = day_view(own_centre, _manager(own_centre), DAY.previous())
    assert [other.standing for other in past.other_desks] == ["known", "known"]
    fourth = journal_of(three_desks[2]).chain
    for change, standing in (("head_seq = head_seq + 5", "late"), ("is_revoked = 1", "revoked")):
        with own_centre.store.unit_of_work() as unit:
            unit.connection.exec_driver_sql(f"UPDATE centre_chain SET {change} WHERE desk_id = ?", (fourth[0],))
            unit.commit()
        _, other = day_view(own_centre, _manager(own_centre), DAY).other_desks
        assert other.standing == standing
        assert other.known_at == _last_at(own_centre)[4]  # of the entries that are here
    with own_centre.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("INSERT INTO centre_chain VALUES (?, 1, 5, x'00', 0, 7, 0, 0)", (bytes(16),))
        unit.commit()
    assert day_view(own_centre, _manager(own_centre), DAY).other_desks[-1].standing == "unheard"


def _last_at(desk: OpenDesk) -> dict[int, int]:
    with desk.replicas.reading() as found:
        query = "SELECT last_at FROM desk_state"
        return {each.number: each.connection.exec_driver_sql(query).scalar_one() for each in found}


def test_the_report_tells_the_desks_apart_and_sums_them(centre: OpenDesk, alone: list[DayView]) -> None:
    view, report = day_view(centre, _manager(centre), WEEK), day_report(centre, _manager(centre), WEEK)
    tables = {table.code: table for table in report.tables}
    assert _column(tables["desks"], "desk") == [2, 3, 4]
    assert _column(tables["desks"], "sales") == [each.sales for each in alone]
    assert sum(_column(tables["desks"], "total")) == view.totals.total - view.totals.account
    assert all(number for name in ("first", "last") for number in _column(tables["desks"], name))
    assert {words_in(state, "en") for state in _column(tables["desks"], "state")} == {
        "This desk",
        "All known",
        "Not heard since; sums may be missing",
    }
    assert set(_column(tables["drawers"], "desk")) == {2, 3, 4}
    assert {3, 4} & set(_column(tables["movements"], "desk"))
    assert _column(tables["movements"], "at") == sorted(_column(tables["movements"], "at"))
    assert sum(_column(tables["fees"], "held")) == view.government_held
    assert sum(_column(tables["reversals"], "total")) == -view.refunded
    moved = dict(zip(_column(tables["buckets"], "what"), _column(tables["buckets"], "balance"), strict=True))
    assert sum(amount for amount in moved.values() if amount) == sum(view.buckets.values())


def _column(table: Table, code: str) -> list[Any]:
    place = [column.code for column in table.columns].index(code)
    return [row[place] for row in table.rows]


def test_a_desk_alone_has_no_table_of_desks(desk: OpenDesk, manager: SignedIn) -> None:
    report = day_report(desk, manager, DAY)
    assert "desks" not in [table.code for table in report.tables]
    assert all(column.code != "desk" for table in report.tables for column in table.columns)


def test_the_receipts_behind_a_number_come_from_all_desks(centre: OpenDesk) -> None:
    view = day_view(centre, _manager(centre), WEEK)
    found = day_receipts(centre, _manager(centre), WEEK, By.ALL)
    assert {receipt.elsewhere for receipt in found} == {0, 3, 4}
    assert sum(receipt.total for receipt in found) == view.totals.total
    assert all(receipt.operator.en for receipt in found)
    shift = next(drawer for drawer in view.drawers if drawer.desk_number == 4)
    behind = day_receipts(centre, _manager(centre), WEEK, By.SHIFT, shift.shift_id.hex)
    assert {receipt.elsewhere for receipt in behind} == {4}


def test_any_receipt_of_the_centre_is_found(centre: OpenDesk) -> None:
    latest = find_receipts(centre, "")
    assert {receipt.elsewhere for receipt in latest} == {0, 3, 4}
    other = next(receipt for receipt in latest if receipt.elsewhere == 4 and receipt.customer.ar and receipt.references)
    (by_number,) = [found for found in find_receipts(centre, other.number) if found.found_by == "number"]
    assert by_number == replace(other, found_by="number")
    assert other.number in [found.number for found in find_receipts(centre, other.references[0])]
    assert other.number in [found.number for found in find_receipts(centre, other.customer.ar)]
    by_sequence = [found.number for found in find_receipts(centre, "7") if found.found_by == "number"]
    assert list(dict.fromkeys(number[5:7] for number in by_sequence)) == ["02", "03", "04"]


def test_what_another_desk_gave_is_looked_at_and_copied_and_changed_there_alone(own_centre: OpenDesk) -> None:
    desk, who = own_centre, _manager(own_centre)
    other = next(each for each in find_receipts(desk, "") if each.elsewhere == 3 and each.kind == "sale")
    story = look_at_receipt(desk, who, other.number)
    assert (story.elsewhere, story.can_reverse, story.can_serve_again, story.corrections_from) == (3, False, False, {})
    before = load_receipt(desk, other.number).prints
    assert receipt_pdf(desk, other.number, Paper.ROLL).startswith(b"%PDF")
    note_printed(desk, who, other.number, 0, "80mm", "folder")
    note_printed(desk, who, other.number, 0, "80mm", "folder")
    assert load_receipt(desk, other.number).prints == before + 2
    approval = Approval(who, "wrong_service")
    for change in (
        lambda: reverse_transaction(desk, who, other.number, None, [], "wrong_service", approval),
        lambda: correct_tender(desk, who, other.number, Tender.CASH, Tender.CARD, 1, "123456", approval),
        lambda: serve_again(desk, who, other.number),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert (refused.value.code, refused.value.params["desk"]) == ("receipt_of_other_desk", 3)


def test_a_receipt_says_how_far_it_came(own_centre: OpenDesk) -> None:
    standings = {receipt.standing for receipt in find_receipts(own_centre, "") if not receipt.elsewhere}
    assert standings == {None}
    with own_centre.store.reading() as connection:
        seqs = list(connection.exec_driver_sql("SELECT seq FROM transactions ORDER BY seq").scalars())
    join_server(own_centre, agreed=seqs[-3], acknowledged=seqs[-2])
    view = day_view(own_centre, _manager(own_centre), WEEK)
    assert view.not_on_server.count == 1
    found = [each for each in day_receipts(own_centre, _manager(own_centre), WEEK, By.ALL) if not each.elsewhere]
    assert [receipt.standing for receipt in found[:3]] == [Standing.HERE, Standing.ON_SERVER, Standing.AGREED]
    others = {receipt.standing for receipt in find_receipts(own_centre, "") if receipt.elsewhere}
    assert others == {Standing.ON_SERVER}


def test_a_code_of_another_desk_is_known_to_be_the_centres(centre: OpenDesk) -> None:
    latest = find_receipts(centre, "")
    for elsewhere, issuer, number in ((0, "this_desk", 2), (3, "this_centre", 3)):
        receipt = next(each for each in latest if each.elsewhere == elsewhere)
        verdict = verify_receipt(load_receipt(centre, receipt.number).code, centre)
        assert (verdict.issuer, verdict.desk_number, verdict.whole) == (issuer, number, True)


def test_closing_the_day_is_this_desks_own(desk: OpenDesk, manager: SignedIn, shift: Shift, clock: SetClock) -> None:
    """What is open elsewhere holds nothing up."""
    foreign = DrawerRow(
        new_id(), manager.name, 3, TODAY, MORNING, None, 0, None, 0, DrawerState.OPEN, is_elsewhere=True
    )
    lock_count(desk, manager, shift.id, break_down(20_000)[0])
    close_shift(desk, manager, shift.id)
    view = day_view(desk, manager, DAY)
    assert replace(view, drawers=(*view.drawers, foreign)).can_be_closed
    assert not replace(view, drawers=(*view.drawers, replace(foreign, is_elsewhere=False))).can_be_closed
    assert not replace(view, drawers=(foreign,)).can_be_closed
