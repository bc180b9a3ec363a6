"""What is different in a catalogue, in rows that a person can read and approve; nothing that changed is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Generic, TypeVar

from sanad_desk.domain.catalogue import (
    NO_WORDS,
    Catalogue,
    DatedT,
    Entity,
    FeeBasis,
    GovernmentFee,
    Paper,
    PaperNeed,
    Price,
    Service,
    Words,
    in_force,
)
from sanad_desk.domain.money import format_amount

_KeyT = TypeVar("_KeyT")
_ValueT = TypeVar("_ValueT")


@dataclass(frozen=True, slots=True)
class Change:
    """One row; `old` or `new` is empty where there was or will be nothing. Amounts are rials with three decimals."""

    kind: str  # service, price, fee, paper, entity or catalogue, and added, removed, changed, renamed or other
    code: str  # of the service or entity
    name: Words
    action: str = ""
    what: Words = NO_WORDS  # which price, fee or paper of it
    old: str = ""
    new: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class _Two(Generic[_ValueT]):
    """The same thing in both catalogues."""

    old: _ValueT
    new: _ValueT


def difference(old: Catalogue, new: Catalogue) -> list[Change]:
    """In the order of the new catalogue, what is gone last; an empty list says that nothing differs but the version."""
    changes = [
        change for both in _pairs(old.entities, new.entities).values() for change in _entity_changes(both.old, both.new)
    ]
    papers = {**old.papers, **new.papers}
    for pair in _pairs(old.services, new.services).values():
        changes += _service_changes(pair.old, pair.new, papers)
    return [*changes, *_other_changes(old, new)]


def _pairs(old: Mapping[_KeyT, _ValueT], new: Mapping[_KeyT, _ValueT]) -> dict[_KeyT, _Two[_ValueT | None]]:
    return {key: _Two(old.get(key), new.get(key)) for key in {**new, **old}}


def _entity_changes(old: Entity | None, new: Entity | None) -> Iterator[Change]:
    known = new or old
    assert known is not None
    if old is None or new is None:
        yield Change("entity_added" if old is None else "entity_removed", known.code, known.name)
        return
    if old.name != new.name:
        yield Change("entity_renamed", new.code, new.name, old=_both(old.name), new=_both(new.name))
    if others := _differing(old, new, {"name"}):
        yield Change("entity_other", new.code, new.name, new=", ".join(others))


def _service_changes(old: Service | None, new: Service | None, papers: Mapping[str, Paper]) -> Iterator[Change]:
    known = new or old
    assert known is not None
    if new is None:
        yield Change("service_removed", known.code, known.name)
        return
    if old is None:
        yield Change("service_added", new.code, new.name, valid_from=_real(new.valid_from))
        old = replace(new, prices=(), government_fees=(), papers=())
    if old.name != new.name:
        yield Change("service_renamed", new.code, new.name, old=_both(old.name), new=_both(new.name))
    if (old.valid_from, old.valid_until) != (new.valid_from, new.valid_until):
        yield Change("service_dates", new.code, new.name, old=_period(old), new=_period(new))
    rows = {
        "prices": [*_figures("price", new, old.prices, new.prices, _price_key, _price_text)],
        "government_fees": [*_figures("fee", new, old.government_fees, new.government_fees, _fee_key, _fee_text)],
        "papers": [*_papers(new, old.papers, papers)],
    }
    for found in rows.values():
        yield from found
    seen = {"name", "valid_from", "valid_until", *(name for name, found in rows.items() if found)}
    if others := _differing(old, new, seen):
        yield Change("service_other", new.code, new.name, new=", ".join(others))


def _figures(
    noun: str,
    service: Service,
    old: Sequence[DatedT],
    new: Sequence[DatedT],
    key: Callable[[DatedT], tuple[str, Words]],
    text: Callable[[DatedT], str],
) -> Iterator[Change]:
    """A row for each time in which something else holds than before, as that is what a customer will notice."""
    for (action, what), both in _pairs(_grouped(old, key), _grouped(new, key)).items():
        row = Change(f"{noun}_other", service.code, service.name, action, what)
        times = _times(both.old or (), both.new or (), text)
        for start, end, before, after in times:
            kind = f"{noun}_{_verb(before, after)}"
            yield replace(row, kind=kind, old=before, new=after, valid_from=_real(start), valid_until=end)
        if not times and both.old != both.new:
            yield replace(row, new=_details(both))


def _times(
    old: Iterable[DatedT], new: Iterable[DatedT], text: Callable[[DatedT], str]
) -> list[tuple[date, date | None, str, str]]:
    old, new = tuple(old), tuple(new)
    edges = {figure.valid_from for figure in (*old, *new)}
    edges |= {f.valid_until + timedelta(1) for f in (*old, *new) if f.valid_until and f.valid_until < date.max}
    spans: list[tuple[date, date | None, str, str]] = []
    for start, following in pairwise([*sorted(edges), None]):
        assert start is not None
        before, after = (" + ".join(dict.fromkeys(map(text, in_force(figures, start)))) for figures in (old, new))
        if spans and spans[-1][2:] == (before, after):
            start = spans.pop()[0]
        spans.append((start, following and following - timedelta(1), before, after))
    return [span for span in spans if span[2] != span[3]]


def _papers(service: Service, old: Sequence[PaperNeed], papers: Mapping[str, Paper]) -> Iterator[Change]:
    def key(need: PaperNeed) -> Words:
        names = [papers[code].name for code in need.papers]
        return Words(" / ".join(n.ar for n in names), " / ".join(n.en for n in names))

    for what, both in _pairs(_grouped(old, key), _grouped(service.papers, key)).items():
        before, after = ("; ".join(sorted(map(_need_text, needs or ()))) for needs in (both.old, both.new))
        row = Change("paper_other", service.code, service.name, what=what)
        if before != after:
            yield replace(row, kind=f"paper_{_verb(before, after)}", old=before, new=after)
        elif both.old != both.new:
            yield replace(row, new=_details(both))


def _other_changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """What is no service's own: named, and where it has codes with those that differ."""
    for name in _differing(old, new, {"version", "entities", "services"}):
        before, after = getattr(old, name), getattr(new, name)
        if isinstance(before, Mapping):
            codes = [code for code, pair in _pairs(before, after).items() if pair.old != pair.new]
            yield Change("catalogue_other", name, NO_WORDS, new=", ".join(codes))
        elif isinstance(before, date):
            yield Change("catalogue_other", name, NO_WORDS, old=before.isoformat(), new=after.isoformat())
        else:
            yield Change("catalogue_other", name, NO_WORDS)


