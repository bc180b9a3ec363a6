"""A portal that is known to be down says so at its step, which is put off by one key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_ui import formats
from tests.ui.serve.bench import Bench


def test_the_step_of_a_portal_that_is_down_is_put_off_by_one_key(bench: Bench) -> None:
    desk = bench.counter.desk
    began_at = desk.clock.now()
    begin_outage(desk, bench.counter.clerk, "rop")
    bench.page.enter()  # as after each sale, and whenever the page comes to the front
    bench.settle()
    bench.known()
    bench.type("99000001")
    bench.press(Qt.Key.Key_Return)
    bench.open()
    bench.page.checklist.view.open_key("portal")
    words = bench.part("portal_down_text").text()  # type: ignore[attr-defined]
    assert strip_marks(formats.time_text(began_at)) in strip_marks(words)
    bench.press(Qt.Key.Key_2)
    state = bench.view.cases[0].case.row("portal")
    assert state is not None
    assert state.outcome == "deferred"


def test_a_portal_that_works_says_nothing(bench: Bench) -> None:
    begin_outage(bench.counter.desk, bench.counter.clerk, "mol")
    bench.page.enter()
    bench.settle()
    bench.open()
    bench.page.checklist.view.open_key("portal")
    row = bench.page.checklist.view.open_widget
    assert row is not None
    assert row.findChild(QWidget, "portal_down") is None
