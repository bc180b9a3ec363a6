"""The evening of the played job by keyboard: a drop, the blind count, the closing, and the manager's day."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.money import BAISA_IN_RIAL
from sanad_ui.played_clerk import PlayedClerk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def drop(clerk: PlayedClerk, rials: int) -> None:
    """To the safe, with the number of its slip and a listed reason."""
    clerk.press(Key.Key_F3)
    clerk.wait_for_focus("count_drawer")
    clerk.press(Key.Key_3, ALT)
    clerk.wait_for_focus("move_amount")
    for text in (str(rials), "S-1"):
        clerk.type(text)
        clerk.press(Key.Key_Return)
    _choose_reason(clerk, "move_reason")
    clerk.pictures("drop")
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("move_drop")
    clerk.pictures("till")


def close_the_shift(clerk: PlayedClerk, *, counted: int, on_cards: int) -> None:
    """Counts what lies there and sees only then what was expected; both sums in baisa."""
    clerk.press(Key.Key_F12)
    count_blind(clerk, counted, on_cards)
    clerk.pictures("count")
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("variance_reason")
    _choose_reason(clerk, "variance_reason")
    clerk.pictures("counted")
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("closed_open")
    clerk.pictures("closed")


def count_blind(clerk: PlayedClerk, counted: int, on_cards: int) -> None:
    """As few pieces as make the sum, then what the card terminal says; both sums in baisa."""
    pieces, rest = break_down(counted)
    assert not rest, "the played prices can be paid with coins"
    clerk.count("count", pieces)
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("terminal_total")
    clerk.type(f"{on_cards // BAISA_IN_RIAL}.{on_cards % BAISA_IN_RIAL:03}")


def close_the_day(clerk: PlayedClerk, papers: Path, out: Path) -> None:
    """The manager reads the day, keeps its report and its workbook, and closes it."""
    clerk.press(Key.Key_F4)
    clerk.wait_until(lambda: _can_be_pressed(clerk, "close_day"), "the sums of the day")
    clerk.pictures("day")
    for key, ending in ((Key.Key_P, "pdf"), (Key.Key_S, "xlsx")):
        clerk.press(key, CTRL)
        keep(clerk, papers, f"day-report-*.{ending}", out / f"day-report.{ending}")
    clerk.press(Key.Key_D, CTRL)
    clerk.wait_for_part("reopen_day")
    clerk.pictures("day-closed")


def keep(clerk: PlayedClerk, papers: Path, name: str, target: Path) -> None:
    """Waits for a paper in the folder of papers, by name or pattern, and copies it."""
    clerk.wait_until(lambda: any(papers.glob(name)), f"the paper {name}")
    shutil.copyfile(next(papers.glob(name)), target)


def _choose_reason(clerk: PlayedClerk, field: str) -> None:
    """The first of those listed."""
    clerk.wait_for_focus(field)
    clerk.tab_to(f"{field}_")
    clerk.press(Key.Key_Space)
    clerk.wait_for_focus(field)


def _can_be_pressed(clerk: PlayedClerk, name: str) -> bool:
    button = clerk.part(name)
    return button is not None and button.isEnabled()
