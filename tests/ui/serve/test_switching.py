"""Language and theme change while one works; what is half typed stays where it is."""

from __future__ import annotations

from sanad_ui.language import language
from sanad_ui.theme import theme
from tests.ui.serve.bench import Bench, Key


def test_nothing_typed_is_lost_when_the_language_changes(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("24.5")
    bench.page.services.field.setFocus()
    bench.type("mulk")
    bench.page.open_action(0, 0)
    bench.type("7")
    price = bench.page.action.price.price.text()
    focus = bench.focus
    language.use("en", "western")
    theme.use("dark")
    bench.settle()
    assert bench.focus == focus
    assert bench.page.action.price.price.text() == price
    assert bench.page.services.field.text() == "mulk"
    assert bench.page.payment.cash.received.amount() == 24_500
    assert bench.page.payment.pay_button.text() == "Take and print receipt"
    assert "Vehicle" in bench.page.checklist.service.text()
    language.use("ar", "arabic")
    assert bench.page.bill.total.text() == "٢٣٫٠٠٠"


def test_an_open_row_keeps_its_text_and_focus(bench: Bench) -> None:
    bench.open()
    bench.wait_for_focus("step_until")
    bench.type("01/1")
    language.use("en", "western")
    bench.settle()
    assert bench.focus == "step_until"
    bench.type("2/2027")
    bench.press(Key.Key_Return)
    assert bench.view.cases[0].case.rows[0].valid_until == "2027-12-01"


def test_the_list_of_services_speaks_the_other_language(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("mulkiya")
    arabic = [row.title for row in bench.page.services.list.rows()]
    language.use("en", "western")
    assert bench.page.services.list.rows()
    assert [row.title for row in bench.page.services.list.rows()] != arabic
