"""A text in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages of the product."""

    ar: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.ar or self.en)


NO_WORDS = Words("", "")
