"""What a customer takes away besides his receipt, and what he says when he leaves, with keys and with the pointer."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sanad_desk.receipts.complaint_slip import ComplaintSlip
from sanad_desk.receipts.follow_slip import FollowSlip
from sanad_desk.receipts.self_help_sheet import SelfHelpSheet
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.complaints import complaints
from sanad_desk.wire.follow_facts import CustomerAssisted, ServiceNotOffered, VisitRated
from sanad_ui.language import LANGUAGES, language
from tests.ui.serve.bench import Bench, Key, Mod
from tests.usecases.played import facts

BOTH = Mod.ControlModifier | Mod.ShiftModifier


@pytest.fixture
def sold(bench: Bench) -> Bench:
    """A sale whose result was handed over at once."""
    return _sell(bench)


def _sell(bench: Bench, *, put_off: bool = False) -> Bench:
    bench.ready_to_pay(put_off=put_off)
    bench.type("50")
    bench.press(Key.Key_F12)
    bench.qtbot.waitUntil(lambda: bool(bench.printed))
    bench.settle()
    return bench


def _said(bench: Bench, kind: type[Any]) -> list[Any]:
    return facts(bench.counter.desk, kind)


def test_a_case_that_goes_on_has_its_slip_offered_and_printed(bench: Bench) -> None:
    _sell(bench, put_off=True)
    assert bench.page.payment.last.slips.isVisible()
    bench.press(Key.Key_P, BOTH)
    (order,) = bench.slips
    assert isinstance(order.slip, FollowSlip)
    assert order.title == f"follow-{order.slip.reference}"


def test_what_was_done_at_once_has_none(sold: Bench) -> None:
    assert not sold.page.payment.last.slips.isVisible()
    sold.press(Key.Key_P, BOTH)
    assert sold.slips == []


def test_one_press_rates_and_the_next_customer_can_come(sold: Bench) -> None:
    stars = sold.page.payment.last.stars
    QTest.mouseClick(stars.tiles[3], Qt.MouseButton.LeftButton)
    sold.settle()
    assert [fact.stars for fact in _said(sold, VisitRated)] == [4]
    assert not stars.is_open
    assert sold.focus == "customer_box"
    sold.open()
    assert not sold.page.payment.last.can_be_rated


def test_stars_are_given_by_key_only_where_they_stand(sold: Bench) -> None:
    sold.press(Key.Key_5)
    assert _said(sold, VisitRated) == []
    sold.press(Key.Key_S, BOTH)
    assert sold.focus == "sold_stars_5"
    sold.press(Key.Key_2)
    sold.press(Key.Key_S, BOTH)
    sold.press(Key.Key_3)
    assert [fact.stars for fact in _said(sold, VisitRated)] == [2]


def test_every_star_is_named(sold: Bench) -> None:
    for code in LANGUAGES:
        language.use(code)
        names = [tile.accessibleName() for tile in sold.page.payment.last.stars.tiles]
        assert len(set(names)) == 5
        assert all("5" in name for name in names)


def test_a_complaint_gets_its_number_and_its_slip(sold: Bench) -> None:
    sold.press(Key.Key_C, BOTH)
    assert sold.focus == "complaint_kind_waiting"
    sold.press(Key.Key_2)
    assert complaints(sold.counter.desk, sold.counter.clerk) == ()
    sold.press(Key.Key_Return)
    (made,) = complaints(sold.counter.desk, sold.counter.clerk)
    assert (made.kind, made.about) == ("price", sold.printed[0])
    (order,) = sold.slips
    assert isinstance(order.slip, ComplaintSlip)
    assert order.slip.number == made.number
    assert sold.page.papers.sheet is not None
    assert not sold.page.papers.sheet.is_open


def test_a_complaint_needs_no_sale(bench: Bench) -> None:
    bench.press(Key.Key_C, BOTH)
    sheet = bench.page.papers.sheet
    assert sheet is not None
    sheet.confirm()
    assert sheet.is_open  # nothing is chosen yet
    bench.press(Key.Key_1)
    bench.press(Key.Key_Return)
    assert [row.about for row in complaints(bench.counter.desk, bench.counter.clerk)] == [""]


def test_who_does_it_himself_leaves_unpaid_with_a_sheet(bench: Bench) -> None:
    bench.open()
    bench.press(Key.Key_B, BOTH)
    assert bench.focus == "case_confirm_no"
    bench.press(Key.Key_Delete)
    assert bench.view.cases == ()
    assert len(_said(bench, CustomerAssisted)) == 1
    (order,) = bench.slips
    assert isinstance(order.slip, SelfHelpSheet)
    assert (order.slip.language, order.paper) == ("ar", Paper.A4)


def test_thinking_better_of_it_keeps_the_case(bench: Bench) -> None:
    bench.open()
    bench.press(Key.Key_B, BOTH)
    bench.press(Key.Key_Escape)
    assert len(bench.view.cases) == 1
    assert _said(bench, CustomerAssisted) == []


def test_the_sheet_comes_in_english_too(bench: Bench) -> None:
    bench.open()
    bench.page.papers.assist_in_english()
    bench.press(Key.Key_Delete)
    (order,) = bench.slips
    assert order.slip.language == "en"  # type: ignore[attr-defined]


def test_words_that_found_nothing_are_noted_once(bench: Bench) -> None:
    bench.page.services.focus_search()
    bench.type("xqzw 123")
    services = bench.page.services
    assert services.ask_in_vain.isVisible()
    for _ in range(2):
        bench.press(Key.Key_J, Mod.ControlModifier)
    assert [fact.words for fact in _said(bench, ServiceNotOffered)] == ["xqzw"]
    assert not services.ask_in_vain.isVisible()
    assert bench.focus == "service_search"


def test_what_is_found_may_be_something_else(bench: Bench) -> None:
    services = bench.page.services
    services.focus_search()
    bench.press(Key.Key_J, Mod.ControlModifier)
    assert _said(bench, ServiceNotOffered) == []
    bench.type("mulkiya of a yacht")
    assert services.list.isVisible()
    bench.press(Key.Key_J, Mod.ControlModifier)
    assert [fact.words for fact in _said(bench, ServiceNotOffered)] == ["mulkiya of a yacht"]
    assert services.nothing.isVisible()
