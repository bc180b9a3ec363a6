"""The follow-up page in the whole window: its count on the rail, F2, and the way to the serve page and to Find."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.move_case import MoveInput, move_case
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture
from tests.usecases.counter import a_customer

ALT = Qt.KeyboardModifier.AltModifier
PERMIT = "mol-work-permit-renew"


def test_from_the_count_on_the_rail_to_the_bill(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    counter, pages = desk.counter(), desk.pages
    core, who = counter.desk, counter.clerk
    for number in (1, 2, 3):
        counter.sell(PERMIT, customer=a_customer(number))
    held, approved, reminded = (row.standing for row in follow_up(core, who, FollowFilter(Bucket.ALL)).rows)
    today = business_date_at(core.clock.now())
    for asked in (
        MoveInput(held.case_id, Move.HOLD, reason="no_line"),
        MoveInput(approved.case_id, Move.APPROVE, amount=201_000),
        MoveInput(reminded.case_id, Move.REMIND, remind_on=today),
    ):
        move_case(core, who, asked)
    desk.flow.refresh_facts()
    button = desk.window.findChild(QWidget, "rail_follow")
    assert button is not None
    desk.qtbot.waitUntil(lambda: "اثنتان" in button.accessibleName(), timeout=20_000)
    desk.press(Qt.Key.Key_F2)
    desk.wait_for_focus("follow_list")
    desk.press(Qt.Key.Key_U)  # the line is back
    desk.qtbot.waitUntil(lambda: "واحدة" in button.accessibleName(), timeout=20_000)
    desk.press(Qt.Key.Key_4, ALT)
    desk.wait_for_focus("follow_list")
    desk.settle()
    desk.press(Qt.Key.Key_P)
    desk.qtbot.waitUntil(lambda: pages.serve.isVisible() and pages.serve.presenter.view is not None, timeout=20_000)
    assert pages.serve.presenter.view is not None
    [case] = pages.serve.presenter.view.cases
    assert (case.case.id, case.case.actions[0].action) == (approved.case_id, Action.PAY)


def test_what_is_not_open_any_more_is_looked_for_on_find(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    sale = desk.counter().sell()
    pages = desk.pages
    desk.press(Qt.Key.Key_F2)
    desk.press(Qt.Key.Key_F8)
    desk.type(sale.number)
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: pages.find.isVisible() and pages.find.receipt.is_showing, timeout=20_000)
    assert pages.find.results.box.text() == sale.number