def _grouped(rows: Iterable[_ValueT], key: Callable[[_ValueT], _KeyT]) -> dict[_KeyT, list[_ValueT]]:
    groups: defaultdict[_KeyT, list[_ValueT]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _differing(old: Any, new: Any, seen: set[str]) -> list[str]:
    """The names of fields that differ, but for those that have rows already."""
    return [f.name for f in fields(old) if f.name not in seen and getattr(old, f.name) != getattr(new, f.name)]


def _details(both: _Two[list[Any] | None]) -> str:
    """What differs in lines that say the same to a customer: where they were read, their note, their order."""
    names = [
        name for old, new in zip(both.old or (), both.new or (), strict=False) for name in _differing(old, new, set())
    ]
    return ", ".join(dict.fromkeys(names)) or "lines"


def _verb(before: str, after: str) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"


def _price_key(price: Price) -> tuple[str, Words]:
    return price.action, price.variant_name or Words(price.variant, price.variant)


def _price_text(price: Price) -> str:
    return _amount(price.centre_fee, price.unit)


def _fee_key(fee: GovernmentFee) -> tuple[str, Words]:
    return fee.action, fee.label


def _fee_text(fee: GovernmentFee) -> str:
    if fee.basis is FeeBasis.RANGE and fee.minimum is not None and fee.maximum is not None:
        return f"{_amount(fee.minimum)}–{_amount(fee.maximum, fee.unit)}"
    if fee.basis is FeeBasis.PERCENT and fee.rate_ppm is not None:
        return f"{fee.rate_ppm / 10_000:g} %"
    return str(fee.basis) if fee.amount is None else _amount(fee.amount, fee.unit)


def _amount(baisa: int, unit: str = "case") -> str:
    return format_amount(baisa, grouped=False) + ("" if unit == "case" else f" / {unit}")


def _need_text(need: PaperNeed) -> str:
    parts = ["required" if need.required else "optional"]
    if need.when is not None:
        parts.append(f"when {need.when.question} = {' or '.join(need.when.answers)}")
    return ", ".join([*parts, *([_both(need.note)] if need.note else [])])


def _both(words: Words) -> str:
    return f"{words.en} · {words.ar}"


def _period(service: Service) -> str:
    start, end = _real(service.valid_from), service.valid_until
    return f"{start.isoformat() if start else ''}–{end.isoformat() if end else ''}"


def _real(day: date) -> date | None:
    return day if day > date.min else None
