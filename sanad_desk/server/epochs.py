"""Epochs: a desk that was copied or restored goes on under a number and key nobody has had."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from sanad_desk.server import tables
from sanad_desk.server.chains import Chain, begin_chain, find_chain, lock_chain, place_of
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.desk_numbers import DeskNumbers
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.journal import held_hashes
from sanad_desk.server.signers import Signer
from sanad_desk.wire.messages import EpochClaim, EpochGranted


def claim_epoch(db: Database, signer: Signer, claim: EpochClaim, now: int) -> EpochGranted:
    """The same public key gets the same epoch; raises Conflict: base_unknown, epoch_used, desk_numbers_used_up."""
    with db.writing() as connection:
        parent, _ = lock_chain(connection, signer)
        granted = find_chain(connection, claim.public_key, signer.centre_id, signer.desk_id)
        if granted is None:
            granted = _begin(connection, parent, claim, now)
        else:
            _grant_again(connection, parent, granted, claim)
    return EpochGranted(granted.epoch, granted.desk_number, granted.spare_number, now)


def _check_base(connection: Connection, parent: Chain, claim: EpochClaim) -> None:
    chain = (parent.centre_id, parent.desk_id, parent.epoch)
    if held_hashes(connection, *chain, claim.base_seq, claim.base_seq).get(claim.base_seq) != claim.base_hash:
        raise Conflict("base_unknown")


def _grant_again(connection: Connection, parent: Chain, granted: Chain, claim: EpochClaim) -> None:
    """The answer was lost, or this is a copy that was made while it was under way."""
    held, head_seq = lock_chain(connection, granted)
    if head_seq != held.base_seq:
        raise Conflict("epoch_used", epoch=held.epoch)
    if held.parent_epoch == parent.epoch and held.base_seq != claim.base_seq:
        # It has taken back more since: that is not to be counted under both epochs.
        _check_base(connection, parent, claim)
        base = {"base_seq": claim.base_seq, "base_hash": claim.base_hash}
        head = {"head_seq": claim.base_seq, "head_hash": claim.base_hash, "judged_seq": claim.base_seq}
        connection.execute(update(tables.chain).filter_by(**place_of(granted)).values(**base, **head))


def _begin(connection: Connection, parent: Chain, claim: EpochClaim, now: int) -> Chain:
    _check_base(connection, parent, claim)
    numbers = DeskNumbers(connection, parent.centre_id, now, claim.known_numbers)
    number = _number(connection, numbers, parent, claim)
    if not number:
        raise Conflict("desk_numbers_used_up")
    of_desk = {"centre_id": parent.centre_id, "desk_id": parent.desk_id}
    last = connection.execute(select(func.max(tables.chain.c.epoch)).filter_by(**of_desk)).scalar_one()
    begun = parent._replace(
        epoch=last + 1,
        desk_number=number,
        spare_number=numbers.take_spare(),
        public_key=claim.public_key,
        parent_epoch=parent.epoch,
        base_seq=claim.base_seq,
        base_hash=claim.base_hash,
    )
    begin_chain(connection, begun, now, claim.record_revision)
    open_incident(
        connection,
        parent.centre_id,
        "epoch_begun",
        desk_id=parent.desk_id,
        epoch=begun.epoch,
        seq=begun.base_seq,
        params={"old_number": parent.desk_number, "new_number": number},
        now=now,
    )
    return begun


def _number(connection: Connection, numbers: DeskNumbers, parent: Chain, claim: EpochClaim) -> int:
    """The spare one, or one that was granted before this server was restored, is kept while nobody else has it."""
    number = claim.desk_number
    if number and number == parent.spare_number:
        # Whoever wrote the parent may be alive: it hears of another spare one with its next acknowledgement.
        spare = {"spare_number": numbers.take_spare()}
        connection.execute(update(tables.chain).filter_by(**place_of(parent)).values(**spare))
        return number
    return number if number and numbers.keep(number) else numbers.take()
