"""Epochs: a desk that was copied or restored goes on under a number and key nobody has had."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from sanad_desk.domain.errors import DomainError
from sanad_desk.server import tables
from sanad_desk.server.centres import LAST_NUMBER, free_number, spare_number, taken_numbers
from sanad_desk.server.chains import Chain, begin_chain, find_chain
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.journal import held_hashes
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.signers import Signer
from sanad_desk.wire.messages import EpochClaim, EpochGranted


def claim_epoch(db: Database, keys: ServerKeys, signer: Signer, claim: EpochClaim, now: int) -> EpochGranted:
    """The same public key gets the same epoch.

    Raises DomainError: body_malformed; Conflict: base_unknown, desk_numbers_used_up.
    """
    if len(claim.public_key) != 32:
        raise DomainError("body_malformed")
    with db.writing() as connection:
        parent = _lock_chain(connection, signer)
        taken = taken_numbers(connection, signer.centre_id)
        granted = find_chain(connection, signer.centre_id, claim.public_key)
        if granted is None:
            _check_base(connection, signer, claim)
            granted = _begin(connection, parent, claim, taken, now)
        elif granted.base_seq != claim.base_seq:
            _move_base(connection, signer, granted, claim)
    return EpochGranted(granted.epoch, granted.desk_number, granted.spare_number, now)


def _lock_chain(connection: Connection, signer: Signer) -> Chain:
    query = select(*(tables.chain.c[name] for name in Chain._fields)).with_for_update()
    one = {"centre_id": signer.centre_id, "desk_id": signer.desk_id, "epoch": signer.epoch}
    return Chain(*connection.execute(query.filter_by(**one)).one())


def _check_base(connection: Connection, signer: Signer, claim: EpochClaim) -> None:
    chain = (signer.centre_id, signer.desk_id, signer.epoch)
    if held_hashes(connection, *chain, claim.base_seq, claim.base_seq).get(claim.base_seq) != claim.base_hash:
        raise Conflict("base_unknown")


def _move_base(connection: Connection, signer: Signer, granted: Chain, claim: EpochClaim) -> None:
    """The answer was lost, and the desk has taken back more since: that is not to be counted under both epochs."""
    one = {"centre_id": granted.centre_id, "desk_id": granted.desk_id, "epoch": granted.epoch}
    chain = tables.chain.c
    is_unused = (chain.head_seq == chain.base_seq) & (chain.parent_epoch == signer.epoch)
    if connection.execute(select(chain.epoch).filter_by(**one).where(is_unused)).first() is None:
        return
    _check_base(connection, signer, claim)
    base = {"base_seq": claim.base_seq, "base_hash": claim.base_hash}
    head = {"head_seq": claim.base_seq, "head_hash": claim.base_hash, "judged_seq": claim.base_seq}
    connection.execute(update(tables.chain).filter_by(**one).values(**base, **head))


def _begin(connection: Connection, parent: Chain, claim: EpochClaim, taken: set[int], now: int) -> Chain:
    number = claim.desk_number or 0
    if not _may_keep(connection, parent, number, taken):
        taken.update(claim.known_numbers)  # in a backup this server may have lost who has them
        number = free_number(taken)
    taken.add(number)
    if not number:
        raise Conflict("desk_numbers_used_up")
    place = {"centre_id": parent.centre_id, "desk_id": parent.desk_id}
    last = connection.execute(select(func.max(tables.chain.c.epoch)).filter_by(**place)).scalar_one()
    begun = parent._replace(
        epoch=last + 1,
        desk_number=number,
        spare_number=spare_number(taken),
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


def _may_keep(connection: Connection, parent: Chain, number: int, taken: set[int]) -> bool:
    """The spare number, or one that was granted before this server was restored and that nobody has had since."""
    if number == parent.spare_number:
        return _is_spare_still(connection, parent)
    return number not in taken and 1 <= number <= LAST_NUMBER


def _is_spare_still(connection: Connection, parent: Chain) -> bool:
    """Whether nobody goes on under the number yet: a copy of the same disk has the same spare one."""
    query = select(tables.chain.c.epoch).filter_by(centre_id=parent.centre_id, desk_number=parent.spare_number)
    return connection.execute(query).first() is None
