"""The English sentences of the text files, for the programs that speak without a window."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.shift import muscat_time
from sanad_desk.resources_path import resource_path

# How a parameter of this name is written, in every language; each other one goes into its sentence as it is.
AMOUNTS = frozenset(
    {"largest", "missing", "official", "over", "change", "amount", "fee", "minimum", "maximum", "total"}
    | {"threshold", "available", "outgoing", "incoming", "counted", "typed"}
)
COUNTED_CODES = frozenset({"quantity_malformed", "pieces_malformed"})
MOMENTS = frozenset({"until", "at"})
# The first of these that a sentence gets picks its plural form.
COUNTS = ("left", "n", "days", "limit", "shortest")


def english(area: str, /, *keys: str, **params: object) -> str:
    """The text at these keys of one file, its places filled as far as the parameters go; empty where there is none."""
    entry: Any = _texts(area)
    for key in keys:
        entry = entry.get(key, "") if isinstance(entry, Mapping) else ""
    count = next((params[name] for name in COUNTS if isinstance(params.get(name), int)), 0)
    if isinstance(entry, Mapping):
        entry = entry.get("one" if count == 1 else "other", "")
    shown = {
        name: value if COUNTED_CODES.intersection(keys) else _written(name, value) for name, value in params.items()
    }
    return str(entry).format_map(_Places({"n": count} | shown))


def error_in_english(error: SanadError) -> str:
    """Never empty: an unknown code says to call support and names the code."""
    return english("error", error.code, **error.params) or english("error", "unknown", code=error.code)


class _Places(dict[str, object]):
    """An error that lacks a parameter is still told."""

    def __missing__(self, name: str) -> str:
        return "…"


@cache
def _texts(area: str) -> Mapping[str, Any]:
    return tomllib.loads(resource_path("i18n", "en", f"{area}.toml").read_text(encoding="utf-8"))


def _written(name: str, value: object) -> object:
    if isinstance(value, int) and name in AMOUNTS:
        return format_amount(value)
    if isinstance(value, int) and name in MOMENTS:
        return f"{muscat_time(value):%H:%M}"
    return value
