"""A program whose files may grow no further while it takes payment, again and again, each time with a little more room.

Run as `python -m tests.faults.full_disk STORE ROUNDS [MUTANT]`; prints the numbers it told, and what was refused.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from tests.conftest import MORNING
from tests.faults.mutants import MUTANTS
from tests.usecases.played import pay, ready_visit


def _room(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _largest(desk: OpenDesk) -> int:
    return max(path.stat().st_size for path in desk.store.folder.glob("desk.db*"))


def main() -> None:
    store, rounds, *mutant = sys.argv[1:]
    if mutant:
        MUTANTS[mutant[0]](lambda _: None)
    desk = open_desk(Path(store), clock=SetClock(MORNING + 12 * 3_600_000))
    clerk = next(o for o in list_operators(desk) if Role.MANAGER not in o.roles)
    who = SignedIn(clerk.id, clerk.name, clerk.roles)
    told, refusals = [], []
    for turn in range(int(rounds)):
        view = ready_visit(desk, who)
        _room(_largest(desk) + turn * 997)
        try:
            told.append(pay(desk, who, view).number)
        except StoreError as error:
            refusals.append(error.code)
            _room(resource.RLIM_INFINITY)
            told.append(pay(desk, who, view).number)
        _room(resource.RLIM_INFINITY)
    desk.close()
    print(json.dumps({"told": told, "refusals": refusals}))


if __name__ == "__main__":
    main()
