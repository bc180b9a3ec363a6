"""Parcels at a real server: whole ones are taken whoever brings them, and of the others not one byte is believed."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import DomainError
from sanad_desk.server import tables
from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.parcels import take_parcel
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import JournalBatch, RecordBatch, sign_batch
from sanad_desk.wire.packing import MOST_SENT, MOST_UNPACKED
from sanad_desk.wire.parcel import (
    MOST_PARCEL,
    PARCEL_TYPE,
    Acknowledgement,
    Chunk,
    ParcelHeader,
    ParcelReader,
    ParcelWriter,
    read_acknowledgement,
)
from sanad_desk.wire.records import CustomerBody, Record, RecordKind, body_bytes
from tests.server.live_server import Answer, Desk, LiveServer, live_server, settings_in, two_centres

REFUSED = r"^parcel_(malformed|foreign|unknown)"
SECRET = b"what only the server may read"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with live_server(settings_in(tmp_path / "server")) as running:
        yield running


@pytest.fixture
def desks(server: LiveServer) -> tuple[Desk, Desk, Desk]:
    return two_centres(server)


def keys_of(server: LiveServer) -> ServerKeys:
    found: ServerKeys = server.app.state.server.keys
    return found


def server_id_of(server: LiveServer) -> bytes:
    with server.db.reading() as connection:
        found: bytes = connection.execute(select(tables.server_state.c.server_id)).scalar_one()
    return found


def header_of(server: LiveServer, desk: Desk, base: int = 0) -> ParcelHeader:
    return ParcelHeader(server_id_of(server), desk.centre_id, desk.desk_id, desk.epoch, base, 0)


def journal_chunk(desk: Desk, *entries: bytes) -> Chunk:
    """After the desk's head, which stays where it is."""
    seq, head = desk.head
    for raw in entries:
        seq, head = seq + 1, chain_hash(head, raw)
    signature = sign_batch(desk.key, desk.desk_id, desk.epoch, seq, head)
    return Chunk(JournalBatch(desk.epoch, desk.head[0], entries, signature))


def record_chunk(name: str, revision: int = 1) -> Chunk:
    body = body_bytes(CustomerBody(False, "", name, "", "", ""))
    return Chunk(records=RecordBatch((Record(RecordKind.CUSTOMER, b"k" * 16, 1, revision, body),)))


def parcel_of(server: LiveServer, desk: Desk, *chunks: Chunk, header: ParcelHeader | None = None) -> bytes:
    file = io.BytesIO()
    writer = ParcelWriter(file, header or header_of(server, desk, desk.head[0]), keys_of(server).box_public)
    assert all(writer.add(chunk) for chunk in chunks)
    writer.finish(desk.key)
    return file.getvalue()


def bring(carrier: Desk, parcel: bytes) -> Answer:
    return carrier.ask("POST", "/v1/parcels", parcel)


def said_by(server: LiveServer, answer: Answer) -> Acknowledgement:
    assert (answer.status, answer.headers["content-type"]) == (200, PARCEL_TYPE)
    return read_acknowledgement(answer.content, keys_of(server).signing_public)


def head_of(server: LiveServer, desk: Desk) -> int:
    with server.db.reading() as connection:
        query = select(tables.chain.c.head_seq).filter_by(desk_id=desk.desk_id, epoch=desk.epoch)
        return int(connection.execute(query).scalar_one())


def incidents_of(server: LiveServer, desk: Desk) -> list[str]:
    return [incident.code for incident in list_incidents(server.db, desk.centre_id)]


