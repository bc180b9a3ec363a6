"""Many desks from one simulated journal: the same bytes in centres of their own, batches and requests signed anew."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.server import tables
from sanad_desk.server.centres import add_centre
from sanad_desk.server.database import Database
from sanad_desk.server.signers import Signer
from sanad_desk.store import desk_book
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire.entries import GENESIS_HASH, Entry, chain_hash, read_entry
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    MOST_ENTRY_BYTES,
    JournalBatch,
    key_id_of,
    message_bytes,
    sign_batch,
)
from sanad_desk.wire.packing import ENCODING, Packer
from sanad_desk.wire.request_signature import SignedMessage, sign_request

SOLD = "transaction_completed"
_PATIENCE = 300  # seconds for other processes


@dataclass(frozen=True, slots=True)
class Played:
    """The whole journal of some days at one desk, and the key that signed its receipts."""

    entries: list[bytes]
    key: bytes

    def sales(self) -> list[bytes]:
        """The transactions alone, numbered from 1."""
        read = [entry for entry in map(read_entry, self.entries) if entry.kind == SOLD]
        return [_encoded(entry, seq) for seq, entry in enumerate(read, 1)]


def start_of_play() -> tuple[date, SetClock]:
    """A first day long before any on which this is run, or the judge would find the clock ahead; and its clock."""
    return date(2026, 3, 1), SetClock(1_772_300_000_000)


def play(folder: Path, *, days: int, per_day: int, seed: int = 5, odd: bool = False) -> Played:
    """Days of sales at the demo centre."""
    os.environ["SANAD_DESK_KEYS"] = "file"
    first_day, clock = start_of_play()
    desk = open_desk(folder, clock=clock, create=True)
    demo_centre(desk)
    for _ in simulate(desk, clock, first_day=first_day, days=days, per_day=per_day, seed=seed, odd=odd):
        pass
    with desk.store.reading() as connection:
        entries = list(connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars())
        key = desk_book.signing_key(connection)
    desk.close()
    assert key is not None
    return Played(entries, key)


def _encoded(entry: Entry, seq: int) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.replace(entry, seq=seq))


@dataclass(frozen=True, slots=True)
class Chained:
    """One desk of a centre of its own, that has written those entries."""

    centre_id: bytes
    desk_id: bytes
    key: bytes

    @property
    def private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key)

    def signer(self) -> Signer:
        public_key = self.private_key.public_key().public_bytes_raw()
        return Signer(self.centre_id, self.desk_id, 1, public_key, is_revoked=False)

    def batches(self, entries: Sequence[bytes], hashes: Sequence[bytes]) -> list[JournalBatch]:
        """As full as a desk makes them; `hashes` are the chain's before each entry and after the last."""
        made: list[JournalBatch] = []
        for base, last in parts_of(entries):
            signature = sign_batch(self.private_key, self.desk_id, 1, last, hashes[last])
            made.append(JournalBatch(1, base, tuple(entries[base:last]), signature))
        return made

    def request(self, batch: JournalBatch, packer: Packer, now: int) -> bytes:
        """A whole HTTP request as it goes over the wire."""
        body = packer.pack(message_bytes(batch))
        target = f"/v1/desks/{self.desk_id.hex()}/journal"
        message = SignedMessage("POST", target, {"accept-encoding": ENCODING, "content-encoding": ENCODING})
        sign_request(message, body, self.private_key, key_id_of(self.centre_id, self.desk_id, 1), now)
        lines = [f"POST {target} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in message.headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def parts_of(entries: Sequence[bytes]) -> list[tuple[int, int]]:
    """Where batches begin and end that are as full as they may be."""
    found, base, size = [], 0, 0
    for at, raw in enumerate(entries):
        if at - base == MOST_ENTRIES or (at > base and size + len(raw) > MOST_ENTRY_BYTES):
            found.append((base, at))
            base, size = at, 0
        size += len(raw)
    return [*found, (base, len(entries))]


def chain_of(entries: Sequence[bytes]) -> list[bytes]:
    """The chain's hash before each entry and after the last."""
    hashes = [GENESIS_HASH]
    for raw in entries:
        hashes.append(chain_hash(hashes[-1], raw))
    return hashes


def enlist(db: Database, key: bytes, count: int, now: int) -> list[Chained]:
    """So many centres with one desk each, known to the server as if they had been enrolled."""
    found = []
    for number in range(count):
        code = f"{number:04d}"
        add_centre(db, code, "مركز تجريبي", f"Sample Centre {number}", now)
    with db.writing() as connection:
        for row in connection.execute(tables.centre.select().order_by(tables.centre.c.code)).all():
            chained = Chained(row.centre_id, uuid4().bytes, key)
            place = {"centre_id": chained.centre_id, "desk_id": chained.desk_id}
            connection.execute(insert(tables.desk).values(**place, created_at=now))
            numbers = {"desk_number": 1, "spare_number": 2, "parent_epoch": 0, "base_seq": 0, "base_hash": GENESIS_HASH}
            head = {"head_seq": 0, "head_hash": GENESIS_HASH, "judged_seq": 0, "record_revision": 0}
            when = {"claimed_at": now, "seen_at": now}
            public_key = chained.signer().public_key
            values = {**place, "epoch": 1, "public_key": public_key, **numbers, **head, **when}
            connection.execute(insert(tables.chain).values(**values))
            found.append(chained)
    return found


def forget_journals(db: Database) -> None:
    """Every desk is at its beginning again; the statistics are as after a while."""
    with db.writing() as connection:
        connection.exec_driver_sql("LOCK TABLE chain")
        connection.exec_driver_sql("TRUNCATE entry, transaction_row, batch, day_sum, feed, incident, judgement")
        connection.execute(tables.chain.update().values(head_seq=0, head_hash=GENESIS_HASH, judged_seq=0))
        connection.execute(tables.centre.update().values(feed_position=0))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
            connection.exec_driver_sql(statement)


def in_processes(work: Callable[..., Callable[[], Any]], *arguments: Sequence[Any]) -> tuple[float, list[Any]]:
    """Seconds from when all are ready until the last is done, and what each found; `work` prepares and gives the doing.

    One process for each of the tuples of arguments.
    """
    context = multiprocessing.get_context("spawn")
    barrier, found = context.Barrier(len(arguments) + 1), context.Queue()
    processes = [context.Process(target=_child, args=(work, each, barrier, found)) for each in arguments]
    for process in processes:
        process.start()
    try:
        barrier.wait(_PATIENCE)
        begun = time.perf_counter()
        said = [found.get(timeout=_PATIENCE) for _ in processes]
        seconds = time.perf_counter() - begun
    finally:
        for process in processes:
            process.terminate()
            process.join()
    faults = [fault for _, fault in said if fault]
    if faults:
        raise AssertionError(faults[0])
    return seconds, [value for value, _ in said]


def _child(work: Callable[..., Callable[[], Any]], arguments: Sequence[Any], barrier: Any, found: Any) -> None:
    try:
        do = work(*arguments)
        barrier.wait(_PATIENCE)
        found.put((do(), ""))
    except Exception:
        found.put((None, traceback.format_exc()))
        barrier.abort()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a server said to a request."""

    status: int
    retry_after: int  # seconds


def answer_to(port: int, request: bytes) -> Heard:
    """Sent on a connection of its own, as a desk begins a round."""
    with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rb") as answer:
        line.sendall(request)
        return read_answer(answer)


def read_answer(answer: BinaryIO) -> Heard:
    """All of an answer that names its length."""
    status, length, retry_after = int(answer.readline().split()[1]), 0, 0
    while (head := answer.readline()) != b"\r\n":
        name, _, value = head.lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        elif name == b"retry-after":
            retry_after = int(value)
    answer.read(length)
    return Heard(status, retry_after)


@dataclass(frozen=True, slots=True)
class Memory:
    """Of processes together, in MB."""

    now: float
    peak: float


def memory_of(command: str) -> Memory:
    """What this process's children with that in their command line keep, and their own children."""
    parents, named = {}, set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if command in (path / "cmdline").read_text():
                named.add(int(path.name))
        except OSError:
            continue
    family = {pid for pid in named if parents[pid] == os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    found = [
        dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()) for pid in family
    ]
    now, peak = (sum(int(each[name].split()[0]) for each in found) / 1024 for name in ("VmRSS", "VmHWM"))
    return Memory(now, peak)
