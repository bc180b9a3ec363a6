"""The follow-up of the played job by keyboard: a slip for the customer, and the case approved by its entity."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from sanad_ui.played_clerk import PlayedClerk
from sanad_ui.played_evening import keep

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def follow_up(clerk: PlayedClerk, papers: Path, out: Path) -> None:
    """What waits for its entity, the first of it approved by one key; its slip for the customer is kept."""
    clerk.press(Key.Key_F2)
    clerk.wait_for_part("buckets_card")
    clerk.press(Key.Key_3, ALT)
    clerk.wait_for_focus("follow_list")
    clerk.settle()
    clerk.pictures("follow-up")
    clerk.press(Key.Key_P, CTRL)
    keep(clerk, papers, "follow-up-*.pdf", out / "follow-up-slip.pdf")
    clerk.press(Key.Key_A)
    clerk.wait_for_focus("case_amount")
    clerk.type("201.000")
    clerk.pictures("approved")
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("bucket_entity")  # where nothing waits any more
    clerk.press(Key.Key_4, ALT)
    clerk.wait_for_focus("follow_list")
    clerk.settle()
    clerk.pictures("waits-for-payment")
