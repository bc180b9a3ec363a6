"""`sanadctl search "words"`: the services these words would find at the counter, best first, as JSON."""

from __future__ import annotations

import argparse

from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.ctl.doors import Subparsers, print_json
from sanad_desk.domain.search import Marks, ServiceIndex
from sanad_desk.resources_path import resource_path


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("search", help="find services by everyday words, Arabic or English")
    parser.add_argument("words", nargs="+", metavar="WORDS")
    parser.add_argument("--limit", type=int, default=5, metavar="N")
    parser.set_defaults(run=search)


def search(options: argparse.Namespace) -> int:
    catalogue, _ = read_catalogue(resource_path("catalogue"))
    query = " ".join(options.words)
    hits = ServiceIndex(catalogue).find(query, limit=max(0, options.limit))
    found = []
    for hit in hits:
        service = catalogue.services[hit.service_code]
        found.append(
            {
                "service_code": service.code,
                "name_ar": service.name.ar,
                "name_en": service.name.en,
                "entity": catalogue.entities[service.entity].name.en,
                "score": hit.score,
                "marked_ar": _cut(service.name.ar, hit.marks_ar),
                "marked_en": _cut(service.name.en, hit.marks_en),
            }
        )
    print_json({"query": query, "hits": found})
    return 0


def _cut(text: str, marks: Marks) -> list[str]:
    return [text[start:end] for start, end in marks]
