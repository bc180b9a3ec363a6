"""The script in docs/rollout.md: run twice it makes no second PIN, and a list from Windows loses no centre."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sanad_desk.server.cli import main

_PAGE = Path(__file__).parents[2] / "docs" / "rollout.md"
_FIRST = "0142,مركز الواحة,Waha,1234567,26000000,MA-05,2\r\n"
_SECOND = "0143,مركز آخر,,7654321,26000001,MA-01,{desks}"  # a last line that does not end


def _run(folder: Path, desks: str) -> subprocess.CompletedProcess[str]:
    (folder / "centres.csv").write_text(_FIRST + _SECOND.format(desks=desks), encoding="utf-8", newline="")
    found = re.search(r"```bash\n(.+?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    command = ["bash", "-c", f'sanad-server() {{ "{sys.executable}" -m sanad_desk.server.cli "$@"; }}\n{found[1]}']
    environment = os.environ | {"PYTHONPATH": str(_PAGE.parents[1])}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_script_for_all_centres_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "server"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)
    assert main(["migrate"]) == 0
    stopped = _run(tmp_path, "no number")
    slip = (tmp_path / "slips" / "0142.txt").read_text(encoding="utf-8")
    assert (stopped.returncode, "0142-02.sanad-provision" in slip) == (2, True)
    done = _run(tmp_path, "1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "slips" / "0142.txt").read_text(encoding="utf-8") == slip
    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/014*/*"))
    assert made == [f"usb/{name}.sanad-provision" for name in ("0142/0142-01", "0142/0142-02", "0143/0143-01")]
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == ["0142.txt", "0143.txt"]
    (tmp_path / "slips" / "0143.txt").unlink()
    assert "usb/0143 has files, but" in _run(tmp_path, "1").stderr
    assert made == sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/014*/*"))
