"""A customer served with the keyboard alone, from the first key to the stored receipt, in both languages."""

from __future__ import annotations

import pytest

from sanad_desk.usecases.print_receipt import load_receipt
from sanad_ui.language import language
from tests.ui.serve.bench import Bench, Key, Mod


@pytest.mark.parametrize(
    ("code", "customer", "query"),
    [("ar", "زبون تجريبي", "تجديد مركبه"), ("en", "sample customer", "vehicle registration renewal")],
)
def test_a_visit_by_keyboard_ends_in_a_stored_receipt(bench: Bench, code: str, customer: str, query: str) -> None:
    language.use(code, "western")  # type: ignore[arg-type]
    bench.known()
    assert bench.focus == "customer_box"
    bench.type(customer)
    bench.press(Key.Key_Return)
    assert bench.view.customer is not None
    assert bench.focus == "service_search"
    bench.type(query)
    bench.press(Key.Key_Return)
    assert bench.view.cases[0].service.code == "rop-vehicle-registration-renewal"
    bench.settle_rows()
    assert bench.focus == "price_amount"
    bench.type("2.000")
    bench.press(Key.Key_Return)
    assert bench.focus == "fee_choice_1"
    bench.press(Key.Key_Return)
    assert bench.focus == "cash_received"
    total = bench.view.bill.total
    bench.type("100")
    assert bench.page.payment.cash.change.amount.baisa == 100_000 - total
    bench.press(Key.Key_F12)
    (number,) = bench.printed
    stored = load_receipt(bench.counter.desk, number)
    assert stored.picture.total == total
    assert stored.picture.payments[0].change == 100_000 - total
    assert bench.focus == "customer_box"
    assert bench.page.payment.last.number.text().strip("\u2066\u2069") == number


def test_a_new_customer_is_written_down_on_the_way(bench: Bench) -> None:
    bench.type("99887766")
    bench.press(Key.Key_Return)
    assert bench.focus == "customer_name_ar"
    bench.type("زبونة تجريبية")
    bench.press(Key.Key_Return)
    customer = bench.view.customer
    assert customer is not None
    assert (customer.name.ar, customer.phone) == ("زبونة تجريبية", "+96899887766")
    assert "••••7766" in bench.page.customer.known.numbers.text()
    assert "99887766" not in bench.page.customer.known.numbers.text()


def test_a_company_comes_with_its_representative(bench: Bench) -> None:
    bench.known(7)
    bench.type("1234567")
    bench.press(Key.Key_Return)
    bench.type("شركة المثال")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    assert bench.view.customer is not None
    assert bench.view.customer.is_company
    bench.press(Key.Key_M, Mod.ControlModifier)
    assert bench.focus == "customer_box"
    bench.type("99000007")
    bench.press(Key.Key_Return)
    assert bench.view.representative is not None
    assert bench.view.representative.civil_number == "99000007"
    assert bench.view.customer.is_company


def test_two_cases_are_settled_at_once(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.open("rop-vehicle-registration-renewal")
    assert len(bench.view.cases) == 2
    bench.settle_rows()
    assert bench.view.blocks[0][:2] == ("price_missing", 1)
    bench.type("1")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Return)
    assert bench.view.blocks == ()
    bench.type("200")
    bench.press(Key.Key_F12)
    stored = load_receipt(bench.counter.desk, bench.printed[0])
    assert len(stored.picture.cases) == 2


def test_a_customer_is_corrected_by_key(bench: Bench) -> None:
    bench.known()
    bench.type("99000001")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_R, Mod.ControlModifier)
    assert bench.page.customer.form.isVisible()
    assert bench.focus.startswith("customer_")
    assert bench.page.customer.known.correct.key == "Ctrl+R"
