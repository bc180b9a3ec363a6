"""Receipts of the centre's other desks on the find page: found, shown and printed, but changed there alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sanad_desk.usecases.print_receipt import load_receipt
from sanad_ui.background import Background
from sanad_ui.find.door import FindDoor, Truth
from sanad_ui.find.page import FindPage
from sanad_ui.language import language
from sanad_ui.printing.print_room import PrintRoom
from tests.usecases.counter import MORNING, Counter
from tests.usecases.other_desks import Journal, bring, found_other_desk, join_server, journal_of, play


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    """A morning at desk 3 of the same centre."""
    folder = found_other_desk(tmp_path_factory.mktemp("third") / "store", 3, MORNING)
    return journal_of(play(folder, MORNING, date(2026, 11, 21), days=1, per_day=3, seed=8))


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> FindPage:
    page = FindPage(FindDoor(counter.desk), background, PrintRoom(counter.desk, background), counter.clock.now)
    page.begin(counter.manager)
    qtbot.addWidget(page)
    page.resize(1282, 682)
    page.show()
    return page


def _shown(qtbot: QtBot, page: FindPage) -> None:
    page.enter()
    qtbot.waitUntil(lambda: page.receipt.is_showing)


def _commands(page: FindPage) -> set[str]:
    return {command.name for command in page.commands() if command.is_enabled()}


def test_another_desks_receipt_is_copied_here_and_changed_there(
    qtbot: QtBot, counter: Counter, page: FindPage, third: Journal
) -> None:
    bring(counter.desk, third, MORNING)
    _shown(qtbot, page)
    row = page.results.list.rows()[0]
    assert "مكتب" in row.chip
    assert "3" in row.chip
    assert row.tip in str(page.results.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert page.receipt.standing.isVisible()
    assert "المكتب" in page.receipt.story.lines[0].text()
    assert _commands(page) >= {"find.print", "find.save"}
    assert not _commands(page) & {"find.reverse", "find.correct", "find.again"}
    page.print_receipt()
    qtbot.waitUntil(lambda: load_receipt(counter.desk, row.id).prints > 0)


def test_without_a_server_nothing_is_said_of_it(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    counter.sell()
    _shown(qtbot, page)
    assert page.results.list.rows()[0].chip == ""
    assert not page.receipt.standing.isVisible()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_with_a_server_each_receipt_says_how_far_it_came(
    qtbot: QtBot, counter: Counter, page: FindPage, code: str
) -> None:
    language.use(code)  # type: ignore[arg-type]
    for _ in range(3):
        counter.sell()
    with counter.desk.store.reading() as connection:
        seqs = list(connection.exec_driver_sql("SELECT seq FROM transactions ORDER BY seq").scalars())
    join_server(counter.desk, agreed=seqs[0], acknowledged=seqs[1])
    _shown(qtbot, page)
    here, on_server, agreed = page.results.list.rows()
    told = {
        "ar": ["هذا الجهاز", "الخادم", "مطابق"],
        "en": ["This PC", "Server", "Agreed"],
    }[code]
    assert [row.chip for row in (here, on_server, agreed)] == told
    assert len({row.tip for row in (here, on_server, agreed)}) == 3
    assert page.receipt.standing.toolTip() == here.tip


def test_its_code_is_the_centres(counter: Counter, third: Journal) -> None:
    bring(counter.desk, third, MORNING)
    door = FindDoor(counter.desk)
    other = next(found for found in door.find("").receipts if found.elsewhere)
    verdict = door.verify(load_receipt(counter.desk, other.number).code)
    assert (verdict.truth, verdict.desk_number, verdict.is_here) == (Truth.GENUINE_CENTRE, 3, True)


def test_what_a_key_of_before_signed_is_this_desks(counter: Counter) -> None:
    number = counter.sell().number
    code = load_receipt(counter.desk, number).code
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE desk SET public_key = zeroblob(32)")
        unit.commit()
    assert FindDoor(counter.desk).verify(code).truth is Truth.GENUINE
