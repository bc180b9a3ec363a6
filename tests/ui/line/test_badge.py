"""The badge of the line: every state in words, open incidents beside it, and the way to the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from sanad_desk.domain.digits import strip_marks
from sanad_ui.shell import DeskWindow, FrameFacts
from tests.ui.test_shell import window as window  # a fixture

Pressing = Callable[..., None]


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        (FrameFacts(is_joined=False, waiting=2, waiting_sum=None), "بلا خادم · إيصالان هنا", "quiet"),
        (FrameFacts(is_trying=True), "جارٍ الاتصال · لا شيء ينتظر هنا", "quiet"),
        (FrameFacts(is_online=True), "متصل · كل شيء متزامن", "brand"),
        (FrameFacts(), "غير متصل · لا شيء ينتظر هنا", "warn"),
        (FrameFacts(is_online=True, is_revoked=True), "مفصول عن الخادم · كل شيء متزامن", "bad"),
    ],
)
def test_the_badge_tells_each_state_of_the_line(window: DeskWindow, facts: FrameFacts, words: str, tone: str) -> None:
    window.show_facts(facts)
    assert strip_marks(window.furnishing.frame.top_bar.line.text()) == words
    assert facts.line_tone() == tone


def test_the_badge_counts_open_incidents_and_leads_to_the_line(window: DeskWindow, press: Pressing) -> None:
    badge = window.furnishing.frame.top_bar.line
    window.show_facts(FrameFacts())
    bare = badge.sizeHint().width()
    window.show_facts(FrameFacts(open_incidents=3))
    assert badge.sizeHint().width() > bare
    assert "3 عوارض مفتوحة" in strip_marks(badge.accessibleName())
    asked: list[int] = []
    window.furnishing.frame.top_bar.line_asked.connect(lambda: asked.append(1))
    badge.setFocus()
    press(window, Qt.Key.Key_Return)
    badge.click()
    assert len(asked) == 2


def test_an_old_sync_is_told_with_its_day(window: DeskWindow, now: int) -> None:
    window.show_facts(FrameFacts(last_sync_at=now - 6 * 86_400_000, read_at=now))
    assert "15/11/2026" in strip_marks(window.furnishing.frame.status_bar.kept.text())
