"""Every sentence of the window, found by key in the text files of the language in use."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from sanad_desk.domain.digits import to_arabic_digits
from sanad_desk.resources_path import resource_path
from sanad_ui.language import LANGUAGES, LanguageCode, language
from sanad_ui.plurals import is_plural, pick

__all__ = [
    "MissingText",
    "Phrase",
    "Words",
    "as_phrase",
    "both",
    "has_text",
    "isolate",
    "language",
    "plain",
    "say",
    "t",
]

Phrase = Callable[[], str]
Entry = str | Mapping[str, str]

_LEFT_TO_RIGHT, _FIRST_STRONG, _END = "\u2066", "\u2068", "\u2069"
_LEFT_MARK, _RIGHT_MARK = "\u200e", "\u200f"


class MissingText(KeyError):
    """A key that no text file holds; tests fail on it, a counter sees the key instead of a crash."""


@lru_cache(maxsize=64)
def area_texts(area: str, code: LanguageCode) -> Mapping[str, Entry]:
    """One text file as a flat table: dotted key to text, or to a table of plural forms."""
    path = resource_path("i18n", code, f"{area}.toml")
    try:
        raw = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    flat: dict[str, Entry] = {}
    _flatten(area, tomllib.loads(raw), flat)
    return flat


def _flatten(prefix: str, entry: object, flat: dict[str, Entry]) -> None:
    if isinstance(entry, str):
        flat[prefix] = entry
    elif is_plural(entry):
        flat[prefix] = cast("Mapping[str, str]", entry)
    elif isinstance(entry, Mapping):
        for key, inner in entry.items():
            _flatten(f"{prefix}.{key}", inner, flat)
    else:
        raise TypeError(f"{prefix} is neither a text nor a table")


def has_text(key: str) -> bool:
    return key in area_texts(key.partition(".")[0], language.code)


def t(key: str, **params: object) -> str:
    """The text of a key in the language in use, its `{name}` places filled; `n` picks the plural form."""
    entry = area_texts(key.partition(".")[0], language.code).get(key)
    if entry is None:
        if strict:
            raise MissingText(key)
        import logging  # part of no good start

        logging.getLogger(__name__).error("no text for %s in %s", key, language.code)
        return key
    if not isinstance(entry, str):
        count = params.get("n", 0)
        entry = pick(entry, language.code, count if isinstance(count, int) else 0)
    return entry.format_map({name: _shown(value) for name, value in params.items()}) if params else entry


def _shown(value: object) -> str:
    """A value inside a sentence, isolated so that its own direction cannot disturb the words around it."""
    if callable(value):
        value = value()
    if isinstance(value, int):
        digits = to_arabic_digits(f"{value:,}") if language.digits == "arabic" else f"{value:,}"
        return isolate(digits)
    text = str(value)
    return text if text.startswith((_LEFT_TO_RIGHT, _FIRST_STRONG)) else embed(text)


def isolate(text: str) -> str:
    """A number, an id or an amount that reads left to right in either language."""
    return f"{_LEFT_TO_RIGHT}{text}{_END}" if text else ""


def embed(text: str) -> str:
    """A name or other words in either script, which turn nothing around them."""
    return f"{_FIRST_STRONG}{text}{_END}" if text else ""


def along(line: str) -> str:
    """A line of mixed parts, read from the side of the language whichever script its first part is in."""
    return f"{_RIGHT_MARK if language.is_rtl else _LEFT_MARK}{line}" if line else ""


@dataclass(frozen=True, slots=True)
class Said:
    """A text that is looked up anew each time it is shown, so that it follows the language."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __call__(self) -> str:
        return t(self.key, **self.params)


@dataclass(frozen=True, slots=True)
class Words:
    """Words that come from data in both languages; where one is missing the other stands in."""

    ar: str
    en: str

    def __call__(self) -> str:
        wanted, other = (self.ar, self.en) if language.code == "ar" else (self.en, self.ar)
        return wanted or other


@dataclass(frozen=True, slots=True)
class Plain:
    """A text that is the same in every language: an id, a typed name."""

    text: str

    def __call__(self) -> str:
        return self.text


def in_every_language(phrase: Phrase | str) -> str:
    """All the words a phrase has, so that it can be found whatever language is in use."""
    phrase = as_phrase(phrase)
    said: dict[str, None] = {}
    for code in LANGUAGES:
        with language.spoken_as(code):
            said[phrase()] = None
    return " ".join(said)


def say(key: str, **params: object) -> Phrase:
    return Said(key, params)


def both(ar: str, en: str) -> Phrase:
    return Words(ar, en)


def plain(text: str) -> Phrase:
    return Plain(text)


def as_phrase(phrase: Phrase | str, **params: object) -> Phrase:
    """Kit widgets take a key or a phrase; a bare string is always a key."""
    return Said(phrase, params) if isinstance(phrase, str) else phrase


def all_keys(area: str) -> dict[LanguageCode, Mapping[str, Entry]]:
    """The same area in every language, for the check that both are complete."""
    return {code: area_texts(area, code) for code in LANGUAGES}


strict = False
