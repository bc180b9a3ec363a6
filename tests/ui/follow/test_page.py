"""The follow-up page by keyboard: what waits in its order, filters, one key to the next action, many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.begin_visit import begin_visit, hold_visit
from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_case import open_case
from sanad_ui.background import Background
from sanad_ui.follow.list_words import age_of
from sanad_ui.language import language
from sanad_ui.texts import t
from tests.ui.conftest import Heard
from tests.ui.follow.bench import DAY_MS, FollowBench, Key, Mod
from tests.ui.test_shell import assert_named
from tests.usecases.counter import VEHICLE, Counter

BUCKET_KEYS = dict(zip(Bucket, (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6), strict=False))


@pytest.fixture
def bench(qtbot: QtBot, counter: Counter, background: Background) -> FollowBench:
    return FollowBench(qtbot, counter, background)


def test_what_waits_longest_comes_first_then_the_dearest(bench: FollowBench) -> None:
    cheap, dear, young, lies = bench.sell(4)
    bench.move(cheap, Move.APPROVE, amount=5_000)
    bench.move(dear, Move.APPROVE, amount=90_000)
    bench.counter.clock.move(2 * DAY_MS)
    bench.move(young, Move.APPROVE, amount=500_000)
    bench.open()
    for bucket, key in BUCKET_KEYS.items():
        bench.press(key, Mod.AltModifier)
        assert bench.page.buckets.count(bucket) == {Bucket.MONEY: 3, Bucket.ENTITY: 1}.get(bucket, 0)
        expected = {Bucket.MONEY: [dear, cheap, young], Bucket.ENTITY: [lies]}.get(bucket, [])
        assert [id_ for id_ in bench.listed() if bench.page.list.isVisible()] == expected


def test_a_promise_is_told_by_its_day_and_then_in_working_days(bench: FollowBench) -> None:
    [case_id] = bench.sell()
    today = business_date_at(bench.counter.clock.now())
    for days, words in ((0, "موعدها اليوم"), (1, "موعدها غدًا"), (6, "بقيت 3 أيام عمل")):
        bench.move(case_id, Move.PROMISE, promised=today + timedelta(days=days))
        assert strip_marks(age_of(bench.row(case_id))) == words


def test_an_empty_place_says_what_comes_there_by_itself(bench: FollowBench) -> None:
    bench.open()
    for bucket, key in BUCKET_KEYS.items():
        bench.press(key, Mod.AltModifier)
        assert bench.page.empty.isVisible()
        assert bench.page.empty.title.text() == t(f"follow.empty.{bucket.value}")
        assert bench.page.empty.hint.text() == t(f"follow.empty.{bucket.value}_hint")
    assert bench.focus == "bucket_due"
    bench.press(Key.Key_Up)
    assert bench.focus == "bucket_handover"
    assert bench.page.empty.title.text() == t("follow.empty.handover")


def test_the_box_looks_through_everything_that_waits(
    bench: FollowBench, type_text: Callable[[QWidget, str], None]
) -> None:
    first, second = bench.sell(2)
    bench.move(first, Move.APPROVE, amount=5_000)
    bench.open()
    asked: list[str] = []
    bench.page.find_asked.connect(asked.append)
    bench.press(Key.Key_F8)
    assert bench.focus == "follow_box"
    for text, expected in (
        (bench.row(second).standing.reference[-4:], [second]),
        (bench.row(first).customer.ar, [first]),
        ("99000002", [second]),
        ("ROP-88213", [first, second]),
    ):
        bench.page.filters.clear_text()
        type_text(bench.page.filters.box.edit, text)
        bench.settle()
        assert set(bench.listed()) == set(expected), text
    bench.press(Key.Key_Return)
    assert bench.focus == "follow_list"
    bench.press(Key.Key_F8)
    type_text(bench.page.filters.box.edit, "nobody")
    bench.press(Key.Key_Return)
    assert asked == ["nobody"]
    assert bench.page.empty.title.text() == t("follow.empty.found")
    bench.press(Key.Key_Escape)
    assert not bench.page.filters.is_searching


def test_filters_narrow_the_list_and_esc_widens_it(bench: FollowBench) -> None:
    permits = bench.sell(2)
    other = begin_visit(bench.counter.desk, bench.counter.clerk).visit.id
    open_case(bench.counter.desk, bench.counter.clerk, other, VEHICLE)
    hold_visit(bench.counter.desk, bench.counter.clerk, other)
    bench.open(Bucket.ENTITY)
    filters = bench.page.filters
    for chip, value, count in (
        (filters.entity, "mol", 2),
        (filters.service, bench.row(permits[0]).standing.service_code, 2),
        (filters.operator, bench.counter.clerk.operator_id, 2),
    ):
        chip.set_value(value)
        bench.page.look()
        bench.settle()
        assert len(bench.listed()) == count
        assert chip.value() == value
    assert bench.page.buckets.count(Bucket.CUSTOMER) == 0
    bench.press(Key.Key_Escape)
    assert not filters.is_narrowed
    assert bench.page.buckets.count(Bucket.CUSTOMER) == 1


def test_a_list_keeps_its_place_when_data_arrives(bench: FollowBench) -> None:
    bench.sell(3)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_Down)
    here = bench.current
    bench.move(bench.listed()[0], Move.HOLD, reason="no_line")
    bench.page.look_again()
    bench.settle()
    assert (bench.current, len(bench.listed())) == (here, 2)
    assert bench.focus == "follow_list"


def test_news_takes_no_form_away_and_is_shown_once_it_is_closed(bench: FollowBench) -> None:
    first, second = bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_N)
    assert bench.focus == "case_day"
    bench.move(bench.page.list.current.standing.case_id, Move.HOLD, reason="no_line")  # type: ignore[union-attr]
    bench.page.look_again()
    bench.settle()
    assert (bench.focus, len(bench.listed())) == ("case_day", 2)
    bench.press(Key.Key_Escape)
    bench.wait(lambda: bench.listed() == [second])
    assert bench.focus == "follow_list"
    assert first not in bench.listed()


def test_a_message_never_opens_over_another_case(bench: FollowBench) -> None:
    bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.page.card.talk.open_message()
    bench.page.list.step(1)
    bench.settle()
    assert bench.current == bench.listed()[1]
    assert not bench.page.card.is_asking


def test_one_key_goes_on_with_what_was_held_and_the_next_row_is_in_hand(bench: FollowBench) -> None:
    held = bench.sell(2)
    for case_id in held:
        bench.move(case_id, Move.HOLD, reason="no_line")
    bench.open()
    changed: list[bool] = []
    bench.page.changed.connect(lambda: changed.append(True))
    [first, second] = bench.listed()
    bench.press(Key.Key_U)
    bench.wait(lambda: bench.listed() == [second])
    assert bench.row(first).standing.state is CaseState.SUBMITTED
    assert changed
    assert bench.focus == "follow_list"
    assert bench.current == second


@pytest.mark.parametrize(
    ("key", "moves"), [(Key.Key_A, ()), (Key.Key_T, ()), (Key.Key_H, ()), (Key.Key_I, (Move.REVIEW,))]
)
def test_a_move_that_needs_words_opens_its_form_on_the_card(
    bench: FollowBench, key: Key, moves: tuple[Move, ...]
) -> None:
    [case_id] = bench.sell()
    for move in moves:
        bench.move(case_id, move)
    bench.open(Bucket.ENTITY)
    bench.press(key)
    assert bench.page.card.is_asking
    bench.press(Key.Key_Escape)
    assert not bench.page.card.is_asking


def test_what_was_approved_is_charged_on_the_serve_page(bench: FollowBench) -> None:
    [case_id] = bench.sell()
    bench.move(case_id, Move.APPROVE, amount=201_000)
    bench.open(Bucket.MONEY)
    heard = Heard()
    bench.page.served.connect(heard.take)
    bench.press(Key.Key_P)
    [visit_id] = heard.all
    [case] = look_at_visit(bench.counter.desk, visit_id).cases  # type: ignore[arg-type]
    assert (case.case.id, case.case.actions[0].action) == (case_id, Action.PAY)


def test_without_a_shift_paying_says_what_to_do(bench: FollowBench) -> None:
    [case_id] = bench.sell()
    bench.move(case_id, Move.APPROVE, amount=201_000)
    bench.counter.clerk = bench.counter.manager
    bench.open(Bucket.MONEY)
    bench.press(Key.Key_P)
    assert bench.page.line.isVisible()
    assert bench.page.line.label.text()


def test_a_payment_nobody_is_sure_of_is_verified_by_one_key(bench: FollowBench) -> None:
    [case_id] = bench.sell()
    asked = PaymentAsked(case_id, 21_000, Channel.CENTRE_CARD, PaymentState.UNKNOWN)
    ask_portal_payment(bench.counter.desk, bench.counter.clerk, asked)
    bench.open(Bucket.MONEY)
    [row] = bench.page.list.rows()
    assert t("follow.next.verify") in row.title
    bench.press(Key.Key_V)
    assert bench.page.card.stack.currentWidget() is bench.page.card.payment_form


def test_many_are_moved_at_once_and_what_stayed_says_why(bench: FollowBench) -> None:
    held = bench.sell(4)
    for case_id in held:
        bench.move(case_id, Move.HOLD, reason="no_line")
    bench.open()
    bench.press(Key.Key_Space)
    assert [row.standing.case_id for row in bench.page.list.ticked] == [bench.current]
    assert bench.page.bulk.isVisible()
    bench.press(Key.Key_Escape)
    assert not bench.page.list.ticked
    assert bench.page.card.isVisible()
    bench.press(Key.Key_A, Mod.ControlModifier)
    assert len(bench.page.list.ticked) == 4
    bench.move(held[0], Move.CANCEL, reason="never_came_back")  # by a colleague, meanwhile
    bench.press(Key.Key_U)
    bench.wait(bench.page.line.isVisible)
    assert [bench.row(each).standing.state for each in held[1:]] == [CaseState.SUBMITTED] * 3
    told = bench.page.line.label.text()
    assert t("follow.page.moved", n=3) in told
    assert "KSB1" in told
    assert not bench.page.list.ticked


def test_many_are_held_for_one_reason(bench: FollowBench) -> None:
    cases = bench.sell(2)
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_A, Mod.ControlModifier)
    bench.press(Key.Key_H)
    assert not bench.page.bulk.can_take(Move.HOLD)
    bench.press(Key.Key_Escape)
    assert bench.page.bulk.isVisible()
    assert len(bench.page.list.ticked) == 2
    keys = [[key.toString() for key in QShortcut.keys(each)] for each in bench.window.findChildren(QShortcut)]
    assert ["H", "ا"] in keys  # the same key while the keyboard writes Arabic
    bench.press(Key.Key_H)
    bench.press(Key.Key_2)
    bench.wait(lambda: not bench.page.list.ticked)
    assert {bench.row(each).standing.reason for each in cases} == {"no_line"}


def test_cases_in_two_states_share_only_what_both_can(bench: FollowBench) -> None:
    held, lies = bench.sell(2)
    bench.move(held, Move.HOLD, reason="no_line")
    bench.move(lies, Move.RETURN, reason="data_wrong")
    bench.open()
    bench.press(Key.Key_A, Mod.ControlModifier)
    assert bench.page.bulk.moves == (Move.CANCEL,)


def test_a_visit_put_aside_is_resumed_from_the_list(bench: FollowBench) -> None:
    bench.sell()
    visit = begin_visit(bench.counter.desk, bench.counter.clerk).visit.id
    open_case(bench.counter.desk, bench.counter.clerk, visit, VEHICLE)
    hold_visit(bench.counter.desk, bench.counter.clerk, visit)
    bench.open(Bucket.CUSTOMER)
    heard = Heard()
    bench.page.served.connect(heard.take)
    [row] = bench.page.list.rows()
    assert t("follow.state.draft") in row.title
    bench.press(Key.Key_Space)
    assert not bench.page.list.ticked
    for key in (Key.Key_U, Key.Key_Return):
        bench.press(key)
    assert heard.all == [visit, visit]


def test_reminders_come_up_on_their_morning(bench: FollowBench) -> None:
    cases = bench.sell(2)
    today = business_date_at(bench.counter.clock.now())
    for case_id in cases:
        bench.move(case_id, Move.REMIND, remind_on=today + timedelta(days=1))
    told: list[str] = []
    bench.page.told.connect(lambda phrase: told.append(phrase()))
    bench.window.begin(bench.counter.clerk)
    bench.settle()
    assert told == []
    bench.counter.clock.move(DAY_MS)
    bench.page.see_the_day()
    bench.settle()
    assert told == [t("follow.page.due_toast", n=2)]
    bench.page.see_the_day()
    bench.settle()
    assert len(told) == 1
    bench.open()
    assert strip_marks(t("follow.page.due_line", n=2)) == strip_marks(bench.page.due_line.label.text())
    assert bench.page.due_line.isVisible()
    bench.press(Key.Key_6, Mod.AltModifier)
    assert set(bench.listed()) == set(cases)
    assert not bench.page.due_line.isVisible()
    bench.press(Key.Key_1, Mod.AltModifier)
    assert not bench.page.due_line.isVisible()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_is_named_and_every_row_can_be_read_out(bench: FollowBench, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    cases = bench.sell(3)
    bench.move(cases[0], Move.RETURN, reason="paper_missing")
    bench.open(Bucket.ENTITY)
    bench.press(Key.Key_A, Mod.ControlModifier)
    for name in ("buckets_card", "follow_card", "bulk_card"):
        part = bench.page.findChild(QWidget, name)
        assert part is not None
        assert_named(part)
    [first, _] = bench.page.list.rows()
    assert t("follow.state.submitted") in first.title
    assert first.trailing == t("follow.bulk.is_chosen")
    language.switch()
    assert t("follow.state.submitted") in bench.page.list.rows()[0].title
