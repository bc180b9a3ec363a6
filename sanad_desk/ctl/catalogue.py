"""`sanadctl catalogue check|stats`: the faults of the catalogue files, and what they hold, as JSON."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.ctl.doors import Subparsers, print_json
from sanad_desk.domain.catalogue import Catalogue, Service, Source
from sanad_desk.resources_path import resource_path


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("catalogue", help="the files of services, prices and papers")
    doors = parser.add_subparsers(dest="catalogue_command", required=True, metavar="check|stats")
    for name, run, words in (
        ("check", catalogue_check, "name every fault with file, service and field"),
        ("stats", catalogue_stats, "count what the files hold and what they lack"),
    ):
        door = doors.add_parser(name, help=words)
        door.add_argument("--folder", type=Path, default=resource_path("catalogue"), metavar="DIR")
        door.set_defaults(run=run)


def catalogue_check(options: argparse.Namespace) -> int:
    catalogue, faults = read_catalogue(options.folder)
    print_json(
        {
            "version": catalogue.version,
            "tariff_date": catalogue.tariff_date,
            "services": len(catalogue.services),
            "faults": [_fault(f) for f in faults],
        }
    )
    return 1 if faults else 0


def _fault(fault: CatalogueFault) -> dict[str, object]:
    return {
        "file": fault.file,
        "service": fault.service,
        "field": fault.field,
        "code": fault.code,
        **fault.params,
        "message": fault.in_english,
    }


def catalogue_stats(options: argparse.Namespace) -> int:
    catalogue, faults = read_catalogue(options.folder)
    services = list(catalogue.services.values())
    print_json(
        {
            "version": catalogue.version,
            "tariff_date": catalogue.tariff_date,
            "faults": len(faults),
            "entities": len(catalogue.entities),
            "services": len(services),
            "services_by_entity": _by_entity(catalogue),
            "services_by_grade": _counted(s.source.grade for s in services),
            "prices": sum(len(s.prices) for s in services),
            "prices_by_action": _counted(p.action for s in services for p in s.prices),
            "fees": sum(len(s.government_fees) for s in services),
            "fees_by_basis": _counted(f.basis for s in services for f in s.government_fees),
            "fees_by_confidence": _counted(f.confidence for s in services for f in s.government_fees),
            "observed_prices": sum(len(s.observed_prices) for s in services),
            "papers": len(catalogue.papers),
            "service_papers": sum(len(s.papers) for s in services),
            "questions": sum(len(s.questions) for s in services),
            "typed_fields": sum(len(s.fields) for s in services),
            "own_steps": sum(len(s.steps) for s in services if not s.flow),
            "services_by_flow": _counted(s.flow for s in services if s.flow),
            "sensitive": sum(s.sensitive for s in services),
            "without_price": sum(not s.prices for s in services),
            "without_known_fee": sum(not s.government_fees for s in services),
            "without_known_papers": sum(not (s.papers or s.fields) for s in services),
            "governorates": len(catalogue.governorates),
            "wilayats": len(catalogue.wilayats),
            "oldest_figures": _oldest(services),
        }
    )
    return 0


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(map(str, values)).most_common())


def _by_entity(catalogue: Catalogue) -> dict[str, int]:
    counts = Counter(s.entity for s in catalogue.services.values())
    return {code: counts[code] for code in catalogue.entities}


def _oldest(services: list[Service], most: int = 10) -> list[dict[str, str]]:
    """The figures to confirm first: fees without a date, then the oldest."""
    dated = [(f.source, s.code, f.label.en) for s in services for f in s.government_fees]
    dated.sort(key=lambda figure: (figure[0].as_of, figure[1], figure[2]))
    return [_figure(source, code, label) for source, code, label in dated[:most]]


def _figure(source: Source, code: str, label: str) -> dict[str, str]:
    return {"service": code, "label": label, "as_of": source.as_of, "grade": source.grade, "source": source.text.en}
