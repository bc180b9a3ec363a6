"""Enrolment: a code, once, makes a desk known to the server, under ids and a number of its own."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from sanad_desk.domain.errors import AuthError, DomainError
from sanad_desk.server import tables
from sanad_desk.server.centres import LAST_NUMBER, find_centre, free_number, spare_number, taken_numbers
from sanad_desk.server.chains import Chain, begin_chain, find_chain
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.enrolment_code import read_code
from sanad_desk.server.feed_counter import lock_feed
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.keys import ServerKeys
from sanad_desk.wire.entries import GENESIS_HASH
from sanad_desk.wire.messages import Enrolled, EnrolRequest, digest_of
from sanad_desk.wire.records import RecordKind

MOST_TRIES = 20  # wrong codes of a centre before its open ones are void
FIRST_EPOCH = 1
PROFILE_KEY = b"profile"


def enrol(db: Database, keys: ServerKeys, request: EnrolRequest, now: int) -> Enrolled:
    """The same key with the same code gets the same answer.

    Raises DomainError: enrol_code_mistyped, body_malformed; AuthError: enrol_code_wrong, enrol_code_used,
    enrol_code_expired; Conflict: desk_known, desk_numbers_used_up.
    """
    centre_code, code = read_code(request.code)
    _check_request(request)
    with db.writing() as connection:
        centre_id = find_centre(connection, centre_code)
        if centre_id is None:
            raise AuthError("enrol_code_wrong")
        lock_feed(connection, centre_id)
        code_hash = digest_of(code.encode())
        refused = _why_refused(connection, centre_id, code_hash, request.public_key, now)
        if refused is None:
            known = find_chain(connection, centre_id, request.public_key)
            chain = known or _begin(connection, centre_id, request, now)
            _use(connection, centre_id, code_hash, request.public_key, now)
            return _enrolled(connection, keys, centre_code, chain, now)
    raise refused  # a wrong code was counted, and that is committed


def _check_request(request: EnrolRequest) -> None:
    ids = (request.centre_id, request.desk_id)
    if len(request.public_key) != 32 or any(len(some_id) != 16 for some_id in ids if some_id is not None):
        raise DomainError("body_malformed")
    if request.desk_number is not None and not 1 <= request.desk_number <= LAST_NUMBER:
        raise DomainError("body_malformed")


def _why_refused(
    connection: Connection, centre_id: bytes, code_hash: bytes, public_key: bytes, now: int
) -> AuthError | None:
    codes = tables.enrolment_code
    found = connection.execute(select(codes).filter_by(centre_id=centre_id, code_hash=code_hash)).one_or_none()
    if found is None:
        is_open = (codes.c.centre_id == centre_id) & codes.c.used_at.is_(None)
        connection.execute(update(codes).where(is_open).values(tries=codes.c.tries + 1))
        return AuthError("enrol_code_wrong")
    if found.used_at is not None:
        return None if found.used_by == public_key else AuthError("enrol_code_used")
    if found.expires_at <= now or found.tries >= MOST_TRIES:
        return AuthError("enrol_code_expired")
    return None


def _use(connection: Connection, centre_id: bytes, code_hash: bytes, public_key: bytes, now: int) -> None:
    codes = tables.enrolment_code.c
    one = (codes.centre_id == centre_id) & (codes.code_hash == code_hash) & codes.used_at.is_(None)
    connection.execute(update(tables.enrolment_code).where(one).values(used_at=now, used_by=public_key))


def _begin(connection: Connection, centre_id: bytes, request: EnrolRequest, now: int) -> Chain:
    """A desk that was founded offline keeps its id, and its number unless another desk has it."""
    desk_id = request.desk_id or uuid7().bytes
    if connection.execute(select(tables.desk).filter_by(centre_id=centre_id, desk_id=desk_id)).first() is not None:
        raise Conflict("desk_known")
    taken = taken_numbers(connection, centre_id)
    if request.desk_number is None or request.desk_number in taken:
        number = free_number(taken)
    else:
        number = request.desk_number
        taken.add(number)
    if not number:
        raise Conflict("desk_numbers_used_up")
    connection.execute(insert(tables.desk).values(centre_id=centre_id, desk_id=desk_id, created_at=now))
    numbers = (number, spare_number(taken))
    chain = Chain(centre_id, desk_id, FIRST_EPOCH, *numbers, request.public_key, 0, 0, GENESIS_HASH)
    begin_chain(connection, chain, now)
    if request.desk_number not in (None, number):
        params = {"old_number": request.desk_number, "new_number": number}
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


def _enrolled(connection: Connection, keys: ServerKeys, centre_code: str, chain: Chain, now: int) -> Enrolled:
    state = connection.execute(select(tables.server_state)).one()
    profile = {"centre_id": chain.centre_id, "kind": RecordKind.CENTRE, "key": PROFILE_KEY}
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
        profile=connection.execute(select(tables.record.c.body).filter_by(**profile)).scalar_one_or_none(),
    )
