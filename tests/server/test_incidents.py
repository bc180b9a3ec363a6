"""Incidents: each once, told to every desk, with an owner and words that say what to do."""

from __future__ import annotations

import string
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest

from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import (
    OWNERS,
    Owner,
    close_incident,
    count_open,
    list_incidents,
    open_by_code,
    open_incident,
)
from tests.server.pretend_desk import MORNING, PretendDesk

# What the sentences may name: the position, and what the code's incidents are opened with.
PLACES = {
    "epoch_begun": {"old_number", "new_number"},
    "desk_renumbered": {"old_number", "new_number"},
    "twin_number": {"number"},
    "number_gap": {"number"},
    "number_foreign": {"number"},
    "clock_off": {"minutes"},
}


def open_gap(db: Database, desk: PretendDesk, seq: int = 3) -> bytes:
    with db.writing() as connection:
        return open_incident(
            connection,
            desk.centre_id,
            "number_gap",
            desk_id=desk.desk_id,
            epoch=1,
            seq=seq,
            params={"number": "0142-01"},
            now=MORNING,
        )


def close(db: Database, desk: PretendDesk, incident_id: bytes, remark: str = "seen") -> None:
    with db.writing() as connection:
        close_incident(
            connection, desk.centre_id, incident_id, closed_by="Sample Manager", remark=remark, now=MORNING + 5
        )


def test_the_same_thing_is_one_incident(server_db: Database, desk: PretendDesk) -> None:
    assert open_gap(server_db, desk) == open_gap(server_db, desk)
    other = open_gap(server_db, desk, seq=4)
    first, second = list_incidents(server_db, desk.centre_id)
    assert {first.incident_id, second.incident_id} >= {other}
    assert (first.code, first.owner, first.params) == ("number_gap", Owner.MINISTRY, {"number": "0142-01"})


def test_a_settled_incident_stays_settled(server_db: Database, desk: PretendDesk) -> None:
    opened = open_gap(server_db, desk)
    close(server_db, desk, opened)
    close(server_db, desk, opened, "again")
    assert open_gap(server_db, desk) == opened
    assert not list_incidents(server_db, desk.centre_id)
    (settled,) = list_incidents(server_db, desk.centre_id, open_only=False)
    assert (settled.closed_at, settled.closed_by, settled.remark) == (MORNING + 5, "Sample Manager", "seen")


def test_open_ones_are_counted(server_db: Database, desk: PretendDesk) -> None:
    close(server_db, desk, open_gap(server_db, desk))
    open_gap(server_db, desk, seq=9)
    with server_db.reading() as connection:
        assert count_open(connection, desk.centre_id) == 1
    assert open_by_code(server_db) == {"number_gap": 1}


def test_an_incident_that_nobody_opened_cannot_be_closed(server_db: Database, desk: PretendDesk) -> None:
    with pytest.raises(DomainError, match="incident_unknown"):
        close(server_db, desk, bytes(16))


def test_one_desk_opens_no_end_of_them(server_db: Database, desk: PretendDesk) -> None:
    def refuse(seq: int, kind: str) -> bytes:
        place = {"desk_id": desk.desk_id, "epoch": 1, "seq": seq}
        with server_db.writing() as connection:
            return open_incident(connection, desk.centre_id, "record_refused", **place, params={"kind": kind}, now=1)

    first = refuse(1, "price")
    assert {refuse(seq, "price") for seq in range(2, 9)} == {first}
    assert refuse(9, "customer") != first
    for seq in range(10, 60):
        refuse(seq, f"kind {seq}")
    assert len(list_incidents(server_db, desk.centre_id)) == 20
    close(server_db, desk, first)
    assert refuse(60, "price") not in {first, None}
    assert refuse(1, "price") == first, "told and settled"


def test_two_who_find_the_same_at_once_open_one(server_db: Database, desk: PretendDesk) -> None:
    together = threading.Barrier(2)

    def find(_: int) -> list[bytes]:
        found = []
        for seq in range(20):
            together.wait()
            found.append(open_gap(server_db, desk, seq))
        return found

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(find, range(2))
    assert first == second
    assert len(list_incidents(server_db, desk.centre_id)) == 20


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_code_has_words_that_say_what_to_do(language: str) -> None:
    words = tomllib.loads(resource_path("i18n", language, "incident.toml").read_text(encoding="utf-8"))
    assert words.keys() == OWNERS.keys()
    for code, said in words.items():
        assert said.keys() == {"title", "remedy"}, code
        named = {name for text in said.values() for _, name, _, _ in string.Formatter().parse(text) if name}
        assert named <= PLACES.get(code, set()) | {"seq"}, code
