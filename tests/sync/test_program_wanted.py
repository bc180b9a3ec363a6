"""The server's word on the program comes down with the feed, is kept, replaced and taken back."""

from __future__ import annotations

from datetime import date

from sanad_desk.server.chains import chains_of
from sanad_desk.server.programs import want_program
from sanad_desk.store import program_wanted
from sanad_desk.version import VERSION
from sanad_desk.wire.messages import ProgramWanted
from tests.sync.centre_at_work import CentreAtWork

BY = "Muna Al Rashdi"
NEW_YEAR = date(2027, 1, 1)


def kept(centre: CentreAtWork, name: str) -> ProgramWanted | None:
    centre.sync(name)
    with centre.counters[name].desk.store.reading() as connection:
        return program_wanted.load(connection)


def test_the_word_is_kept_until_another_comes(centre: CentreAtWork) -> None:
    now = centre.server_clock.now()
    assert kept(centre, "a") is None
    want_program(centre.db, "0.6.1", NEW_YEAR, BY, now)
    assert kept(centre, "a") == kept(centre, "a") == ProgramWanted("0.6.1", NEW_YEAR)
    want_program(centre.db, "0.6.2", NEW_YEAR, BY, now)
    assert kept(centre, "a") == kept(centre, "b") == ProgramWanted("0.6.2", NEW_YEAR)
    want_program(centre.db, "", NEW_YEAR, BY, now)
    assert kept(centre, "a") is None


def test_the_server_knows_which_program_a_desk_runs(centre: CentreAtWork) -> None:
    centre.sync("a")
    with centre.db.reading() as connection:
        assert VERSION in {row.program for row in chains_of(connection, centre.centre_id)}
