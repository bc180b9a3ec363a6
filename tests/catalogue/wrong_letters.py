"""Makes the slips of a hurried hand: a letter lost, doubled up with another, changed or swapped."""

import random

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN = "abcdefghijklmnopqrstuvwxyz"


def with_one_wrong_letter(text: str, dice: random.Random) -> str | None:
    """One slip in one word of at least four letters; None where there is no such word."""
    words = text.split()
    long_enough = [n for n, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long_enough:
        return None
    chosen = dice.choice(long_enough)
    words[chosen] = _slip(words[chosen], dice)
    return " ".join(words)


def _slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word) - 1)
    letter = dice.choice(LATIN if word[0].isascii() else ARABIC)
    before, here, after = word[:place], word[place], word[place + 1 :]
    return dice.choice(
        [before + after, before + letter + here + after, before + letter + after, before + after[0] + here + after[1:]]
    )
