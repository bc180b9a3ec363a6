"""The program that runs: which version, where its files lie, where other versions lie, and whom it trusts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sanad_desk.program_folder import program_folder
from sanad_desk.resources_path import resource_path
from sanad_desk.updates.switch_state import version_folder
from sanad_desk.version import VERSION, version_order


@dataclass(frozen=True, slots=True)
class RunningProgram:
    """`executable` is None when it runs from a source tree; `beside` is the folder of the other versions.

    `root` is the trust that it was built with, absent for a program that takes no updates.
    """

    version: str
    executable: Path | None
    beside: Path
    root: Path

    @property
    def trusts_updates(self) -> bool:
        return self.executable is not None and self.root.is_file()

    @property
    def lies_beside(self) -> bool:
        """Whether it is one of the other versions itself, and not the installed one."""
        folder = version_folder(self.beside, self.version).resolve()  # a home may lie behind a link
        return self.executable is not None and self.executable.parent == folder

    def is_older_than(self, version: str) -> bool:
        return version_order(self.version) < version_order(version)


def running_program() -> RunningProgram:
    executable = Path(sys.executable).resolve() if getattr(sys, "frozen", False) else None
    return RunningProgram(VERSION, executable, program_folder(), resource_path("trust", "root.json"))
