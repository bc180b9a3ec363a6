"""FIGURES row 7: search at each keystroke, p99 against rapidfuzz over the same list, at 468 services and at 10,000.

Run as `python tests/bench/bench_search.py`. The list of the yardstick holds what a plain search would hold:
one text per service, of both names and all aliases. A second yardstick holds the names alone, for comparison.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sanad_desk.catalogue.read import read_catalogue  # noqa: E402 (the tree must come before an installed copy)
from sanad_desk.domain.catalogue import Catalogue, Words  # noqa: E402
from sanad_desk.domain.search import ServiceIndex  # noqa: E402
from sanad_desk.resources_path import resource_path  # noqa: E402
from tests.catalogue.wrong_letters import with_one_wrong_letter  # noqa: E402

LIMIT = 20
TARGETS = {468: 1.5, 10_000: 0.5}


def many(catalogue: Catalogue, count: int) -> Catalogue:
    """The same services again and again, each copy with a number of its own in its names and code."""
    services = dict(catalogue.services)
    copy = 1
    while len(services) < count:
        for service in list(catalogue.services.values())[: count - len(services)]:
            code, name = f"{service.code}-{copy}", Words(f"{service.name.ar} {copy}", f"{service.name.en} {copy}")
            services[code] = dataclasses.replace(service, code=code, name=name)
        copy += 1
    return dataclasses.replace(catalogue, services=services)


def keystrokes() -> list[str]:
    questions = tomllib.loads((ROOT / "tests/catalogue/questions.toml").read_text(encoding="utf-8"))
    asked = [q["ask"] for part in questions.values() for q in part]
    return [ask[:length] for ask in asked for length in range(1, len(ask) + 1)]


def timed(find: Callable[[str], object], typed: list[str]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    taken = []
    for query in typed:
        start = time.perf_counter()
        find(query)
        taken.append(time.perf_counter() - start)
    taken.sort()
    return taken[len(taken) // 2] * 1000, taken[len(taken) * 99 // 100] * 1000


def rapidfuzz_over(texts: list[str]) -> Callable[[str], object]:
    return lambda query: process.extract(query, texts, scorer=fuzz.token_set_ratio, limit=LIMIT)


def found_with_a_wrong_letter(catalogue: Catalogue, index: ServiceIndex) -> tuple[int, float]:
    dice, asked, found = random.Random(1), 0, 0
    for service in catalogue.services.values():
        for text in (service.name.ar, service.name.en, *service.aliases):
            typed = with_one_wrong_letter(text, dice)
            if typed is not None:
                asked += 1
                found += service.code in [h.service_code for h in index.find(typed, limit=LIMIT)]
    return asked, found / asked


def main() -> int:
    shipped, _ = read_catalogue(resource_path("catalogue"))
    typed, missed = keystrokes(), False
    for count, target in TARGETS.items():
        catalogue = many(shipped, count)
        sample = typed if count < 1000 else typed[::13]
        services = catalogue.services.values()
        start = time.perf_counter()
        index = ServiceIndex(catalogue)
        built = (time.perf_counter() - start) * 1000
        ours = timed(index.find, sample)
        whole = timed(rapidfuzz_over([" ".join((s.name.ar, s.name.en, *s.aliases)) for s in services]), sample)
        names = timed(rapidfuzz_over([f"{s.name.ar} {s.name.en}" for s in services]), sample)
        print(f"{count} services, {len(sample)} keystrokes, index built in {built:.0f} ms")
        for label, yardstick in (("names and aliases", whole), ("names alone", names)):
            print(f"  yardstick  p50 {yardstick[0]:7.3f} ms  p99 {yardstick[1]:7.3f} ms  rapidfuzz over {label}")
        print(f"  ours       p50 {ours[0]:7.3f} ms  p99 {ours[1]:7.3f} ms")
        ratio = ours[1] / whole[1]
        print(f"  ratio      p99 {ratio:.2f}  (target {target}; over names alone {ours[1] / names[1]:.2f})")
        missed |= ratio > target
    asked, share = found_with_a_wrong_letter(shipped, ServiceIndex(shipped))
    print(f"one wrong letter: {share:.2%} of {asked} names and aliases still found among {LIMIT} (target 99 %)")
    return int(missed or share < 0.99)


if __name__ == "__main__":
    sys.exit(main())
