"""Paying on account and out of a deposit at the serve page: offered only where the customer has them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.pay_account import receive_deposit
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_ui.language import language
from tests.ui.serve.bench import Bench, Key, Mod


def give_account(bench: Bench, limit: int) -> None:
    open_account(bench.counter.desk, bench.counter.manager, bench.known().id, limit)


def give_deposit(bench: Bench, amount: int) -> None:
    counter = bench.counter
    receive_deposit(counter.desk, counter.clerk, bench.known().id, amount, [TenderInput(Tender.CASH, amount)])


def tenders_on(bench: Bench) -> list[str]:
    segments = bench.page.payment.tender.findChildren(QAbstractButton)
    return [segment.objectName().removeprefix("tender_") for segment in segments if segment.isVisible()]


def payments(bench: Bench) -> list[tuple[str, int]]:
    (number,) = bench.printed
    return [(p.tender, p.amount) for p in load_receipt(bench.counter.desk, number).picture.payments]


def test_a_customer_without_account_is_offered_none(bench: Bench) -> None:
    bench.ready_to_pay()
    assert tenders_on(bench) == ["cash", "card", "transfer", "split"]
    bench.page.payment.choose_tender("on_account")
    assert bench.page.payment.tender.value() == "cash"


def test_an_account_and_a_deposit_are_offered_where_they_are(bench: Bench) -> None:
    give_account(bench, 50_000)
    bench.ready_to_pay()
    assert tenders_on(bench) == ["cash", "card", "transfer", "on_account", "split"]
    give_deposit(bench, 3_000)
    bench.page.presenter.arrive()
    bench.settle()
    assert tenders_on(bench) == ["cash", "card", "transfer", "on_account", "deposit", "split"]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_visit_goes_on_the_account_by_keyboard(bench: Bench, code: str) -> None:
    language.use(code, "western")  # type: ignore[arg-type]
    give_account(bench, 50_000)
    bench.ready_to_pay()
    total = bench.view.bill.total
    bench.page.payment.tender.setFocus()
    forward = Key.Key_Left if code == "ar" else Key.Key_Right
    bench.press(forward)
    assert bench.page.payment.tender.value() == "card"
    bench.page.payment.choose_tender("on_account")
    assert bench.focus == "pay"
    assert "50.000" in bench.part("on_account_left").text()  # type: ignore[attr-defined]
    bench.press(Key.Key_Return)
    assert payments(bench) == [("on_account", total)]
    assert bench.page.presenter.view is None


def test_more_than_the_limit_waits_for_another_way(bench: Bench) -> None:
    give_account(bench, 1_000)
    bench.ready_to_pay()
    bench.page.payment.choose_tender("on_account")
    assert not bench.page.payment.pay_button.isEnabled()
    assert bench.page.payment.tender.isAncestorOf(bench.part(bench.focus)) or bench.focus == "tender_on_account"
    assert "1.000" in bench.part("on_account_left").text()  # type: ignore[attr-defined]
    bench.press(Key.Key_F12)
    assert bench.printed == []


def test_deposit_cash_and_the_rest_on_account(bench: Bench) -> None:
    give_account(bench, 20_000)
    give_deposit(bench, 2_000)
    bench.ready_to_pay()
    bench.page.payment.choose_tender("split")
    bench.part("split_cash").setFocus()
    bench.type("5")
    for name in ("split_on_account", "split_deposit"):
        bench.part(name).setFocus()
        bench.press(Key.Key_Space)
    assert "16.000" in bench.part("split_rest").text()  # type: ignore[attr-defined]
    bench.press(Key.Key_F12)
    assert payments(bench) == [("deposit", 2_000), ("on_account", 16_000), ("cash", 5_000)]
    assert not any(chip.isChecked() for chip in bench.page.payment.split.chips.values())


def test_more_than_the_account_has_is_said_beside_the_parts(bench: Bench) -> None:
    give_account(bench, 20_000)
    bench.ready_to_pay()
    bench.page.payment.choose_tender("split")
    assert not bench.page.payment.split.chips[Tender.DEPOSIT].isVisible()
    bench.part("split_on_account").setFocus()
    bench.press(Key.Key_Space)
    assert "20.000" in bench.part("split_rest").text()  # type: ignore[attr-defined]
    assert not bench.page.payment.pay_button.isEnabled()
    bench.press(Key.Key_F12)
    assert bench.printed == []


def test_the_chosen_parts_come_back_with_the_visit(bench: Bench) -> None:
    give_account(bench, 50_000)
    bench.ready_to_pay()
    bench.page.payment.choose_tender("split")
    bench.part("split_on_account").setFocus()
    bench.press(Key.Key_Space)
    held = bench.view.visit.id
    bench.press(Key.Key_H, Mod.ControlModifier)
    assert bench.page.presenter.view is None
    bench.page.presenter.resume(held)
    bench.settle()
    assert bench.page.payment.tender.value() == "split"
    assert bench.page.payment.split.chips[Tender.ON_ACCOUNT].isChecked()
