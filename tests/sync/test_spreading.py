"""The schema can be spread over machines by centre: every key begins with it, and what desks ask for names it."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import event

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.tables import metadata
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import sync_now
from tests.server.live_server import live_server, settings_in

NATIONAL = {"server_state", "release", "program_wanted"}


def test_every_key_begins_with_the_centre() -> None:
    keys = {table.name: next(iter(table.primary_key.columns)).name for table in metadata.tables.values()}
    assert {name for name, first in keys.items() if first != "centre_id"} == NATIONAL


def test_every_statement_of_a_round_names_the_centre(
    desk: OpenDesk, manager: SignedIn, clock: SetClock, tmp_path: Path
) -> None:
    seen: set[str] = set()
    with live_server(settings_in(tmp_path / "server"), clock) as server:
        add_centre(server.db, desk.identity()[0].code, "مركز تجريبي", "Sample Centre", clock.now())
        code = new_enrolment_code(server.db, desk.identity()[0].code, clock.now())
        join_server(desk, manager, server.url, code)
        event.listen(server.db.engine, "before_cursor_execute", lambda *told: seen.add(told[2]))
        assert sync_now(desk).is_online
    spread = {name for name in metadata.tables if name not in NATIONAL}
    asked = [text for text in seen if spread & set(re.findall(r"\w+", text))]
    assert len(asked) > 5
    assert [text for text in asked if "centre_id" not in text] == []
