"""FIGURES rows 5 and 6: from the start of the process to the painted window, and on to the sign-in of a full store.

The yardstick is a bare PySide6 window in a process of its own; both tell the moment of their first paint by the clock
that all processes share. Row 6 also waits until the operators' tiles are there, which the store must open for.
Run with `python -m tests.bench.bench_start [--rounds N] [--stored N]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.desks import fill, found

HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "httpx", "reportlab", "pydantic")
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "SANAD_DESK_KEYS": "file"}
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(["bare"])
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, done)
def done():
    print(time.monotonic_ns())
    application.quit()
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""
OURS = f"""
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from sanad_ui.main import build, read_options
application = QApplication(["sanad-desk"])
flow = build(read_options(["--store", sys.argv[1]]), application)
def painted():
    print(time.monotonic_ns(), *[name for name in {HEAVY} if name in sys.modules], flush=True)
    if sys.argv[2] == "painted":
        application.quit()
def ready():
    print(time.monotonic_ns(), flush=True)
    flow.window.close()
    application.quit()
show_sign_in = type(flow)._show_sign_in
def shown(flow):
    show_sign_in(flow)
    QTimer.singleShot(0, ready)
type(flow)._show_sign_in = shown
if sys.argv[2] == "painted":
    flow.starting.painted.disconnect(flow.open)
flow.starting.painted.connect(painted)
flow.start()
application.exec()
"""


def run(code: str, *arguments: str) -> list[list[str]]:
    """What the process told, its moments in seconds after it was started."""
    start = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=ENVIRONMENT,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    return [[str((int(moment) - start) / 1e9), *rest] for moment, *rest in lines]


def medians(rounds: int, *runs: tuple[str, ...]) -> list[list[float]]:
    """The median of every moment of each run, taken in turn."""
    times: list[list[list[float]]] = [[] for _ in runs]
    for n in range(rounds + 1):
        for taken, arguments in zip(times, runs, strict=True):
            told = run(*arguments)
            loaded = [name for line in told for name in line[1:]]
            assert not loaded, f"loaded before the first paint: {loaded}"
            if n:  # the first fills the caches of the disk
                taken.append([float(line[0]) for line in told])
    return [[statistics.median(moments) for moments in zip(*taken, strict=True)] for taken in times]


def show(row: str, yardstick: float, ours: float, target: str) -> None:
    times = f"yardstick {yardstick * 1e3:6.0f} ms   ours {ours * 1e3:6.0f} ms"
    print(f"{row:<50} {times}   {ours / yardstick:5.2f}x of {target}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--stored", type=int, default=300_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        empty, full = Path(name) / "empty", Path(name) / "full"
        found(empty)[0].close()
        (bare,), (painted,) = medians(options.rounds, (BARE,), (OURS, str(empty), "painted"))
        show("5  start to painted window: bare PySide6 window", bare, painted, "1.3x")
        print(f"   of {', '.join(HEAVY)} none is loaded at the first paint")
        desk, who = found(full)
        fill(desk, who, options.stored)
        desk.close()
        few, many = medians(options.rounds, (OURS, str(empty), "ready"), (OURS, str(full), "ready"))
        show(f"6  painted, {options.stored:,} stored: empty", few[0], many[0], "1.1x")
        show(f"   tiles of the sign-in, {options.stored:,} stored: empty", few[1], many[1], "1.1x")


if __name__ == "__main__":
    main()
