"""Finding a service: with each key, by pin, by digit."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.serve.bench import Bench, Key, Mod


def test_every_key_narrows_the_list_and_marks_what_was_typed(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("تجديد")
    many = len(bench.page.services.list.rows())
    bench.type(" مركبه")
    rows = bench.page.services.list.rows()
    assert rows[0].id == "rop-vehicle-registration-renewal"
    assert [rows[0].title[start : start + length] for start, length in rows[0].marks] == ["تجديد", "المركبة"]
    assert len(rows) <= many
    assert "خطوات" in rows[0].subtitle


def test_the_arrows_walk_the_list_while_the_cursor_stays(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("تجديد")
    second = bench.page.services.list.rows()[1].id
    bench.press(Key.Key_Down)
    assert bench.focus == "service_search"
    bench.press(Key.Key_Return)
    assert bench.view.cases[0].service.code == second


def test_a_pinned_service_opens_by_its_digit(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("mulkiya")
    code = bench.page.services.list.current_id()
    bench.press(Key.Key_D, Mod.ControlModifier)
    assert bench.page.presenter.habits.pinned == (code,)
    bench.page.services.clear()
    assert bench.page.services.list.rows()[0].id == code
    bench.press(Key.Key_F9)
    bench.press(Key.Key_1, Mod.AltModifier)
    assert bench.view.cases[0].service.code == code


def test_digits_alone_open_from_the_list(bench: Bench) -> None:
    rows = bench.page.services.list.rows()
    bench.page.services.list.setFocus()
    bench.press(Key.Key_2)
    assert bench.view.cases[0].service.code == rows[1].id


def test_alt_and_a_digit_take_a_listed_customer_first(bench: Bench) -> None:
    bench.known(1)
    bench.known(2)
    bench.type("990000")
    bench.press(Key.Key_2, Mod.AltModifier)
    assert bench.view.customer is not None
    assert bench.view.cases == ()


def test_filters_and_what_they_say_when_empty(bench: Bench) -> None:
    services = bench.page.services
    services.filters["pinned"].click()
    assert services.nothing.isVisible()
    assert "Ctrl D" in services.nothing.hint.text()
    bench.open()
    services.filters["frequent"].click()
    bench.page.presenter.arrive()
    bench.settle()
    assert [row.id for row in services.list.rows()] == ["rop-vehicle-registration-renewal"]
    services.filters["all"].click()
    bench.press(Key.Key_F8)
    bench.type("zzzzqqqq")
    assert services.nothing.isVisible()


def test_return_held_down_opens_one_case(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("mulkiya")
    for repeated in (False, *[True] * 10):
        target = QApplication.focusWidget()
        assert target is not None
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Mod.NoModifier, "\r", repeated)
        QApplication.sendEvent(target, event)
    bench.settle()
    assert len(bench.view.cases) == 1


def test_the_price_says_what_it_holds(bench: Bench) -> None:
    rows = {row.id: row for row in bench.page.services.list.rows()}
    assert rows["rop-omani-id-card"].trailing.startswith("من")
    assert rows["rop-vehicle-registration-renewal"].trailing == "سعر حر"