def test_a_stranger_brings_it_and_cannot_read_it(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own, _, foreign = desks
    parcel = parcel_of(server, own, journal_chunk(own, SECRET), record_chunk(SECRET.decode()))
    assert SECRET not in parcel
    with pytest.raises(DomainError, match="parcel_malformed"):
        next(ParcelReader(io.BytesIO(parcel)).chunks(X25519PrivateKey.generate()))
    said = said_by(server, bring(foreign, parcel))
    assert (said.centre_id, said.desk_id, said.code) == (own.centre_id, own.desk_id, "")
    assert said.acknowledged is not None
    assert said.records is not None
    assert (said.acknowledged.head_seq, said.records.revision) == (1, 1)
    assert (head_of(server, own), head_of(server, foreign)) == (1, 0)
    with server.db.reading() as connection:
        assert connection.execute(select(tables.batch.c.came_by)).scalars().all() == ["parcel"]


def test_it_may_come_as_often_as_it_likes(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, foreign = desks
    parcel = parcel_of(server, own, journal_chunk(own, b"one", b"two"), record_chunk("Salim"))
    first = said_by(server, bring(colleague, parcel))
    again = said_by(server, bring(foreign, parcel))
    assert first.acknowledged is not None
    assert again.acknowledged is not None
    assert (again.acknowledged.head_seq, again.acknowledged.witness) == (2, first.acknowledged.witness)
    with server.db.reading() as connection:
        assert len(connection.execute(select(tables.entry.c.seq)).all()) == 2


def test_no_byte_may_be_another(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own = desks[0]
    parcel = parcel_of(server, own, journal_chunk(own, SECRET), record_chunk("Salim"))
    for place in range(len(parcel)):
        changed = bytearray(parcel)
        changed[place] ^= 0x01
        with pytest.raises(DomainError, match=REFUSED):
            take_parcel(server.db, keys_of(server), io.BytesIO(changed), 0)
    assert head_of(server, own) == 0
    # However many there were, people are told once; and nobody else is told anything.
    assert incidents_of(server, own) == ["parcel_refused"]
    assert incidents_of(server, desks[2]) == []


def test_it_has_to_be_there_to_its_end_and_no_further(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own = desks[0]
    parcel = parcel_of(server, own, journal_chunk(own, SECRET), record_chunk("Salim"))
    cut = [parcel[:length] for length in range(len(parcel))]
    for wrong in (*cut, parcel + b"\0", parcel + parcel, b"\0" + parcel):
        with pytest.raises(DomainError, match=REFUSED):
            take_parcel(server.db, keys_of(server), io.BytesIO(wrong), 0)
    assert head_of(server, own) == 0


def test_another_s_name_on_it_is_refused(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, foreign = desks
    forged = parcel_of(server, own, journal_chunk(own, b"x"), header=header_of(server, colleague))
    nobody = header_of(server, Desk(own.line, own.key, own.centre_id, bytes(16)))
    elsewhere = msgspec.structs.replace(header_of(server, own), server_id=bytes(16))
    answers = [
        bring(foreign, parcel)
        for parcel in (
            forged,
            parcel_of(server, own, journal_chunk(own, b"x"), header=nobody),
            parcel_of(server, own, journal_chunk(own, b"x"), header=elsewhere),
            b"not a parcel at all",
            b"",
        )
    ]
    assert [(answer.status, answer.refusal.code) for answer in answers] == [
        (400, "parcel_malformed"),
        (400, "parcel_unknown"),
        (400, "parcel_foreign"),
        (400, "parcel_malformed"),
        (400, "parcel_malformed"),
    ]
    assert [head_of(server, desk) for desk in desks] == [0, 0, 0]


def test_what_a_desk_signed_may_still_not_be_opened_without_bounds(
    server: LiveServer, desks: tuple[Desk, Desk, Desk]
) -> None:
    own = desks[0]
    bomb = journal_chunk(own, bytes(MOST_UNPACKED))
    too_many = journal_chunk(own, *[b""] * 501)
    nothing = parcel_of(server, own)
    for parcel in (parcel_of(server, own, bomb), parcel_of(server, own, too_many), nothing):
        assert len(parcel) < 20_000
        answer = bring(own, parcel)
        assert (answer.status, answer.refusal.code) == (400, "parcel_malformed")
    assert head_of(server, own) == 0
    assert incidents_of(server, own) == ["parcel_refused"]


def test_a_gap_and_a_fork_are_said_and_nothing_beside_them_is_taken(
    server: LiveServer, desks: tuple[Desk, Desk, Desk]
) -> None:
    own, copy, _ = desks
    copy.key, copy.desk_id, copy.centre_id = own.key, own.desk_id, own.centre_id
    later = Desk(own.line, own.key, own.centre_id, own.desk_id, head=(1, chain_hash(own.head[1], b"first")))
    gap = said_by(server, bring(own, parcel_of(server, later, journal_chunk(later, b"second"), record_chunk("a"))))
    assert (gap.code, gap.seq, gap.acknowledged, gap.records) == ("gap", 0, None, None)
    assert own.push(b"mine").status == 200
    fork = said_by(server, bring(own, parcel_of(server, copy, journal_chunk(copy, b"copy"), record_chunk("b"))))
    assert (fork.code, fork.seq, fork.acknowledged, fork.records) == ("fork", 0, None, None)
    assert "chain_forked" in incidents_of(server, own)
    with server.db.reading() as connection:
        assert connection.execute(select(tables.record.c.key)).all() == []


def test_a_revoked_desk_s_sales_are_taken_and_it_carries_nothing(
    server: LiveServer, desks: tuple[Desk, Desk, Desk]
) -> None:
    own, colleague, _ = desks
    now = SystemClock().now()
    revoke_desk(server.db, own.centre_id, own.desk_id, revoked_by="Fatma", now=now)
    said = said_by(server, bring(colleague, parcel_of(server, own, journal_chunk(own, b"sold"), record_chunk("a"))))
    assert said.acknowledged is not None
    assert (said.acknowledged.head_seq, said.acknowledged.is_revoked, said.records) == (1, True, None)
    answer = bring(own, parcel_of(server, colleague, journal_chunk(colleague, b"sold")))
    assert (answer.status, answer.refusal.code) == (403, "desk_revoked")


def test_it_may_be_larger_than_a_body_but_has_its_bound(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, _ = desks
    chunks = []
    for place in range(8):
        entry = Random(place).randbytes(200_000)
        chunks.append(journal_chunk(own, entry))
        own.head = own.head[0] + 1, chain_hash(own.head[1], entry)
    parcel = parcel_of(server, own, *chunks, header=header_of(server, own))
    assert len(parcel) > MOST_SENT
    assert said_by(server, bring(colleague, parcel)).code == ""
    assert head_of(server, own) == 8
    huge = bring(colleague, bytes(MOST_PARCEL + 1))
    assert (huge.status, huge.refusal.code) == (413, "body_too_large")


def test_a_parcel_that_was_changed_on_the_line_is_refused(server: LiveServer, desks: tuple[Desk, Desk, Desk]) -> None:
    own, colleague, _ = desks
    parcel = parcel_of(server, own, journal_chunk(own, b"sold"))
    headers = colleague.signed("POST", "/v1/parcels", parcel)
    answer = colleague.ask("POST", "/v1/parcels", parcel[:-1] + b"\0", headers)
    assert (answer.status, answer.refusal.code) == (401, "signature_wrong")
    assert head_of(server, own) == 0


def test_strangers_are_sent_away_before_they_send_anything(server: LiveServer) -> None:
    address = urlsplit(server.url)
    assert address.port is not None
    with socket.create_connection(("127.0.0.1", address.port), timeout=30) as stranger:
        stranger.sendall(b"POST /v1/parcels HTTP/1.1\r\nHost: sanad\r\nContent-Length: 30000000\r\n\r\n")
        assert stranger.recv(1024).startswith(b"HTTP/1.1 401")


def test_parcels_have_little_room_and_take_none_of_the_desks(tmp_path: Path) -> None:
    with live_server(settings_in(tmp_path / "server", most_parcels=0)) as server:
        own, colleague, _ = two_centres(server)
        answer = bring(colleague, parcel_of(server, own, journal_chunk(own, b"sold")))
        assert (answer.status, answer.refusal.code) == (503, "busy")
        assert own.push(b"sold").status == 200
