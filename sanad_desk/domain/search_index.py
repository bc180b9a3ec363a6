"""The searchable words of every service: phrases, postings by word, and the ways to say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from sanad_desk.domain.catalogue import Catalogue, Entity, Service
from sanad_desk.domain.search_text import Word, without_glued_letter, words

# How much a word weighs by where it stands.
_NAME, _ALIAS, _LIST_NAME, _CODE, _ENTITY, _CATEGORY = 1.0, 1.0, 0.9, 0.7, 0.5, 0.4
# What a word also says (the parts of a saying, the word under a glued letter) weighs a little less than what it is.
_ALSO = 0.8
# A word of one service alone may not outweigh all the rest that was said.
_HEAVIEST = 5.0
# What is to be done is said of many services, and is still what tells them apart.
_LIGHTEST_INTENT = 3.0


class Sayings:
    """Groups of words and sayings of one meaning; each group stands under one key."""

    def __init__(self, groups: Iterable[Iterable[str]], ignored: Iterable[str]) -> None:
        self.forms: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        self.longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for number, group in enumerate(groups):
            for saying in group:
                self._learn(words(saying), f"={number}")
        self.ignored = {w.form for text in ignored for w in words(text)} - set(self.forms)

    def _learn(self, saying: list[Word], key: str) -> None:
        stems = tuple(w.stem for w in saying)
        if len(stems) == 1:
            self.forms.setdefault(saying[0].form, key)
            self.stems.setdefault(stems[0], key)
        elif stems:
            self.longer.setdefault(stems[0], []).append((stems, key))
            self.longer[stems[0]].sort(key=lambda known: -len(known[0]))

    def key(self, word: Word) -> str:
        """The form decides before the stem: `صيدلي` and `صيدلية` share a stem and mean two things."""
        known = self.forms.get(word.form) or self.stems.get(word.stem)
        if known is None:
            bare = without_glued_letter(word)
            known = self.forms.get(bare.form) if bare else None
        return known or word.stem

    def at(self, stems: list[str], start: int) -> tuple[int, str] | None:
        """The longest saying of several words which begins here: its length and key."""
        for saying, key in self.longer.get(stems[start], ()):
            if tuple(stems[start : start + len(saying)]) == saying:
                return len(saying), key
        return None


@dataclass(slots=True)
class Phrase:
    """A name or alias as keys; `also` are keys it may be found by which add nothing to its length."""

    keys: dict[str, None] = field(default_factory=dict)
    also: dict[str, None] = field(default_factory=dict)


def read_phrase(text: str, sayings: Sayings) -> tuple[Phrase, list[Word]]:
    found = words(text)
    stems = [w.stem for w in found]
    phrase, position = Phrase(), 0
    while position < len(found):
        longer = sayings.at(stems, position)
        if longer:
            length, key = longer
            phrase.keys[key] = None
            phrase.also.update(dict.fromkeys(sayings.key(w) for w in found[position : position + length]))
            position += length
            continue
        word = found[position]
        if word.form not in sayings.ignored:
            phrase.keys[sayings.key(word)] = None
            bare = without_glued_letter(word)
            if bare:
                phrase.also[sayings.key(bare)] = None
        position += 1
    return phrase, found


def phrases_of(service: Service, entity: Entity | None) -> list[tuple[str, float]]:
    """Everything a service may be found by, with the weight of the place it stands in."""
    listed = {p.list_name for p in service.prices if p.list_name and p.list_name != service.name.ar}
    found = [
        (service.name.ar, _NAME),
        (service.name.en, _NAME),
        *((alias, _ALIAS) for alias in service.aliases),
        *((name, _LIST_NAME) for name in sorted(listed)),
        (service.code, _CODE),
        (service.category.ar, _CATEGORY),
        (service.category.en, _CATEGORY),
    ]
    if entity is not None:
        names = (entity.name.ar, entity.name.en, entity.code, *entity.aliases)
        found += [(name, _ENTITY) for name in names]
    return found


class Postings:
    """For each key the services it leads to, for each service its phrases ready to be compared."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.sayings = Sayings((*catalogue.intents, *catalogue.synonyms), catalogue.ignored_words)
        self._intents = {f"={number}" for number in range(len(catalogue.intents))}
        self.codes = list(catalogue.services)
        self.forms: dict[str, str] = dict(self.sayings.forms)
        read = [self._read(s, catalogue.entities.get(s.entity)) for s in catalogue.services.values()]
        self.weight = self._weights(read)
        self.services: dict[str, dict[int, float]] = {}
        self.phrases: list[list[tuple[tuple[str, ...], float, float]]] = []
        for number, phrases in enumerate(read):
            self.phrases.append([self._post(number, phrase, place) for phrase, place in phrases])
        self.forms = {form: key for form, key in self.forms.items() if key in self.services}
        self.sorted_forms = sorted(self.forms)

    def _read(self, service: Service, entity: Entity | None) -> list[tuple[Phrase, float]]:
        found = []
        for text, place in phrases_of(service, entity):
            phrase, said = read_phrase(text, self.sayings)
            for word in said:
                if word.form not in self.sayings.ignored:
                    self.forms[word.form] = self.sayings.key(word)
                    self.forms.setdefault(word.stem, self.sayings.key(word))
            if phrase.keys:
                found.append((phrase, place))
        return found

    def _weights(self, read: list[list[tuple[Phrase, float]]]) -> dict[str, float]:
        """Rare words say more: the logarithm of all services over those the word leads to."""
        count: dict[str, float] = {}
        for phrases in read:
            best: dict[str, float] = {}
            for phrase, place in phrases:
                for key in (*phrase.keys, *phrase.also):
                    best[key] = max(place, best.get(key, 0.0))
            for key, place in best.items():
                count[key] = count.get(key, 0.0) + place
        weights = {key: min(_HEAVIEST, log(1 + len(read) / max(n, 1.0))) for key, n in count.items()}
        for key in self._intents & weights.keys():
            weights[key] = max(weights[key], _LIGHTEST_INTENT)
        return weights

    def _post(self, number: int, phrase: Phrase, place: float) -> tuple[tuple[str, ...], float, float]:
        length = sum(self.weight[key] for key in phrase.keys)
        for keys, share in ((phrase.keys, place), (phrase.also, place * _ALSO)):
            for key in keys:
                weight = self.weight[key]
                worth = weight * share * (1 + 0.25 * weight / (length + 1))
                posting = self.services.setdefault(key, {})
                if worth > posting.get(number, 0.0):
                    posting[number] = worth
        return (*phrase.keys, *(k for k in phrase.also if k not in phrase.keys)), length, place
