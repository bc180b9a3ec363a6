"""Each rule of the house catches what it is for, and the house keeps them all."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = ["sizes", "docstrings", "names", "resources_are_data", "addresses", "honest_tests", "both_languages"]
LONG_FUNCTION = '"""Long."""\ndef long():\n' + "    pass\n" * 60


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps(rule: str, house: ModuleType) -> None:
    assert list(getattr(house, rule)(ROOT, house.project_files(ROOT))) == []


def test_every_rule_is_run(house: ModuleType) -> None:
    assert [rule.__name__ for rule in house.RULES] == RULES


@pytest.mark.parametrize(
    ("rule", "name", "text", "said"),
    [
        ("sizes", "sanad_desk/long.py", "pass\n" * 401, "401 lines, at most 400"),
        ("sizes", "tests/test_long.py", LONG_FUNCTION, "long has 61 lines, at most 60"),
        ("docstrings", "ui/sanad_ui/mute.py", "X = 1\n", "no module docstring"),
        ("names", "sanad_desk/utils.py", "", "does not say"),
        ("names", "sanad_desk/helpers/money.py", "", "does not say"),
        ("resources_are_data", "resources/i18n/load.py", "", "data only"),
        ("addresses", "docs/a.md", "see /" + "work/main\n", "docs/a.md:1: names"),
        ("addresses", "installer/a.txt", "\nhttps://py" + "pi.org/simple\n", "installer/a.txt:2: names"),
        ("addresses", "installer/b.txt", "--extra-index-url" + " https://example.invalid/simple\n", "package index"),
        ("honest_tests", "tests/test_a.py", "import pytest\npytest.importorskip('x')\n", "runs everywhere"),
        ("honest_tests", "tests/test_b.py", "@pytest.mark.skipif(True)\ndef test(): ...\n", "runs everywhere"),
        ("honest_tests", "tests/ui/test_c.py", "import time\ntime.sleep(1)\n", "wait for the thing"),
    ],
)
def test_a_fault_is_named(rule: str, name: str, text: str, said: str, house: ModuleType, tmp_path: Path) -> None:
    plant(tmp_path, {name: text})
    (fault,) = getattr(house, rule)(tmp_path, [Path(name)])
    assert said in fault


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        ("sizes", "sanad_desk/full.py", "pass\n" * 400),
        ("sizes", "sanad_desk/store/migrations/versions/0001_a.py", LONG_FUNCTION),
        ("docstrings", "sanad_desk/empty/__init__.py", ""),
        ("addresses", "installer/fine.txt", "the option --no-emit-index-url writes no address\n"),
        ("honest_tests", "tests/faults/test_kill.py", "import time\ntime.sleep(1)\n"),
        ("honest_tests", "tests/test_steps.py", "checklist.skip(step)\n"),
    ],
)
def test_what_is_allowed_stays_allowed(rule: str, name: str, text: str, house: ModuleType, tmp_path: Path) -> None:
    plant(tmp_path, {name: text})
    assert list(getattr(house, rule)(tmp_path, [Path(name)])) == []


def test_without_git_the_files_are_still_found(house: ModuleType, tmp_path: Path) -> None:
    plant(tmp_path, {"sanad_desk/a.py": "", "out/b.py": "", ".venv/lib/c.py": ""})
    assert house.project_files(tmp_path) == [Path("sanad_desk/a.py")]


@pytest.mark.parametrize(
    ("arabic", "english", "said"),
    [
        ('a = "أ"', 'a = "A"\nb = "B"', "serve.b is only in one language"),
        ('[x]\na = "{sum}"', '[x]\na = "{total}"', "serve.x.a has other parameters"),
        ('a = ""', 'a = "A"', "serve.a is empty"),
        ('a = "أ"', '[a]\none = "{n} case"\nother = "{n} cases"', "serve.a (plural) is only in one language"),
        ("a = ", 'a = "A"', "serve.toml: Invalid value"),
        (None, 'a = "A"', "serve.toml: [Errno 2]"),
    ],
)
def test_languages_that_differ_are_named(
    arabic: str | None, english: str, said: str, house: ModuleType, tmp_path: Path
) -> None:
    assert any(said in fault for fault in compare(arabic, english, house, tmp_path))


def test_each_language_has_its_own_plural_forms(house: ModuleType, tmp_path: Path) -> None:
    arabic = '[cases]\none = "معاملة لدى {who}"\ntwo = "معاملتان"\nfew = "{n} معاملات"\nother = "{n} معاملة لدى {who}"'
    english = '[cases]\none = "{n} case with {who}"\nother = "{n} cases with {who}"'
    assert compare(arabic, english, house, tmp_path) == []


def compare(arabic: str | None, english: str, house: ModuleType, root: Path) -> list[str]:
    texts = {"resources/i18n/ar/serve.toml": arabic, "resources/i18n/en/serve.toml": english}
    plant(root, {name: text for name, text in texts.items() if text is not None})
    return list(house.both_languages(root, [Path("resources/i18n/en/serve.toml")]))


def plant(root: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
