"""The evening of the played job by keyboard: a drop, the blind count, the closing, and the manager's day."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from sanad_desk.domain.cash import DENOMINATIONS, break_down
from sanad_ui.played_clerk import PlayedClerk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MANAGER_KEY, MANAGER_PIN = Key.Key_1, "246810"
DROP = 20_000


def drop(clerk: PlayedClerk) -> None:
    """Twenty rials to the safe, with the number of its slip and the reason."""
    clerk.press(Key.Key_F3)
    clerk.wait_for_focus("count_drawer")
    clerk.press(Key.Key_3, ALT)
    clerk.wait_for_focus("move_amount")
    for text in (str(DROP // 1_000), "S-1", "midday"):
        clerk.type(text)
        clerk.press(Key.Key_Return)
    clerk.wait_for_focus("move_drop")
    clerk.pictures("till")


def close_the_shift(clerk: PlayedClerk, counted: int, papers: Path, out: Path) -> None:
    """Counts what really lies there, sees what was expected only then, and keeps the Z report."""
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus(f"count_{DENOMINATIONS[0]}")
    pieces, rest = break_down(counted)
    assert not rest, "the played prices can be paid with coins"
    for denomination in DENOMINATIONS:
        clerk.wait_for_focus(f"count_{denomination}")
        clerk.type(str(pieces.get(denomination, 0)))
        if denomination == DENOMINATIONS[4]:
            clerk.pictures("count")
        if denomination != DENOMINATIONS[-1]:
            clerk.press(Key.Key_Return)
    clerk.press(Key.Key_F12)
    clerk.wait_until(lambda: clerk.part("closing_recount") is not None, "the locked count")
    clerk.pictures("counted")
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("closed_open")
    clerk.pictures("closed")
    keep(clerk, papers / "z-report-1.pdf", out / "z-report.pdf")


def close_the_day(clerk: PlayedClerk, papers: Path, out: Path) -> None:
    """The manager reads the day, keeps its report and its workbook, and closes it."""
    clerk.press(Key.Key_L, CTRL)
    clerk.wait_for_focus("pin")  # of whoever worked last
    clerk.press(Key.Key_Escape)
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "the operators")
    clerk.press(MANAGER_KEY)
    clerk.wait_for_focus("pin")
    clerk.type(MANAGER_PIN)
    clerk.press(Key.Key_Return)
    clerk.wait_until(lambda: clerk.window.is_at_work, "the desk of the manager")
    clerk.wait_for_focus("float")
    clerk.press(Key.Key_F4)
    clerk.wait_until(lambda: clerk.part("day_page") is not None, "the day")
    clerk.press(Key.Key_P, CTRL)
    clerk.wait_until(lambda: bool(list(papers.glob("day-report-*.pdf"))), "the day report")
    clerk.press(Key.Key_S, CTRL)
    clerk.wait_until(lambda: bool(list(papers.glob("day-report-*.xlsx"))), "the workbook")
    clerk.pictures("day")
    clerk.press(Key.Key_D, CTRL)
    clerk.wait_until(lambda: clerk.part("reopen_day") is not None, "the closed day")
    for paper in papers.glob("day-report-*"):
        shutil.copyfile(paper, out / f"day-report{paper.suffix}")


def keep(clerk: PlayedClerk, paper: Path, target: Path) -> None:
    """Waits for a paper of the folder of papers and copies it."""
    clerk.wait_until(paper.exists, f"the paper {paper.name}")
    shutil.copyfile(paper, target)
