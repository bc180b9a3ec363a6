"""The sheets of the day page: receipts behind a number, and a manager's decision with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.day import By
from sanad_desk.domain.errors import AuthError
from sanad_desk.usecases.day_receipts import LONGEST_LIST
from sanad_desk.usecases.find_receipts import FoundReceipt
from sanad_ui.day.reason_sheet import ReasonSheet
from sanad_ui.day.receipts_sheet import ReceiptsSheet
from sanad_ui.day.words import Drill
from sanad_ui.kit import PrimaryButton
from sanad_ui.language import language
from sanad_ui.texts import plain, say
from tests.ui.day.views import OPENED

ALL = Drill(By.ALL, "", say("day.receipts.all"))


def _receipt(place: int, total: int) -> FoundReceipt:
    name = Words(f"خدمة تجريبية {place}", f"Sample service {place}")
    return FoundReceipt(
        f"0417-02-26-00000{place}-K", OPENED, Words("", ""), "", (name,), (), name, total, ("cash",), 1, "day"
    )


@pytest.fixture
def page(on_page: Callable[..., QWidget]) -> QWidget:
    below = PrimaryButton("day.close.button", name="below")
    shown = on_page(below)
    below.setFocus()
    return shown


@pytest.fixture
def receipts(page: QWidget, now: int) -> ReceiptsSheet:
    sheet = ReceiptsSheet(lambda: now, parent=page)
    sheet.begin(ALL)
    return sheet


def test_the_sheet_names_the_number_and_sums_its_receipts(receipts: ReceiptsSheet) -> None:
    assert receipts.is_open
    assert receipts.progress.isVisible()
    receipts.show_receipts([_receipt(1, 23_000), _receipt(2, -2_000)])
    assert receipts.title.text() == "كل معاملات المدة"
    assert "21.000" in receipts.sum.text()
    assert not receipts.progress.isVisible()
    assert receipts.list.hasFocus()
    language.use("en")
    assert [row.title for row in receipts.list.rows()] == ["Sample service 1", "Sample service 2"]


def test_a_list_that_was_cut_claims_no_sum(receipts: ReceiptsSheet) -> None:
    receipts.show_receipts([_receipt(1, 1_000)] * LONGEST_LIST)
    assert "200.000" not in receipts.sum.text()
    assert f"{LONGEST_LIST}" in receipts.sum.text()


def test_return_asks_for_the_receipt_and_the_sheet_goes(receipts: ReceiptsSheet) -> None:
    wanted: list[str] = []
    receipts.receipt_wanted.connect(wanted.append)
    receipts.show_receipts([_receipt(1, 23_000), _receipt(2, 2_000)])
    QTest.keyClick(receipts.list, Qt.Key.Key_Down)
    QTest.keyClick(receipts.list, Qt.Key.Key_Return)
    assert wanted == ["0417-02-26-000002-K"]
    assert not receipts.is_open


def test_escape_gives_the_focus_back(page: QWidget, receipts: ReceiptsSheet) -> None:
    receipts.show_receipts([_receipt(1, 23_000)])
    QTest.keyClick(receipts.list, Qt.Key.Key_Escape)
    assert not receipts.is_open
    assert page.focusWidget().objectName() == "below"


def test_no_receipts_are_told_in_words(receipts: ReceiptsSheet) -> None:
    receipts.show_receipts([])
    assert receipts.stack.currentIndex() == 1
    assert receipts.close_button.hasFocus()


def test_a_refusal_stands_in_the_sheet(receipts: ReceiptsSheet) -> None:
    receipts.refuse(AuthError("manager_needed"))
    assert receipts.banner.isVisible()
    assert not receipts.progress.isVisible()


def test_the_receipts_of_the_number_before_are_gone(receipts: ReceiptsSheet) -> None:
    receipts.show_receipts([_receipt(1, 23_000)])
    receipts.close_now()
    receipts.begin(Drill(By.VAT, "", say("day.receipts.vat")))
    language.use("en")
    assert receipts.list.rows() == []
    assert receipts.sum.text() == ""


@pytest.fixture
def decision(page: QWidget) -> ReasonSheet:
    sheet = ReasonSheet(
        "day.variance.title", name="variance", confirm="day.variance.confirm", label="day.variance.reason", parent=page
    )
    sheet.ask(plain("short 0.500"))
    return sheet


def test_nothing_is_decided_without_a_reason(decision: ReasonSheet) -> None:
    given: list[str] = []
    decision.given.connect(given.append)
    QTest.keyClick(decision.reason.field.edit, Qt.Key.Key_Return)
    assert given == []
    assert decision.reason.field.has_error
    QTest.keyClicks(decision.reason.field.edit, "torn note")
    QTest.keyClick(decision.reason.field.edit, Qt.Key.Key_Return)
    assert given == ["torn note"]


def test_one_reason_is_given_once_until_it_was_refused(decision: ReasonSheet) -> None:
    given: list[str] = []
    decision.given.connect(given.append)
    decision.reason.set_text("torn note")
    decision.confirm()
    decision.confirm()
    assert given == ["torn note"]
    decision.refuse(AuthError("manager_needed"))
    assert decision.banner.isVisible()
    decision.confirm()
    assert given == ["torn note", "torn note"]
