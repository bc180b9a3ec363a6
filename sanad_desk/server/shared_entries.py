"""Three disks of one desk: what the second one brought already is not counted again under the epoch of the third."""

from __future__ import annotations

from itertools import accumulate

from sqlalchemy import Connection, select, update

from sanad_desk.server import tables
from sanad_desk.server.journal import lineage
from sanad_desk.server.signers import Signer
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import JournalBatch


def share_entries(connection: Connection, signer: Signer, head_seq: int, head_hash: bytes, batch: JournalBatch) -> bool:
    """Moves the base of an epoch without entries of its own behind what another one holds; whether it did.

    The chain's row must be locked.
    """
    chain, entry = tables.chain.c, tables.entry.c
    desk = {"centre_id": signer.centre_id, "desk_id": signer.desk_id}
    own = {**desk, "epoch": signer.epoch}
    offered = batch.entries[head_seq - batch.base_seq :] if batch.base_seq <= head_seq else ()
    is_unused = select(chain.epoch).filter_by(**own).where(chain.head_seq == chain.base_seq)
    if not offered or connection.execute(is_unused).first() is None:
        return False
    hashes = list(accumulate(offered, chain_hash, initial=head_hash))[1:]
    others = select(entry.epoch, entry.seq, entry.hash).filter_by(**desk).where(entry.epoch != signer.epoch)
    same = others.where(entry.seq.between(head_seq + 1, head_seq + len(hashes)), entry.hash.in_(hashes))
    found = connection.execute(same.order_by(entry.seq.desc(), entry.epoch).limit(1)).first()
    if found is None:
        return False
    if signer.epoch in {each.epoch for each in lineage(connection, signer.centre_id, signer.desk_id, found.epoch)}:
        return False  # it came from this very epoch
    base = {"parent_epoch": found.epoch, "base_seq": found.seq, "base_hash": found.hash}
    head = {"head_seq": found.seq, "head_hash": found.hash, "judged_seq": found.seq}
    connection.execute(update(tables.chain).filter_by(**own).values(**base, **head))
    return True
