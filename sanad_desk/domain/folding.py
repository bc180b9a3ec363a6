"""Arabic and English brought to one spelling, so that words compare as people mean them."""

from __future__ import annotations

import unicodedata

from sanad_desk.domain.digits import strip_marks, to_ascii_digits

_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")


def fold_text(text: str) -> str:
    """Hamza, alef, ta marbuta and ya in one form, no vowel marks or tatweel, ASCII digits, lower case."""
    decomposed = unicodedata.normalize("NFKD", to_ascii_digits(strip_marks(text)).translate(_LETTERS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())
