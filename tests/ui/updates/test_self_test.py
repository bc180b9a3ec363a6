"""A version says by itself whether it can work with a store, in a process of its own as the one at work asks it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from sanad_desk.store.store import FILE
from sanad_desk.version import VERSION

ROOT = Path(__file__).resolve().parents[3]


def self_test(folder: Path) -> tuple[int, dict[str, Any]]:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"} | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'ui'}",
        "SANAD_DESK_PROGRAM": str(folder / "beside"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "sanad_ui.main", "--self-test", "--store", str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    [line] = ran.stdout.splitlines()
    said = json.loads(line)
    assert isinstance(said, dict)
    return ran.returncode, said


def test_a_sound_store_is_worked_with_and_its_window_painted(demo_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(demo_store, folder)
    code, said = self_test(folder)
    assert (code, said["passed"], said["faults"], said["version"]) == (0, True, [], VERSION)
    assert not (folder / "beside").exists()


def test_a_store_that_cannot_be_opened_is_a_failure_with_its_code(demo_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(demo_store, folder)
    (folder / FILE).write_bytes(os.urandom(8192))
    code, said = self_test(folder)
    assert (code, said["passed"]) == (1, False)
    assert said["problem"].startswith("store_")
