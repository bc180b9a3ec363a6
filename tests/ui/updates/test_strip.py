"""The one line about a newer version: when it stands, and that hiding it holds until there is something else to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_ui.updates.keys import SHOW_KEY
from sanad_ui.updates.strip import UpdateStrip

TODAY = date(2026, 11, 22)
READY = ProgramUpdate("0.6.0", UpdateStage.READY, "0.6.1")


def required(first: date, stage: UpdateStage = UpdateStage.READY) -> ProgramUpdate:
    return ProgramUpdate("0.6.0", stage, "0.6.1", required_version="0.6.1", required_from=first)


def test_nothing_is_said_while_nothing_is_to_be_done(on_page: Callable[..., QWidget]) -> None:
    strip = UpdateStrip()
    on_page(strip)
    for update in (
        ProgramUpdate("0.6.0", UpdateStage.UNTRUSTED),
        ProgramUpdate("0.6.0", UpdateStage.CURRENT),
        ProgramUpdate("0.6.0", UpdateStage.FETCHING, "0.6.1", 1, 2),
        required(date(2026, 11, 26), UpdateStage.FETCHING),
    ):
        strip.show_update(update, TODAY)
        assert not strip.isVisible()


def test_it_leads_to_the_card_by_its_key_and_hides(on_page: Callable[..., QWidget]) -> None:
    strip = UpdateStrip()
    on_page(strip)
    strip.show_update(READY, TODAY)
    assert strip.isVisible()
    assert strip.property("tone") == "info"
    assert strip.button.key == SHOW_KEY
    assert "الإصدار 0.6.1 جاهز" in strip_marks(strip.label.text())
    strip.forget_button.click()
    strip.show_update(READY, TODAY)
    assert not strip.isVisible()
    strip.show_update(required(date(2026, 11, 24)), TODAY)
    assert strip.property("tone") == "warn"
    strip.forget_button.click()
    strip.show_update(required(TODAY), TODAY)
    assert strip.isVisible()
    assert strip.property("tone") == "bad"
    strip.show_update(ProgramUpdate("0.6.1", UpdateStage.CURRENT), TODAY)
    assert not strip.isVisible()


def test_what_is_required_and_not_here_asks_for_a_stick(on_page: Callable[..., QWidget]) -> None:
    strip = UpdateStrip()
    on_page(strip)
    strip.show_update(required(date(2026, 11, 20), UpdateStage.FETCHING), TODAY)
    assert "من ذاكرة خارجية" in strip.label.text()
    assert strip.property("tone") == "warn"


def test_a_version_that_failed_is_told(on_page: Callable[..., QWidget]) -> None:
    strip = UpdateStrip()
    on_page(strip)
    strip.show_update(ProgramUpdate("0.6.0", UpdateStage.FAILED, "0.6.1", problem="disk_full"), TODAY)
    assert "ولم ينجح" in strip.label.text()
