"""Words as people type them, folded to one spelling and cut to a light stem, Arabic and English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from sanad_desk.domain.digits import to_ascii_digits

# Marks which change no word: accents, tashkeel, small Quranic signs, and hamza once NFKD has cut it from its seat.
_MARKS = [*range(0x0300, 0x0370), *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE)]
_FOLDED: dict[int, str | None] = {
    **dict.fromkeys(_MARKS),
    **dict.fromkeys([0x0640, 0x0621, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]),
    **dict.fromkeys(map(ord, "'’‘`ʼʻ")),
    **{ord(a): b for a, b in zip("ىةٱکیگپچژڤھۀہ", "يهاكيكبجزفههه", strict=True)},
}
_WORD = re.compile(r"[^\W_]+")
# The same in the text as displayed, where marks still stand between the letters.
_SHOWN_WORD = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670'’‘`ʼ]+")

_ARTICLES = ("وال", "بال", "كال", "فال", "عال", "ولل", "لل", "ال")
_POSSESSIVES = ("تنا", "تها", "تهم", "تكم", "تي", "تك", "ته", "ها", "هم", "نا", "كم")
_GLUED = "وبلفكع"

# The Arabic (101) layout, for words typed with the keyboard left in the other language.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TO_ARABIC = str.maketrans(_LATIN_KEYS, _ARABIC_KEYS) | {ord("b"): "لا"}
_TO_LATIN = str.maketrans(_ARABIC_KEYS, _LATIN_KEYS)


class Word(NamedTuple):
    """A word of a text: as folded without its article, and its stem."""

    form: str
    stem: str


class ShownWord(NamedTuple):
    """A word of a displayed text with its place in it."""

    start: int
    end: int
    word: Word


def fold(text: str) -> str:
    """One spelling for hamza and alef forms, ة/ه, ى/ي, digits, case and accents; no tashkeel, no tatweel."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text).translate(_FOLDED)
    return to_ascii_digits(plain).casefold()


def words(text: str) -> list[Word]:
    return [_word(w) for w in _WORD.findall(fold(text))]


def shown_words(text: str) -> list[ShownWord]:
    found = []
    for match in _SHOWN_WORD.finditer(text):
        folded = fold(match[0])
        if folded:
            found.append(ShownWord(match.start(), match.end(), _word(folded)))
    return found


def without_glued_letter(word: Word) -> Word | None:
    """`وتجديد` → `تجديد`: a conjunction or preposition written on to the word, if there may be one."""
    form = word.form
    return _word(form[1:]) if len(form) >= 4 and form[0] in _GLUED else None


def with_article_mended(word: Word) -> list[Word]:
    """`لابطاقة`, `ارلخصة` → the word without its article: a wrong letter there hides the whole word."""
    form = word.form
    if len(form) < 5 or form.isascii():
        return []
    lost = [form[:n] + form[n + 1 :] for n in range(3)]
    swapped = [form[:n] + form[n + 1] + form[n] + form[n + 2 :] for n in range(3)]
    return [_word(mended) for mended in (*lost, *swapped) if mended.startswith("ال")]


def other_layout(text: str) -> str:
    """The same keys on the other keyboard layout."""
    lowered = text.lower()
    if any("ء" <= c <= "ي" for c in lowered):
        return lowered.replace("لا", "b").translate(_TO_LATIN)
    return lowered.translate(_TO_ARABIC)


def letters_typed(shown: str, form: str, typed: str) -> int:
    """How many characters of a shown word the typed letters cover, article and marks included."""
    if not form.startswith(typed):
        return len(shown)
    wanted = len(fold(shown)) - len(form) + len(typed)
    for length in range(1, len(shown) + 1):
        if len(fold(shown[:length])) >= wanted:
            return length
    return len(shown)


@lru_cache(maxsize=20_000)
def _word(folded: str) -> Word:
    if folded[0].isascii():
        return Word(folded, _latin_stem(folded))
    form = _without_article(folded)
    return Word(form, _arabic_stem(form))


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def _arabic_stem(word: str) -> str:
    """Light: possessives, plural and feminine endings, the ending of relation; three letters always stay."""
    for ending in _POSSESSIVES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if (word.endswith(("ين", "ون")) and len(word) >= 6) or (word.endswith("ات") and len(word) >= 5):
        word = word[:-2]
    elif word.endswith("ه") and len(word) >= 4:
        word = word[:-1]
    if (word.endswith("ي") and len(word) >= 4) or (word.endswith("ا") and len(word) >= 5):
        word = word[:-1]
    return word


def _latin_stem(word: str) -> str:
    """British and American spelling alike, without plural, -ing, -ed and a final e."""
    if len(word) <= 3 or not word.isalpha():
        return word
    word = word.replace("iz", "is").replace("our", "or").replace("licens", "licenc")
    if word.endswith("tre"):
        word = word[:-2] + "er"
    if word.endswith("ies") and len(word) >= 5:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            if word[-1] == word[-2]:
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) >= 5 else word
