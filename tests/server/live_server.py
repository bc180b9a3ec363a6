"""A real server on the loopback, with desks that sign what they say to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from sanad_desk.domain.clock import Clock, SystemClock
from sanad_desk.server.app import create_app
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.server.keys import ServerKeys, load_keys, make_keys
from sanad_desk.server.migrate import migrate
from sanad_desk.server.serve import server_config
from sanad_desk.server.settings import Settings
from sanad_desk.wire.entries import GENESIS_HASH, chain_hash
from sanad_desk.wire.messages import (
    Enrolled,
    EnrolRequest,
    JournalBatch,
    Message,
    RecordBatch,
    Refusal,
    key_id_of,
    message_bytes,
    sign_batch,
)
from sanad_desk.wire.packing import ENCODING, Packer
from sanad_desk.wire.records import Record
from sanad_desk.wire.request_signature import SignedMessage, sign_request


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `content` is unpacked."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def refusal(self) -> Refusal:
        return msgspec.json.decode(self.content, type=Refusal)


@dataclass(slots=True)
class Desk:
    """Somebody with a key; remembers its own chain as far as it was sent."""

    line: httpx.Client
    key: Ed25519PrivateKey
    centre_id: bytes = b""
    desk_id: bytes = b""
    epoch: int = 1
    clock: Clock = field(default_factory=SystemClock)
    head: tuple[int, bytes] = (0, GENESIS_HASH)

    @property
    def key_id(self) -> str:
        return key_id_of(self.centre_id, self.desk_id, self.epoch)

    @property
    def path(self) -> str:
        return f"/v1/desks/{self.desk_id.hex()}"

    def signed(self, method: str, target: str, body: bytes = b"", key_id: str | None = None) -> dict[str, str]:
        """The headers of a request that is signed now."""
        message = SignedMessage(method, target)
        sign_request(message, body, self.key, key_id or self.key_id, self.clock.now())
        return message.headers

    def ask(self, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Signed, unless the headers are given."""
        return send(self.line, method, target, body, self.signed(method, target, body) if headers is None else headers)

    def batch(self, *entries: bytes) -> bytes:
        """A packed batch after its head."""
        seq, head = self.head
        for raw in entries:
            seq, head = seq + 1, chain_hash(head, raw)
        signature = sign_batch(self.key, self.desk_id, self.epoch, seq, head)
        return packed(JournalBatch(self.epoch, self.head[0], entries, signature))

    def push(self, *entries: bytes) -> Answer:
        """Offers entries and remembers them where they are taken."""
        answer = self.ask("POST", f"{self.path}/journal", self.batch(*entries))
        if answer.status == 200:
            for raw in entries:
                self.head = (self.head[0] + 1, chain_hash(self.head[1], raw))
        return answer

    def send_records(self, *records: Record) -> Answer:
        return self.ask("POST", f"{self.path}/records", packed(RecordBatch(records)))


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running server; it answers at `url`."""

    app: FastAPI
    db: Database
    url: str
    line: httpx.Client

    def enrol(self, centre_code: str, clock: Clock | None = None) -> Desk:
        """A desk that was founded offline and has no number yet."""
        clock = clock or SystemClock()
        desk = Desk(self.line, Ed25519PrivateKey.generate(), clock=clock)
        enrol_with(desk, new_enrolment_code(self.db, centre_code, clock.now()))
        return desk


def enrol_with(desk: Desk, code: str) -> None:
    """From now on the desk knows who it is."""
    ids = (desk.centre_id or bytes(16), uuid4().bytes)
    body = msgspec.json.encode(EnrolRequest(code, desk.key.public_key().public_bytes_raw(), *ids))
    answer = desk.ask("POST", "/v1/enrol", body, desk.signed("POST", "/v1/enrol", body, "enrol"))
    assert answer.status == 200, answer.content
    enrolled = msgspec.json.decode(answer.content, type=Enrolled)
    desk.centre_id, desk.desk_id, desk.epoch = enrolled.centre_id, enrolled.desk_id, enrolled.epoch


def send(line: httpx.Client, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
    """As it is: httpx would unpack zstd by itself, without our dictionary."""
    with line.stream(method, target, content=body, headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    unpacked = Packer().unpack(raw) if answer.headers.get("content-encoding") == ENCODING else raw
    return Answer(answer.status_code, answer.headers, unpacked)


def packed(message: Message) -> bytes:
    """As a desk sends it."""
    return Packer().pack(message_bytes(message))


@contextmanager
def live_server(settings: Settings, clock: Clock | None = None, **quicker: object) -> Iterator[LiveServer]:
    """On a fresh database; `quicker` sets what else uvicorn is to know."""
    migrate(settings.database)
    db = Database(settings.database)
    keys = _keys_in(settings.folder)
    app = create_app(db, keys, settings, clock)
    config = server_config(app)
    for name, value in quicker.items():
        setattr(config, name, value)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with httpx.Client(base_url=url, timeout=30) as line:
            yield LiveServer(app, db, url, line)
    finally:
        server.should_exit = True
        thread.join()


def _keys_in(folder: Path) -> ServerKeys:
    try:
        return make_keys(folder)
    except FileExistsError:
        return load_keys(folder)


def settings_in(folder: Path, database: str = "", **others: object) -> Settings:
    """A server that keeps all it has in that folder, by default also its database; nobody judges unless it is said."""
    folder.mkdir(exist_ok=True)
    chosen: dict[str, object] = {"judge": False, "metrics": True, **others}
    return Settings(database or f"sqlite:///{folder.as_posix()}/server.sqlite3", folder, **chosen)  # type: ignore[arg-type]


def two_centres(server: LiveServer, clock: Clock | None = None) -> tuple[Desk, Desk, Desk]:
    """Two desks of centre 0142 and one of centre 0201."""
    now = (clock or SystemClock()).now()
    add_centre(server.db, "0142", "مركز الواحة", "Al Waha Centre", now)
    add_centre(server.db, "0201", "مركز النخيل", "An Nakhil Centre", now)
    return server.enrol("0142", clock), server.enrol("0142", clock), server.enrol("0201", clock)
