"""FIGURES row 4: how long the window's thread is held up while a month's backlog goes over a slow, stalling line.

The yardstick is the same window with no server at all, in the same run; both are idle but for a clock that ticks each
two milliseconds and a clerk who types. Run with `python -m tests.bench.bench_window [--seconds N]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ |= {"QT_QPA_PLATFORM": "offscreen", "SANAD_DESK_KEYS": "file"}

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_ui import main as program
from sanad_ui.played_clerk import PlayedClerk
from tests.bench.desks import fill, found
from tests.faults.live_processes import line_process, server_process

TICK_MS = 2
TARGET_MS = 16.0
BACKLOG = 2_000
OPERATOR_PIN = "135790"


def held_up(options: list[str], application: QApplication, seconds: int) -> tuple[list[float], bool]:
    """Milliseconds beyond the tick between two ticks, while somebody types; and whether the line was in use."""
    now = time.time_ns() // 1_000_000
    flow = program.build(program.read_options(options), application, now=lambda: now)
    clerk = PlayedClerk(flow.window)
    flow.start()
    flow.window.activateWindow()
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "the operators' tiles")
    clerk.press(Qt.Key.Key_2)
    clerk.wait_for_focus("pin")
    clerk.type(OPERATOR_PIN)
    clerk.press(Qt.Key.Key_Return)
    clerk.wait_until(lambda: flow.window.is_at_work, "the first page")
    clerk.press(Qt.Key.Key_F2)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        at = time.perf_counter()
        gaps.append((at - last) * 1000 - TICK_MS)
        last = at

    timer = QTimer(interval=TICK_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    loop = QEventLoop()
    QTimer.singleShot(seconds * 1000, loop.quit)
    loop.exec()
    timer.stop()
    was_busy = flow.watch is not None and flow.watch.is_running
    flow.window.close()
    return gaps[10:], was_busy


def percentile(gaps: list[float], share: float) -> float:
    return sorted(gaps)[min(int(len(gaps) * share), len(gaps) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("alone", "joined"):
            desk, who = found(place / name)
            fill(desk, who, BACKLOG)
            code = desk.identity()[0].code
            desk.close()
        alone, _ = held_up(["--store", str(place / "alone")], application, options.seconds)
        database = f"sqlite:///{(place / 'server.sqlite3').as_posix()}"
        with server_process(place / "server", database) as server:
            db = Database(database)
            now = time.time_ns() // 1_000_000
            add_centre(db, code, "مركز تجريبي", "Sample Centre", now)
            enrolment = new_enrolment_code(db, code, now)
            db.close()
            slow = {"bits": 64_000, "delay_ms": 800, "stall_every": 40_000, "stall_ms": 3_000}
            with line_process(server, **slow) as line:
                joining = ["--server", f"http://127.0.0.1:{line.port}", "--code", enrolment]
                joined, was_busy = held_up(["--store", str(place / "joined"), *joining], application, options.seconds)
    p99 = percentile(joined, 0.99)
    print(f"held up without a server: p50 {statistics.median(alone):.2f} ms, p99 {percentile(alone, 0.99):.2f} ms")
    print(
        f"while the backlog goes up: p50 {statistics.median(joined):.2f} ms, p99 {p99:.2f} ms (<= {TARGET_MS} ms), ",
        end="",
    )
    print(f"longest {max(joined):.1f} ms; the line was {'busy to the end' if was_busy else 'done'}")
    return int(p99 > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
