"""A desk sees and writes its own rows only: every route there is, against a colleague's desk and a foreign centre's."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from installer.postgres import Cluster
from sanad_desk.server import routes
from sanad_desk.wire.messages import FeedPage, JournalPage, RecordItem, read_item
from sanad_desk.wire.records import CustomerBody, Record, RecordKind, body_bytes
from tests.postgres import new_database
from tests.server.live_server import Desk, LiveServer, live_server, settings_in, two_centres

# Every route is in one of these; a new one has to be put somewhere, and tested there.
OPEN = {("GET", "/health/live"), ("GET", "/health/ready"), ("GET", "/metrics")}
BY_CODE = {("POST", "/v1/enrol")}
OF_A_DESK = {
    ("POST", "/v1/desks/{desk}/journal"),
    ("GET", "/v1/desks/{desk}/journal"),
    ("POST", "/v1/desks/{desk}/epochs"),
    ("POST", "/v1/desks/{desk}/records"),
    ("POST", "/v1/desks/{desk}/messages"),
}
OF_THE_NATION = {("GET", "/v1/catalogue/{version}"), ("GET", "/v1/updates/{kind}/{name}")}
# Whose a parcel is says its own signature; tests/server/test_parcels.py brings them for strangers.
OF_ANY_CARRIER = {("POST", "/v1/parcels")}
OF_A_CENTRE = {("GET", "/v1/feed"), ("GET", "/v1/totals")}
QUERIES = {
    ("GET", "/v1/desks/{desk}/journal"): "?epoch=1&after=0",
    ("GET", "/v1/totals"): "?business_date=2026-11-22",
}
NAMED = {"version": "2026.1", "kind": "metadata", "name": "timestamp.json"}
SECRET = b"what only centre 0142 may read"
KEY = b"one key for both"


@pytest.fixture(scope="module")
def server(cluster: Cluster, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with new_database(cluster, migrated) as url, live_server(settings_in(folder, url)) as running:
        yield running


@pytest.fixture(scope="module")
def desks(server: LiveServer) -> tuple[Desk, Desk, Desk]:
    """One that wrote, its colleague, and one of another centre that wrote too."""
    own, colleague, foreign = two_centres(server)
    assert own.push(SECRET).status == 200
    assert foreign.push(b"what centre 0201 wrote").status == 200
    for desk, name in ((own, SECRET.decode()), (foreign, "Salim of 0201")):
        body = body_bytes(CustomerBody(False, "", name, "", "", ""))
        assert desk.send_records(Record(RecordKind.CUSTOMER, KEY, 1, 1, body)).status == 200
    return own, colleague, foreign


def every_route() -> set[tuple[str, str]]:
    """Also of a module that no app includes yet."""
    found = set()
    for module in pkgutil.iter_modules([str(Path(routes.__file__).parent)]):
        for value in vars(importlib.import_module(f"{routes.__name__}.{module.name}")).values():
            if isinstance(value, APIRouter):
                assert all(isinstance(route, APIRoute) for route in value.routes)
                found |= {(method, route.path_format) for route in value.routes for method in route.methods}  # type: ignore[attr-defined]
    return found


def test_every_route_has_a_scope(server: LiveServer) -> None:
    assert every_route() == OPEN | BY_CODE | OF_A_DESK | OF_A_CENTRE | OF_THE_NATION | OF_ANY_CARRIER
    described = {(m.upper(), path) for path, methods in server.app.openapi()["paths"].items() for m in methods}
    assert described == every_route()
    assert all(("{desk}" in path) == ((method, path) in OF_A_DESK) for method, path in described)


@pytest.mark.parametrize(("method", "path"), sorted(OF_A_DESK))
def test_another_desk_is_refused_before_anything_is_read(
    desks: tuple[Desk, Desk, Desk], method: str, path: str
) -> None:
    own, colleague, foreign = desks
    for stranger in (colleague, foreign):
        answer = stranger.ask(method, path.format(desk=own.desk_id.hex()) + QUERIES.get((method, path), ""))
        assert (answer.status, answer.refusal.code) == (403, "desk_foreign")


@pytest.mark.parametrize(("method", "path"), sorted(OF_A_DESK | OF_A_CENTRE | OF_THE_NATION | OF_ANY_CARRIER | BY_CODE))
def test_nobody_is_heard_unsigned(desks: tuple[Desk, Desk, Desk], method: str, path: str) -> None:
    body = b'{"code": "", "public_key": "%s"}' % (b"A" * 43 + b"=") if (method, path) in BY_CODE else b""
    target = path.format(**NAMED, desk=desks[0].desk_id.hex()) + QUERIES.get((method, path), "")
    answer = desks[0].ask(method, target, body, {})
    assert (answer.status, answer.refusal.code) == (401, "signature_missing")


def test_the_feed_tells_of_the_own_centre_only(desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, foreign = desks
    told = colleague.ask("GET", "/v1/feed").content
    assert SECRET in told
    assert foreign.desk_id not in told
    page = msgspec.msgpack.decode(foreign.ask("GET", "/v1/feed").content, type=FeedPage)
    assert {chain.desk_id for chain in page.chains} == {foreign.desk_id}
    assert not any(SECRET in bytes(item) or own.desk_id in bytes(item) for item in page.items)


def test_a_foreign_cursor_opens_nothing(desks: tuple[Desk, Desk, Desk]) -> None:
    own, _, foreign = desks
    cursor = msgspec.msgpack.decode(own.ask("GET", "/v1/feed").content, type=FeedPage).cursor
    told = foreign.ask("GET", f"/v1/feed?after={cursor}").content
    assert SECRET not in told
    assert own.desk_id not in told


def test_the_same_key_at_two_centres_is_two_records(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    names = []
    for desk in (desks[1], server.enrol("0201")):  # who wrote it is not told
        page = msgspec.msgpack.decode(desk.ask("GET", "/v1/feed").content, type=FeedPage)
        records = [item.record for item in map(read_item, page.items) if isinstance(item, RecordItem)]
        names += [msgspec.msgpack.decode(one.body or b"", type=CustomerBody).name_en for one in records]
    assert names == [SECRET.decode(), "Salim of 0201"]


def test_a_journal_comes_back_to_its_own_desk(desks: tuple[Desk, Desk, Desk]) -> None:
    for desk, expected in ((desks[0], (SECRET,)), (desks[1], ())):
        answer = desk.ask("GET", f"{desk.path}/journal?epoch=1&after=0")
        assert msgspec.msgpack.decode(answer.content, type=JournalPage).entries == expected


def test_the_totals_name_the_own_centre_s_desks_only(desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, foreign = desks
    told = foreign.ask("GET", "/v1/totals?business_date=2026-11-22")
    assert told.status == 200
    for desk in (own, colleague):
        assert msgspec.json.encode(desk.desk_id)[1:-1] not in told.content
    assert msgspec.json.encode(foreign.desk_id)[1:-1] in told.content
