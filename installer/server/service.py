"""A service of the package started as its unit says, where no systemd runs: as its user, with its settings and keys."""

from __future__ import annotations

import re
import shlex
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from installer.clean_tree import Tree

UNITS = "usr/lib/systemd/system"
_CREDENTIALS = "run/credentials"


@dataclass(frozen=True)
class Service:
    """What is read of a unit: who runs it, what it is told, and its command."""

    user: str
    settings: dict[str, str]
    words: list[str]

    def command(self) -> list[str]:
        return ["env", *(f"{name}={value}" for name, value in self.settings.items()), *self.words]


def service_of(tree: Tree, unit: str) -> Service:
    """Its credentials lie where systemd would put them, readable by its user alone."""
    said = _read(tree.root / UNITS / unit)
    user = said["User"][0]
    place = Path("/", _CREDENTIALS, unit)
    settings: dict[str, str] = {}
    for line in said["Environment"]:
        for setting in shlex.split(line):
            name, _, value = setting.partition("=")
            settings[name] = value.replace("%d", str(place))
    for file in said["EnvironmentFile"]:
        lines = (tree.root / file.lstrip("/")).read_text(encoding="utf-8").splitlines()
        settings |= dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for credential in said["LoadCredential"]:
        _hand_over(tree, place, *credential.split(":", 1), user)
    return Service(user, settings, _words(said["ExecStart"][0], settings))


def _read(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in unit.read_text(encoding="utf-8").splitlines():
        if setting := re.fullmatch(r"(\w+)=(.*)", line):
            found[setting[1]].append(setting[2])
    return found


def _words(command: str, settings: dict[str, str]) -> list[str]:
    """`$NAME` may become several words, `${NAME}` stays one."""
    words = []
    for word in shlex.split(command):
        whole = re.fullmatch(r"\$(\w+)", word)
        one = re.fullmatch(r"\$\{(\w+)\}", word)
        words += settings[whole[1]].split() if whole else [settings[one[1]] if one else word]
    return words


def _hand_over(tree: Tree, place: Path, name: str, source: str, user: str) -> None:
    folder = tree.root / str(place).lstrip("/")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tree.root / source.lstrip("/"), folder / name)
    (folder / name).chmod(0o400)
    tree.run("chown", "-R", user, str(place))
