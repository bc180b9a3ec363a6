"""Cases and customers on the find page: their history beside the list, and the ways on from it."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.look_at_case import CaseStory, look_at_case
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.wire.case_code import case_code
from sanad_ui.background import Background
from sanad_ui.find.door import FindDoor
from sanad_ui.find.found_rows import Person
from sanad_ui.find.page import FindPage
from sanad_ui.find.scanned import as_scanned
from sanad_ui.language import language
from sanad_ui.printing.print_room import PrintRoom
from tests.usecases.counter import FLOAT, Counter
from tests.usecases.played import TRANSFER, pay, ready_visit

DAY = 24 * 3_600_000


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> FindPage:
    page = FindPage(FindDoor(counter.desk), background, PrintRoom(counter.desk, background), counter.clock.now)
    page.begin(counter.clerk)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    return page


@pytest.fixture
def served(counter: Counter) -> tuple[UUID, Sale]:
    """A case that the ministry gave back after two days, which waits."""
    open_shift(counter.desk, counter.clerk, FLOAT)
    view = ready_visit(counter.desk, counter.clerk, TRANSFER)
    case_id = view.cases[0].case.id
    sale = pay(counter.desk, counter.clerk, view)
    counter.clock.move(2 * DAY)
    move_case(counter.desk, counter.manager, MoveInput(case_id, Move.RETURN, "paper_missing", "الصورة غير واضحة"))
    return case_id, sale


def _look_for(qtbot: QtBot, page: FindPage, text: str) -> None:
    page.results.look_for(text)
    qtbot.waitUntil(lambda: page.is_telling() and page.history.story is not None)


def _case(page: FindPage) -> CaseStory:
    story = page.history.case
    assert story is not None
    return story


def _run(page: FindPage, name: str) -> None:
    command = next(command for command in page.commands() if command.name == name)
    assert command.is_enabled()
    command.run()


def test_a_customer_stands_on_top_with_all_of_his_history(
    qtbot: QtBot, page: FindPage, served: tuple[UUID, Sale]
) -> None:
    case_id, sale = served
    _look_for(qtbot, page, "99000001")
    kinds = [type(row.id) for row in page.results.list.rows()]
    assert kinds == [Person, UUID, str]
    assert page.history.case is None
    assert "زبون تجريبي" in page.history.headline.text()
    assert "معاملة تنتظر" in page.history.chip.text()
    rows = page.history.list.rows()
    assert len(rows) == 2
    assert sale.number in rows[1].chip
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.history.case is not None)
    assert _case(page).standing.case_id == case_id


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_cases_history_is_told_newest_first(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale], code: str
) -> None:
    case_id, _ = served
    language.use(code)  # type: ignore[arg-type]
    _look_for(qtbot, page, case_code(_reference(counter, case_id), case_id))
    titles = [row.title for row in page.history.list.rows()]
    assert "الصورة غير واضحة" in titles[0]
    assert "paper_missing" not in titles[0]
    language.use("en" if code == "ar" else "ar")
    assert [row.title for row in page.history.list.rows()] != titles


def _reference(counter: Counter, case_id: UUID) -> str:
    return look_at_case(counter.desk, counter.clerk, case_id).standing.reference


def test_a_scanned_slip_shows_its_case_also_on_an_arabic_keyboard(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, _ = served
    code = case_code(_reference(counter, case_id), case_id)
    assert as_scanned(code.replace("SC1.", "ٍ}1ز").lower()).startswith("SC1.")
    QTest.keyClicks(page.results.box.edit, code)
    qtbot.waitUntil(lambda: page.is_telling() and page.history.case is not None)
    assert _case(page).standing.case_id == case_id
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Return)
    assert page.history.follow_button.hasFocus()


def test_half_a_slip_and_a_strangers_are_told_apart(qtbot: QtBot, page: FindPage) -> None:
    page.results.look_for("SC1.KSB1-02-0000")
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.not_a_code)
    page.results.look_for(case_code("NZW1-01-000001", UUID(int=7)))
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.not_ours)


def test_return_leads_from_the_case_to_the_follow_up(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, _ = served
    page.results.look_for("000001")
    qtbot.waitUntil(lambda: len(page.results.list.rows()) == 2)
    page.results.list.go_to(1)
    qtbot.waitUntil(lambda: page.history.case is not None)
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.case_asked) as asked:
        QTest.keyClick(page.history.follow_button, Qt.Key.Key_Return)
    assert asked.args == [_reference(counter, case_id)]


def test_a_later_action_is_served_from_the_history(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, _ = served
    counter.open_new_shift()
    page.show_case(case_id)
    qtbot.waitUntil(lambda: bool(page.history.action_buttons))
    names = [button.objectName() for button in page.history.action_buttons]
    assert f"history_serve_{Action.RESEND.value}" in names
    with qtbot.waitSignal(page.served_again) as asked:
        page.history.action_buttons[names.index("history_serve_resend")].click()
    assert isinstance(asked.args[0], UUID)


def test_a_receipt_leads_to_its_history_and_back(qtbot: QtBot, page: FindPage, served: tuple[UUID, Sale]) -> None:
    case_id, sale = served
    page.enter()
    qtbot.waitUntil(page.can_turn)
    _run(page, "find.history")
    qtbot.waitUntil(lambda: page.is_telling() and page.history.case is not None)
    assert _case(page).standing.case_id == case_id
    _run(page, "find.customer")
    qtbot.waitUntil(lambda: page.history.case is None)
    _run(page, "find.history")
    qtbot.waitUntil(page.has_receipt)
    assert sale.number in page.receipt.number.text()


def test_a_row_leads_to_its_receipt_or_case(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, sale = served
    _look_for(qtbot, page, "99000001")
    page.history.list.go_to(0)
    page.history.list.choose_current()
    qtbot.waitUntil(lambda: page.history.case is not None)
    assert _case(page).standing.case_id == case_id
    page.history.list.go_to(1)
    page.history.list.choose_current()
    qtbot.waitUntil(page.has_receipt)
    assert load_receipt(counter.desk, sale.number).number in page.receipt.number.text()


def test_what_happens_meanwhile_is_told_on_coming_back(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, _ = served
    page.enter()
    qtbot.waitUntil(page.has_receipt)
    page.show_case(case_id)
    qtbot.waitUntil(lambda: len(page.history.list.rows()) == 2)
    move_case(counter.desk, counter.clerk, MoveInput(case_id, Move.RESEND))
    page.look_again()
    qtbot.waitUntil(lambda: len(page.history.list.rows()) == 3)


def test_what_has_ended_is_opened_again_with_a_managers_word(
    qtbot: QtBot, page: FindPage, counter: Counter, served: tuple[UUID, Sale]
) -> None:
    case_id, _ = served
    move_case(counter.desk, counter.clerk, MoveInput(case_id, Move.CANCEL, "never_came_back"))
    page.enter()
    qtbot.waitUntil(page.has_receipt)
    page.show_case(case_id)
    qtbot.waitUntil(lambda: len(page.history.action_buttons) == 2)
    assert not page.history.follow_button.isVisible()
    page.history.action_buttons[0].click()
    qtbot.waitUntil(lambda: page.approvals.sheet is not None)
    sheet = page.approvals.sheet
    assert sheet is not None
    sheet.pin.setText(MANAGER_PIN)
    with qtbot.waitSignal(page.changed):
        sheet.confirm()
    qtbot.waitUntil(lambda: page.history.is_open)
    assert _case(page).events[0].params["reason"] == "closed_by_mistake"
