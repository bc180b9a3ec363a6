"""A store that an older program left with a full outbox is upgraded, meets a server, and nothing in it is missing."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.store import server_link
from sanad_desk.usecases.demo_centre import DEMO_CENTRE
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.open_desk import OpenDesk
from tests.store.make_old_store import OLD_STORES
from tests.sync.centre_at_work import CentreAtWork, numbers_of

LATER = 30 * 86_400_000  # after the oldest of them was left


def _unsent(desk: OpenDesk) -> int:
    with desk.store.reading() as connection:
        return server_link.head(connection)[0] - server_link.acknowledged(connection)


@pytest.mark.parametrize("revision", sorted(path.name for path in OLD_STORES.iterdir()))
def test_a_full_outbox_of_any_schema_reaches_a_server(revision: str, tmp_path: Path) -> None:
    """The server never heard of the desk: what an earlier one had acknowledged is sent once more."""
    shutil.copytree(OLD_STORES / revision, tmp_path / "old")
    at_work = CentreAtWork(tmp_path)
    at_work.clock.move(LATER)
    at_work.server_clock.move(LATER)
    with contextlib.closing(at_work):
        at_work.start()
        counter = at_work.open("old")
        before = numbers_of(counter.desk)
        assert before
        assert _unsent(counter.desk) > 10
        now = at_work.clock.now()
        add_centre(at_work.db, DEMO_CENTRE.code, DEMO_CENTRE.name.ar, DEMO_CENTRE.name.en, now)
        code = new_enrolment_code(at_work.db, DEMO_CENTRE.code, now)
        join_server(counter.desk, counter.manager, at_work.lines["old"].address, code)
        at_work.drain()
        assert _unsent(counter.desk) == 0
        assert numbers_of(counter.desk) == before
        at_work.check()
