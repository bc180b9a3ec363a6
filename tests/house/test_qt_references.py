"""A PySide6 that loses references of `True` and `None`, as 6.12.0 does on Python 3.11, can not come in unseen."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own: the fault raises nothing, it aborts the interpreter. From Python 3.12 on both objects are
# immortal and their counts, beyond 2**31, mean nothing; there it is enough to have come to the end.
SCRIPT = """
import sys
from PySide6.QtCore import QObject, QTimer, Signal

class Bell(QObject):
    rung = Signal(bool)

heard = []
bell, timer = Bell(), QTimer()
bell.rung.connect(heard.append)
before = sys.getrefcount(True), sys.getrefcount(None)
for _ in range(5_000):
    bell.rung.emit(True)
    heard.clear()
for _ in range(20_000):
    timer.setInterval(10)
after = sys.getrefcount(True), sys.getrefcount(None)
lost = [b - a if b < 2**31 else 0 for b, a in zip(before, after)]
assert max(lost) < 100, f"references lost (True, None): {lost}"
print("kept")
"""


def test_signals_and_void_calls_lose_no_reference() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "kept\n", "")
