"""What may die half-way: how a piece of work arms its killer, tells what it has done, and is looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Arm = Callable[[], None]
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`work` arms the killer and does it; `check` looks at what is left and does it again."""

    work: Callable[[Path, Arm, Announce], None]
    check: Callable[[Path, list[str]], Iterator[str]]
