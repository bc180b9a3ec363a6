"""Bodies and signatures that are wrong, against a real server: each is refused by name, and nothing is taken."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from sanad_desk.domain.clock import SetClock, SystemClock
from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.patience import PatientProtocol
from sanad_desk.server.tables import server_state
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    Acknowledged,
    EnrolRequest,
    FeedPage,
    JournalBatch,
    digest_of,
    message_bytes,
    sign_witness,
)
from sanad_desk.wire.packing import MOST_SENT, MOST_UNPACKED, Packer
from sanad_desk.wire.request_signature import CLOCK_TOLERANCE_MS
from tests.server.live_server import Desk, LiveServer, live_server, packed, send, settings_in, two_centres

POISON = b"not an entry, but part of the chain"
WHOLE = packed(JournalBatch(1, 0, (b"x",), bytes(64)))
MALFORMED = {
    "nothing": b"",
    "json": b"{}",
    "truncated": WHOLE[:-3],
    "trailing": WHOLE + b"more",
    "not packed": message_bytes(JournalBatch(1, 0, (b"x",), bytes(64))),
} | {
    name: Packer().pack(raw)
    for name, raw in {
        "empty": b"",
        "no value": b"\xc1",
        "deep": b"\x93" * 100_000,
        "a map": msgspec.msgpack.encode({"epoch": 1}),
        "text for bytes": msgspec.msgpack.encode([1, 0, ["text"], bytes(64)]),
        "negative": msgspec.msgpack.encode([1, -1, [], bytes(64)]),
        "huge": msgspec.msgpack.encode([1, 2**64 - 1, [], bytes(64)]),
        "huge epoch": msgspec.msgpack.encode([2**63, 0, [], bytes(64)]),
        "short signature": msgspec.msgpack.encode([1, 0, [], b""]),
    }.items()
}
TOO_LARGE = {
    "oversized": bytes(MOST_SENT + 1),
    "bomb": zstandard.ZstdCompressor(level=1).compress(bytes(MOST_UNPACKED + 1)),
    "many": packed(JournalBatch(1, 0, (b"x",) * (MOST_ENTRIES + 1), bytes(64))),
}


class HastyProtocol(PatientProtocol):
    head_seconds = 0.2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    settings = settings_in(tmp_path_factory.mktemp("server"), silence_seconds=0.5, slowest=1_000)
    with live_server(settings, http=HastyProtocol) as running:
        yield running


@pytest.fixture(scope="module")
def centres(server: LiveServer) -> tuple[Desk, Desk, Desk]:
    return two_centres(server)


@pytest.fixture
def desk(centres: tuple[Desk, Desk, Desk]) -> Desk:
    return centres[0]


def acknowledged(content: bytes) -> Acknowledged:
    return msgspec.msgpack.decode(content, type=Acknowledged)


def test_a_batch_is_taken_once_however_often_it_comes(desk: Desk) -> None:
    body = desk.batch(POISON)
    headers = desk.signed("POST", f"{desk.path}/journal", body)
    first = desk.push(POISON)
    replayed = [desk.ask("POST", f"{desk.path}/journal", body, headers) for _ in range(3)]
    heads = [acknowledged(answer.content).head_seq for answer in (first, *replayed)]
    assert heads == [desk.head[0]] * 4
    assert {acknowledged(answer.content).witness for answer in replayed} == {acknowledged(first.content).witness}


@pytest.mark.parametrize("noun", ["journal", "records"])
@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_body_is_refused_and_changes_nothing(desk: Desk, case: str, noun: str) -> None:
    answer = desk.ask("POST", f"{desk.path}/{noun}", MALFORMED[case])
    assert (answer.status, answer.refusal.code) == (400, "body_malformed")
    assert acknowledged(desk.push().content).head_seq == desk.head[0]


@pytest.mark.parametrize("case", TOO_LARGE)
def test_a_body_is_refused_before_it_fills_the_memory(desk: Desk, case: str) -> None:
    answer = desk.ask("POST", f"{desk.path}/journal", TOO_LARGE[case])
    assert (answer.status, answer.refusal.code) == (413, "body_too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"base_seq": "x"}', b"\xff\xfe", b"[" * 10_000])
def test_json_that_is_not_meant_is_refused(desk: Desk, body: bytes) -> None:
    for target, key_id in ((f"{desk.path}/epochs", None), ("/v1/enrol", "enrol")):
        answer = desk.ask("POST", target, body, desk.signed("POST", target, body, key_id))
        assert (answer.status, answer.refusal.code) == (400, "body_malformed")


def test_a_body_without_a_length_is_bounded_too(desk: Desk, server: LiveServer) -> None:
    with server.line.stream(
        "POST", f"{desk.path}/journal", content=iter([bytes(600_000)] * 2), headers={"Signature": "none"}
    ) as answer:
        assert answer.status_code == 413


def test_a_request_must_be_signed_by_the_key_it_names(desk: Desk, server: LiveServer) -> None:
    target, body = f"{desk.path}/journal", desk.batch()
    good = desk.signed("POST", target, body)
    stranger = Desk(server.line, Ed25519PrivateKey.generate(), desk.centre_id, desk.desk_id)
    cases = {
        "signature_missing": {},
        "desk_unknown": stranger.signed("POST", target, body, f"{bytes(16).hex()}.{bytes(16).hex()}.1"),
        "signature_wrong": stranger.signed("POST", target, body),
    }
    for code, headers in cases.items():
        answer = desk.ask("POST", target, body, headers)
        assert (answer.status, answer.refusal.code) == (401, code)
        assert abs(answer.refusal.server_time - SystemClock().now()) < CLOCK_TOLERANCE_MS
    spoilt = [
        {name: value for name, value in good.items() if name.lower() != left_out}
        for left_out in ("content-digest", "signature")
    ]
    spoilt += [
        good | {"Signature-Input": good["Signature-Input"].replace('"@query"', "")},
        good | {"Signature-Input": good["Signature-Input"].replace("sanad-1", "sanad-2")},
        good | {"Signature-Input": "sanad=("},
        good | {"Signature-Input": good["Signature-Input"] + ', other=("@method");keyid="x"'},
        good | {"Signature": "sanad=:AAAA:"},
        good | {"Content-Digest": "sha-256=:AAAA:"},
    ]
    for headers in spoilt:
        answer = desk.ask("POST", target, body, headers)
        assert (answer.status, answer.refusal.code) == (401, "signature_wrong")


def test_a_signature_is_good_for_its_own_request_only(desk: Desk) -> None:
    target, body = f"{desk.path}/journal", desk.batch()
    good = desk.signed("POST", target, body)
    for method, other_target, other_body in (
        ("POST", target, desk.batch(POISON)),
        ("POST", f"{desk.path}/records", body),
        ("POST", f"{target}?after=1", body),
        ("GET", f"{target}?epoch=1&after=0", b""),
    ):
        answer = desk.ask(method, other_target, other_body, good)
        assert (answer.status, answer.refusal.code) == (401, "signature_wrong")


@pytest.mark.parametrize("off", [-CLOCK_TOLERANCE_MS - 60_000, CLOCK_TOLERANCE_MS + 60_000, -(2**50), 2**40])
def test_a_wrong_clock_is_told_the_time_and_then_heard(desk: Desk, off: int) -> None:
    now = SystemClock().now()
    wrong = Desk(desk.line, desk.key, desk.centre_id, desk.desk_id, clock=SetClock(max(now + off, 0)), head=desk.head)
    refused = wrong.ask("GET", "/v1/feed")
    assert (refused.status, refused.refusal.code) == (401, "signature_stale")
    wrong.clock = SetClock(wrong.clock.now() + refused.refusal.server_time - wrong.clock.now())
    assert wrong.ask("GET", "/v1/feed").status == 200


def test_the_server_s_wrong_clock_costs_a_desk_one_round_trip(tmp_path: Path) -> None:
    future = SystemClock().now() + 400 * 86_400_000
    with live_server(settings_in(tmp_path), SetClock(future)) as server:
        behind = two_centres(server, SetClock(future))[0]
        behind.clock = SystemClock()
        refused = behind.ask("GET", "/v1/feed")
        assert (refused.status, refused.refusal.code, refused.refusal.server_time) == (401, "signature_stale", future)


def test_a_revoked_desk_still_brings_its_journal(server: LiveServer) -> None:
    desk = server.enrol("0142")
    assert desk.push(POISON).status == 200
    revoke_desk(server.db, desk.centre_id, desk.desk_id, revoked_by="Fatma", now=SystemClock().now())
    assert desk.ask("GET", f"{desk.path}/journal?epoch=1&after=0").status == 200  # a copy of it has to part too
    for method, target in (("GET", "/v1/feed"), ("GET", "/v1/totals?business_date=2026-11-22")):
        answer = desk.ask(method, target)
        assert (answer.status, answer.refusal.code) == (403, "desk_revoked")
    answer = desk.push(POISON)
    assert answer.status == 200
    assert acknowledged(answer.content).is_revoked


def test_a_witness_for_more_than_it_holds_tells_the_server_what_it_lost(server: LiveServer) -> None:
    desk = server.enrol("0142")
    keys = server.app.state.server.keys
    state = msgspec.msgpack.decode(desk.ask("GET", "/v1/feed").content, type=FeedPage)
    with server.db.reading() as connection:
        server_id = connection.execute(select(server_state.c.server_id)).scalar_one()
    head = digest_of(b"the chain after entry 7")
    witness = sign_witness(keys.signing, server_id, desk.desk_id, 1, 7, head)
    desk.head = (7, head)
    target, body = f"{desk.path}/journal", desk.batch()
    shown = {"Sanad-Witness": base64.b64encode(witness).decode(), "Sanad-Witness-Head": f"7.{head.hex()}"}
    for headers in ({}, {**shown, "Sanad-Witness-Head": f"8.{head.hex()}"}, shown):
        answer = desk.ask("POST", target, body, desk.signed("POST", target, body) | headers)
        assert (answer.status, answer.refusal.code, answer.refusal.head_seq) == (409, "gap", 0)
        codes = {found.code for found in list_incidents(server.db, desk.centre_id) if found.desk_id == desk.desk_id}
        assert ("server_lost" in codes) == (headers == shown)
    after = msgspec.msgpack.decode(desk.ask("GET", "/v1/feed").content, type=FeedPage)
    assert after.server_epoch != state.server_epoch
    malformed = desk.signed("POST", target, body) | {**shown, "Sanad-Witness-Head": "x"}
    assert desk.ask("POST", target, body, malformed).refusal.code == "body_malformed"


def test_who_enrols_must_hold_the_key_it_brings(server: LiveServer) -> None:
    mine, other = Desk(server.line, Ed25519PrivateKey.generate()), Ed25519PrivateKey.generate()
    body = msgspec.json.encode(EnrolRequest("0142-K7QX-9MBD-T", other.public_key().public_bytes_raw()))
    answer = mine.ask("POST", "/v1/enrol", body, mine.signed("POST", "/v1/enrol", body, "enrol"))
    assert (answer.status, answer.refusal.code) == (401, "signature_wrong")


def test_who_cannot_unpack_gets_it_plain(desk: Desk) -> None:
    headers = desk.signed("GET", "/v1/feed") | {"Accept-Encoding": "identity"}
    answer = desk.ask("GET", "/v1/feed", headers=headers)
    assert "content-encoding" not in answer.headers
    assert msgspec.msgpack.decode(answer.content, type=FeedPage).server_epoch


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"POST /v1/enr",
        b"GET /health/live HTTP/1.1\r\nHost: sanad\r\nX-Slow: ",
        b"POST /v1/enrol HTTP/1.1\r\nHost: sanad\r\nContent-Length: 100\r\n\r\nhalf a body",
    ],
    ids=["silent", "half-a-line", "half-a-head", "half-a-body"],
)
def test_who_does_not_go_on_is_hung_up_on(server: LiveServer, said: bytes) -> None:
    address = httpx.URL(server.url)
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.sendall(said)
        heard = b"".join(iter(lambda: connection.recv(4096), b""))
    status = re.match(rb"HTTP/1.1 (\d+)", heard)
    assert (status and status[1]) == (b"408" if b"half a body" in said else None)


@pytest.mark.parametrize(("length", "parts", "status"), [(3_000, 12, 200), (10, 100, 408)])
def test_a_slow_line_that_goes_on_is_waited_for(desk: Desk, length: int, parts: int, status: int) -> None:
    """Longer than silence may last; but a drop now and then keeps no room for ever."""
    body, pace = desk.batch(Random(1).randbytes(length)), threading.Event()
    part = -(-len(body) // parts)

    def slowly() -> Iterator[bytes]:
        for place in range(0, len(body), part):
            pace.wait(0.1)
            yield body[place : place + part]

    target = f"{desk.path}/journal"
    headers = {**desk.signed("POST", target, body), "Content-Length": str(len(body))}
    with desk.line.stream("POST", target, content=slowly(), headers=headers) as answer:
        assert answer.status_code == status
    if status == 200:
        desk.head = (desk.head[0] + 1, chain_hash(desk.head[1], Random(1).randbytes(length)))


def test_a_full_house_says_when_to_come_again(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path, most_inside=0)) as server:
        answer = send(server.line, "GET", "/v1/feed", b"", {})
        assert (answer.status, answer.refusal.code) == (503, "busy")
        assert int(answer.headers["retry-after"]) == answer.refusal.retry_after
        assert send(server.line, "GET", "/health/ready", b"", {}).status == 200


def test_bodies_that_arrive_together_are_bounded(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path, most_held=1000)) as server:
        assert send(server.line, "POST", "/v1/enrol", bytes(1001), {}).refusal.code == "busy"
        assert send(server.line, "POST", "/v1/enrol", bytes(999), {}).refusal.code == "body_malformed"


def test_bodies_that_are_only_announced_hold_up_nobody(tmp_path: Path) -> None:
    head = b"POST /v1/enrol HTTP/1.1\r\nHost: sanad\r\nContent-Length: 1048576\r\n\r\nx"
    with live_server(settings_in(tmp_path)) as server, contextlib.ExitStack() as strangers:
        own, _, _ = two_centres(server)
        place = ("127.0.0.1", httpx.URL(server.url).port)
        for _ in range(80):
            strangers.enter_context(socket.create_connection(place)).sendall(head)
        assert own.push(b"a fact").status == 200


def test_what_is_not_there_is_a_refusal_too(server: LiveServer) -> None:
    assert send(server.line, "GET", "/v1/nothing", b"", {}).refusal.code == "not_found"
    assert send(server.line, "DELETE", "/v1/feed", b"", {}).refusal.code == "method_not_allowed"
