"""What a scanner typed while the keyboard was set to Arabic, read back as the Latin keys it pressed."""

from __future__ import annotations

from sanad_desk.wire.case_code import PREFIX as CASE_PREFIX

# Capitals of the Arabic keyboard (101 keys): a code holds capitals, digits, colons, dots and dashes only.
_CAPITALS = {
    "َ": "Q",
    "ً": "W",
    "ُ": "E",
    "ٌ": "R",
    "لإ": "T",
    "إ": "Y",
    "‘": "U",
    "`": "U",
    "÷": "I",
    "×": "O",
    "؛": "P",
    "ِ": "A",
    "ٍ": "S",
    "]": "D",
    "[": "F",
    "لأ": "G",
    "أ": "H",
    "ـ": "J",
    "،": "K",
    "/": "L",
    "~": "Z",
    "ْ": "X",
    "}": "C",
    "{": "V",
    "لآ": "B",
    "آ": "N",
    "’": "M",
    "'": "M",
    # One key, one character: some systems type lam-alef as a letter of its own.
    "ﻹ": "T",
    "ﻷ": "G",
    "ﻵ": "B",
    "ز": ".",
}
_SMALL = {
    arabic: latin.upper()
    for arabic, latin in zip("ضصثقفغعهخحشسيبلاتنمئءؤرىة", "qwertyuiopasdfghjklzxcvnm", strict=True)
} | {"لا": "B", "ﻻ": "B", "ز": "."}
RECEIPT_PREFIX = "SND1:"
_PREFIXES = (RECEIPT_PREFIX, CASE_PREFIX)


def as_scanned(text: str) -> str:
    """The text itself unless it is the code of a receipt or of a follow-up slip typed on Arabic keys.

    With the capitals lock on, the key of B types the same two letters as those of G and H; it is read as B.
    """
    bare = "".join(text.split())
    if bare.upper().startswith(_PREFIXES):
        return bare
    for keys in (_CAPITALS, _SMALL):
        latin = _pressed(bare, keys)
        if latin.startswith(_PREFIXES):
            return latin
    return text


def looks_like_receipt(text: str) -> bool:
    return as_scanned(text).upper().startswith(RECEIPT_PREFIX)


def looks_like_slip(text: str) -> bool:
    return as_scanned(text).upper().startswith(CASE_PREFIX)


def _pressed(text: str, keys: dict[str, str]) -> str:
    latin, at = "", 0
    while at < len(text):
        for length in (2, 1):
            piece = text[at : at + length]
            if len(piece) == length and piece in keys:
                latin += keys[piece]
                break
        else:
            length = 1
            latin += text[at]
        at += length
    return latin
