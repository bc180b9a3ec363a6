"""Finds Arabic words written in Latin letters (`iltihaq`, `ziyara`) by their consonants and long vowels."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters which Latin spellings do not tell apart share one sound; long vowels and weak letters are kept aside.
_ARABIC = {
    letter: sound
    for sound, letters in {
        "b": "ب",
        "t": "تط",
        "s": "سصث",
        "j": "ج",
        "h": "هح",
        "x": "خ",
        "d": "دض",
        "z": "ذزظ",
        "r": "ر",
        "S": "ش",
        "g": "غ",
        "f": "ف",
        "k": "كق",
        "l": "ل",
        "m": "م",
        "n": "ن",
    }.items()
    for letter in letters
}
_LATIN = {
    **{letter: letter for letter in "btsjhdzrgfklmn"},
    "c": "k",
    "q": "k",
    "p": "b",
    "v": "f",
    "kh": "x",
    "sh": "S",
    "ch": "S",
    "gh": "g",
    "th": "s",
    "dh": "z",
}
_LONG_VOWELS = {"ا": "a", "و": "w", "ي": "y"}
_VOWELS = {"a": "a", "e": "ay", "i": "y", "y": "y", "o": "w", "u": "w", "w": "w"}
_SPELLING = re.compile(r"kh|sh|ch|gh|th|dh|[a-z]")
_SHORTEST = 2


class Sounds:
    """Arabic words by what is heard of them."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words: dict[str, list[tuple[str, str]]] = {}
        for word in vocabulary:
            consonants, vowels = _heard_in_arabic(word)
            if len(consonants) >= _SHORTEST:
                self._words.setdefault(consonants, []).append((word, vowels))

    def alike(self, typed: str) -> set[str]:
        """Words that sound as typed: the same consonants, and every long vowel among the vowels typed.

        The t of `bataqat shakhsiya` and the l of an article may be heard without being part of the word.
        """
        consonants, vowels = _heard_in_latin(typed)
        for heard in (consonants, consonants.removesuffix("t"), consonants.removeprefix("l")):
            found = {w for w, long in self._words.get(heard, ()) if _in_order(long, vowels)}
            if found:
                return found
        return set()


def _heard_in_arabic(word: str) -> tuple[str, str]:
    body = word[:-1] if len(word) > 2 and word[-1] in "هاي" else word
    consonants = "".join(_ARABIC.get(c, "") for c in body)
    vowels = "".join(_LONG_VOWELS.get(c, "") for c in body[1:])
    return _undoubled(consonants), vowels


def _heard_in_latin(word: str) -> tuple[str, list[str]]:
    body = word[:-1] if word.endswith("h") and word[-2:] not in _LATIN else word
    parts = _SPELLING.findall(body)
    consonants = "".join(_LATIN.get(p, "") for p in parts)
    return _undoubled(consonants), [_VOWELS[p] for p in parts if p in _VOWELS]


def _undoubled(sounds: str) -> str:
    """A doubled letter is written twice in Latin (`kaffala`) and once in Arabic."""
    return re.sub(r"(.)\1", r"\1", sounds)


def _in_order(wanted: str, heard: list[str]) -> bool:
    rest = iter(heard)
    return all(any(vowel in choices for choices in rest) for vowel in wanted)
