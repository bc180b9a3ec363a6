"""What holds payment back says so beside the button, and leads there."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from sanad_desk.usecases.approve import LISTED_REASONS
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui import formats
from tests.ui.serve.bench import Bench, Key, Mod


def test_the_line_counts_what_is_open_and_leads_to_the_first_row(bench: Bench) -> None:
    bench.known()
    bench.type("99000001")
    bench.press(Key.Key_Return)
    bench.open()
    missing = len(bench.view.cases[0].checklist.missing)
    assert str(missing) in bench.page.payment.blocks.text()
    bench.press(Key.Key_F8)
    bench.press(Key.Key_F11)
    assert bench.focus == "step_until"
    bench.press(Key.Key_F8)
    QTest.mouseClick(bench.page.payment.blocks, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.focus == "step_until"


@pytest.mark.parametrize("key", [Key.Key_F11, Key.Key_F12])
def test_without_a_customer_it_leads_to_the_box(bench: Bench, key: Qt.Key) -> None:
    bench.open()
    bench.press(key)
    assert bench.focus == "customer_box"


def test_it_leads_into_another_case(bench: Bench) -> None:
    bench.known()
    bench.type("99000001")
    bench.press(Key.Key_Return)
    bench.open()
    bench.open()
    assert bench.view.visit.open_case == 1
    bench.press(Key.Key_F11)
    assert bench.view.visit.open_case == 0
    assert bench.focus == "step_until"


def test_it_leads_to_a_fee_that_is_not_known(bench: Bench) -> None:
    bench.known()
    bench.type("99000001")
    bench.press(Key.Key_Return)
    bench.open()
    bench.settle_rows()
    bench.press(Key.Key_Escape)
    assert bench.focus.startswith("bill_0")
    assert bench.page.places.lower is bench.page.payment
    bench.press(Key.Key_F11)
    assert bench.focus == "price_amount"
    bench.type("2")
    bench.press(Key.Key_Return)
    assert bench.focus == "fee_choice_1"
    bench.press(Key.Key_Return)
    assert bench.view.blocks == ()
    assert bench.focus == "cash_received"


def test_a_manager_lets_a_row_pass_on_the_record(bench: Bench) -> None:
    bench.open()
    key = bench.view.cases[0].checklist.rows[0].key
    bench.press(Key.Key_O, Mod.ControlModifier)
    bench.press(Key.Key_2)
    assert bench.focus == "approval_pin"
    bench.type("111999")
    bench.press(Key.Key_Return)
    assert bench.part("approval_pin_note").text()  # type: ignore[attr-defined]
    assert bench.view.cases[0].case.row(key) is None
    bench.type(MANAGER_PIN)
    bench.press(Key.Key_Return)
    state = bench.view.cases[0].case.row(key)
    assert state is not None
    assert (state.outcome, state.reason) == ("overridden", "paper_promised")
    assert bench.focus == "step_until"


def test_another_reason_is_written_in_words(bench: Bench) -> None:
    bench.open()
    bench.press(Key.Key_O, Mod.ControlModifier)
    bench.press(Key.Key_7)
    assert bench.focus == "approval_reason"
    bench.type("وعد بإحضارها")
    bench.press(Key.Key_Return)
    bench.type(MANAGER_PIN)
    bench.press(Key.Key_Return)
    assert bench.view.cases[0].case.rows[0].reason == "وعد بإحضارها"


def test_a_sensitive_service_offers_listed_reasons_only(bench: Bench) -> None:
    bench.open("rop-omani-id-card")
    bench.press(Key.Key_O, Mod.ControlModifier)
    sheet = bench.page.approvals.sheet
    assert sheet is not None
    shown = [option for option in sheet.listed.options if option.isVisible()]
    assert len(shown) == len(LISTED_REASONS)
    bench.press(Key.Key_7)
    assert not sheet.reason.isVisible()
    bench.press(Key.Key_Escape)
    assert not sheet.is_open
    assert bench.focus.startswith("step_")


def test_a_row_let_pass_can_be_worked_on_again(bench: Bench) -> None:
    bench.open()
    bench.press(Key.Key_Return)
    assert len(bench.view.cases[0].case.rows) == 1
    bench.press(Key.Key_F7, Mod.ShiftModifier)
    assert bench.view.cases[0].case.rows == ()
    assert bench.focus == "step_until"


def test_rows_are_walked_and_opened_by_key(bench: Bench) -> None:
    bench.open()
    keys = [row.key for row in bench.view.cases[0].checklist.rows]
    bench.press(Key.Key_Down, Mod.AltModifier)
    assert bench.focus == f"row_{keys[1]}"
    bench.press(Key.Key_Down)
    assert bench.focus == f"row_{keys[2]}"
    bench.press(Key.Key_Return)
    widget = bench.page.checklist.view.open_widget
    assert widget is not None
    assert widget.item.row.key == keys[2]
    assert bench.focus == "step_signed"
    bench.press(Key.Key_2)
    state = bench.view.cases[0].case.row("consent")
    assert state is not None
    assert state.outcome == "spoken"


def test_portal_work_is_opened_copied_and_put_off(bench: Bench) -> None:
    bench.known()
    bench.type("99000001")
    bench.press(Key.Key_Return)
    bench.open()
    bench.page.checklist.view.open_key("portal")
    bench.press(Key.Key_3)
    assert bench.opened == [bench.view.cases[0].entity.portal_url]
    chip = bench.part("copy_civil_number")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "99000001"
    assert "99000001" not in chip.text()  # type: ignore[attr-defined]
    bench.page.checklist.view.focus_open()
    bench.press(Key.Key_2)
    state = bench.view.cases[0].case.row("portal")
    assert state is not None
    assert state.outcome == "deferred"
    assert not bench.view.cases[0].checklist.row("reference").required


def test_the_handover_knows_the_usual_day(bench: Bench) -> None:
    bench.open("mol-work-permit-renew")
    bench.page.checklist.view.open_key("handover")
    bench.press(Key.Key_3, Mod.ControlModifier)
    bench.press(Key.Key_Return)
    state = bench.view.cases[0].case.row("handover")
    assert state is not None
    assert (state.outcome, state.value) == ("collect", "2026-11-23")  # at once: Saturday and National Day are closed


def test_a_promise_on_a_closed_day_is_said_quietly(bench: Bench) -> None:
    bench.open("mol-work-permit-renew")
    bench.page.checklist.view.open_key("handover")
    expected = bench.page.checklist.view.open_widget.date  # type: ignore[union-attr]
    assert formats.weekday(date(2026, 11, 23)) in expected.note.text()
    assert "اليوم الوطني" in expected.note.text()
    bench.press(Key.Key_A, Mod.ControlModifier)
    bench.type("11/1/2027")
    assert expected.note.text().startswith("لا دوام لدى الجهات")
    bench.type("8")
    assert expected.note.text() == "عادة في الحال"
