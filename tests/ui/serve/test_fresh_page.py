"""A Return that bounced, or came once too often, does no work that nobody chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sanad_ui.serve.fresh_page import LENGTH_MS
from tests.ui.serve.bench import Bench, Key, Mod


@pytest.fixture
def real(bench: Bench) -> Bench:
    bench.page.fresh.length_ms = LENGTH_MS
    return bench


def queue(bench: Bench, *keys: Qt.Key) -> None:
    """One after the other, without waiting for what they set going."""
    handle = bench.window.windowHandle()
    assert handle is not None
    for key in keys:
        QTest.keyClick(handle, key)


def settled(bench: Bench) -> int:
    return len([row for row in bench.view.cases[0].checklist.rows if row.state is not None])


@pytest.mark.parametrize("bounced", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_a_key_that_bounces_settles_nothing_of_the_case_just_opened(real: Bench, bounced: Qt.Key) -> None:
    real.press(Key.Key_F8)
    real.type("mulkiya")
    real.press(Key.Key_Return)
    real.press(bounced)
    assert (len(real.view.cases), settled(real)) == (1, 0)
    real.page.fresh.end()
    real.press(Key.Key_Return)
    assert settled(real) == 1
    real.press(Key.Key_Return)
    assert settled(real) == 1


def test_two_returns_at_once_open_one_case(real: Bench) -> None:
    real.press(Key.Key_F8)
    real.type("mulkiya")
    queue(real, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    real.settle()
    assert (len(real.view.cases), settled(real)) == (1, 0)
    assert real.page.services.field.text() == ""


def test_the_page_takes_keys_again_by_itself(real: Bench) -> None:
    real.open()
    assert not real.page.fresh.is_over
    real.qtbot.waitUntil(lambda: real.page.fresh.is_over)
    real.press(Key.Key_Return)
    assert settled(real) == 1


def test_typing_is_never_swallowed_and_return_after_it_counts(real: Bench) -> None:
    real.page.fresh.begin()
    real.known()
    real.type("99000001")
    assert real.page.customer.box.field.text() == "99000001"
    real.press(Key.Key_Return)
    assert real.view.customer is not None


def test_return_in_an_empty_search_opens_only_what_the_arrows_chose(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.press(Key.Key_Return)
    assert bench.page.presenter.view is None
    first = bench.page.services.list.rows()[0].id
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Return)
    assert [case.service.code for case in bench.view.cases] == [first]
    bench.press(Key.Key_F8)
    bench.press(Key.Key_Return)
    assert len(bench.view.cases) == 1


def test_the_change_owed_stays_whatever_is_returned(real: Bench) -> None:
    real.page.fresh.length_ms = 0
    real.ready_to_pay()
    real.type("25")
    real.press(Key.Key_F12)
    for _ in range(4):
        real.press(Key.Key_Return)
    assert real.page.presenter.view is None
    assert real.page.payment.last.change.isVisible()
    real.press(Key.Key_1, Mod.AltModifier)
    assert not real.page.payment.last.isVisible()


def test_a_return_that_bounces_in_the_amount_takes_no_money(real: Bench) -> None:
    real.page.fresh.length_ms = 0
    real.ready_to_pay()
    real.page.fresh.length_ms = LENGTH_MS
    real.type("25")
    queue(real, Key.Key_Return, Key.Key_Return)
    real.settle()
    assert real.focus == "pay"
    assert not real.printed
