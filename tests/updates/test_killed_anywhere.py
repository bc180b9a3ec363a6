"""Killed before any step on the disk, an update leaves the old version and a whole store, and comes the next time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.updates.programs import ROOT
from tests.updates.site import Publisher, make_program

STRIDE = 1 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 13
# It passes its test, and stands at once: it writes what `confirm` writes.
_SCRIPT = """#!/bin/sh
case "$1" in
  --self-test) echo '{"passed": true, "version": "0.6.1"}';;
  *) sed -i 's/"confirmed": false/"confirmed": true/' "$SANAD_DESK_PROGRAM/switch.json";;
esac
"""


def test_there_is_no_step_at_which_a_kill_does_harm(folder: Path, unpublished: Publisher, tmp_path: Path) -> None:
    pc = tmp_path / "pc"
    make_program(pc / "installed", "0.6.0")
    newer = make_program(pc / "newer", "0.6.1")
    (newer / "sanad-desk").write_text(_SCRIPT, encoding="utf-8")
    unpublished.publish(newer, "0.6.1")
    shutil.copy(unpublished.root, pc / "root.json")
    shutil.copytree(folder, pc / "store")
    shutil.copytree(unpublished.site, pc / "site")
    done = subprocess.run(
        [sys.executable, "-m", "tests.updates.killed_anywhere", str(pc), str(STRIDE)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=110,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    for work in ("arrive", "switch"):
        assert said[work]["faults"] == []
        assert said[work]["ended"] == 0
    assert said["arrive"]["steps"] > 60
    assert said["switch"]["steps"] > 15
