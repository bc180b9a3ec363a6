"""The page of the centre's card: what is ticked is written down once, a statement's differences are told in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, record_portal_payments
from sanad_ui.kit import Amount
from sanad_ui.language import language
from sanad_ui.portal_card.door import PortalCardDoor
from sanad_ui.portal_card.page import PortalCardPage
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from tests.usecases.counter import Counter, a_customer

STATEMENT = """Date,Description,Reference,Debit,Credit,Balance
20/11/2026,TOP UP,,,100.000,100.000
21/11/2026,ROP,ROP-1,21.000,,79.000
21/11/2026,ROP,ROP-1,21.000,,58.000
21/11/2026,ROP,ROP-2,7.500,,50.500
22/11/2026,,,9.000,,41.500
23/11/2026,REFUND,,,3.000,44.500
,,Closing balance,,,44.500
"""


def _amount(page: QWidget, name: str) -> int | None:
    """The figures are laid anew each time, and those before go later."""
    amounts = page.findChildren(Amount, name)
    return amounts[-1].baisa if amounts else None


def _paid(counter: Counter) -> list[tuple[int, str]]:
    with counter.desk.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT amount, reference FROM portal_payment ORDER BY seq")
        return [(row.amount, row.reference) for row in rows]


def _bare(text: str) -> str:
    return text.translate(dict.fromkeys([0x2066, 0x2068, 0x2069]))


def _to_reconciling(page: PortalCardPage) -> None:
    for _ in range(3):
        page.turn()


def _sell_two(counter: Counter) -> None:
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_000)


def test_ticked_fees_are_written_down_once(
    counter: Counter, page: PortalCardPage, come_in: Callable[..., None], settle: Callable[[], None]
):
    _sell_two(counter)
    come_in(counter.clerk)
    assert page.fees.list.hasFocus()
    assert _amount(page, "card_chosen") == 28_000
    QTest.keyClick(page.fees.list, Qt.Key.Key_Space)
    assert _amount(page, "card_chosen") == 7_000
    assert _bare(page.fees.pay.button.text()) == "قيّد رسمًا واحدًا: 7.000"
    for _ in range(4):
        page.pay()
    settle()
    settle()
    assert _paid(counter) == [(7_000, "ROP-88213-26")]
    assert [row.trailing.strip("\u2066\u2069") for row in page.fees.list.rows()] == ["21.000"]
    assert not page.fees.payments()


def test_recording_is_asked_for_twice_and_for_the_same_fees(
    counter: Counter, page: PortalCardPage, come_in: Callable[..., None], settle: Callable[[], None]
):
    _sell_two(counter)
    come_in(counter.clerk)
    page.pay()
    settle()
    assert not _paid(counter)
    assert _bare(page.fees.pay.button.text()) == "قيد رسمين، 28.000: اضغط مرة أخرى"
    QTest.keyClick(page.fees.list, Qt.Key.Key_Space)
    assert _bare(page.fees.pay.button.text()) == "قيّد رسمًا واحدًا: 7.000"
    page.pay()
    settle()
    assert not _paid(counter)
    page.enter()
    settle()
    page.pay()
    settle()
    assert not _paid(counter)
    page.pay()
    settle()
    assert [amount for amount, _ in _paid(counter)] == [7_000]


def test_a_wrong_recording_is_taken_back_with_a_manager(
    qtbot: QtBot,
    counter: Counter,
    page: PortalCardPage,
    come_in: Callable[..., None],
    settle: Callable[[], None],
):
    _sell_two(counter)
    come_in(counter.clerk)
    page.pay()
    page.pay()
    settle()
    page.turn()
    page.turn()
    assert page.recorded.list.hasFocus()
    assert [_bare(row.trailing) for row in page.recorded.list.rows()] == ["7.000", "21.000"]
    page.take_back()
    settle()
    sheet = page.approvals.sheet
    assert sheet is not None
    assert "7.000" in sheet.lead.text()
    sheet.reason.set_text("سجل بالخطأ")
    sheet.pin.setText(MANAGER_PIN)
    sheet.confirm()
    qtbot.waitUntil(lambda: len(_paid(counter)) == 3)
    settle()
    assert _paid(counter)[-1][0] == -7_000
    assert [_bare(row.trailing) for row in page.recorded.list.rows()] == ["21.000"]
    assert _amount(page, "card_chosen") == 7_000


def test_a_reference_is_typed_for_the_fee_the_arrows_are_on(
    counter: Counter, page: PortalCardPage, come_in: Callable[..., None], settle: Callable[[], None]
):
    _sell_two(counter)
    come_in(counter.clerk)
    QTest.keyClick(page.fees.list, Qt.Key.Key_Return)
    assert page.fees.pay.reference.edit.hasFocus()
    QTest.keyClicks(page.fees.pay.reference.edit, "BANK-1")
    QTest.keyClick(page.fees.pay.reference.edit, Qt.Key.Key_Return)
    assert page.fees.list.hasFocus()
    assert "BANK-1" in page.fees.list.rows()[0].subtitle
    assert page.fees.pay.reference.text() == "ROP-88213-26"
    page.pay()
    page.pay()
    settle()
    assert _paid(counter) == [(21_000, "BANK-1"), (7_000, "ROP-88213-26")]
    assert page.fees.stack.currentWidget() is page.fees.none


def test_a_card_below_zero_is_told(counter: Counter, page: PortalCardPage, come_in: Callable[..., None]):
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 25_000, source="bank", reason="weekly")
    _sell_two(counter)
    come_in(counter.clerk)
    assert (_amount(page, "card_balance"), _amount(page, "card_after")) == (25_000, -3_000)
    assert page.fees.pay.warning.isVisible()
    QTest.keyClick(page.fees.list, Qt.Key.Key_Space)
    assert page.fees.pay.warning.isHidden()


def test_what_somebody_else_recorded_meanwhile_is_told(
    counter: Counter, page: PortalCardPage, come_in: Callable[..., None], settle: Callable[[], None]
):
    _sell_two(counter)
    come_in(counter.clerk)
    first = page.fees.payments()[0]
    record_portal_payments(
        counter.desk, counter.manager, [PortalPaymentInput(first.transaction_id, first.case_position, 20_000)]
    )
    page.pay()
    page.pay()
    settle()
    assert "1.000" in page.fees.pay.refusal.label.text()
    assert len(_paid(counter)) == 1
    page.look()
    settle()
    assert _amount(page, "card_chosen") == 8_000


def test_nothing_ticked_is_told(counter: Counter, page: PortalCardPage, come_in: Callable[..., None]):
    come_in(counter.clerk)
    assert page.fees.stack.currentWidget() is page.fees.none
    page.pay()
    assert "اختر رسمًا" in page.fees.pay.refusal.label.text()


@pytest.fixture
def statement(counter: Counter, tmp_path: Path) -> str:
    """Three fees and a top-up are written down; the bank sees it a little differently."""
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 100_000, source="bank", reason="weekly")
    door = PortalCardDoor(counter.desk)
    for number, government in enumerate((21_000, 7_000, 4_000), 1):
        counter.sell(customer=a_customer(number), government=government)
    fees = door.look(counter.clerk, 1).fees
    record_portal_payments(
        counter.desk,
        counter.clerk,
        [PortalPaymentInput(f.transaction_id, f.case_position, f.held, f"ROP-{n}") for n, f in enumerate(fees, 1)],
    )
    file = tmp_path / "card.csv"
    file.write_text(STATEMENT)
    return str(file)


def test_differences_are_told_with_what_to_do(
    counter: Counter, page: PortalCardPage, statement: str, come_in: Callable[..., None], settle: Callable[[], None]
):
    come_in(counter.manager)
    _to_reconciling(page)
    assert page.reconcile.choose.hasFocus()
    page.read(statement)
    settle()
    language.use("en")
    told = [(_bare(row.title), _bare(row.trailing)) for row in page.reconcile.list.rows()]
    number = page.reconcile.card.result.only_recorded[0].number if page.reconcile.card else ""
    assert told[0] == ("Looks charged twice: ROP", "21.000")
    assert told[1] == ("On the statement only: no description", "9.000")
    assert told[2] == ("Money came in unrecorded: REFUND", "-3.000")
    assert told[3][0].startswith("The amount differs: Fee paid")
    assert told[4] == (f"Recorded, not on the statement: Fee paid {number}", "4.000")
    assert told[5] == ("Line 8 was not read: it has no date", "")
    assert all(row.subtitle for row in page.reconcile.list.rows())
    assert _amount(page, "statement_closing") == 44_500
    assert _amount(page, "statement_by_the_books") == 68_000
    assert [label.text() for label in page.reconcile.counts.values()] == [f"\u2066{n}\u2069" for n in (6, 2, 5, 1)]


def test_the_reconciliation_is_printed_and_saved(
    qtbot: QtBot,
    counter: Counter,
    page: PortalCardPage,
    room: PrintRoom,
    statement: str,
    come_in: Callable[..., None],
    settle: Callable[[], None],
):
    come_in(counter.manager)
    _to_reconciling(page)
    page.read(statement)
    settle()
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    page.print_report()
    qtbot.waitUntil(lambda: bool(outs))
    assert Path(outs[0].file).read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(page.told) as told:
        page.save_workbook()
    assert "portal-card-2026-11-20-2026-11-23.xlsx" in told.args[0]()


def test_the_dialog_of_files_does_not_outlive_the_page(
    counter: Counter, page: PortalCardPage, come_in: Callable[[SignedIn], None]
):
    come_in(counter.manager)
    _to_reconciling(page)
    page.choose_file()
    [dialog] = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    page.hide()
    assert not dialog.isVisible()


def test_a_file_that_is_no_statement_is_told(
    counter: Counter, page: PortalCardPage, tmp_path: Path, come_in: Callable[..., None], settle: Callable[[], None]
):
    come_in(counter.manager)
    _to_reconciling(page)
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    page.read(str(tmp_path / "book.xlsx"))
    settle()
    assert "CSV" in page.reconcile.refusal.label.text()
    assert page.reconcile.stack.currentWidget() is page.reconcile.none_yet


def test_a_statement_of_which_nothing_was_read_tells_why(
    qtbot: QtBot,
    counter: Counter,
    page: PortalCardPage,
    room: PrintRoom,
    tmp_path: Path,
    come_in: Callable[..., None],
    settle: Callable[[], None],
):
    come_in(counter.manager)
    _to_reconciling(page)
    (tmp_path / "card.csv").write_text("Date;Amount\n21/11/2026;about 5\nlater;5.000\n")
    page.read(str(tmp_path / "card.csv"))
    settle()
    language.use("en")
    assert [_bare(row.title) for row in page.reconcile.list.rows()] == [
        "Line 2 was not read: its amount is not clear",
        "Line 3 was not read: its date is not clear",
    ]
    assert page.reconcile.stack.currentWidget() is page.reconcile.list
    assert page.reconcile.span.text().startswith("No line")
    assert _amount(page, "statement_difference") is None
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    page.print_report()
    qtbot.waitUntil(lambda: bool(outs))
    assert Path(outs[0].file).read_bytes().startswith(b"%PDF")


def test_the_statement_does_not_stay_for_the_next_operator(
    counter: Counter, page: PortalCardPage, statement: str, come_in: Callable[..., None], settle: Callable[[], None]
):
    come_in(counter.manager)
    _to_reconciling(page)
    page.read(statement)
    settle()
    page.begin(counter.clerk)
    assert page.reconcile.card is None
    assert page.reconcile.stack.currentWidget() is page.reconcile.managers_only
    assert [command.name for command in page.commands()] == ["portal_card.part"]
