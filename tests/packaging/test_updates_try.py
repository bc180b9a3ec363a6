"""The try of updates, which takes minutes and is run apart, still fits the program it tries."""

from __future__ import annotations

import subprocess
import sys

from tests.updates.programs import ROOT


def test_every_part_of_the_try_can_be_read() -> None:
    asked = [sys.executable, "-m", "installer.updates.try", "--help"]
    told = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout
    assert "--programs" in told
