"""The plural forms of Arabic and English, by the rules of CLDR."""

from __future__ import annotations

from collections.abc import Mapping

FORMS = {"ar": ("zero", "one", "two", "few", "many", "other"), "en": ("one", "other")}
_ALL_FORMS = frozenset(FORMS["ar"])


def plural_form(language_code: str, n: int) -> str:
    """The name of the form that a count takes: `few` for 3 to 10 in Arabic, `many` for 11 to 99, and so on."""
    n = abs(n)
    if language_code != "ar":
        return "one" if n == 1 else "other"
    if n <= 2:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def is_plural(entry: object) -> bool:
    """A table of the text files is one text in several forms when all its keys are names of forms."""
    return isinstance(entry, Mapping) and "other" in entry and _ALL_FORMS.issuperset(entry)


def pick(entry: Mapping[str, str], language_code: str, n: int) -> str:
    return entry.get(plural_form(language_code, n), entry["other"])
