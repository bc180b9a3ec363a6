"""The drawer goes to the next operator: he proves himself, counts on a blank grid, and works from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.look_at_shift import waiting_shifts
from sanad_desk.usecases.open_shift import current_shift
from sanad_desk.usecases.sign_in import list_operators
from sanad_ui.kit import OperatorTile
from sanad_ui.till.closing_card import Stage
from tests.ui.till.conftest import Till
from tests.usecases.counter import FLOAT

IN_DRAWER = FLOAT + 23_000


@pytest.fixture
def second(till: Till) -> SignedIn:
    """The operator who takes over."""
    people = list_operators(till.counter.desk)
    other = next(one for one in people if Role.MANAGER not in one.roles and one.id != till.counter.clerk.operator_id)
    return SignedIn(other.id, other.name, other.roles)


def _welcome(till: Till, counted: int) -> None:
    till.counter.sell()
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_open)
    till.page.hand_over()
    till.wait_for_stage(Stage.COUNTING)
    till.count(till.page.desk.count.grid, counted)
    till.page.forward()
    till.wait_for_stage(Stage.COUNTED)


def _prove(till: Till, second: SignedIn, pin: str = OPERATOR_PINS[1]) -> None:
    card = till.page.desk.hand_over
    ids = [operator.id for operator in card.tiles.operators()]
    assert str(till.counter.clerk.operator_id) not in ids
    QTest.keyClick(card.tiles, Qt.Key.Key_1 + ids.index(str(second.operator_id)))
    assert card.pin.hasFocus()
    QTest.keyClicks(card.pin, pin)
    QTest.keyClick(card.pin, Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: till.page.closing.stage is Stage.RECEIVING or bool(card.note.text()))


def test_both_count_and_the_next_one_works_on(till: Till, second: SignedIn):
    _welcome(till, IN_DRAWER)
    till.page.forward()
    till.wait_for_stage(Stage.WELCOMING)
    _prove(till, second)
    incoming = till.page.desk.incoming.grid
    assert incoming.total() == 0
    assert IN_DRAWER not in till.figures_on_screen()
    till.count(incoming, IN_DRAWER)
    with till.qtbot.waitSignal(till.page.handed_over) as signal:
        till.page.forward()
    signed_in, tile = signal.args
    assert isinstance(signed_in, SignedIn)
    assert isinstance(tile, OperatorTile)
    assert signed_in.operator_id == second.operator_id
    shift = current_shift(till.counter.desk, second)
    assert shift is not None
    assert shift.opening_float == IN_DRAWER
    assert waiting_shifts(till.counter.desk, till.counter.clerk) == []


def test_a_wrong_pin_is_told_and_may_be_tried_again(till: Till, second: SignedIn):
    _welcome(till, IN_DRAWER)
    till.page.forward()
    till.wait_for_stage(Stage.WELCOMING)
    _prove(till, second, "909091")
    assert till.page.closing.stage is Stage.WELCOMING
    assert till.page.desk.hand_over.note.text()
    _prove(till, second)
    assert till.page.closing.stage is Stage.RECEIVING


def test_counts_that_differ_are_counted_again(till: Till, second: SignedIn):
    _welcome(till, IN_DRAWER)
    till.page.forward()
    till.wait_for_stage(Stage.WELCOMING)
    _prove(till, second)
    grid = till.page.desk.incoming.grid
    till.count(grid, IN_DRAWER - 5_000)
    till.page.forward()
    till.qtbot.waitUntil(lambda: till.page.desk.closing.banner.isVisible())
    assert not grid.is_touched()
    till.count(grid, IN_DRAWER)
    with till.qtbot.waitSignal(till.page.handed_over):
        till.page.forward()


def test_the_variance_stays_with_whoever_leaves(till: Till, second: SignedIn):
    _welcome(till, IN_DRAWER - 3_000)
    till.page.forward()
    assert till.page.desk.closing.reason.field.has_error
    till.page.desk.closing.reason.set_text("wrong change")
    till.page.forward()
    till.wait_for_stage(Stage.WELCOMING)
    _prove(till, second)
    till.count(till.page.desk.incoming.grid, IN_DRAWER - 3_000)
    with till.qtbot.waitSignal(till.page.handed_over):
        till.page.forward()
        till.approve()
    shift = current_shift(till.counter.desk, second)
    assert shift is not None
    assert shift.opening_float == IN_DRAWER - 3_000


def test_a_lock_sends_the_next_one_back_to_his_pin(till: Till, second: SignedIn):
    _welcome(till, IN_DRAWER)
    till.page.forward()
    till.wait_for_stage(Stage.WELCOMING)
    _prove(till, second)
    till.page.begin(till.counter.clerk)
    assert till.page.closing.stage is Stage.COUNTED
