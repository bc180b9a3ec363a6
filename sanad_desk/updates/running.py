"""The program that runs: which version, where its files lie, where other versions lie, and whom it trusts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sanad_desk.program_folder import program_folder
from sanad_desk.resources_path import resource_path
from sanad_desk.version import VERSION, version_order


@dataclass(frozen=True, slots=True)
class RunningProgram:
    """`folder` holds its files, None when it runs from a source tree; `beside` the other versions; `root` is the trust
    that it was built with, absent for a program that takes no updates.
    """

    version: str
    folder: Path | None
    beside: Path
    root: Path

    @property
    def trusts_updates(self) -> bool:
        return self.folder is not None and self.root.is_file()

    def is_older_than(self, version: str) -> bool:
        return version_order(self.version) < version_order(version)


def running_program() -> RunningProgram:
    frozen = getattr(sys, "frozen", False)
    folder = Path(sys.executable).resolve().parent if frozen else None
    return RunningProgram(VERSION, folder, program_folder(), resource_path("trust", "root.json"))
