"""The fixed words of papers, always in both languages, from `resources/i18n/*/paper.toml` and its neighbours."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from sanad_desk.resources_path import resource_path
from sanad_desk.wire.picture import Text


def label(key: str, **params: object) -> Text:
    """The words under `key`, e.g. `label("mark.copy", n=2)`; a key that is missing is a fault of the program."""
    return area_label("paper", key, **params)


def area_label(area: str, key: str, /, **params: object) -> Text:
    """The words under `key` of another area, e.g. `area_label("report", "paper.printed")`."""
    words = Text(_words("ar", area)[key], _words("en", area)[key])
    return Text(words.ar.format(**params), words.en.format(**params)) if params else words


@lru_cache(maxsize=8)
def _words(language: str, area: str = "paper") -> dict[str, str]:
    with resource_path("i18n", language, f"{area}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, dict) else [(key, value)]
    return found
