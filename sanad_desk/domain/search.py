"""Finds services by what people really type: an index first, wrong letters forgiven where it finds nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from types import MappingProxyType

from sanad_desk.domain.catalogue import Catalogue, in_force
from sanad_desk.domain.search_index import Postings
from sanad_desk.domain.search_sounds import Sounds
from sanad_desk.domain.search_text import (
    ShownWord,
    Word,
    letters_typed,
    other_layout,
    shown_words,
    with_article_mended,
    without_glued_letter,
    words,
)
from sanad_desk.domain.search_typos import Neighbourhood

NO_USAGE: Mapping[str, int] = MappingProxyType({})
Marks = tuple[tuple[int, int], ...]

_CANDIDATES = 40
_REMEMBERED = 4_000
_PREFIX, _GLUED, _ONE_WRONG, _TWO_WRONG = 0.9, 0.9, 0.65, 0.5
# What one phrase answers of the query, what of that phrase was said, what the service answers as a whole.
_ANSWERED, _SAID, _OVERALL = 0.25, 0.25, 0.5
_UNKNOWN_WEIGHT = 3.0
_SHORTEST_OTHER_LAYOUT = 3
_KEPT_SHARE = 0.5
_BY_CODE = 1.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A service found; marks are the ranges of its names that answer to the words typed."""

    service_code: str
    score: float
    marks_ar: Marks
    marks_en: Marks


@dataclass(frozen=True, slots=True)
class _Match:
    """What one typed word leads to: services with their worth, keys with their weight."""

    services: dict[int, float]
    keys: dict[str, float]
    weight: float
    typed: str = ""  # letters of a word still being typed
    sure: bool = True  # as written, nothing guessed


