"""What the server tells those who watch it: counts for Prometheus, and a log in which no person can be found."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.logs import JsonLines
from sanad_desk.wire.records import CustomerBody, Record, RecordKind, body_bytes
from tests.server.live_server import Desk, LiveServer, live_server, send, settings_in, two_centres

NAME = "Salim bin Rashid"


class BrokenClock(SystemClock):
    """Fails once with a text that must not get into a log."""

    is_broken = False

    def now(self) -> int:
        if self.is_broken:
            self.is_broken = False
            raise RuntimeError(NAME)
        return super().now()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything the server logs, as it would be written."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    handler.addFilter(lambda record: not record.name.startswith("httpx"))  # that is the desk
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def clock() -> BrokenClock:
    return BrokenClock()


@pytest.fixture
def server(tmp_path: Path, clock: BrokenClock, log: io.StringIO) -> Iterator[LiveServer]:
    with live_server(settings_in(tmp_path), clock) as running:
        yield running


@pytest.fixture
def desk(server: LiveServer) -> Desk:
    return two_centres(server)[0]


def metric(server: LiveServer, name: str, **labels: str) -> float:
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    lines = server.line.get("/metrics").text.splitlines()
    found = [line for line in lines if re.match(rf"{name}[ {{]", line) and all(label in line for label in wanted)]
    return sum(float(line.rpartition(" ")[2]) for line in found)


def test_requests_batches_and_incidents_are_counted(server: LiveServer, desk: Desk) -> None:
    journal = {"method": "POST", "route": "/v1/desks/{desk}/journal"}
    for _ in range(3):
        assert desk.push(b"nobody can read this", b"nor this").status == 200
    assert desk.ask("POST", f"{desk.path}/journal", b"").status == 400
    send(server.line, "GET", f"/v1/nothing/{NAME}", b"", {})
    assert metric(server, "sanad_requests_total", **journal, status="200") == 3
    assert metric(server, "sanad_requests_total", **journal, status="400") == 1
    assert metric(server, "sanad_requests_total", route="other", status="404") == 1
    assert metric(server, "sanad_request_seconds_count", route=journal["route"]) == 4
    assert metric(server, "sanad_journal_batches_total") == 3
    assert metric(server, "sanad_journal_entries_total") == 6
    assert metric(server, "sanad_open_incidents", code="entry_unread") >= 1
    assert metric(server, "sanad_requests_inside") == 0
    assert NAME not in server.line.get("/metrics").text


def test_metrics_are_shown_only_where_they_are_wanted(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path, metrics=False)) as server:
        assert server.line.get("/metrics").status_code == 404


def test_the_log_names_keys_routes_and_codes_and_nobody(
    server: LiveServer, desk: Desk, log: io.StringIO, clock: BrokenClock
) -> None:
    body = body_bytes(CustomerBody(False, "", NAME, "99123456", "", "99123456"))
    assert desk.send_records(Record(RecordKind.CUSTOMER, b"k" * 16, 1, 1, body)).status == 200
    assert desk.ask("GET", "/v1/feed?after=%ff").status == 200
    assert desk.ask("GET", f"/v1/totals?business_date={NAME.replace(' ', '%20')}").status == 400
    assert send(server.line, "GET", "/v1/feed", b"", {"Signature-Input": NAME}).status == 401
    clock.is_broken = True
    failed = send(server.line, "GET", "/v1/feed", b"", {"Signature-Input": NAME})
    assert (failed.status, failed.refusal.code) == (500, "server_fault")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    asked = [line for line in lines if line["event"] == "request"][-5:]
    assert [line["status"] for line in asked] == [200, 200, 400, 401, 500]
    assert [line.get("key_id") for line in asked] == [desk.key_id, desk.key_id, desk.key_id, None, None]
    assert [line.get("code") for line in asked[3:]] == ["signature_wrong", "server_fault"]
    (fault,) = (line for line in lines if line["event"] == "fault")
    assert fault["request"] == asked[-1]["request"]
    assert fault["fault"][0] == "RuntimeError"
    assert any("now" in place for place in fault["fault"])
    for private in (NAME, "Salim", "99123456", "rashid"):
        assert private not in log.getvalue()


def test_a_database_that_is_away_is_no_fault_of_the_desk(
    server: LiveServer, desk: Desk, log: io.StringIO, tmp_path: Path
) -> None:
    for file in tmp_path.glob("server.sqlite3*"):
        file.unlink()
    server.db.close()
    answer = desk.ask("GET", "/v1/feed")
    assert (answer.status, answer.refusal.code) == (503, "busy")
    assert send(server.line, "GET", "/health/ready", b"", {}).status == 503
    assert send(server.line, "GET", "/health/live", b"", {}).status == 200
    assert '"event": "database away"' in log.getvalue()
