"""Enrolment: a code, once, makes a desk known to the server, under ids and a number of its own."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from sanad_desk.domain.errors import AuthError
from sanad_desk.server import tables
from sanad_desk.server.centres import find_centre
from sanad_desk.server.chains import Chain, begin_chain, find_chain
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.desk_numbers import DeskNumbers
from sanad_desk.server.enrolment_code import read_code
from sanad_desk.server.feed_counter import lock_feed
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.keys import ServerKeys
from sanad_desk.wire.entries import GENESIS_HASH
from sanad_desk.wire.messages import Enrolled, EnrolRequest, digest_of
from sanad_desk.wire.records import PROFILE_KEY, RecordKind

FIRST_EPOCH = 1


def enrol(db: Database, keys: ServerKeys, request: EnrolRequest, now: int) -> Enrolled:
    """The same key with the same code gets the same answer; whoever is refused uses up nothing.

    Raises DomainError: enrol_code_mistyped; AuthError: enrol_code_wrong, enrol_code_used, enrol_code_expired;
    Conflict: centre_not_set_up, desk_known, desk_numbers_used_up.
    """
    centre_code, code = read_code(request.code)
    with db.writing() as connection:
        centre_id = find_centre(connection, centre_code)
        if centre_id is None:
            raise AuthError("enrol_code_wrong")
        lock_feed(connection, centre_id)
        kept = _use_code(connection, centre_id, digest_of(code.encode()), request.public_key, now)
        profile = _profile(connection, centre_id)
        if request.desk_id is None and profile is None:
            raise Conflict("centre_not_set_up")
        known = find_chain(connection, request.public_key, centre_id, request.desk_id)
        chain = known or _begin(connection, centre_id, request, kept, now)
        return _enrolled(connection, keys, centre_code, chain, profile, now)


def _use_code(connection: Connection, centre_id: bytes, code_hash: bytes, public_key: bytes, now: int) -> int | None:
    """The number that was kept for it, if any.

    Nobody counts wrong ones: 40 bits of chance cannot be guessed in a day, and a count would be in their hands.
    """
    codes, one = tables.enrolment_code, {"centre_id": centre_id, "code_hash": code_hash}
    found = connection.execute(select(codes).filter_by(**one)).one_or_none()
    if found is None:
        raise AuthError("enrol_code_wrong")
    if found.used_at is not None:
        if found.used_by != public_key:
            raise AuthError("enrol_code_used")
    elif found.expires_at <= now:
        raise AuthError("enrol_code_expired")
    else:
        connection.execute(update(codes).filter_by(**one).values(used_at=now, used_by=public_key))
    number: int | None = found.desk_number
    return number


def _profile(connection: Connection, centre_id: bytes) -> bytes | None:
    place = {"centre_id": centre_id, "kind": RecordKind.CENTRE, "key": PROFILE_KEY}
    found: bytes | None = connection.execute(select(tables.record.c.body).filter_by(**place)).scalar_one_or_none()
    return found


def _begin(connection: Connection, centre_id: bytes, request: EnrolRequest, kept: int | None, now: int) -> Chain:
    """A desk that was founded offline, or that this server forgot, keeps its id, and its number unless it is another's.

    It begins with nothing: a branch that it made since is claimed again from what it sends.
    """
    desk_id = request.desk_id or uuid7().bytes
    of_desk = {"centre_id": centre_id, "desk_id": desk_id}
    if connection.execute(select(tables.desk).filter_by(**of_desk)).first() is not None:
        raise Conflict("desk_known")
    numbers = DeskNumbers(connection, centre_id, now, request.known_numbers)
    old = request.desk_number
    wanted = kept if old is None else old
    number = wanted if wanted is not None and numbers.keep(wanted) else numbers.take()
    if not number:
        raise Conflict("desk_numbers_used_up")
    connection.execute(insert(tables.desk).values(**of_desk, created_at=now))
    begun = (FIRST_EPOCH, number, numbers.take_spare(), request.public_key, 0, 0, GENESIS_HASH)
    chain = Chain(centre_id, desk_id, *begun)
    begin_chain(connection, chain, now)
    if old not in (None, number):
        params = {"old_number": old, "new_number": number}
        open_incident(
            connection,
            centre_id,
            "desk_renumbered",
            desk_id=desk_id,
            epoch=FIRST_EPOCH,
            seq=0,
            params=params,
            now=now,
        )
    return chain


def _enrolled(
    connection: Connection, keys: ServerKeys, centre_code: str, chain: Chain, profile: bytes | None, now: int
) -> Enrolled:
    state = connection.execute(select(tables.server_state)).one()
    return Enrolled(
        server_id=state.server_id,
        server_key=keys.signing_public,
        box_key=keys.box_public,
        server_epoch=state.server_epoch,
        centre_id=chain.centre_id,
        centre_code=centre_code,
        desk_id=chain.desk_id,
        desk_number=chain.desk_number,
        spare_number=chain.spare_number,
        epoch=chain.epoch,
        server_time=now,
        profile=profile,
    )
