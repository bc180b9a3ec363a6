"""From the start of the process to the painted window: the frozen program against the source tree it was made from.

Both run the same entry with `--quit-when-painted`, in turn and with their compiled modules on the disk; the process
ends with the paint, so its whole life is what is measured.
Run with `python -m tests.bench.bench_frozen_start [--rounds N] [--program DIR]` after `./sanad build frozen`.
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

from tests.bench.desks import found

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "SANAD_DESK_KEYS": "file"}
TARGET = 1.2


def seconds(command: list[str]) -> float:
    """How long the process lived."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=60, env=ENVIRONMENT)
    return time.perf_counter() - start


def medians(rounds: int, *commands: list[str]) -> list[float]:
    """Of each command, taken in turn; the first round fills the caches of the disk and is not counted."""
    taken = [[seconds(command) for command in commands] for _ in range(rounds + 1)][1:]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def show(row: str, source: float, frozen: float) -> None:
    times = f"source {source * 1e3:6.0f} ms   frozen {frozen * 1e3:6.0f} ms"
    print(f"{row:<34} {times}   {frozen / source:5.2f}x of {TARGET}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--program", type=Path, default=ROOT / "dist" / "frozen" / "sanad-desk")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        found(store)[0].close()
        painted = ["--store", str(store), "--quit-when-painted"]
        window = [sys.executable, "-m", "sanad_ui.main", *painted], [str(options.program / "sanad-desk"), *painted]
        show("start to painted window", *medians(options.rounds, *window))
        verified = ["verify", "--store", str(store)]
        command = (
            [sys.executable, "-m", "sanad_desk.ctl.main", *verified],
            [str(options.program / "sanadctl"), *verified],
        )
        show("sanadctl verify of an empty store", *medians(options.rounds, *command))


if __name__ == "__main__":
    main()
