"""The grid of notes and coins by keyboard: walked, stepped, typed in either set of digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from sanad_desk.domain.cash import DENOMINATIONS
from sanad_ui.kit import Amount
from sanad_ui.till.count_grid import CountGrid


@pytest.fixture
def grid(on_page: Callable[..., QWidget]) -> CountGrid:
    made = CountGrid(name="count")
    on_page(made)
    made.focus_first()
    return made


def _focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_every_denomination_of_oman_has_its_line(grid: CountGrid):
    assert tuple(row.denomination for row in grid.rows) == DENOMINATIONS
    assert grid.pieces() == {}
    assert not grid.is_touched()


def test_products_and_sum_follow_the_typing(grid: CountGrid, type_text: Callable[[QWidget, str], None]):
    QTest.keyClicks(_focus(), "4")
    QTest.keyClick(_focus(), Qt.Key.Key_Down)
    type_text(_focus(), "١٢")
    product = grid.findChild(Amount, "count_20000_product")
    assert product is not None
    assert product.baisa == 240_000
    assert grid.total() == 440_000
    assert grid.sum.baisa == 440_000
    assert grid.pieces() == {50_000: 4, 20_000: 12}


def test_arrows_and_return_walk_and_the_last_line_ends_it(grid: CountGrid, qtbot):
    QTest.keyClick(_focus(), Qt.Key.Key_Up)
    assert _focus() is grid.rows[0].field.edit
    with qtbot.waitSignal(grid.finished):
        for _ in DENOMINATIONS:
            QTest.keyClick(_focus(), Qt.Key.Key_Return)
    assert _focus() is grid.rows[-1].field.edit
    QTest.keyClick(_focus(), Qt.Key.Key_Up)
    assert _focus() is grid.rows[-2].field.edit


def test_plus_and_minus_step_by_key_and_by_mouse(grid: CountGrid, qtbot):
    QTest.keyClicks(_focus(), "+++-")
    assert grid.pieces() == {50_000: 2}
    less = grid.findChild(QAbstractButton, "count_50000_less")
    for _ in range(5):
        qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    assert grid.pieces() == {}


@pytest.mark.parametrize("before", ["", "3"])
def test_a_number_below_nothing_becomes_none_above(grid: CountGrid, before: str):
    edit = grid.rows[0].field.edit
    QTest.keyClicks(edit, before)
    QTest.keyClicks(edit, "-5")
    assert grid.pieces() == ({50_000: 2} if before else {})
    assert grid.note.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert not grid.note.isVisible()
    QTest.keyClicks(edit, "4")
    assert grid.pieces() == {50_000: 4}
    edit.selectAll()
    QApplication.clipboard().setText("-7")
    edit.paste()
    assert grid.note.isVisible()
    assert grid.pieces() == {50_000: 4}
    assert grid.sum.baisa == 200_000


def test_minus_in_an_empty_line_is_answered(grid: CountGrid):
    QTest.keyClicks(_focus(), "-")
    assert grid.note.isVisible()
    QTest.keyClick(_focus(), Qt.Key.Key_Return)
    assert not grid.note.isVisible()
    QTest.keyClicks(_focus(), "5")
    assert grid.pieces() == {20_000: 5}


def test_a_nought_counts_as_counted(grid: CountGrid):
    QTest.keyClicks(_focus(), "0")
    assert grid.is_touched()
    assert grid.total() == 0


def test_a_locked_count_takes_nothing_more(grid: CountGrid):
    QTest.keyClicks(_focus(), "3")
    grid.set_open(False)
    assert not any(row.field.edit.isEnabled() for row in grid.rows)
    assert grid.pieces() == {50_000: 3}
