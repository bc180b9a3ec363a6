"""One row of a list, ready to be painted: its words are already in the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """`marks` are (start, length) ranges of the title to be highlighted; `key` is shown as a key cap.

    `chip` stands under `trailing`.
    """

    id: Any
    title: str
    subtitle: str = ""
    trailing: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    icon: str = ""
    key: str = ""
    tone: str = "ink"
    chip: str = ""
    chip_tone: str = "quiet"
    tip: str = ""  # what the chip says in full
