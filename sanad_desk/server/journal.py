"""The journal as the server holds it: which stretches make up a chain, its hashes, and its entries given back."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.database import Database
from sanad_desk.server.signers import Signer
from sanad_desk.server.tables import chain, entry
from sanad_desk.wire.entries import GENESIS_HASH
from sanad_desk.wire.messages import MOST_ENTRIES, MOST_ENTRY_BYTES, JournalPage


class Stretch(NamedTuple):
    """Entries `after + 1 … up_to` lie under this epoch."""

    epoch: int
    after: int
    up_to: int


def lineage(connection: Connection, centre_id: bytes, desk_id: bytes, epoch: int) -> list[Stretch]:
    """What an epoch's chain is made of, newest stretch first; empty for an epoch nobody has."""
    query = select(chain.c.epoch, chain.c.parent_epoch, chain.c.base_seq, chain.c.head_seq)
    rows = connection.execute(query.where(chain.c.centre_id == centre_id, chain.c.desk_id == desk_id))
    chains = {row.epoch: row for row in rows}
    stretches: list[Stretch] = []
    while epoch in chains:
        own = chains[epoch]
        up_to = min(own.head_seq, stretches[-1].after) if stretches else own.head_seq
        # A claim may lie before its parent's own base: then the parent has nothing of this chain.
        after = min(own.base_seq, up_to)
        stretches.append(Stretch(epoch, after, up_to))
        epoch = own.parent_epoch
    return stretches


def held_hashes(
    connection: Connection, centre_id: bytes, desk_id: bytes, epoch: int, first: int, last: int
) -> dict[int, bytes]:
    """The chain's hashes at the positions of that range which the server holds, also those of parent epochs."""
    found = {0: GENESIS_HASH} if first <= 0 else {}
    for stretch in lineage(connection, centre_id, desk_id, epoch):
        low, high = max(first, stretch.after + 1), min(last, stretch.up_to)
        if low > high:
            continue
        query = select(entry.c.seq, entry.c.hash).where(
            entry.c.centre_id == centre_id,
            entry.c.desk_id == desk_id,
            entry.c.epoch == stretch.epoch,
            entry.c.seq.between(low, high),
        )
        found.update((row.seq, row.hash) for row in connection.execute(query))
    return found


def own_page(db: Database, signer: Signer, epoch: int, after: int, *, most: int = MOST_ENTRIES) -> JournalPage:
    """A desk's own entries after a position; raises DomainError `epoch_unknown`."""
    with db.reading() as connection:
        stretches = lineage(connection, signer.centre_id, signer.desk_id, epoch)
        if not stretches:
            raise DomainError("epoch_unknown")
        entries: list[bytes] = []
        size = 0
        for stretch in reversed(stretches):
            rows = connection.execute(
                select(entry.c.entry)
                .where(
                    entry.c.centre_id == signer.centre_id,
                    entry.c.desk_id == signer.desk_id,
                    entry.c.epoch == stretch.epoch,
                    entry.c.seq > max(after, stretch.after),
                    entry.c.seq <= stretch.up_to,
                )
                .order_by(entry.c.seq)
                .limit(most - len(entries))
            ).scalars()
            for raw in rows:
                size += len(raw)
                # One entry always goes, however large it is.
                if entries and size > MOST_ENTRY_BYTES:
                    return JournalPage(after, tuple(entries), stretches[0].up_to)
                entries.append(raw)
    return JournalPage(after, tuple(entries), stretches[0].up_to)
