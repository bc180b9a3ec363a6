"""Finds the words of a vocabulary that lie one or two wrong letters away, by a deletion neighbourhood."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

# Longer words share their deletions over the first letters only; the rest is settled by the distance itself.
_HEAD = 7
_TWO_WRONG_FROM = 7


def allowed_distance(length: int) -> int:
    """Short words have too many neighbours to forgive much."""
    if length < 3:
        return 0
    return 2 if length >= _TWO_WRONG_FROM else 1


class Neighbourhood:
    """Maps what remains of each word after leaving letters out to the words it came from.

    Two words within the distance share such a remainder, whichever letters were added, lost, changed or swapped.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in vocabulary:
            distance = allowed_distance(len(word) + 1)
            for remainder in _remainders(word[:_HEAD], distance):
                self._words.setdefault(remainder, []).append(word)

    def within(self, typed: str, distance: int) -> set[str]:
        """Words of the vocabulary at most so many wrong letters away, if a word of this length may have them."""
        length = len(typed)
        if distance > allowed_distance(length):
            return set()
        seen: set[str] = set()
        for remainder in _remainders(typed[:_HEAD], distance):
            seen.update(self._words.get(remainder, ()))
        return {w for w in seen if abs(len(w) - length) <= distance and is_within(typed, w, distance)}


def _remainders(head: str, distance: int) -> set[str]:
    found = {head}
    for lost in range(1, min(distance, len(head) - 1) + 1):
        for places in combinations(range(len(head)), lost):
            found.add("".join(c for n, c in enumerate(head) if n not in places))
    return found


def is_within(a: str, b: str, limit: int) -> bool:
    """Whether adding, losing, changing or swapping at most `limit` letters turns one word into the other."""
    if limit == 1:
        return _is_one_apart(a, b)
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return False
    return row[-1] <= limit


def _is_one_apart(a: str, b: str) -> bool:
    if len(a) > len(b):
        a, b = b, a
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) != len(b):
        return len(b) - len(a) == 1 and a[start:] == b[start + 1 :]
    swapped = a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or swapped == b[start:]
