"""What cannot be right says so at its field, in words, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sanad_desk.domain.catalogue import Answer, Condition, Question, TypedField, Words
from tests.ui.serve.bench import VEHICLE, Bench, Key, Mod


def ask(bench: Bench, check: str) -> None:
    """A case whose service asks for one detail first."""
    loaded = bench.counter.desk.loaded
    service = loaded.catalogue.services[VEHICLE]
    typed = TypedField("detail", Words("بيان", "Detail"), check)
    changed = replace(service, papers=(), questions=(), fields=(typed,))
    services = {**loaded.catalogue.services, VEHICLE: changed}
    bench.counter.desk.loaded = replace(loaded, catalogue=replace(loaded.catalogue, services=services))
    bench.open()
    bench.wait_for_focus("step_value")


@pytest.mark.parametrize(
    ("check", "typed", "word"),
    [
        ("civil_number", "123", "6"),
        ("phone", "9123", "968"),
        ("phone", "912345678901", "968"),
        ("date", "31/02/2026", "التقويم"),
        ("date", "tomorrow", "21/11/2026"),
        ("amount", "-5", "سالب"),
        ("amount", "1.2345", "ثلاث خانات"),
        ("amount", "9" * 30, "99,999.999"),
        ("amount", "12,5", "مثل 12.500"),
        ("cr_number", "12", "4"),
        ("plate", "????", "اللوحة"),
        ("email", "nobody", "name@example.om"),
        ("iban", "OM12", "23"),
        ("passport", "A1", "الجواز"),
    ],
)
def test_a_detail_that_cannot_be_right_stays_with_its_sentence(bench: Bench, check: str, typed: str, word: str) -> None:
    ask(bench, check)
    bench.type(typed)
    bench.press(Key.Key_Return)
    widget = bench.page.checklist.view.open_widget
    assert widget is not None
    assert word in bench.note("step_value")
    assert widget.field.text() == typed  # type: ignore[attr-defined]
    assert bench.focus == "step_value"
    assert bench.view.cases[0].case.row("field:detail") is None


@pytest.mark.parametrize(
    ("check", "typed", "stored"),
    [
        ("civil_number", "١٢٣٤٥٦٧٨", "12345678"),
        ("phone", "+٩٦٨ ٩١٢٣ ٤٥٦٧", "+96891234567"),
        ("date", "٢١/١١/٢٠٢٦", "2026-11-21"),
        ("amount", "١٢٫٥", "12500"),
    ],
)
def test_arabic_digits_are_taken(bench: Bench, check: str, typed: str, stored: str) -> None:
    ask(bench, check)
    bench.type(typed)
    bench.press(Key.Key_Return)
    state = bench.view.cases[0].case.row("field:detail")
    assert state is not None
    assert state.value == stored


def test_space_settles_a_number_and_is_written_in_words(bench: Bench) -> None:
    ask(bench, "civil_number")
    bench.type("12345678")
    bench.press(Key.Key_Space)
    assert bench.view.cases[0].case.row("field:detail") is not None


def test_a_sensitive_service_takes_no_free_words(bench: Bench) -> None:
    loaded = bench.counter.desk.loaded
    service = replace(loaded.catalogue.services[VEHICLE], sensitive=True)
    services = {**loaded.catalogue.services, VEHICLE: service}
    bench.counter.desk.loaded = replace(loaded, catalogue=replace(loaded.catalogue, services=services))
    ask(bench, "text")
    assert bench.page.checklist.sensitive.isVisible()
    bench.type("a b")
    bench.press(Key.Key_Return)
    assert "حساسة" in bench.note("step_value")


@pytest.mark.parametrize(
    ("typed", "word"), [("9" * 30, "99,999.999"), ("-1", "سالب"), ("1.0005", "ثلاث"), ("x", "12.500")]
)
def test_money_that_cannot_be_is_refused_at_the_field(bench: Bench, typed: str, word: str) -> None:
    bench.ready_to_pay()
    bench.type(typed)
    assert word in bench.note("cash_received")
    bench.press(Key.Key_F12)
    assert bench.page.presenter.view is not None
    assert bench.page.payment.cash.received.text() == typed


def test_an_expired_paper_is_pointed_out(bench: Bench) -> None:
    bench.open()
    bench.wait_for_focus("step_until")
    bench.type("01/01/2020")
    assert "منتهية" in bench.note("step_until")
    bench.press(Key.Key_Return)
    state = bench.view.cases[0].case.rows[0]
    assert (state.outcome, state.valid_until) == ("seen", "2020-01-01")


def test_a_bad_expiry_date_keeps_the_paper_open(bench: Bench) -> None:
    bench.open()
    bench.wait_for_focus("step_until")
    bench.type("99/99/2026")
    bench.press(Key.Key_2, Mod.ControlModifier)
    assert bench.note("step_until")
    assert bench.view.cases[0].case.rows == ()


def test_the_form_says_what_is_wrong_with_each_number(bench: Bench) -> None:
    bench.page.customer._open_form("")
    form = bench.page.customer.form
    form.civil_number.setFocus()
    bench.type("123")
    form.phone.setFocus()
    bench.type("5")
    form.name_ar.setFocus()
    assert "6" in bench.note("customer_civil_number")
    assert "968" in bench.note("customer_phone")
    form.save.click()
    bench.settle()
    assert bench.page.presenter.view is None
    assert form.civil_number.text() == "123"


def test_an_unusual_number_is_pointed_out_once(bench: Bench) -> None:
    bench.page.customer._open_form("")
    form = bench.page.customer.form
    form.civil_number.setFocus()
    bench.type("123456789")
    form.name_ar.setFocus()
    bench.type("زبون تجريبي")
    form.save.click()
    assert form.banner.isVisible()
    form.save.click()
    bench.settle()
    assert bench.view.customer is not None
    assert bench.page.customer.banner.isVisible()


def test_answers_open_and_close_rows(bench: Bench) -> None:
    loaded = bench.counter.desk.loaded
    yes_no = (Answer("yes", Words("نعم", "Yes")), Answer("no", Words("لا", "No")))
    question = Question("old", Words("هل المركبة قديمة؟", "Is it old?"), yes_no)
    typed = TypedField("test", Words("رقم الفحص", "Test number"), "reference", when=Condition("old", ("yes",)))
    service = replace(loaded.catalogue.services[VEHICLE], papers=(), questions=(question,), fields=(typed,))
    services = {**loaded.catalogue.services, VEHICLE: service}
    bench.counter.desk.loaded = replace(loaded, catalogue=replace(loaded.catalogue, services=services))
    bench.open()
    rows = len(bench.view.cases[0].checklist.rows)
    bench.press(Key.Key_1)
    assert len(bench.view.cases[0].checklist.rows) == rows + 1
    bench.wait_for_focus("step_value")
    bench.type("INS-2026-04")
    bench.press(Key.Key_Space)
    bench.press(Key.Key_F7, Mod.ShiftModifier)
    bench.press(Key.Key_F7, Mod.ShiftModifier)
    bench.press(Key.Key_2)
    assert len(bench.view.cases[0].checklist.rows) == rows
