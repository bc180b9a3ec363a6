"""What a period teaches a centre: papers that are missing, returns, outages, real durations, and what people say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import TypeVar

from sanad_desk.domain.catalogue import Catalogue, Words
from sanad_desk.domain.row_words import row_words
from sanad_desk.domain.search_text import words as search_words
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.working_days import WorkingCalendar

_KeyT = TypeVar("_KeyT")
_CodeT = TypeVar("_CodeT")


@dataclass(frozen=True, slots=True)
class EndedCase:
    """A case whose result came; instants in milliseconds UTC, `promised` the first date that was named, if any."""

    service_code: str
    begun_at: int
    ended_at: int
    promised: date | None


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What all desks wrote in the period, counted; keys of pairs are service or entity first."""

    missing: Mapping[tuple[str, str], int] = field(default_factory=dict)  # service, row key
    returned: Mapping[tuple[str, str], int] = field(default_factory=dict)  # entity, reason
    parked: Mapping[str, int] = field(default_factory=dict)  # cases by entity
    outages: tuple[tuple[str, int, int], ...] = ()  # entity, from, until; milliseconds UTC
    ended: tuple[EndedCase, ...] = ()
    not_offered: Mapping[str, int] = field(default_factory=dict)  # as it was typed
    assisted: Mapping[str, int] = field(default_factory=dict)  # by service
    stars: Mapping[int, int] = field(default_factory=dict)
    complaints: Mapping[tuple[str, bool], int] = field(default_factory=dict)  # kind, whether it waits for an answer


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """How often something was missing, and for which services, the most frequent first."""

    paper: Words
    times: int
    services: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """Why entities sent cases back, and which of them did."""

    reason: str  # domain.case_life.RETURN_REASONS
    times: int
    entities: tuple[tuple[Words, int], ...]


@dataclass(frozen=True, slots=True)
class EntityOutages:
    """How often and for how long a portal was down, and how many cases were parked for it."""

    entity: Words
    times: int
    milliseconds: int
    parked: int


@dataclass(frozen=True, slots=True)
class ServiceDuration:
    """Working days from the counter to the result, medians; `late` of the `dated` cases came after their date."""

    service: Words
    times: int
    real_days: int
    promised_days: int | None
    dated: int
    late: int


@dataclass(frozen=True, slots=True)
class ComplaintKind:
    """Complaints about one thing, and how many of them wait for an answer."""

    kind: str
    times: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """Every list is longest first."""

    missing: tuple[MissingPaper, ...] = ()
    returns: tuple[ReturnReason, ...] = ()
    outages: tuple[EntityOutages, ...] = ()
    durations: tuple[ServiceDuration, ...] = ()
    not_offered: tuple[tuple[str, int], ...] = ()
    assisted: tuple[tuple[Words, int], ...] = ()
    stars: Mapping[int, int] = field(default_factory=dict)
    complaints: tuple[ComplaintKind, ...] = ()

    @property
    def ratings(self) -> int:
        return sum(self.stars.values())

    @property
    def mean_stars(self) -> float | None:
        return sum(stars * times for stars, times in self.stars.items()) / self.ratings if self.ratings else None

    @property
    def is_empty(self) -> bool:
        lists = (self.missing, self.returns, self.outages, self.durations, self.not_offered, self.assisted)
        return not (any(lists) or self.ratings or self.complaints)


def fold_lessons(facts: LessonFacts, catalogue: Catalogue, calendar: WorkingCalendar) -> Lessons:
    """Names by the catalogue as it is now; what it does not know stands for itself."""
    entity, service = _entity_names(catalogue), _service_names(catalogue)
    return Lessons(
        missing=tuple(_missing(facts.missing, catalogue)),
        returns=tuple(_returns(facts.returned, entity)),
        outages=tuple(_outages(facts, entity)),
        durations=tuple(_durations(facts.ended, calendar, service)),
        not_offered=tuple(_asked_for(facts.not_offered)),
        assisted=_named(facts.assisted, service),
        stars=dict(sorted(facts.stars.items())),
        complaints=tuple(_complaints(facts.complaints)),
    )


_Name = Callable[[str], Words]


