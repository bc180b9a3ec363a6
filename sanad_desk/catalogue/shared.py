"""Reads what all services share: release, entities, papers, sources, flows, places and words for the search."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sanad_desk.catalogue.calendar import read_calendar
from sanad_desk.catalogue.fault import Faults
from sanad_desk.catalogue.table import Place, Table
from sanad_desk.domain.catalogue import (
    NO_SOURCE,
    Condition,
    Entity,
    Paper,
    ServiceStep,
    Source,
    StepKind,
    Wilayat,
    Words,
)
from sanad_desk.domain.search_text import words
from sanad_desk.domain.working_days import WorkingCalendar

GRADES = ("price-list", "official-page", "one-office", "press", "name-only", "general-knowledge")
ENTITY_KINDS = ("government", "company", "newspaper", "bank", "insurance", "centre")
FLOW_SOURCE = "default-flow"
_CALENDAR = "calendar.toml"


@dataclass(slots=True)
class Shared:
    """Everything a service may refer to."""

    version: str = ""
    tariff_date: date = date.min
    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    flows: dict[str, tuple[ServiceStep, ...]] = field(default_factory=dict)
    governorates: dict[str, Words] = field(default_factory=dict)
    wilayats: dict[str, Wilayat] = field(default_factory=dict)
    intents: tuple[tuple[str, ...], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    ignored_words: tuple[str, ...] = ()
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


def open_file(folder: Path, name: str, faults: Faults) -> Table | None:
    """The root table of a file; a file which cannot be read or parsed is one fault."""
    try:
        data = tomllib.loads((folder / name).read_bytes().decode("utf-8"))
    except OSError as error:
        faults.add("file_missing", name, reason=error.strerror or type(error).__name__)
    except UnicodeDecodeError as error:
        faults.add("file_not_utf8", name, position=error.start)
    except tomllib.TOMLDecodeError as error:
        faults.add("file_wrong", name, reason=error)
    else:
        return Table(data, Place(name), faults)
    return None


def read_shared(folder: Path, faults: Faults) -> Shared:
    shared = Shared()
    readers = {
        "release.toml": _release,
        "sources.toml": _sources,
        "entities.toml": _entities,
        "papers.toml": _papers,
        "flows.toml": _flows,
        "places.toml": _places,
        "synonyms.toml": _synonyms,
    }
    if (folder / _CALENDAR).exists():  # releases of before it go on with the weekend alone
        readers[_CALENDAR] = _calendar
    for name, reader in readers.items():
        root = open_file(folder, name, faults)
        if root is not None:
            reader(root, shared)
            root.close()
    return shared


def _release(root: Table, shared: Shared) -> None:
    shared.version = root.text("version")
    shared.tariff_date = root.day("tariff_date") or date.min


def _sources(root: Table, shared: Shared) -> None:
    for key in root.names():
        table = root.table(key)
        if table is not None:
            grade = table.one_of("grade", GRADES)
            shared.sources[key] = Source(grade, table.own_words(), table.partial_date("as_of", ""))
            table.close()


def _add(table: Table, known: Mapping[str, object], code: str) -> bool:
    if code in known:
        table.fault("code_twice", "code", value=code)
    return bool(code) and code not in known


def _entities(root: Table, shared: Shared) -> None:
    for table in root.tables("entity"):
        code = table.code("code")
        entity = Entity(
            code=code,
            name=table.words("name"),
            kind=table.one_of("kind", ENTITY_KINDS),
            portal_name=table.text("portal_name", ""),
            portal_url=table.text("portal_url", ""),
            aliases=table.strings("aliases"),
        )
        if entity.portal_url and not entity.portal_url.startswith("https://"):
            table.fault("value_wrong", "portal_url", expected="https://…")
        table.close()
        if _add(table, shared.entities, code):
            shared.entities[code] = entity


def _papers(root: Table, shared: Shared) -> None:
    for table in root.tables("paper"):
        code = table.code("code")
        paper = Paper(
            code=code,
            name=table.words("name"),
            kind=table.one_of("kind", ("paper", "detail"), "paper"),
            has_validity=table.flag("has_validity", False),
        )
        table.close()
        if _add(table, shared.papers, code):
            shared.papers[code] = paper


def read_step(table: Table, source: Source, when: Condition | None = None) -> ServiceStep | None:
    kind = table.member("kind", StepKind)
    step = ServiceStep(kind or StepKind.FILL, table.own_words(), source, table.whole("days"), when)
    table.close()
    return step if kind else None


def _flows(root: Table, shared: Shared) -> None:
    source = shared.sources.get(FLOW_SOURCE, NO_SOURCE)
    for table in root.tables("flow"):
        code = table.code("code")
        steps = [read_step(step, source) for step in table.tables("steps")]
        if not steps:
            table.fault("value_missing", "steps")
        table.close()
        if _add(table, shared.flows, code):
            shared.flows[code] = tuple(s for s in steps if s)


def _places(root: Table, shared: Shared) -> None:
    for table in root.tables("governorate"):
        code = table.code("code")
        name = table.words("name")
        if _add(table, shared.governorates, code):
            shared.governorates[code] = name
        for inner in table.tables("wilayats"):
            own = inner.code("code")
            wilayat = Wilayat(own, code, inner.own_words(), inner.flag("is_main", False), inner.strings("aliases"))
            inner.close()
            if _add(inner, shared.wilayats, own):
                shared.wilayats[own] = wilayat
        table.close()


def _synonyms(root: Table, shared: Shared) -> None:
    """A word in two groups would mean two things, and only the first group would ever be used."""
    shared.intents = root.lists("intents")
    shared.synonyms = root.lists("groups")
    shared.ignored_words = root.strings("ignored")
    stands_in: dict[tuple[str, ...], str] = {}
    for key, groups in (("intents", shared.intents), ("groups", shared.synonyms)):
        for number, group in enumerate(groups, 1):
            place = f"{key}[{number}]"
            for saying in group:
                if stands_in.setdefault(tuple(w.form for w in words(saying)), place) != place:
                    root.fault("synonym_twice", place, value=saying)


def _calendar(root: Table, shared: Shared) -> None:
    shared.calendar = read_calendar(root, shared.sources)
