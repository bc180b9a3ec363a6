"""The find page in the whole window: from a customer's phone to the card of his case, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture
from tests.usecases.counter import a_customer
from tests.usecases.played import TRANSFER

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_from_a_phone_to_the_card_of_the_case(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    counter, pages = desk.counter(), desk.pages
    for number in (1, 2):
        counter.sell(TRANSFER, customer=a_customer(number))
    rows = follow_up(counter.desk, counter.clerk, FollowFilter(Bucket.ALL)).rows
    wanted = next(row.standing for row in rows if row.customer.en == "Sample Customer 2")
    desk.press(Qt.Key.Key_F7)
    desk.wait_for_focus("find_box")
    desk.type("99100002")
    desk.qtbot.waitUntil(lambda: pages.find.is_telling(), timeout=20_000)
    desk.press(Qt.Key.Key_Down)
    desk.qtbot.waitUntil(lambda: pages.find.history.is_open, timeout=20_000)
    desk.press(Qt.Key.Key_G, CONTROL)
    desk.wait_for_focus("follow_list")
    assert pages.follow.filters.box.value() == wanted.reference
    assert [row.id for row in pages.follow.list.rows()] == [wanted.case_id]