def _entity_names(catalogue: Catalogue) -> _Name:
    def name(code: str) -> Words:
        known = catalogue.entities.get(code)
        return known.name if known else Words(code or "—", code or "—")

    return name


def _service_names(catalogue: Catalogue) -> _Name:
    return lambda code: catalogue.service(code).name


def _missing(missing: Mapping[tuple[str, str], int], catalogue: Catalogue) -> Iterator[MissingPaper]:
    """The same paper is one, whatever its place on a service's list; steps that every service has are no papers."""
    by_paper: defaultdict[Words, Counter[str]] = defaultdict(Counter)
    for (service_code, key), times in missing.items():
        paper = row_words(catalogue, service_code, key)
        if paper:
            by_paper[paper][service_code] += times
    for paper, services in _most(by_paper):
        names = tuple(name for name, _ in _named(services, _service_names(catalogue)))
        yield MissingPaper(paper, services.total(), names)


def _returns(returned: Mapping[tuple[str, str], int], entity: _Name) -> Iterator[ReturnReason]:
    by_reason: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (code, reason), times in returned.items():
        by_reason[reason][code] += times
    for reason, entities in _most(by_reason):
        yield ReturnReason(reason, entities.total(), _named(entities, entity))


def _complaints(complaints: Mapping[tuple[str, bool], int]) -> Iterator[ComplaintKind]:
    by_kind: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for (kind, is_open), times in complaints.items():
        by_kind[kind][is_open] += times
    for kind, counted in _most(by_kind):
        yield ComplaintKind(kind, counted.total(), counted[True])


def _outages(facts: LessonFacts, entity: _Name) -> list[EntityOutages]:
    by_entity: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for code, began, ended in facts.outages:
        by_entity[code].append((began, ended))
    found = []
    for code in by_entity.keys() | facts.parked.keys():
        times = _united(by_entity[code])
        lasted = sum(ended - began for began, ended in times)
        found.append(EntityOutages(entity(code), len(times), lasted, facts.parked.get(code, 0)))
    return sorted(found, key=lambda each: (-each.milliseconds, -each.parked, each.entity.en))


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two desks may have noticed the same outage, which is one and not longer for it."""
    found: list[tuple[int, int]] = []
    for began, ended in sorted(spans):
        if found and began <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ended))
        else:
            found.append((began, ended))
    return found


def _durations(ended: Iterable[EndedCase], calendar: WorkingCalendar, service: _Name) -> list[ServiceDuration]:
    by_service: defaultdict[str, list[EndedCase]] = defaultdict(list)
    for case in ended:
        by_service[case.service_code].append(case)
    found = []
    for code, cases in by_service.items():
        days = [(business_date_at(case.begun_at), business_date_at(case.ended_at), case.promised) for case in cases]
        dated = [(begun, came, promised) for begun, came, promised in days if promised is not None]
        promises = [calendar.between(begun, promised) for begun, _, promised in dated]
        found.append(
            ServiceDuration(
                service=service(code),
                times=len(cases),
                real_days=median_low(calendar.between(begun, came) for begun, came, _ in days),
                promised_days=median_low(promises) if promises else None,
                dated=len(dated),
                late=sum(came > promised for _, came, promised in dated),
            )
        )
    return sorted(found, key=lambda each: (-each.times, each.service.en))


def _asked_for(not_offered: Mapping[str, int]) -> list[tuple[str, int]]:
    """Words that mean the same to the search are one; the spelling typed most stands for all."""
    spellings: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for typed, times in not_offered.items():
        forms = tuple(sorted(word.form for word in search_words(typed)))
        spellings[forms or (typed,)][typed] += times
    return [(max(sorted(counted), key=counted.__getitem__), counted.total()) for _, counted in _most(spellings)]


def _named(counted: Mapping[str, int], name: _Name) -> tuple[tuple[Words, int], ...]:
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name(code), times) for code, times in ordered)


def _most(groups: Mapping[_KeyT, Counter[_CodeT]]) -> list[tuple[_KeyT, Counter[_CodeT]]]:
    """Those that came most often first; what came as often stands in the order of its words."""
    return sorted(groups.items(), key=lambda item: (-item[1].total(), str(item[0])))
