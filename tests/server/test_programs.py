"""Which program the nation's desks run: the word goes to all of them, and each says what it has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sanad_desk.resources_path import resource_path
from sanad_desk.server.chains import chains_of
from sanad_desk.server.database import Database
from sanad_desk.server.feed import feed_page
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.programs import want_program
from sanad_desk.server.releases import approve, publish
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.wire.messages import FeedItem, FeedPage, ProgramWanted, ReleaseItem, read_item
from tests.server.conftest import Join
from tests.server.live_server import live_server, settings_in, two_centres
from tests.server.pretend_desk import MORNING, PretendDesk

BY = "Muna Al Rashdi"
NEW_YEAR = date(2027, 1, 1)


def items(page: FeedPage) -> list[FeedItem | None]:
    return [read_item(raw) for raw in page.items]


def test_every_desk_hears_the_last_word_alone(server_db: Database, join: Join) -> None:
    early, late = join(), join(2)
    want_program(server_db, "0.6.1", NEW_YEAR, BY, MORNING)
    first = feed_page(server_db, early.signer(), "", MORNING)
    assert items(first) == [ProgramWanted("0.6.1", NEW_YEAR)]
    want_program(server_db, "0.6.2", NEW_YEAR, BY, MORNING)
    want_program(server_db, "", NEW_YEAR, BY, MORNING)
    taken_back = [ProgramWanted("", NEW_YEAR)]
    after = feed_page(server_db, early.signer(), first.cursor, MORNING)
    assert items(after) == items(feed_page(server_db, late.signer(), "", MORNING)) == taken_back
    assert items(feed_page(server_db, early.signer(), after.cursor, MORNING)) == []


def test_it_comes_in_turn_with_the_releases(server_db: Database, keys: ServerKeys, desk: PretendDesk) -> None:
    want_program(server_db, "0.6.1", NEW_YEAR, BY, MORNING)
    version = publish(server_db, resource_path("catalogue"), "Salim Al Habsi", MORNING).version
    approve(server_db, keys, version, BY, MORNING)
    assert [type(item) for item in items(feed_page(server_db, desk.signer(), "", MORNING))] == [
        ProgramWanted,
        ReleaseItem,
    ]


@pytest.mark.parametrize(("version", "by"), [("next", BY), ("0.6.1-rc", BY), ("0.6.1", "  ")])
def test_what_is_no_version_or_nobodys_word_is_not_said(
    server_db: Database, desk: PretendDesk, version: str, by: str
) -> None:
    with pytest.raises(UpdateRefused, match=r"update_version_malformed|name_missing"):
        want_program(server_db, version, NEW_YEAR, by, MORNING)
    assert items(feed_page(server_db, desk.signer(), "", MORNING)) == []


def test_a_desk_says_which_program_it_runs(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path / "server")) as server:
        own, colleague, _ = two_centres(server)

        def heard(program: str) -> list[str | None]:
            headers = own.signed("GET", "/v1/feed?after=") | {"sanad-program": program}
            assert own.ask("GET", "/v1/feed?after=", headers=headers).status == 200
            with server.db.reading() as connection:
                told = {row.desk_id: row.program for row in chains_of(connection, own.centre_id)}
            return [told[own.desk_id], told[colleague.desk_id]]

        assert heard("0.6.0") == ["0.6.0", None]
        assert heard("0.6.1") == ["0.6.1", None]
        assert heard("a version; of nothing") == ["0.6.1", None]
