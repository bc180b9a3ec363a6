"""Starts both frozen programs where they were frozen: a demo centre, a simulated day, a receipt on paper, a window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUFFIX = ".exe" if sys.platform == "win32" else ""
PATIENCE_S = 120


def smoke(program: Path) -> None:
    """Raises CalledProcessError or TimeoutExpired; the window paints offscreen and on a real screen."""
    with tempfile.TemporaryDirectory() as folder:
        store = ("--store", str(Path(folder) / "store"))
        run(program, "sanadctl", "--version")
        run(program, "sanadctl", "init", "--demo", *store)
        numbers = run(program, "sanadctl", "simulate", "--per-day", "3", "--print-receipts", *store).splitlines()
        run(program, "sanadctl", "verify", *store)
        run(program, "sanadctl", "receipt", numbers[0], "--out", str(Path(folder) / "receipt.pdf"), *store)
        for screen in ("offscreen", "windows") if SUFFIX else ("offscreen",):
            run(program, "sanad-desk", "--quit-when-painted", *store, QT_QPA_PLATFORM=screen)


def run(program: Path, name: str, *arguments: str, **settings: str) -> str:
    """What it printed."""
    print("-", name, arguments[0], *settings.values(), flush=True)
    # The key store of the system stays as it is; a newer version that lies beside the installed one does not start.
    apart = {"SANAD_DESK_KEYS": "file", "SANAD_DESK_CHOSEN": "1", **settings}
    return subprocess.run(
        [program / (name + SUFFIX), *arguments],
        env={**os.environ, **apart},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
    ).stdout


if __name__ == "__main__":
    smoke(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "frozen" / "sanad-desk")
