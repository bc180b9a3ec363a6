"""What a transaction weighs on the wire, in a batch and alone, against its JSON packed by zstd or gzip as they come."""

from __future__ import annotations

import gzip
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import zstandard
from uuid_utils.compat import uuid7

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from sanad_desk.wire.messages import JournalBatch, message_bytes
from sanad_desk.wire.packing import Packer

BATCH = 500
TARGETS = {"batch": 0.5, "alone": 0.45}
# Of another seed and other days than the dictionary was trained on.
SEED, FIRST_DAY = 977, date(2027, 3, 7)


def transactions(folder: Path) -> list[bytes]:
    """The entries of simulated sales as the journal holds them."""
    clock = SetClock(1_804_300_000_000)
    desk = open_desk(folder, clock=clock, create=True)
    demo_centre(desk)
    for _ in simulate(desk, clock, first_day=FIRST_DAY, days=10, per_day=60, seed=SEED):
        pass
    with desk.store.reading() as connection:
        query = "SELECT entry FROM journal WHERE kind = 'transaction_completed' ORDER BY seq LIMIT ?"
        found = [row[0] for row in connection.exec_driver_sql(query, (BATCH,))]
    desk.close()
    assert len(found) == BATCH
    return found


def document(raw: bytes) -> dict[str, Any]:
    """The same transaction as an ordinary interface sends it: named fields, an id in every row."""
    entry = read_entry(raw)
    fact = entry.read()
    assert isinstance(fact, TransactionCompleted)
    envelope = {name: getattr(entry, name) for name in ("seq", "kind", "at", "business_date")}
    ids = {"shift_id": _plain(entry.shift_id), "operator_id": _plain(entry.operator_id)}
    return {**envelope, **ids, **_named(fact)}


def _named(value: msgspec.Struct) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def _plain(value: object) -> Any:
    if isinstance(value, bytes):
        return str(UUID(bytes=value)) if len(value) == 16 else value.hex()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, msgspec.Struct):
        return {"id": str(uuid7()), **_named(value)}
    return value


def batch_of(entries: list[bytes]) -> bytes:
    """As the desk sends them."""
    return message_bytes(JournalBatch(1, 100, tuple(entries), bytes(range(64))))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        entries = transactions(Path(folder) / "store")
    documents = [json.dumps(document(raw), ensure_ascii=False).encode() for raw in entries]
    packer = Packer()
    in_batch = len(packer.pack(batch_of(entries)))
    json_batch = len(zstandard.ZstdCompressor().compress(b"[" + b",".join(documents) + b"]"))
    alone = sum(len(packer.pack(batch_of([raw]))) for raw in entries)
    json_alone = sum(len(gzip.compress(each)) for each in documents)
    print(f"per transaction, of {BATCH}: raw entry {sum(map(len, entries)) / BATCH:.0f} B, ", end="")
    print(f"JSON {sum(map(len, documents)) / BATCH:.0f} B")
    missed = 0
    for name, ours, theirs, yardstick in (
        ("batch", in_batch, json_batch, "zstd of its JSON"),
        ("alone", alone, json_alone, "gzip of its JSON"),
    ):
        ratio = ours / theirs
        missed += ratio > TARGETS[name]
        print(f"{name}: {ours / BATCH:.0f} B, {yardstick} {theirs / BATCH:.0f} B: {ratio:.2f}x (<= {TARGETS[name]}x)")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
