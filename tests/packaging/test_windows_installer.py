"""The Windows installer says everything in both languages, and its wheels are those of Windows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

from installer.windows.wheels import NEEDED, Wheel, faults, wheels

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = ROOT / "installer" / "windows"
TEXT = re.compile(r'^\$\{Text\} (?P<name>\w+) "(?P<ar>[^"]*)" "(?P<en>[^"]*)"$', re.MULTILINE)
ARABIC, VOWEL_SIGNS = re.compile(r"[\u0621-\u064a]"), re.compile(r"[\u064b-\u0652]")
VARIABLE = re.compile(r"\$\{?(?!RLM)[A-Z]\w*|\$[A-Za-z]{2,}\w*")


def texts() -> dict[str, tuple[str, str]]:
    source = (WINDOWS / "texts.nsh").read_text(encoding="utf-8")
    return {text["name"]: (text["ar"], text["en"]) for text in TEXT.finditer(source)}


def test_each_text_stands_in_both_languages() -> None:
    source = (WINDOWS / "texts.nsh").read_text(encoding="utf-8")
    assert len(texts()) == source.count("${Text} ") > 50
    for name, (arabic, english) in texts().items():
        assert ARABIC.search(arabic), name
        assert english.strip(), name
        assert not ARABIC.search(english), name
        assert sorted(VARIABLE.findall(arabic)) == sorted(VARIABLE.findall(english)), name


def test_arabic_has_no_vowel_signs_and_keeps_its_marks_in_place() -> None:
    for name, (arabic, _) in texts().items():
        assert not VOWEL_SIGNS.search(arabic), name
        assert not re.search(r"[.:…»](?=$|\$\\r)", arabic), name


def test_every_text_is_said_somewhere_and_none_is_missing() -> None:
    source = "".join((WINDOWS / name).read_text(encoding="utf-8") for name in ("sanad-desk.nsi", "running.nsh"))
    assert set(re.findall(r"\$\((\w+)\)", source)) == texts().keys()


def test_the_table_of_exit_codes_is_that_of_the_installer() -> None:
    source = (WINDOWS / "sanad-desk.nsi").read_text(encoding="utf-8")
    codes = {int(code) for code in re.findall(r"^!define [A-Z_]+ (\d+) +#", source, re.MULTILINE)}
    told = (ROOT / "installer" / "README.md").read_text(encoding="utf-8").partition("## Windows")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+)\+? \|", told, re.MULTILINE)} == codes | {0}


def test_pictures_have_the_sizes_that_windows_asks_for(tmp_path: Path) -> None:
    subprocess.run([sys.executable, WINDOWS / "art.py", tmp_path], check=True)
    with Image.open(tmp_path / "sanad-desk.ico") as icon:
        assert icon.info["sizes"] >= {(16, 16), (32, 32), (48, 48), (256, 256)}
    for name, size in (("side", (191, 362)), ("header-left", (175, 66)), ("header-right", (175, 66))):
        with Image.open(tmp_path / f"{name}.bmp") as picture:
            assert (picture.size, picture.mode) == (size, "RGB")


def test_wheels_are_read_from_what_they_left(tmp_path: Path) -> None:
    info = tmp_path / "jaraco.classes-3.4.0.dist-info"
    info.mkdir()
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nTag: cp312-cp312-win_amd64\n", encoding="utf-8")
    (info / "RECORD").write_text('jaraco/classes.pyd,sha256=x,10\n"odd, name.py",,\n', encoding="utf-8")
    (found,) = wheels(tmp_path)
    files = (tmp_path / "jaraco" / "classes.pyd", tmp_path / "odd, name.py")
    assert found == Wheel("jaraco-classes", "3.4.0", ("cp312-cp312-win_amd64",), files)
    assert found.is_compiled


def test_a_wheel_of_another_system_is_told() -> None:
    whole = [Wheel(name, "1", ("py3-none-any",), (Path(f"{name}.py"),)) for name in sorted(NEEDED)]
    assert list(faults(whole)) == []
    assert list(faults(whole[1:])) == [f"{whole[0].name} is missing"]
    strangers = [
        Wheel("jeepney", "1", ("py3-none-any",), (Path("jeepney.py"),)),
        Wheel("msgspec", "1", ("cp312-cp312-win32",), (Path("core.pyd"),)),
        Wheel("zstandard", "1", ("cp312-cp312-win_amd64",), (Path("backend.so"),)),
    ]
    assert list(faults(whole + strangers)) == [
        "jeepney is for other systems",
        "msgspec is compiled for cp312-cp312-win32",
        "zstandard brings programs of another system",
    ]


def test_the_workflow_runs_only_actions_that_cannot_change() -> None:
    workflow = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
