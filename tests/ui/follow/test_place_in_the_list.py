"""Where the keyboard and the eyes are on the follow-up page once a case was moved, or while something is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.follow_up import Bucket
from sanad_ui.background import Background
from sanad_ui.follow.case_delegate import GAP
from sanad_ui.kit.table import Column, places
from sanad_ui.texts import t
from tests.ui.follow.bench import FollowBench, Key, Mod
from tests.usecases.counter import Counter


@pytest.fixture
def bench(qtbot: QtBot, counter: Counter, background: Background) -> FollowBench:
    return FollowBench(qtbot, counter, background)


def test_after_a_move_the_next_row_is_in_hand_and_a_line_says_where_the_case_went(bench: FollowBench) -> None:
    cases = bench.sell(3)
    bench.open(Bucket.ENTITY)
    first, middle, last = bench.listed()
    assert {first, middle, last} == set(cases)
    bench.press(Key.Key_Down)
    bench.press(Key.Key_H)
    bench.press(Key.Key_2)
    bench.press(Key.Key_Return)
    bench.wait(lambda: bench.listed() == [first, last])
    assert bench.current == last
    reference = bench.row(middle).standing.reference
    assert strip_marks(bench.page.line.label.text()) == f"{reference}: معلّقة: لا اتصال (Alt 1)"
    bench.press(Key.Key_Down)
    bench.press(Key.Key_H)
    bench.press(Key.Key_2)
    bench.press(Key.Key_Return)
    bench.wait(lambda: bench.listed() == [first])
    assert bench.current == first  # there is none below any more


def test_where_the_case_stays_in_its_place_so_does_the_cursor(bench: FollowBench) -> None:
    bench.sell(2)
    bench.open(Bucket.ENTITY)
    first, _ = bench.listed()
    bench.press(Key.Key_W)
    bench.wait(lambda: bench.row(first).standing.state is CaseState.IN_REVIEW)
    bench.settle()
    assert bench.current == first


def test_what_ends_many_cases_is_asked_once_more(bench: FollowBench) -> None:
    cases = bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_A, Mod.ControlModifier)
    bench.press(Key.Key_D)
    assert bench.page.bulk.lead.text() == t("follow.bulk.ask.finish", n=2)
    assert not bench.page.bulk.can_take(Move.HOLD)
    bench.press(Key.Key_Escape)
    assert {bench.row(each).standing.state for each in cases} == {CaseState.SUBMITTED}
    bench.press(Key.Key_D)
    bench.press(Key.Key_D)
    bench.wait(lambda: not bench.ids())
    assert strip_marks(bench.page.line.label.text()) == "تحركت معاملتان: منجزة"


def test_what_ends_many_for_a_reason_is_asked_after_it(bench: FollowBench) -> None:
    cases = bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_A, Mod.ControlModifier)
    bench.press(Key.Key_X)
    bench.press(Key.Key_1)
    assert bench.page.bulk.lead.text() == t("follow.bulk.ask.cancel", n=2)
    assert {bench.row(each).standing.state for each in cases} == {CaseState.SUBMITTED}
    assert bench.focus == "bulk_confirm"
    bench.press(Key.Key_Return)
    bench.wait(lambda: bench.listed() == [])


def test_a_form_that_was_left_leaves_the_keys_alive(bench: FollowBench) -> None:
    bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_H)
    assert bench.page.card.is_asking
    bench.choose(Bucket.ENTITY)
    assert not bench.page.card.is_asking
    assert bench.focus == "follow_list"
    bench.press(Key.Key_H)
    bench.page.list.setFocus()
    bench.press(Key.Key_V)
    assert bench.page.card.stack.currentWidget() is bench.page.card.payment_form
    bench.page.list.setFocus()
    bench.press(Key.Key_Return)
    assert bench.page.card.payment_form.has_keyboard()
    bench.page.list.setFocus()
    bench.press(Key.Key_Escape)
    assert not bench.page.card.is_asking
    assert bench.focus == "follow_list"


def test_what_is_typed_holds_on_to_its_case(bench: FollowBench) -> None:
    bench.sell(2)
    bench.open(Bucket.ENTITY)
    first, second = bench.listed()
    bench.press(Key.Key_V)
    card = bench.page.card
    card.payment_form.amount.edit.selectAll()
    QTest.keyClicks(card.payment_form.amount.edit, "24")
    bench.page.list.setFocus()
    for leave in (lambda: bench.press(Key.Key_Down), lambda: bench.choose(Bucket.US), lambda: bench.press(Key.Key_H)):
        bench.page.list.setFocus()
        leave()
        assert (bench.current, bench.listed()) == (first, [first, second])
        assert card.payment_form.amount.amount() == 24_000
        assert card.payment_form.line.isVisible()
        assert bench.focus == "payment_amount"
    bench.press(Key.Key_Escape)
    bench.press(Key.Key_Down)
    assert bench.current == second


def test_a_narrow_list_never_cuts_an_amount() -> None:
    columns = (Column("case", 3), Column("amount", 1, is_figure=True, least=120.0), Column("next", 1))
    line = QRectF(0, 0, 320, 50)
    found = {column.code: box for column, box in places(columns, line, rtl=True, gap=GAP)}
    assert found["amount"].width() == 120
    assert found["next"].x() >= line.x()
