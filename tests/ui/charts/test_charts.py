"""Charts: bars stand where their values put them, time runs with the language, keys walk and open, readers hear it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from sanad_ui.charts.bar import Bar, axis_marks, axis_step
from sanad_ui.charts.bar_rows import BarRows
from sanad_ui.charts.columns import Columns
from sanad_ui.kit import ScrollColumn
from sanad_ui.language import language
from sanad_ui.texts import plain
from sanad_ui.theme import theme

WHAT = plain("sales")
NOTHING = plain("nothing sold")


def bar(key: str, *parts: int) -> Bar:
    return Bar(key, plain(key), parts, plain(str(sum(parts))), plain(f"{key} {sum(parts)}"))


@pytest.fixture
def columns(on_page: Callable[..., QWidget]) -> Columns:
    chart = Columns(WHAT, name="chart", empty=NOTHING, tones=("brand", "accent"))
    chart.show_bars([bar("08", 10, 5), bar("09", 20, 10), bar("10", 0, 0), bar("11", 7, 0)])
    on_page(chart)
    chart.setFocus()
    return chart


@pytest.fixture
def rows(on_page: Callable[..., QWidget]) -> BarRows:
    chart = BarRows(WHAT, name="chart", empty=NOTHING)
    chart.show_bars([bar("police", 40), bar("labour", 10), bar("odd", -3)])
    on_page(chart)
    chart.setFocus()
    return chart


@pytest.mark.parametrize(
    ("largest", "marks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (7, (0, 2, 4, 6, 8)),
        (33, (0, 10, 20, 30, 40)),
        (40, (0, 10, 20, 30, 40)),
    ],
)
def test_the_axis_is_marked_in_round_steps(largest: int, marks: tuple[int, ...]) -> None:
    assert axis_marks(largest) == marks


@pytest.mark.parametrize("largest", [1, 9, 41, 99, 250, 4_001, 1_000_000])
def test_the_axis_never_has_more_than_four_lines_above_its_ground(largest: int) -> None:
    assert largest <= axis_step(largest) * 4
    assert axis_marks(largest)[-1] >= largest
    assert len(axis_marks(largest)) <= 5


def test_a_column_is_as_high_as_its_value(columns: Columns) -> None:
    first, second, empty = (columns.bar_box(place) for place in range(3))
    assert second.height() == pytest.approx(2 * first.height())
    assert empty.height() == 0
    assert first.bottom() == second.bottom() < columns.height()


def test_parts_are_stacked_from_the_axis(columns: Columns) -> None:
    whole = columns.bar_box(1)
    complete, follow_up = columns.part_boxes(1)
    assert complete.bottom() == whole.bottom()
    assert follow_up.bottom() == pytest.approx(complete.top())
    assert follow_up.top() == pytest.approx(whole.top())
    assert complete.height() == pytest.approx(2 * follow_up.height())


def test_time_runs_with_the_language(columns: Columns) -> None:
    in_arabic = [columns.bar_box(place).center().x() for place in range(4)]
    assert in_arabic == sorted(in_arabic, reverse=True)
    assert in_arabic[0] < columns.width() - 20
    language.use("en")
    in_english = [columns.bar_box(place).center().x() for place in range(4)]
    assert in_english == sorted(in_english)
    assert in_english == [pytest.approx(columns.width() - x) for x in in_arabic]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_colours_are_those_of_the_theme(columns: Columns, look: str) -> None:
    theme.use("dark" if look == "dark" else "light")
    columns.clearFocus()
    drawn = columns.grab().toImage()
    complete, follow_up = columns.part_boxes(1)
    assert drawn.pixelColor(complete.center().toPoint()) == QColor(theme.hex("brand"))
    assert drawn.pixelColor(follow_up.center().toPoint()) == QColor(theme.hex("accent"))


@pytest.mark.parametrize(("code", "onward"), [("ar", Qt.Key.Key_Left), ("en", Qt.Key.Key_Right)])
def test_the_arrow_goes_where_it_points(columns: Columns, code: str, onward: Qt.Key) -> None:
    language.use(code)  # type: ignore[arg-type]
    back = Qt.Key.Key_Right if onward == Qt.Key.Key_Left else Qt.Key.Key_Left
    QTest.keyClick(columns, onward)
    assert columns.current_key() == "09"
    QTest.keyClick(columns, back)
    QTest.keyClick(columns, back)
    assert columns.current_key() == "08"
    QTest.keyClick(columns, Qt.Key.Key_End)
    assert columns.current_key() == "11"


def test_return_opens_the_bar_and_a_reader_hears_it(columns: Columns) -> None:
    opened: list[str] = []
    columns.opened.connect(opened.append)
    QTest.keyClick(columns, Qt.Key.Key_Left)
    assert columns.accessibleName() == "sales: 09 30"
    assert "08 15" in columns.accessibleDescription()
    QTest.keyClick(columns, Qt.Key.Key_Return)
    QTest.keyClick(columns, Qt.Key.Key_Space)
    assert opened == ["09", "09"]


def test_a_press_opens_the_bar_under_it(columns: Columns) -> None:
    opened: list[str] = []
    columns.opened.connect(opened.append)
    # Above a low column: the whole strip belongs to it.
    spot = QPoint(round(columns.area_of(3).center().x()), 12)
    QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=spot)
    assert opened == ["11"]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_month_of_days_thins_its_labels_in_even_steps(columns: Columns, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    assert columns.labelled() == [0, 1, 2, 3]
    columns.show_bars([bar(f"day {day}", day) for day in range(1, 32)])
    shown = columns.labelled()
    assert shown[0] == 0
    assert len({b - a for a, b in itertools.pairwise(shown)}) == 1
    middles = [columns.area_of(place).center().x() for place in shown]
    widest = max(columns.fontMetrics().horizontalAdvance(columns.bars()[place].name()) for place in shown)
    assert min(abs(b - a) for a, b in itertools.pairwise(middles)) >= widest * 0.7
    assert len(shown) >= 5


def test_new_values_keep_the_bar_the_keyboard_is_on(columns: Columns) -> None:
    QTest.keyClick(columns, Qt.Key.Key_End)
    columns.show_bars([bar("09", 1), bar("11", 2), bar("12", 3)])
    assert columns.current_key() == "11"
    columns.show_bars([bar("15", 1)])
    assert columns.current_key() == "15"


def test_nothing_to_show_says_so(columns: Columns) -> None:
    opened: list[str] = []
    columns.opened.connect(opened.append)
    columns.show_bars([])
    assert columns.accessibleName() == "sales: nothing sold"
    QTest.keyClick(columns, Qt.Key.Key_Return)
    QTest.mouseClick(columns, Qt.MouseButton.LeftButton)
    assert opened == []
    ink = theme.colour("ink2").rgb()
    drawn = columns.grab().toImage()
    middle = drawn.height() // 2
    assert any(drawn.pixel(x, y) == ink for y in range(middle - 10, middle + 10) for x in range(drawn.width()))


def test_a_row_is_as_long_as_its_value_from_where_reading_begins(rows: BarRows) -> None:
    longest, shorter, nothing = (rows.bar_box(place) for place in range(3))
    assert longest.width() == pytest.approx(4 * shorter.width())
    assert nothing.width() == 0
    assert longest.right() == shorter.right()
    language.use("en")
    longest, shorter = rows.bar_box(0), rows.bar_box(1)
    assert longest.left() == shorter.left()


def test_rows_are_walked_down_and_opened(rows: BarRows) -> None:
    opened: list[str] = []
    rows.opened.connect(opened.append)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.area_of(2).center().toPoint())
    assert opened == ["labour", "odd"]
    assert rows.accessibleName() == "sales: odd -3"


def test_a_long_list_keeps_the_current_row_in_sight(on_page: Callable[..., QWidget]) -> None:
    chart = BarRows(WHAT, name="chart", empty=NOTHING)
    chart.show_bars([bar(f"service {n}", n) for n in range(60, 0, -1)])
    scroll = ScrollColumn(name="scroll")
    scroll.column.addWidget(chart)
    on_page(scroll)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    top = -chart.mapTo(scroll.viewport(), QPoint(0, 0)).y()
    row = chart.area_of(59)
    assert top <= row.top()
    assert row.bottom() <= top + scroll.viewport().height() + 1
