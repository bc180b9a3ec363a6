"""`sanadctl update` of an installed program: from a stick, how it stands, and what is wrong, in JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.updates.played_program import migrate
from tests.updates.programs import Pc
from tests.updates.site import Publisher


@pytest.fixture
def pc(tmp_path: Path, demo_store: Path, publisher: Publisher) -> Pc:
    pc = Pc(tmp_path / "pc", publisher.root)
    shutil.copytree(demo_store, pc.store)
    pc.install("good")
    return pc


def sanadctl(pc: Pc, *words: str, door: str = "update") -> tuple[int, Any]:
    done = subprocess.run(
        [pc.folder / "installed" / "sanadctl", door, *words, "--store", pc.store],
        env=os.environ | {"SANAD_DESK_PROGRAM": str(pc.beside)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout or done.stderr)


def test_a_version_is_taken_from_a_stick(pc: Pc, publisher: Publisher) -> None:
    code, told = sanadctl(pc, "from", str(publisher.site))
    assert (code, told["running"], told["stage"], told["version"]) == (0, "0.6.0", "ready", "0.6.1")
    assert sanadctl(pc, "state") == (0, told)


def test_a_stick_heals_a_desk_whose_store_is_newer_than_its_program(
    pc: Pc, unpublished: Publisher, tmp_path: Path
) -> None:
    newer = pc.lay_beside("0.6.1", "plain", current="0.6.1").rename(tmp_path / "newer")
    shutil.rmtree(pc.beside)
    unpublished.publish(newer, "0.6.1")
    migrate(pc.store)
    code, told = sanadctl(pc, "from", str(unpublished.site))
    assert (code, told["stage"], told["version"]) == (0, "ready", "0.6.1")
    assert pc.start() == ["0.6.0 begins", "0.6.1 begins", "0.6.1 stands"]
    assert pc.state.current == "0.6.1"


def test_what_is_wrong_is_said_in_a_sentence(pc: Pc, tmp_path: Path) -> None:
    code, told = sanadctl(pc, "from", str(tmp_path / "pc"))
    assert (code, told["error"]) == (1, "update_missing")
    assert told["message"].startswith("There is no complete update")


def test_a_desk_without_a_server_has_nothing_to_look_at(pc: Pc) -> None:
    code, told = sanadctl(pc, "look")
    assert (code, told["stage"], told["problem"]) == (1, "current", "not_joined")
    assert told["message"].startswith("This desk has joined no server")


@pytest.mark.parametrize(
    ("revision", "error", "sentence"),
    [("0003", "store_older", "Start the Sanad Desk window once"), ("9999", "store_newer", "A newer version")],
)
def test_a_store_of_another_version_is_not_called_damaged(pc: Pc, revision: str, error: str, sentence: str) -> None:
    migrate(pc.store, revision=revision)
    code, told = sanadctl(pc, door="verify")
    assert (code, told["error"], "ok" in told) == (1, error, False)
    assert sentence in told["message"]
    code, told = sanadctl(pc, "state")
    assert (code, told["stage"]) == (0, "current")
