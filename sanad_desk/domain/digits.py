"""Digits and marks as people type and paste them, brought to plain ASCII digits and clean text."""

from __future__ import annotations

import unicodedata

_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_ARABIC_INDIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
_INVISIBLE = dict.fromkeys(
    [0x0640, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF]
    + list(range(0x202A, 0x202F))
    + list(range(0x2066, 0x206A))
)


def to_ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits become 0-9; everything else stays."""
    return text.translate(_ASCII_DIGITS)


def to_arabic_digits(text: str) -> str:
    """0-9 and the separators of a number become Arabic-Indic."""
    return text.translate(_ARABIC_INDIC)


def strip_marks(text: str) -> str:
    """Removes tatweel and every invisible direction mark, which come along with pasted text."""
    return text.translate(_INVISIBLE)


def clean_text(text: str) -> str:
    """One line of text as stored: NFC, no invisible marks or control characters, single spaces."""
    visible = strip_marks(unicodedata.normalize("NFC", text))
    printable = "".join(c if unicodedata.category(c) != "Cc" else " " for c in visible)
    return " ".join(printable.split())


def only_digits(text: str) -> str:
    """The ASCII digits of a typed number without spaces, dashes and marks; other letters stay to be refused."""
    return "".join(c for c in to_ascii_digits(strip_marks(text)) if not c.isspace() and c not in "-‐–.")
