"""What the people at this desk chose for the window, kept as a small file in the store's folder."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from sanad_ui.language import DigitSet, LanguageCode

ThemeName = Literal["light", "dark"]

FILE_NAME = "window.json"
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": get_args(LanguageCode),
    "theme": get_args(ThemeName),
    "digits": get_args(DigitSet),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Arabic, light and western digits until somebody says otherwise; the lock comes after ten idle minutes."""

    language: LanguageCode = "ar"
    theme: ThemeName = "light"
    digits: DigitSet = "western"
    idle_minutes: int = 10


def load_preferences(folder: Path) -> Preferences:
    """A missing or unreadable file means the defaults, value by value: the window must open in any case."""
    try:
        stored = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(stored, dict):
        return Preferences()
    usable = {field.name: stored[field.name] for field in fields(Preferences) if _is_usable(field.name, stored)}
    return Preferences(**usable)


def _is_usable(name: str, stored: dict[str, object]) -> bool:
    value = stored.get(name)
    if name in _CHOICES:
        return value in _CHOICES[name]
    return type(value) is int and 1 <= value <= 240


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Written whole beside the old file and put in its place, so a power cut leaves one or the other."""
    target = folder / FILE_NAME
    draft = folder / f"{FILE_NAME}.new"
    try:
        draft.write_text(json.dumps(asdict(preferences), indent=2), encoding="utf-8")
        os.replace(draft, target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
