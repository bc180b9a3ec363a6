"""Collects the licences of everything in the frozen program into one file, and fails where one is missing."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution
from pathlib import Path

from installer.frozen.distributions import needed, plain_name

FILE = "LICENSES.txt"
NOTICES = Path(__file__).parent / "notices"
# Texts that a wheel does not carry though its licence asks for them.
_ADDED = {
    "pyside6-essentials": ("qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("sqlcipher.txt",),
}
_LICENCE_NAMES = ("licen", "copying", "notice", "copyright")
_HEAD = """Sanad Desk and everything in this folder

The program itself is under the Apache License 2.0. Below stands each part that comes with it, with its licence.
A text that several parts share is printed once.
"""


@dataclass(frozen=True)
class Part:
    """Something of somebody's in the program; `licence` is what its makers call it."""

    name: str
    licence: str
    texts: tuple[str, ...] = ()
    holds: tuple[str, ...] = field(default=())


def collect(program: Path, requirements: Iterable[str], native: Iterable[Path]) -> None:
    """Writes `LICENSES.txt` into the program's folder; `native` are the origins of its shared libraries.

    Raises SystemExit naming every part without a licence.
    """
    inside = program / "_internal"
    parts = [_own(inside), _python(), _distribution(distribution("pyinstaller"))]
    parts += [_distribution(found) for found in needed(requirements).values() if is_included(found, inside)]
    parts += _of_the_system(native)
    missing = [part.name for part in parts if not part.texts and not part.licence]
    if missing:
        raise SystemExit(f"No licence is known of: {', '.join(missing)}. Put its text into installer/frozen/notices.")
    (program / FILE).write_text(told(parts), encoding="utf-8", newline="\n")


def told(parts: Iterable[Part]) -> str:
    """The whole file; without the version, as an update would fetch it anew for that alone."""
    said: dict[str, str] = {}
    lines = [_HEAD]
    for part in parts:
        lines += ["", "=" * 100, part.name + (f" · {part.licence}" if part.licence else ""), "=" * 100, ""]
        lines += [f"It holds {held}" for held in part.holds] + ([""] if part.holds else [])
        for text in part.texts:
            first = said.setdefault(text, part.name)
            lines += [text if first == part.name else f"The same text as under {first}.", ""]
    return "\n".join(lines)


def is_included(found: Distribution, inside: Path) -> bool:
    """Whether a module of it is in the program."""
    for file in found.files or ():
        if ".dist-info" not in file.parts[0] and ".." not in file.parts:
            collected = inside / file
            if (collected.with_suffix(".pyc") if file.suffix == ".py" else collected).exists():
                return True
    return False


def _distribution(found: Distribution) -> Part:
    told = found.metadata
    licence = told.get("License-Expression") or ""
    if not licence:
        classes = [
            line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")
        ]
        short = (told.get("License") or "").strip().partition("\n")[0]
        licence = ", ".join(classes) or short
    files = sorted(
        file
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and any(name in str(file).lower() for name in _LICENCE_NAMES)
    )
    texts = [_read(Path(str(found.locate_file(file)))) for file in files]
    texts += [_read(NOTICES / name) for name in _ADDED.get(plain_name(told["Name"]), ())]
    return Part(f"{told['Name']} {found.version}", licence, tuple(dict.fromkeys(texts)), tuple(_crates(found)))


def _crates(found: Distribution) -> Iterator[str]:
    """What a wheel says it was built together with."""
    for file in sorted(found.files or ()):
        if "sboms" in file.parts and file.suffix == ".json":
            bill = json.loads(Path(str(found.locate_file(file))).read_text(encoding="utf-8"))
            for component in bill.get("components", ()):
                licences = [
                    choice.get("expression") or choice["license"].get("id", "")
                    for choice in component.get("licenses", ())
                ]
                yield f"{component['name']} {component.get('version', '')} ({' '.join(licences) or 'see its project'})"


def _own(inside: Path) -> Part:
    resources = inside / "sanad_desk" / "resources"
    texts = [f"{file.parent.name}:\n\n{_read(file)}" for file in sorted(resources.glob("*/LICENSE"))]
    return Part("IBM Plex Sans Arabic (fonts) and Lucide (icons)", "OFL-1.1, ISC", tuple(texts))


def _python() -> Part:
    folders = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    found = [folder / "LICENSE.txt" for folder in folders if (folder / "LICENSE.txt").is_file()]
    return Part(f"Python {platform.python_version()}", "PSF-2.0", tuple(_read(file) for file in found[:1]))


def _of_the_system(native: Iterable[Path]) -> list[Part]:
    """Libraries of the Linux that built, each with the copyright file of its package."""
    origins = [path for path in native if not any(path.is_relative_to(own) for own in (sys.prefix, sys.base_prefix))]
    packages: dict[str, list[str]] = {}
    for path in origins:
        packages.setdefault(_package(path), []).append(path.name)
    return [
        Part(f"{package}: {', '.join(sorted(files))}", "", _copyright(package))
        for package, files in sorted(packages.items())
    ]


def _package(path: Path) -> str:
    if shutil.which("dpkg") is None:
        return str(path)
    if sys.platform == "win32":
        return str(path)  # nobody there knows whose it is, so it is named as one without a licence
    asked = subprocess.run(["dpkg", "-S", path.resolve()], capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        # /lib is /usr/lib on a merged system, and dpkg knows a file by one of its names only.
        other = Path("/", *path.resolve().parts[2:])
        asked = subprocess.run(["dpkg", "-S", other], capture_output=True, text=True, check=False)
    return asked.stdout.partition(":")[0] or str(path)


def _copyright(package: str) -> tuple[str, ...]:
    file = Path("/usr/share/doc", package, "copyright")
    return (_read(file),) if file.is_file() else ()


def _read(file: Path) -> str:
    return "\n".join(line.rstrip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines()).strip()
