"""Whatever is done to the button, a visit is sold once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sanad_desk.domain.errors import OfflineError
from sanad_desk.usecases.totals import day_totals
from tests.ui.serve.bench import Bench, Key, Mod


def receipts(bench: Bench) -> int:
    with bench.counter.desk.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM transactions").scalar_one())


def test_a_double_click_sells_once(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    button = bench.page.payment.pay_button
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert receipts(bench) == 1
    assert len(bench.printed) == 1


def test_return_held_down_sells_once(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    bench.press(Key.Key_Return)
    assert bench.focus == "pay"
    for repeated in (False, *[True] * 20):
        target = QApplication.focusWidget()
        assert target is not None
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Mod.NoModifier, "\r", repeated)
        QApplication.sendEvent(target, event)
    bench.settle()
    assert receipts(bench) == 1
    assert bench.page.presenter.view is None


def test_f12_again_and_again_sells_once(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    for _ in range(4):
        bench.page.pay()
    bench.settle()
    assert receipts(bench) == 1


def test_the_button_sleeps_while_the_sale_is_written(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    bench.page.pay()
    assert not bench.page.payment.pay_button.isEnabled()
    bench.settle()
    assert not bench.page.payment.pay_button.isEnabled()


def test_a_refused_payment_can_be_taken_again(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("20")
    assert not bench.page.payment.pay_button.isEnabled()
    bench.press(Key.Key_F12)
    assert receipts(bench) == 0
    assert "3.000" in bench.page.payment.blocks.text()
    bench.page.payment.cash.received.edit.selectAll()
    bench.type("23")
    bench.press(Key.Key_F12)
    assert receipts(bench) == 1


def test_a_printer_that_fails_touches_nothing(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    bench.press(Key.Key_F12)
    (number,) = bench.printed
    bench.page.show_print_failure(number, OfflineError("printer_failed", printer="Kitchen"))
    assert bench.page.payment.last.banner.isVisible()
    assert receipts(bench) == 1
    bench.press(Key.Key_P, Mod.ControlModifier)
    assert bench.printed == [number, number]
    assert not bench.page.payment.last.banner.isVisible()


def test_a_card_needs_its_approval_code(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.page.payment.choose_tender("card")
    bench.press(Key.Key_F12)
    assert receipts(bench) == 0
    assert bench.note("card_code")
    assert bench.focus == "card_code"
    bench.type("778899")
    bench.press(Key.Key_F12)
    assert receipts(bench) == 1


def test_a_declined_card_is_on_the_record_and_sells_nothing(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.page.payment.choose_tender("card")
    bench.page.payment.card.decline.click()
    bench.settle()
    assert [attempt.outcome for attempt in bench.view.visit.card_attempts] == ["declined"]
    assert bench.page.payment.blocks.isVisible()
    bench.page.payment.card.no_answer.click()
    bench.settle()
    assert [attempt.outcome for attempt in bench.view.visit.card_attempts] == ["declined", "unknown"]
    assert receipts(bench) == 0


def test_a_bill_is_paid_in_several_ways(bench: Bench) -> None:
    bench.ready_to_pay()
    split = bench.page.payment.split
    bench.page.payment.choose_tender("split")
    bench.type("10")
    bench.press(Key.Key_Return)
    bench.type("112233")
    split.cash.setFocus()
    bench.type("15")
    assert "2.000" in split.rest.text()
    bench.press(Key.Key_F12)
    assert receipts(bench) == 1
    tenders = day_totals(bench.counter.desk).totals.tenders
    assert (tenders["cash"], tenders["card"]) == (13_000, 10_000)