class ServiceIndex:
    """Searches one catalogue; built once per release, asked at every keystroke."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._postings = postings = Postings(catalogue)
        self._services = list(catalogue.services.values())
        self._number = {code: n for n, code in enumerate(postings.codes)}
        self._often = {n: s.often for n, s in enumerate(self._services) if s.often}
        self._shown = [(shown_words(s.name.ar), shown_words(s.name.en)) for s in self._services]
        self._near = Neighbourhood(form for form in postings.forms if len(form) >= 3)
        self._sounds = Sounds(form for form in postings.forms if not form.isascii())
        self._remembered: dict[tuple[str, bool], _Match] = {}

    def find(
        self, query: str, *, limit: int = 20, usage: Mapping[str, int] = NO_USAGE, on: date | None = None
    ) -> list[Hit]:
        """The services meant, best first; the operator's own counts decide between equals."""
        matches = self._matches(query)
        if not any(m.sure for m in matches):
            other = self._matches(other_layout(query)) if len(query.strip()) >= _SHORTEST_OTHER_LAYOUT else []
            if other and all(m.sure for m in other):
                matches = other
        ranked = self._rank(matches, usage)
        named = self._number.get(query.strip().lower())
        if named is not None:
            ranked = [(-_BY_CODE, named), *(r for r in ranked if r[1] != named)]
        if on is not None:
            ranked = [r for r in ranked if in_force((self._services[r[1]],), on)]
        if ranked:
            least = -ranked[0][0] * _KEPT_SHARE
            ranked = [r for r in ranked[:limit] if -r[0] >= least]
        return [self._hit(number, -score, matches) for score, number in ranked]

    def _matches(self, query: str) -> list[_Match]:
        postings = self._postings
        typed = words(query)
        still_typing = bool(query) and not query[-1].isspace()
        said = [w for w in typed if w.form not in postings.sayings.ignored] or typed
        stems = [w.stem for w in said]
        found, position = [], 0
        while position < len(said):
            longer = postings.sayings.at(stems, position)
            if longer and longer[1] in postings.services:
                found.append(self._known(longer[1]))
                position += longer[0]
                continue
            last = still_typing and position == len(said) - 1
            joined = None if position == len(said) - 1 else self._joined(said, position)
            if joined:
                found.append(joined)
                position += 2
                continue
            found.append(self._match(said[position], last))
            position += 1
        return found

    def _joined(self, said: list[Word], position: int) -> _Match | None:
        """A word with a space typed inside it, when its halves alone say nothing."""
        first, second = said[position], said[position + 1]
        key = self._postings.forms.get(first.form + second.form)
        if key is None or (first.stem in self._postings.forms and second.stem in self._postings.forms):
            return None
        return self._known(key)

    def _known(self, key: str, share: float = 1.0) -> _Match:
        weight = self._postings.weight[key]
        services = self._postings.services[key]
        if share != 1.0:
            services = {n: w * share for n, w in services.items()}
        return _Match(services, {key: weight * share}, weight, sure=share == 1.0)

    def _match(self, word: Word, last: bool) -> _Match:
        """Remembered, as the words before the cursor stay the same from keystroke to keystroke."""
        remembered = self._remembered.get((word.form, last))
        if remembered is None:
            remembered = self._look_up(word, last)
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[word.form, last] = remembered
        return remembered

    def _look_up(self, word: Word, last: bool) -> _Match:
        key = self._key(word)
        if key and not last:
            return self._known(key)
        begun: dict[str, float] = self._begun(word.form) if last or len(word.form) >= 3 else {}
        if key:
            begun[key] = 1.0
        elif not begun:
            return self._look_further(word)
        return self._merged(begun, word.form if last else "", sure=True)

    def _key(self, word: Word) -> str:
        postings = self._postings
        key = postings.sayings.key(word)
        return key if key in postings.services else postings.forms.get(word.form, "")

    def _begun(self, typed: str) -> dict[str, float]:
        """Keys of the forms that begin with these letters; the more letters are left, the weaker."""
        forms = self._postings.sorted_forms
        found: dict[str, float] = {}
        for place in range(bisect_left(forms, typed), len(forms)):
            form = forms[place]
            if not form.startswith(typed):
                break
            key = self._postings.forms[form]
            found[key] = max(found.get(key, 0.0), _PREFIX * (0.6 + 0.4 * len(typed) / len(form)))
        return found

    def _look_further(self, word: Word) -> _Match:
        """No form is or begins so: a glued letter, two words run together, wrong letters."""
        forms = self._postings.forms
        glued = without_glued_letter(word)
        for bare in (*([glued] if glued else []), *with_article_mended(word)):
            key = self._key(bare)
            if key:
                return self._merged({key: _GLUED})
        alike = self._near.within(word.stem, 1) | self._near.within(word.form, 1)
        if word.form.isascii():
            alike |= self._sounds.alike(word.form)
        if alike:
            return self._merged({forms[w]: _ONE_WRONG for w in alike})
        alike = self._near.within(word.stem, 2) | self._near.within(word.form, 2)
        if alike:
            return self._merged({forms[w]: _TWO_WRONG for w in alike})
        for cut in range(2, len(word.form) - 1):
            left, right = forms.get(word.form[:cut]), forms.get(word.form[cut:])
            if left and right:
                return self._merged({left: 1.0, right: 1.0})
        return _Match({}, {}, _UNKNOWN_WEIGHT, sure=False)

    def _merged(self, shares: dict[str, float], typed: str = "", sure: bool = False) -> _Match:
        if len(shares) == 1 and not (typed or sure):
            ((key, share),) = shares.items()
            return self._known(key, share)
        services: dict[int, float] = {}
        keys: dict[str, float] = {}
        for key, share in shares.items():
            keys[key] = self._postings.weight[key] * share
            for number, worth in self._postings.services[key].items():
                if worth * share > services.get(number, 0.0):
                    services[number] = worth * share
        return _Match(services, keys, max(keys.values()), typed, sure)

    def _rank(self, matches: list[_Match], usage: Mapping[str, int]) -> list[tuple[float, int]]:
        """Pairs of negative score and service number, best first, then in the order of the catalogue."""
        worth: dict[int, float] = {}
        for match in matches:
            if not worth:
                worth = dict(match.services)
                continue
            for number, more in match.services.items():
                worth[number] = worth.get(number, 0.0) + more
        asked = sum(m.weight for m in matches)
        for number, often in self._often.items():
            if number in worth:
                worth[number] += 0.02 * often * asked
        for code, count in usage.items():
            if count and self._number.get(code) in worth:
                worth[self._number[code]] += 0.05 * asked
        best = worth if len(worth) <= _CANDIDATES else nlargest(_CANDIDATES, worth, key=worth.__getitem__)
        whole, partial = _by_completeness(matches)
        return sorted((-self._score(n, worth[n], asked, whole, partial, usage), n) for n in best)

    def _score(
        self,
        number: int,
        worth: float,
        asked: float,
        whole: dict[str, float],
        partial: dict[str, float],
        usage: Mapping[str, int],
    ) -> float:
        """How much of the query one phrase of the service answers, and how much of that phrase was said."""
        best = 0.0
        for keys, length, place in self._postings.phrases[number]:
            met = begun = 0.0
            for key in keys:
                weight = whole.get(key)
                if weight:
                    met += weight
                elif partial:
                    weight = partial.get(key)
                    if weight and weight > begun:
                        begun = weight
            met += begun
            if met:
                fit = place * (_ANSWERED * min(1.0, met / asked) + _SAID * min(1.0, met / length))
                if fit > best:
                    best = fit
        score = best + _OVERALL * min(1.0, worth / (asked * 1.25)) + 0.012 * self._often.get(number, 0)
        count = usage.get(self._postings.codes[number], 0) if usage else 0
        return score + 0.03 * count / (count + 4) if count else score

    def _hit(self, number: int, score: float, matches: list[_Match]) -> Hit:
        arabic, english = self._shown[number]
        service = self._services[number]
        return Hit(
            service.code,
            round(score, 4),
            self._marks(service.name.ar, arabic, matches),
            self._marks(service.name.en, english, matches),
        )

    def _marks(self, text: str, shown: list[ShownWord], matches: list[_Match]) -> Marks:
        sayings = self._postings.sayings
        stems = [w.word.stem for w in shown]
        marks: list[tuple[int, int]] = []
        for position, (start, end, word) in enumerate(shown):
            longer = sayings.at(stems, position) if word.stem in sayings.longer else None
            if longer and any(longer[1] in m.keys for m in matches):
                marks.append((start, shown[position + longer[0] - 1].end))
                continue
            key = sayings.key(word)
            for match in matches:
                if key in match.keys:
                    if match.typed:
                        end = start + letters_typed(text[start:end], word.form, match.typed)
                    marks.append((start, end))
                    break
        return _joined_ranges(marks)


def _by_completeness(matches: list[_Match]) -> tuple[dict[str, float], dict[str, float]]:
    """Keys of whole words, and of the word still being typed, which may count once only."""
    whole: dict[str, float] = {}
    partial: dict[str, float] = {}
    for match in matches:
        known = partial if match.typed else whole
        for key, weight in match.keys.items():
            if weight > known.get(key, 0.0):
                known[key] = weight
    return whole, partial


def _joined_ranges(ranges: list[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
