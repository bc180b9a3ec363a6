"""Which installed distributions the desk is made of: what its requirements lead to, nothing else that lies there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions

from packaging.requirements import Requirement


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """By their plain names, those of this system alone; raises SystemExit when one is not installed."""
    found: dict[str, Distribution] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, of_extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": of_extra}):
            continue
        name = plain_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                found[name] = distribution(requirement.name)
            except PackageNotFoundError:
                raise SystemExit(
                    f"{requirement.name} is not installed: the environment is not that of the lock"
                ) from None
            waiting += [(Requirement(text), extra) for text in found[name].requires or ()]
    return dict(sorted(found.items()))


def foreign_modules(requirements: Iterable[str]) -> list[str]:
    """The top modules of every other distribution in this environment: tests, server and tools stay out."""
    ours = {*needed(requirements), "sanad-desk"}
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if module.isidentifier() and ours.isdisjoint(plain_name(owner) for owner in owners)
    )
