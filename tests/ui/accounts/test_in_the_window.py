"""The accounts page in the whole window: reached from the till by its key, its lines lead to Find."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.pay_account import receive_deposit
from sanad_desk.usecases.set_customer import save_customer
from sanad_ui.find.page import FindPage
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture
from tests.usecases.counter import a_customer


def test_the_till_shows_the_way_to_the_accounts(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.press(Qt.Key.Key_F3)
    (way,) = (command for command in desk.window.commands() if command.name == "go.accounts")
    assert way.hinted
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_focus("accounts_box")
    assert desk.window.furnishing.frame.current_name == "accounts"


def test_a_deposit_is_found_as_a_receipt(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    core, who = desk.pages.desk, desk.pages.who()
    customer = save_customer(core, who, a_customer()).customer
    voucher = receive_deposit(core, who, customer.id, 2_000, [TenderInput(Tender.CASH, 2_000)])
    desk.pages.accounts.receipt_wanted.emit(voucher.number)
    find = desk.pages.find
    assert isinstance(find, FindPage)
    desk.qtbot.waitUntil(lambda: find.results.current is not None)
    assert find.results.current.number == voucher.number  # type: ignore[union-attr]


def test_a_key_that_holds_everywhere_means_nothing_else_here(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_focus("accounts_box")
    names: dict[str, set[str]] = {}
    for command in desk.window.commands():
        names.setdefault(command.shortcut, set()).add(command.name)
    del names[""]
    assert names["Ctrl+L"] == {"app.lock"}
    assert all(len(wanted) == 1 for wanted in names.values())
