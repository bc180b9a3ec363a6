"""The head of an open row gives its title the room it needs, at the smallest window too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.language import LANGUAGES, language
from tests.ui.serve.bench import WORKERS, Bench


def _open_portal_row(bench: Bench) -> QWidget:
    bench.open(WORKERS)
    while (row := bench.page.checklist.view.open_widget) is not None and row.item.row.kind.value != "portal":
        bench.press(Qt.Key.Key_Return)
    assert row is not None
    return row


def _place(row: QWidget, name: str) -> QRect:
    part = row.findChild(QWidget, name)
    assert part is not None
    return QRect(part.mapTo(row, QPoint(0, 0)), part.size())


def _reading_starts(box: QRect) -> int:
    return box.right() if language.is_rtl else box.left()


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_stands_beside_a_title_makes_way_for_it(bench: Bench, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    bench.window.resize(*tokens.SMALLEST_WINDOW)
    row = _open_portal_row(bench)
    bench.qtbot.waitUntil(lambda: row.height() == row.sizeHint().height())
    title, way, step = (_place(row, name) for name in ("step_title", "step_override", "step_part_1"))
    assert way.top() > title.bottom()
    assert title.width() > row.width() * 0.8
    assert _reading_starts(title) == _reading_starts(step)


def test_a_wide_window_has_both_on_one_line(bench: Bench) -> None:
    bench.window.resize(1800, 900)
    row = _open_portal_row(bench)
    bench.qtbot.waitUntil(lambda: row.height() == row.sizeHint().height())
    title, way = _place(row, "step_title"), _place(row, "step_override")
    assert way.top() < title.bottom()
    assert way.right() < title.left()
