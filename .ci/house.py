"""The rules of the house that no linter knows: sizes, names, docstrings, addresses, resources, tests and texts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES = 400, 60
# A migration is the list of what one release did to the tables; cut into functions it would read worse.
LISTS = "migrations/versions"
# Names that say nothing, so that everything ends up in them.
EMPTY_NAMES = {"utils", "helpers", "manager", "misc"}
MADE_HERE = {
    ".git",
    ".venv",
    "out",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
# Put together from pieces: this file is searched by its own rule.
MACHINE_PATHS = ["/" + name + "/" for name in ("work", "root")]
REGISTRY_HOSTS = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian.org", "archive." + "ubuntu"]
INDEX_ADDRESS = re.compile(r"(index-url|find-links)\s*[= ]\s*['\"]?\w+://")
PARAMETER = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")

Fault = str
Rule = Callable[[Path, list[Path]], Iterator[Fault]]


def project_files(root: Path) -> list[Path]:
    """Every file that is or would be committed, as paths below the root; without git, all but what is made here."""
    listing = ["git", "-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
        files = [Path(name) for name in names]
    except (OSError, subprocess.CalledProcessError):
        files = [path.relative_to(root) for path in root.rglob("*")]
        files = [file for file in files if not MADE_HERE & set(file.parts)]
    return [file for file in sorted(set(files)) if (root / file).is_file()]


def _modules(root: Path, files: list[Path]) -> Iterator[tuple[Path, str, ast.Module]]:
    for file in files:
        if file.suffix == ".py":
            text = (root / file).read_text(encoding="utf-8")
            yield file, text, ast.parse(text)


def sizes(root: Path, files: list[Path]) -> Iterator[Fault]:
    """A file of more than 400 lines, or a function of more than 60, is two things."""
    for file, text, tree in _modules(root, files):
        if (lines := len(text.splitlines())) > FILE_LINES:
            yield f"{file}: {lines} lines, at most {FILE_LINES}"
        if LISTS in file.as_posix():
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{file}:{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"


def docstrings(root: Path, files: list[Path]) -> Iterator[Fault]:
    for file, text, tree in _modules(root, files):
        if text.strip() and ast.get_docstring(tree) is None:
            yield f"{file}: no module docstring"


def names(root: Path, files: list[Path]) -> Iterator[Fault]:
    for file in files:
        if file.suffix == ".py" and EMPTY_NAMES & {file.stem, *file.parts}:
            yield f"{file}: this name does not say what the module holds"


def resources_are_data(root: Path, files: list[Path]) -> Iterator[Fault]:
    for file in files:
        if file.parts[0] == "resources" and file.suffix in {".py", ".pyc"}:
            yield f"{file}: resources/ holds data only; the wheel would import it"


def addresses(root: Path, files: list[Path]) -> Iterator[Fault]:
    """No path of one machine and no package registry may be written down: both differ elsewhere."""
    for file in files:
        content = (root / file).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            for word in (*MACHINE_PATHS, *REGISTRY_HOSTS):
                if word in line:
                    yield f"{file}:{number}: names {word}"
            if INDEX_ADDRESS.search(line):
                yield f"{file}:{number}: names the address of a package index"


def honest_tests(root: Path, files: list[Path]) -> Iterator[Fault]:
    """A skipped test is a promise nobody keeps; a sleeping one is slow on a good day and wrong on a bad one."""
    for file, _, tree in _modules(root, [file for file in files if file.parts[0] == "tests"]):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute | ast.Name):
                continue
            name = ast.unparse(node)
            if name in {"pytest.skip", "pytest.importorskip", "pytest.mark.skip", "pytest.mark.skipif"}:
                yield f"{file}:{node.lineno}: {name}: a test runs everywhere or is not written"
            if name in {"time.sleep", "sleep"} and not {"bench", "faults"} & set(file.parts):
                yield f"{file}:{node.lineno}: {name}: wait for the thing itself"


def _texts(table: dict[str, object], path: str) -> Iterator[tuple[str, list[str]]]:
    """Each key with its wordings: one, or those of its plural forms."""
    for name, value in table.items():
        key = f"{path}.{name}"
        if not isinstance(value, dict):
            yield key, [str(value)]
        elif "other" in value and value.keys() <= PLURAL_FORMS:
            yield f"{key} (plural)", [str(wording) for wording in value.values()]
        else:
            yield from _texts(value, key)


def _parameters(wordings: list[str]) -> set[str]:
    """The number itself may be left out of a plural form: Arabic says "two cases" in one word."""
    found = {name for wording in wordings for name in PARAMETER.findall(wording)}
    return found - {"n"} if len(wordings) > 1 else found


def _texts_of(file: Path, area: str) -> dict[str, list[str]] | Fault:
    try:
        return dict(_texts(tomllib.loads(file.read_text(encoding="utf-8")), area))
    except (OSError, ValueError) as fault:
        return f"{area}.toml: {fault}"


def both_languages(root: Path, files: list[Path]) -> Iterator[Fault]:
    """Arabic and English hold the same keys, the same parameters, and no empty text."""
    folder = Path("resources/i18n")
    for area in sorted({file.stem for file in files if file.parent.parent == folder and file.suffix == ".toml"}):
        arabic, english = (_texts_of(root / folder / language / f"{area}.toml", area) for language in ("ar", "en"))
        if isinstance(arabic, Fault) or isinstance(english, Fault):
            yield from (f"{folder}: {side}" for side in (arabic, english) if isinstance(side, Fault))
            continue
        yield from (f"{folder}: {key} is only in one language" for key in sorted(arabic.keys() ^ english.keys()))
        for key in sorted(arabic.keys() & english.keys()):
            if not all(wording.strip() for wording in arabic[key] + english[key]):
                yield f"{folder}: {key} is empty"
            if _parameters(arabic[key]) != _parameters(english[key]):
                yield f"{folder}: {key} has other parameters in Arabic than in English"


RULES: list[Rule] = [sizes, docstrings, names, resources_are_data, addresses, honest_tests, both_languages]


def main() -> int:
    files = project_files(ROOT)
    faults = [fault for rule in RULES for fault in rule(ROOT, files)]
    print("\n".join(faults) or f"{len(files)} files keep the rules of the house")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
