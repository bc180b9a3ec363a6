"""Makes the store that a release leaves behind for the next: joined, part of it acknowledged, the rest still to send.

Run as `python -m tests.store.make_old_store`, once for each schema that is shipped.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role
from sanad_desk.domain.shift import business_date_at
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.store.migrate import SCHEMA_REVISION
from sanad_desk.usecases.demo_centre import DEMO_CENTRE, MANAGER_PIN, demo_centre
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.sync_now import sync_now
from tests.server.live_server import live_server, settings_in

FIRST_DAY = date(2026, 11, 15)
OLD_STORES = Path(__file__).parent / "old_stores"


def make(folder: Path, work: Path) -> None:
    """Two days go to a server, two more stay here when the line is dead."""
    morning = 1_794_715_200_000  # 08:00 in Muscat on the first day
    assert business_date_at(morning) == FIRST_DAY
    clock = SetClock(morning)
    desk = open_desk(folder, clock=clock, create=True)
    demo_centre(desk)
    _work(desk, clock, FIRST_DAY, seed=1)
    with live_server(settings_in(work / "server"), clock) as server:
        add_centre(server.db, DEMO_CENTRE.code, DEMO_CENTRE.name.ar, DEMO_CENTRE.name.en, clock.now())
        manager = next(person for person in list_operators(desk) if Role.MANAGER in person.roles)
        code = new_enrolment_code(server.db, DEMO_CENTRE.code, clock.now())
        join_server(desk, sign_in(desk, manager.id, MANAGER_PIN), server.url, code)
        assert sync_now(desk).sent
        desk.hang_up()
    _work(desk, clock, FIRST_DAY + timedelta(days=2), seed=2)
    desk.close()


def _work(desk: OpenDesk, clock: SetClock, first_day: date, *, seed: int) -> None:
    sales = simulate(desk, clock, first_day=first_day, days=2, per_day=8, seed=seed, odd=True, follow=True)
    assert len(list(sales)) >= 16


def main() -> None:
    os.environ["SANAD_DESK_KEYS"] = "file"
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "store"
        make(made, Path(work))
        kept = OLD_STORES / SCHEMA_REVISION
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for name in ("desk.db", "desk.mark", "store.id", "store.key"):
            shutil.copy2(made / name, kept / name)


if __name__ == "__main__":
    main()
