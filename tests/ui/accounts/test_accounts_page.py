"""The accounts page: who owes what for how long, and money received, held and handed back by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.account_statement import account_list
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.pay_account import receive_deposit
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_customer import save_customer
from sanad_ui.accounts.money_sheet import MoneySheet, MoneyWanted
from sanad_ui.language import language
from tests.ui.accounts.bench import FEE, AccountsBench, Key
from tests.usecases.counter import a_customer

CTRL = Qt.KeyboardModifier.ControlModifier


def part(bench: AccountsBench, name: str) -> QWidget:
    found = [widget for widget in bench.window.findChildren(QWidget, name) if widget.isVisible()]
    assert found, f"{name} is not to be seen"
    return found[-1]


def lines(bench: AccountsBench) -> list[tuple[str, str]]:
    return [(row.title, row.trailing) for row in bench.page.card.lines.rows()]


def stands(bench: AccountsBench) -> tuple[int, int]:
    (row,) = account_list(bench.counter.desk, bench.counter.clerk)
    return row.account.balance, row.account.deposit


def printed(bench: AccountsBench) -> str:
    """The number of the one paper that came out."""
    bench.qtbot.waitUntil(lambda: bench.papers.exists() and any(bench.papers.iterdir()))
    bench.settle()
    (file,) = bench.papers.iterdir()
    return file.name


def test_without_accounts_the_page_says_how_one_begins(bench: AccountsBench) -> None:
    bench.enter()
    assert bench.focus == "accounts_box"
    assert bench.page.list.none_yet.isVisible()
    assert bench.page.card.empty.isVisible()


def test_the_oldest_debt_stands_first_with_its_age(bench: AccountsBench) -> None:
    young, old = bench.company(1), bench.company(2)
    bench.owe(old, 2_000)
    bench.counter.clock.move(70 * 24 * 3_600_000)
    bench.counter.open_new_shift()
    bench.owe(young)
    bench.enter()
    assert [row.id for row in bench.page.list.list.rows()] == [old.id, young.id]
    assert bench.page.list.list.rows()[0].icon == "triangle-alert"
    card = bench.page.card
    assert card.owed.baisa == 2_000
    assert [("2.000" in chip.text()) for chip in card.ages] == [False, False, True, False]
    assert all(chip.isVisible() for chip in card.ages)
    bench.press(Key.Key_Down)
    assert (card.owed.baisa, card.available.baisa) == (FEE, 47_000)
    assert bench.focus == "accounts_box"


def test_a_line_opens_its_receipt(bench: AccountsBench) -> None:
    sale = bench.owe(bench.company())
    wanted: list[str] = []
    bench.page.receipt_wanted.connect(wanted.append)
    bench.enter()
    bench.page.card.lines.setFocus()
    bench.press(Key.Key_Return)
    assert wanted == [sale.number]


def test_a_longer_time_shows_older_lines(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.counter.clock.move(40 * 24 * 3_600_000)
    bench.enter()
    card = bench.page.card
    assert card.no_lines.isVisible()
    assert "3.000" in card.opening.text()
    card.days.setFocus()
    bench.press(Key.Key_Left)
    assert card.days.value() == 92
    assert [trailing for _, trailing in lines(bench)] == ["\u2066+3.000\u2069"]


def test_a_payment_is_received_and_its_voucher_comes_out(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.press(Key.Key_F12)
    assert bench.focus == "account_payment_sheet_amount"
    bench.type("1.2")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    assert stands(bench) == (1_800, 0)
    assert bench.page.card.owed.baisa == 1_800
    assert lines(bench)[0][1] == "\u2066−1.200\u2069"
    number = printed(bench).removesuffix(".pdf")
    assert load_receipt(bench.counter.desk, number).picture.kind == "account_payment"


def test_money_goes_to_whom_the_sheet_names(bench: AccountsBench) -> None:
    first, second = bench.company(1), bench.company(2)
    for company in (first, second):
        bench.owe(company)
    bench.enter()
    bench.page.receive_payment()
    bench.page.list.pointed.emit(second.id)
    bench.settle()
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    owed = {row.customer_id: row.account.balance for row in account_list(bench.counter.desk, bench.counter.clerk)}
    assert owed == {first.id: 0, second.id: FEE}


def test_a_sheet_that_is_sent_twice_is_booked_once(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.press(Key.Key_F12)
    (sheet,) = bench.window.findChildren(MoneySheet)
    sent: list[MoneyWanted] = []
    sheet.asked.connect(sent.append)
    bench.type("1.2")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    sheet.asked.emit(sent[0])
    bench.settle()
    assert stands(bench) == (1_800, 0)


def test_a_limit_goes_to_whom_the_sheet_names(bench: AccountsBench) -> None:
    first, second = bench.company(1, limit=10_000), bench.company(2, limit=20_000)
    for company in (first, second):
        bench.owe(company)
    bench.enter(bench.counter.manager)
    bench.page.change_limit()
    bench.page.list.pointed.emit(second.id)
    bench.settle()
    bench.type("90")
    bench.press(Key.Key_Return)
    rows = account_list(bench.counter.desk, bench.counter.clerk)
    limits = {row.customer_id: row.account.credit_limit for row in rows}
    assert limits == {first.id: 90_000, second.id: 20_000}


def test_nothing_is_asked_of_whom_the_list_has_left(bench: AccountsBench) -> None:
    for number in (1, 2):
        bench.owe(bench.company(number))
    bench.enter()
    bench.page.list.list.step(1)
    bench.page.receive_payment()
    assert not [sheet for sheet in bench.window.findChildren(MoneySheet) if sheet.isVisible()]
    bench.settle()
    bench.page.receive_payment()
    assert [sheet for sheet in bench.window.findChildren(MoneySheet) if sheet.isVisible()]


def test_a_transfer_wants_its_number(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.press(Key.Key_F12)
    bench.press(Key.Key_Return)
    part(bench, "account_payment_sheet_tender_transfer").setFocus()
    bench.press(Key.Key_Space)
    assert bench.focus == "account_payment_sheet_code"
    bench.press(Key.Key_Return)
    note = part(bench, "account_payment_sheet_code_note")
    assert isinstance(note, QLabel)
    assert note.text()
    bench.type("BM1")
    bench.press(Key.Key_Return)
    assert stands(bench) == (0, 0)


def test_more_than_is_owed_is_refused_at_its_field(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.press(Key.Key_F12)
    bench.type("9")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    note = part(bench, "account_payment_sheet_amount_note")
    assert isinstance(note, QLabel)
    assert "3.000" in note.text()
    assert stands(bench) == (FEE, 0)


def test_somebody_without_account_leaves_a_deposit(bench: AccountsBench) -> None:
    save_customer(bench.counter.desk, bench.counter.clerk, a_customer(5))
    bench.enter()
    bench.type("99000005")
    assert not bench.page.card.pay.isEnabled()
    bench.press(Key.Key_D, CTRL)
    bench.type("7.5")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    assert stands(bench) == (0, 7_500)
    assert bench.page.card.deposit.baisa == 7_500


def test_a_deposit_goes_back_once_a_manager_agreed(bench: AccountsBench) -> None:
    customer = bench.company()
    counter = bench.counter
    receive_deposit(counter.desk, counter.clerk, customer.id, 7_500, [TenderInput(Tender.CASH, 7_500)])
    bench.enter()
    bench.press(Key.Key_B, CTRL)
    bench.type("2")
    bench.press(Key.Key_Return)
    sheet = bench.page.approvals.sheet
    assert sheet is not None
    assert "2.000" in sheet.lead.text()
    sheet.reason.set_text("goodwill")
    sheet.pin.setText(MANAGER_PIN)
    sheet.confirm()
    bench.qtbot.waitUntil(lambda: not sheet.isVisible())
    bench.settle()
    assert stands(bench) == (0, 5_500)


def test_only_a_manager_opens_an_account(bench: AccountsBench) -> None:
    save_customer(bench.counter.desk, bench.counter.clerk, a_customer(5))
    bench.enter()
    bench.type("99000005")
    assert not bench.page.card.buttons["limit"].isVisible()
    bench.enter(bench.counter.manager)
    assert bench.page.card.buttons["limit"].isVisible()
    bench.press(Key.Key_T, CTRL)
    bench.type("80")
    bench.press(Key.Key_Return)
    (row,) = account_list(bench.counter.desk, bench.counter.manager)
    assert (row.account.credit_limit, row.account.active) == (80_000, True)
    bench.press(Key.Key_T, CTRL)
    part(bench, "limit_close").setFocus()
    bench.press(Key.Key_Space)
    (row,) = account_list(bench.counter.desk, bench.counter.manager)
    assert not row.account.active


def test_the_statement_comes_out_as_paper_and_workbook(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.press(Key.Key_P, CTRL)
    assert printed(bench).startswith("statement-")
    bench.press(Key.Key_S, CTRL)
    bench.settle()
    assert "xlsx" in bench.window.furnishing.frame.status_bar.toast.label.text()


def test_nothing_of_an_account_stays_for_the_next_operator(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter()
    bench.page.begin(bench.counter.manager)
    assert bench.page.card.empty.isVisible()


def test_no_two_commands_share_a_key_and_all_speak_both_languages(bench: AccountsBench) -> None:
    bench.owe(bench.company())
    bench.enter(bench.counter.manager)
    keys = [QKeySequence(command.shortcut) for command in bench.page.commands() if command.shortcut]
    assert len(keys) == len({key.toString() for key in keys})
    for code in ("en", "ar"):
        language.use(code, "western")
        assert all(command.text() for command in bench.page.commands())
        assert bench.page.list.list.rows()[0].subtitle
