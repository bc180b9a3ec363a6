"""Putting a visit aside and taking it up again, and letting one go."""

from __future__ import annotations

from sanad_desk.usecases.begin_visit import list_visits
from tests.ui.serve.bench import Bench, Key, Mod


def begin(bench: Bench, number: int) -> None:
    bench.known(number)
    bench.page.customer.focus_box()
    bench.type(f"9900000{number}")
    bench.press(Key.Key_Return)
    bench.open()


def test_a_held_visit_comes_back_as_it_was(bench: Bench) -> None:
    begin(bench, 1)
    bench.press(Key.Key_Return)
    bench.press(Key.Key_H, Mod.ControlModifier)
    assert bench.page.presenter.view is None
    assert bench.focus == "customer_box"
    assert bench.page.held.list.isVisible()
    begin(bench, 2)
    bench.press(Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)
    assert bench.focus == "held_list"
    bench.press(Key.Key_Return)
    assert bench.view.customer is not None
    assert bench.view.customer.civil_number == "99000001"
    assert len(bench.view.cases[0].case.rows) == 1
    held = [view for view in list_visits(bench.counter.desk) if view.visit.held]
    assert [view.customer.civil_number for view in held if view.customer] == ["99000002"]


def test_what_was_half_typed_is_held_too(bench: Bench) -> None:
    begin(bench, 1)
    bench.wait_for_focus("step_until")
    bench.type("01/12")
    bench.press(Key.Key_H, Mod.ControlModifier)
    bench.press(Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)
    bench.press(Key.Key_1)
    bench.wait_for_focus("step_until")
    assert bench.part("step_until").text() == "01/12"  # type: ignore[attr-defined]


def test_esc_leaves_the_list_without_taking_anything(bench: Bench) -> None:
    begin(bench, 1)
    bench.press(Key.Key_H, Mod.ControlModifier)
    begin(bench, 2)
    bench.press(Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)
    bench.press(Key.Key_Escape)
    assert bench.view.customer is not None
    assert bench.view.customer.civil_number == "99000002"
    assert bench.focus == "step_until"


def test_letting_a_visit_go_asks_in_its_place(bench: Bench) -> None:
    begin(bench, 1)
    bench.page.ask_to_drop_visit()
    assert bench.focus == "visit_confirm_no"
    bench.press(Key.Key_Return)
    assert bench.page.presenter.view is not None
    bench.page.ask_to_drop_visit()
    bench.press(Key.Key_Delete)
    assert bench.page.presenter.view is None
    assert list_visits(bench.counter.desk) == []


def test_letting_a_case_go_keeps_the_others(bench: Bench) -> None:
    begin(bench, 1)
    bench.open("mol-work-permit-renew")
    bench.page.checklist.ask_to_drop()
    bench.press(Key.Key_Delete)
    assert [case.service.code for case in bench.view.cases] == ["rop-vehicle-registration-renewal"]


def test_a_held_visit_is_let_go_from_the_list(bench: Bench) -> None:
    begin(bench, 1)
    bench.press(Key.Key_H, Mod.ControlModifier)
    bench.page.held.focus_list()
    bench.press(Key.Key_Delete)
    bench.press(Key.Key_Delete)
    assert list_visits(bench.counter.desk) == []


def test_another_operator_finds_the_visit_in_the_list(bench: Bench) -> None:
    begin(bench, 1)
    bench.page.begin(bench.counter.manager)
    bench.page.enter()
    bench.settle()
    assert bench.page.presenter.view is None
    assert len(bench.page.held.list.rows()) == 1
    bench.page.begin(bench.counter.clerk)
    bench.page.enter()
    bench.settle()
    assert bench.view.customer is not None
