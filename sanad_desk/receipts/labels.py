"""The fixed words of the paper, always in both languages, from `resources/i18n/*/paper.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from sanad_desk.resources_path import resource_path
from sanad_desk.wire.picture import Text


def label(key: str, **params: object) -> Text:
    """The words under `key`, e.g. `label("mark.copy", n=2)`; a key that is missing is a fault of the program."""
    words = Text(_words("ar")[key], _words("en")[key])
    return Text(words.ar.format(**params), words.en.format(**params)) if params else words


@lru_cache(maxsize=2)
def _words(language: str) -> dict[str, str]:
    with resource_path("i18n", language, "paper.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, dict) else [(key, value)]
    return found
