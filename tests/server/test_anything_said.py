"""A desk may say anything in its entries and records, and all desks at once: it is taken or refused, never a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installer.postgres import Cluster
from sanad_desk.wire.entries import KINDS
from sanad_desk.wire.messages import Acknowledged, FeedPage
from tests.postgres import new_database
from tests.server.live_server import Desk, LiveServer, live_server, settings_in, two_centres

NUMBERS = st.integers(-1, 3) | st.integers(-(2**63), 2**64 - 1)
TEXTS = st.text(max_size=8) | st.sampled_from(["2026-11-22", "\0", "9999-12-31", "0142-1-1-000001"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats() | TEXTS | st.binary(max_size=33),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=6,
)


def facts(kind: str) -> st.SearchStrategy[list[object]]:
    """As many values as the fact has fields, each of any kind."""
    fields = len(KINDS[kind].__struct_fields__)
    return st.lists(VALUES, min_size=fields, max_size=fields + 1)


@st.composite
def entries(draw: st.DrawFn) -> bytes:
    """Something close to an entry: its envelope is well formed more often than not."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    envelope = [
        draw(NUMBERS),
        draw(st.just(kind) | TEXTS),
        draw(st.just(1) | NUMBERS),
        draw(st.just(1_795_320_000_000) | NUMBERS),
        draw(st.just("2026-11-22") | TEXTS),
        draw(st.none() | st.binary(min_size=16, max_size=16) | st.binary(max_size=3)),
        draw(st.none() | st.binary(max_size=16)),
    ]
    return msgspec.msgpack.encode([*envelope, draw(facts(kind) | VALUES)])


@pytest.fixture(scope="module")
def server(cluster: Cluster, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with new_database(cluster, migrated) as url, live_server(settings_in(folder, url, judge=True)) as running:
        yield running


@pytest.fixture(scope="module")
def desks(server: LiveServer) -> tuple[Desk, Desk, Desk]:
    return two_centres(server)


@given(said=st.lists(entries() | st.binary(max_size=64), min_size=1, max_size=3))
def test_whatever_an_entry_says_it_is_stored(desks: tuple[Desk, Desk, Desk], said: list[bytes]) -> None:
    answer = desks[0].push(*said)
    assert answer.status == 200, answer.content
    assert msgspec.msgpack.decode(answer.content, type=Acknowledged).head_seq == desks[0].head[0]


def test_and_is_judged_told_and_counted(desks: tuple[Desk, Desk, Desk]) -> None:
    desk, colleague, _ = desks
    for raw in (b"", b"\xc1", msgspec.msgpack.encode([1, "day_closed", 1, 0, "\0", None, None, [None]])):
        assert desk.push(raw).status == 200
    agreed = 0
    while agreed < desk.head[0]:  # the judge runs beside; an entry it stumbled over would keep it here
        agreed = msgspec.msgpack.decode(desk.push().content, type=Acknowledged).agreed_seq
    cursor, more = "", True
    while more:
        page = msgspec.msgpack.decode(colleague.ask("GET", f"/v1/feed?after={cursor}").content, type=FeedPage)
        cursor, more = page.cursor, page.more
    for day in ("2000-01-01", "2026-11-22", "2199-12-31"):
        assert colleague.ask("GET", f"/v1/totals?business_date={day}").status == 200


def test_a_storm_is_answered_or_told_to_come_again(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path, threads=2, most_inside=6)) as server:
        own = two_centres(server)[0]
        with ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(lambda _: own.ask("GET", "/v1/feed"), range(200)))
        by_status = Counter(answer.status for answer in answers)
        assert by_status.keys() <= {200, 503}
        assert by_status[200] > 0
        assert all(answer.refusal.code == "busy" for answer in answers if answer.status == 503)
        assert all("retry-after" in answer.headers for answer in answers if answer.status == 503)
        assert own.ask("GET", "/v1/feed").status == 200
