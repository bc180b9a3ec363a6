"""The project's environment is made again when, and only when, what it was made from has changed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest


def pretend_made(environment: ModuleType, lock: str) -> None:
    python = environment.venv_python()
    python.parent.mkdir(parents=True)
    python.touch()
    environment.STAMP.write_text(environment.stamp_of(lock) + "\n", encoding="ascii")


def test_nothing_there_is_not_ready(environment: ModuleType) -> None:
    assert not environment.is_ready("desk")


@pytest.mark.parametrize(
    ("made_for", "runs"),
    [("desk", ["desk"]), ("server", ["desk", "server"]), ("test", ["desk", "server", "test"])],
    ids=["desk", "server", "test"],
)
def test_a_wider_one_runs_the_narrower(made_for: str, runs: list[str], environment: ModuleType) -> None:
    pretend_made(environment, made_for)
    assert [name for name in environment.LOCKS if environment.is_ready(name)] == runs


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("installer/locks/test.txt", "pytest==", "pytest ==="),
        ("pyproject.toml", 'sanadctl = "', 'sanadctl2 = "'),
    ],
)
def test_another_lock_or_script_makes_it_again(
    name: str, old: str, new: str, environment: ModuleType, tmp_path: Path
) -> None:
    pretend_made(environment, "test")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    assert not environment.is_ready("test")


def test_a_linter_setting_makes_nothing_again(environment: ModuleType, tmp_path: Path) -> None:
    pretend_made(environment, "test")
    with (tmp_path / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tool.another]\nsetting = "changed"\n')
    assert environment.is_ready("test")


def test_a_moved_project_makes_it_again(environment: ModuleType, tmp_path: Path) -> None:
    """The scripts in an environment name their folder in the first line."""
    pretend_made(environment, "test")
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    environment.ROOT = moved
    environment.VENV = moved / ".venv"
    environment.STAMP = moved / ".venv" / "sanad-stamp"
    assert environment.STAMP.is_file()
    assert not environment.is_ready("test")


def test_another_python_is_refused_in_a_sentence(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["environment.py", "desk"])
    monkeypatch.setattr(environment, "OLDEST", (9, 9))
    assert environment.main() == 2
    assert "needs Python 3.11 to 3.13" in capsys.readouterr().err
