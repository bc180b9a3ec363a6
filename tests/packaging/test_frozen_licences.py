"""One file holds the licence of everything in the frozen program, and nothing without one can be frozen."""

from __future__ import annotations

import shutil
from importlib.metadata import distribution
from pathlib import Path

import pytest

from installer.frozen.licences import FILE, Part, collect, is_included, told

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A frozen folder with our fonts and icons, one library as compiled modules, and Qt's."""
    inside = tmp_path / "sanad-desk" / "_internal"
    for name in ("fonts", "icons"):
        folder = inside / "sanad_desk" / "resources" / name
        folder.mkdir(parents=True)
        shutil.copyfile(ROOT / "resources" / name / "LICENSE", folder / "LICENSE")
    for module in ("segno/__init__.pyc", "PySide6/__init__.pyc", "sqlcipher3/__init__.pyc"):
        (inside / module).parent.mkdir()
        (inside / module).touch()
    return inside.parent


REQUIREMENTS = ["segno", "PySide6-Essentials", "sqlcipher3", "msgspec"]


def test_what_is_inside_is_told_with_its_text(program: Path) -> None:
    collect(program, REQUIREMENTS, [])
    text = (program / FILE).read_text(encoding="utf-8")
    assert text.startswith("Sanad Desk")
    for said in ("SIL OPEN FONT LICENSE", "Lucide", "Python 3.", "segno", "ZETETIC LLC", "GNU LESSER GENERAL PUBLIC"):
        assert said in text


def test_what_is_not_inside_is_not_told(program: Path) -> None:
    collect(program, REQUIREMENTS, [])
    assert "msgspec" not in (program / FILE).read_text(encoding="utf-8")
    assert not is_included(distribution("msgspec"), program / "_internal")


def test_it_is_the_same_each_time(program: Path) -> None:
    collect(program, REQUIREMENTS, [])
    first = (program / FILE).read_bytes()
    collect(program, REQUIREMENTS, [])
    assert (program / FILE).read_bytes() == first


def test_a_library_of_nobody_is_named_and_nothing_is_written(program: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "libstranger.so.1"
    stranger.touch()
    with pytest.raises(SystemExit, match=r"libstranger\.so\.1"):
        collect(program, REQUIREMENTS, [stranger])
    assert not (program / FILE).exists()


def test_a_shared_text_is_printed_once() -> None:
    text = told([Part("one 1", "MIT", ("the text",)), Part("two 2", "MIT", ("the text",))])
    assert text.count("the text") == 1
    assert "The same text as under one 1." in text
