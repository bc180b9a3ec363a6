"""Verifying what is held: every chain is hashed and counted again and compared with what the server kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Row, Table, and_, literal, select, tuple_

from sanad_desk.server.database import Database
from sanad_desk.server.ingest import read_into
from sanad_desk.server.journal import held_hashes
from sanad_desk.server.projection import ChainKey, Projected
from sanad_desk.server.tables import batch, centre, chain, counted_later, day_sum, entry, transaction_row
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import is_signed_batch

PAGE = 1000  # entries that are read at once


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it should be; `seq` is 0 where it is about no single entry."""

    centre: str
    desk: str
    epoch: int
    seq: int
    what: str
    held: str
    expected: str


def verify(db: Database, centre_id: bytes | None = None) -> Iterator[Difference]:
    """Of one centre, or of all. Each chain is looked at as it is at one moment; desks go on writing meanwhile."""
    query = select(chain.c.centre_id, chain.c.desk_id, chain.c.epoch)
    if centre_id is not None:
        query = query.where(chain.c.centre_id == centre_id)
    with db.reading() as connection:
        keys = [tuple(row) for row in connection.execute(query.order_by(*query.selected_columns))]
    for key in keys:
        with db.reading() as connection:
            yield from _Verified(connection, key).differences()


class _Verified:
    """One chain, from its base to its head."""

    def __init__(self, connection: Connection, key: ChainKey) -> None:
        self._connection = connection
        self._key = key
        query = select(chain, centre.c.code).outerjoin(centre, centre.c.centre_id == chain.c.centre_id)
        self._chain = connection.execute(query.where(*self._of(chain))).one()
        self._projected = Projected(key)
        self._seq, self._hash = int(self._chain.base_seq), self._chain.base_hash  # the last entry that was looked at
        self._signed_seq = self._seq

    def differences(self) -> Iterator[Difference]:
        yield from self._compare_base()
        after, last = -1, None
        while page := self._page(last):
            signatures = self._signatures(after, page[-1].seq)
            for row in page:
                yield from self._compare_entry(row, signatures.pop(row.seq, None))
            yield from (self._told(seq, "batch", "ends here", "at an entry") for seq in sorted(signatures))
            yield from self._compare_numbers(after, page[-1].seq)
            last = page[-1]
            after = last.seq
        yield from self._compare_head()
        yield from self._compare_numbers(after, None)
        yield from self._compare_sums()

    def _compare_base(self) -> Iterator[Difference]:
        own = self._chain
        parent = own.parent_epoch or own.epoch
        there = held_hashes(self._connection, *self._key[:2], parent, own.base_seq, own.base_seq).get(own.base_seq)
        if there != own.base_hash:
            yield self._told(own.base_seq, "base_hash", own.base_hash.hex(), there.hex() if there else "no such entry")

    def _compare_entry(self, row: Row[*tuple[Any, ...]], signature: bytes | None) -> Iterator[Difference]:
        """A fault is told where it is: the entries after it are measured by the hash that is held."""
        if row.seq <= self._seq:
            yield self._told(row.seq, "entry", "once more", "once")
            return
        if row.seq > self._seq + 1:
            yield self._missing(row.seq - 1)
        else:
            computed = chain_hash(self._hash, row.entry)
            if computed != row.hash:
                yield self._told(row.seq, "entry", row.hash.hex(), computed.hex())
        self._seq, self._hash = row.seq, row.hash
        if signature is not None:
            self._signed_seq = row.seq
            own = self._chain
            if not is_signed_batch(own.public_key, own.desk_id, own.epoch, row.seq, row.hash, signature):
                yield self._told(row.seq, "signature", signature.hex(), "of the desk's key")
        if not row.unread or row.counted_at is not None:
            read_into(self._projected, row.seq, row.entry)

    def _compare_numbers(self, after: int, up_to: int | None) -> Iterator[Difference]:
        query = select(transaction_row.c.seq, transaction_row.c.number).where(*self._of(transaction_row))
        query = query.where(*_between(transaction_row.c.seq, after, up_to))
        held = {row.seq: row.number for row in self._connection.execute(query)}
        expected = {row[3]: row[4] for row in self._projected.transactions}
        self._projected.transactions.clear()
        for seq in sorted(held.keys() | expected.keys()):
            if held.get(seq) != expected.get(seq):
                yield self._told(seq, "transaction_row", held.get(seq, "none"), expected.get(seq, "none"))

    def _compare_head(self) -> Iterator[Difference]:
        own = self._chain
        if self._seq < own.head_seq:
            yield self._missing(own.head_seq)
        elif (self._seq, self._hash) != (own.head_seq, own.head_hash):
            head = f"{own.head_seq} {own.head_hash.hex()}"
            yield self._told(own.head_seq, "head", head, f"{self._seq} {self._hash.hex()}")
        elif self._signed_seq != self._seq:
            yield self._told(self._seq, "signature", "none", "one over the head")
        beyond = self._signatures(self._seq, None)
        yield from (self._told(seq, "batch", "ends here", "at an entry") for seq in sorted(beyond))

    def _compare_sums(self) -> Iterator[Difference]:
        query = select(day_sum.c.business_date, day_sum.c.measure, day_sum.c.code, day_sum.c.amount)
        rows = self._connection.execute(query.where(*self._of(day_sum)))
        held = {(day, measure, code): amount for day, measure, code, amount in rows}
        expected = {
            (day, *place): amount for day, sums in self._projected.sums.items() for place, amount in sums.items()
        }
        for place in sorted(held.keys() | expected.keys()):
            if held.get(place, 0) != expected.get(place, 0):
                what = " ".join(("day_sum", *filter(None, place)))
                yield self._told(0, what, str(held.get(place, 0)), str(expected.get(place, 0)))

    def _page(self, last: Row[*tuple[Any, ...]] | None) -> Sequence[Row[*tuple[Any, ...]]]:
        """The next entries after that one; a position may be held twice, received on different days."""
        same = and_(*(counted_later.c[name] == entry.c[name] for name in ("centre_id", "desk_id", "epoch", "seq")))
        place = (entry.c.seq, entry.c.received_on)
        query = select(*place, entry.c.entry, entry.c.hash, entry.c.unread, counted_later.c.counted_at)
        query = query.select_from(entry.outerjoin(counted_later, same)).where(*self._of(entry))
        if last is not None:
            query = query.where(tuple_(*place) > tuple_(literal(last.seq), literal(last.received_on, Date)))
        return self._connection.execute(query.order_by(*place).limit(PAGE)).all()

    def _signatures(self, after: int, up_to: int | None) -> dict[int, bytes]:
        query = select(batch.c.head_seq, batch.c.signature).where(*self._of(batch))
        rows = self._connection.execute(query.where(*_between(batch.c.head_seq, after, up_to)))
        return {row.head_seq: row.signature for row in rows}

    def _of(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        centre_id, desk_id, epoch = self._key
        return table.c.centre_id == centre_id, table.c.desk_id == desk_id, table.c.epoch == epoch

    def _missing(self, up_to: int) -> Difference:
        return self._told(self._seq + 1, "entry", "missing", f"entries up to {up_to}")

    def _told(self, seq: int, what: str, held: str, expected: str) -> Difference:
        return Difference(self._chain.code or "", self._key[1].hex(), self._key[2], seq, what, held, expected)


def _between(column: ColumnElement[int], after: int, up_to: int | None) -> list[ColumnElement[bool]]:
    return [column > after] if up_to is None else [column > after, column <= up_to]
