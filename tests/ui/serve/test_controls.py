"""Every control has a name for scripts and one for people who listen, and is reached by Tab."""

from __future__ import annotations

from collections import Counter as Count

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListView, QWidget

from sanad_ui.shell.palette import matching
from tests.ui.serve.bench import Bench, Key


def controls(bench: Bench) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QListView, QComboBox)
    return [part for kind in kinds for part in bench.page.findChildren(kind) if part.isVisible()]


def assert_named(bench: Bench) -> None:
    found = controls(bench)
    assert found
    for part in found:
        assert part.objectName(), type(part)
        assert part.accessibleName(), part.objectName()
    twice = [name for name, count in Count(part.objectName() for part in found).items() if count > 1]
    assert twice == []


def test_every_control_is_named_in_every_state(bench: Bench) -> None:
    assert_named(bench)
    bench.page.customer._open_form("")
    assert_named(bench)
    bench.page.customer.form._on_kind("company")
    assert_named(bench)
    bench.page.customer.form.closed.emit()
    bench.open("rop-omani-id-card")
    bench.open()
    assert_named(bench)
    for row in bench.view.cases[1].checklist.rows:
        bench.page.checklist.view.open_key(row.key)
        assert_named(bench)
    bench.page.open_action(1, 1)
    assert_named(bench)
    for tender in ("cash", "card", "transfer", "split"):
        bench.page.close_action()
        bench.page.payment.choose_tender(tender)
        assert_named(bench)
    bench.page.show_held()
    assert_named(bench)


def test_tab_goes_in_reading_order_and_comes_back(bench: Bench) -> None:
    bench.open()
    bench.page.customer.box.field.setFocus()
    seen = [bench.focus]
    for _ in range(40):
        bench.press(Key.Key_Tab)
        if bench.focus == "customer_box":
            break
        seen.append(bench.focus)
    order = [
        name
        for name in ("customer_box", "service_search", "step_until", "bill_0_0_centre", "cash_received")
        if name in seen
    ]
    assert order == sorted(order, key=seen.index)
    assert {"customer_box", "service_search", "step_until", "bill_0_0_centre"} <= set(seen)
    bench.page.services.field.setFocus()
    bench.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert bench.focus == "customer_box"


def test_one_thing_has_the_focus_at_all_times(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.type("25")
    bench.press(Key.Key_F12)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert bench.page.isAncestorOf(focused)


def test_every_command_is_found_by_name_in_both_languages(bench: Bench) -> None:
    commands = list(bench.page.commands())
    names = [command.name for command in commands]
    assert len(names) == len(set(names))
    keys = [command.shortcut for command in commands if command.shortcut]
    assert len(keys) == len(set(keys))
    assert [c.name for c in matching(commands, "hold the visit")] == ["serve.hold"]
    assert "serve.hold" in [c.name for c in matching(commands, "تعليق")]


def test_without_a_shift_the_page_leads_to_the_till(bench: Bench) -> None:
    wanted: list[bool] = []
    bench.page.shift_wanted.connect(lambda: wanted.append(True))
    bench.page.begin(bench.counter.manager)
    bench.page.enter()
    bench.settle()
    assert bench.page.banner.isVisible()
    bench.page.banner.button.click()
    assert wanted == [True]


def test_what_is_missing_goes_on_paper(bench: Bench) -> None:
    bench.open()
    bench.page.checklist.slip.click()
    bench.settle()
    (order,) = bench.slips
    assert order.slip.missing  # type: ignore[attr-defined]


def test_nothing_on_the_page_scrolls_at_the_smallest_counter_screen(bench: Bench) -> None:
    bench.open()
    assert bench.page.width() <= 1366
    assert bench.page.minimumSizeHint().height() <= bench.page.height()
    assert bench.page.minimumSizeHint().width() <= bench.page.width()
