"""A manager erases a person on the accounts page: asked in its place, refused in its place, gone from the list."""

from __future__ import annotations

from PySide6.QtCore import Qt

from sanad_desk.domain.customer import Customer
from sanad_desk.usecases.set_customer import find_customers, save_customer
from tests.ui.accounts.bench import AccountsBench, Key
from tests.usecases.counter import a_customer

ERASE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def people(bench: AccountsBench) -> list[Customer]:
    return find_customers(bench.counter.desk, "Sample")


def ask(bench: AccountsBench) -> None:
    bench.press(Key.Key_D, ERASE)


def test_who_is_erased_is_gone_from_the_list(bench: AccountsBench) -> None:
    for number in (1, 2):
        save_customer(bench.counter.desk, bench.counter.clerk, a_customer(number))
    bench.enter(bench.counter.manager)
    bench.type("99000001")
    ask(bench)
    assert bench.focus == "erase_confirm_no"
    assert "زبون تجريبي 1" in bench.page.card.confirm.words.text()
    bench.press(Key.Key_Delete)
    assert [customer.name.en for customer in people(bench)] == ["Sample Customer 2"]
    assert bench.page.list.list.rows() == []
    assert bench.page.card.empty.isVisible()


def test_another_customer_takes_the_question_away(bench: AccountsBench) -> None:
    for number in (1, 2):
        save_customer(bench.counter.desk, bench.counter.clerk, a_customer(number))
    bench.enter(bench.counter.manager)
    bench.type("990000")
    ask(bench)
    bench.page.list.list.step(1)
    bench.settle()
    assert bench.page.card.confirm.isHidden()
    assert len(people(bench)) == 2


def test_who_owes_is_not_erased(bench: AccountsBench) -> None:
    company = bench.company()
    bench.owe(company)
    bench.enter(bench.counter.manager)
    ask(bench)
    bench.press(Key.Key_Delete)
    assert "3.000" in bench.page.card.banner.label.text()
    assert company.id in [customer.id for customer in people(bench)]


def test_a_clerk_is_not_offered_it(bench: AccountsBench) -> None:
    bench.company()
    bench.enter()
    ask(bench)
    assert bench.page.card.buttons["erase"].isHidden()
    assert bench.page.card.confirm.isHidden()
