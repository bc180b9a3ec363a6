"""A desk is enrolled at the central server by a short code: one that works already, or a fresh PC."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from sanad_desk.domain.centre import Desk
from sanad_desk.domain.digits import strip_marks, to_ascii_digits
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import awaited_server, desk_book, record_revisions, server_link
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.sync.enrolment import enrol_under, enrolment, known_numbers
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import DESK_UNKNOWN, line_of, sync_now
from sanad_desk.wire.address import check_address
from sanad_desk.wire.entries import CentreChanged, DeskFounded, Envelope
from sanad_desk.wire.messages import Enrolled, EnrolRequest, EpochGranted

_KEY_ID = "enrol"
_FRESH_KEY = "enrol_key"  # of a PC that is not founded yet


def join_server(desk: OpenDesk, who: SignedIn, address: str, code: str) -> None:
    """The desk keeps its receipts; its number may change where another desk of the centre has it.

    One that the server has forgotten joins again as what it was at first; later epochs follow.
    Raises AuthError; DomainError: address_malformed, centre_code_differs, enrol_code_mistyped, enrol_code_wrong,
    enrol_code_used, enrol_code_expired, desk_known, desk_numbers_used_up; Refused: already_joined; OfflineError.
    """
    _, identity, _ = desk.identity()
    check_address(address)
    if _plain(code)[:4] != identity.centre_code:
        raise DomainError("centre_code_differs", field="code")
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
        has_joined = server_link.load(connection) is not None
    if has_joined and sync_now(desk).code != DESK_UNKNOWN:
        raise Refused("already_joined")
    enrol_desk(desk, address, code)


def enrol_desk(desk: OpenDesk, address: str, code: str) -> None:
    """Nobody is asked whether he may; raises DomainError server_key_differs, and what `join_server` says of codes.

    A desk that was founded by a file joins no server but the one that signed it.
    """
    _, identity, _ = desk.identity()
    with desk.store.reading() as connection:
        awaited = awaited_server.load(connection)
        raw = desk_book.setting(connection, server_link.LINE_KEY) or desk_book.signing_key(connection)
        key = Ed25519PrivateKey.from_private_bytes(raw)
        request = _request(connection, identity, key, code)
    enrolled = _ask(desk, address, key, request)
    if awaited is not None and enrolled.server_key != awaited.server_key:
        raise DomainError("server_key_differs", field="address")
    with desk.store.unit_of_work() as unit:
        has_joined = server_link.load(unit.connection) is not None
        _note_enrolled(desk, unit, address, raw, enrolled)
        if not has_joined:
            is_known = enrolled.profile is not None
            record_revisions.note_all(unit.connection, awaited_server.unchanged(unit.connection) if is_known else ())
        awaited_server.forget(unit.connection)
        unit.commit()
    desk.refresh()


def _request(connection: Connection, desk: Desk, key: Ed25519PrivateKey, code: str) -> EnrolRequest:
    """With the number that goes with the key, and those that the server may not know any more."""
    public = key.public_key().public_bytes_raw()
    query = "SELECT number FROM desk_epoch WHERE public_key = ? ORDER BY seq DESC"
    number = connection.exec_driver_sql(query, (public,)).scalar()
    return EnrolRequest(code.strip(), public, desk.centre_id, desk.desk_id, number, known_numbers(connection))


def found_from_server(desk: OpenDesk, address: str, code: str) -> None:
    """A fresh PC becomes a desk of a centre that works already; its operators come with the feed.

    Raises what `join_server` raises, and DomainError centre_not_set_up, Refused desk_founded_already.
    """
    if desk.is_founded:
        raise Refused("desk_founded_already")
    key = _fresh_key(desk)
    public = key.public_key().public_bytes_raw()
    enrolled = _ask(desk, address, key, EnrolRequest(code.strip(), public))
    if enrolled.profile is None:
        raise DomainError("centre_not_set_up", field="code")
    with desk.store.unit_of_work() as unit:
        desk_book.begin_chain(unit.connection)
        numbers = (enrolled.centre_code, enrolled.desk_number, enrolled.epoch)
        unit.append(DeskFounded(enrolled.centre_id, enrolled.desk_id, *numbers, public), _now(desk))
        unit.append(CentreChanged(enrolled.profile), _now(desk))
        _note_enrolled(desk, unit, address, key.private_bytes_raw(), enrolled)
        unit.connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (_FRESH_KEY,))
        unit.commit()
    desk.refresh()
    sync_now(desk)


def _fresh_key(desk: OpenDesk) -> Ed25519PrivateKey:
    """Stored before it is sent: whose answer was lost asks again with the same code."""
    with desk.store.unit_of_work() as unit:
        raw = desk_book.setting(unit.connection, _FRESH_KEY)
        if raw is None:
            raw = Ed25519PrivateKey.generate().private_bytes_raw()
            desk_book.save_setting(unit.connection, _FRESH_KEY, raw)
        unit.commit()
    return Ed25519PrivateKey.from_private_bytes(raw)


def _plain(code: str) -> str:
    """However it was typed."""
    return "".join(to_ascii_digits(strip_marks(code)).replace("-", " ").split()).upper()


def _ask(desk: OpenDesk, address: str, key: Ed25519PrivateKey, request: EnrolRequest) -> Enrolled:
    line = line_of(desk, check_address(address))
    session = Session(line, desk.clock, key, _KEY_ID)
    try:
        return session.post_json("/v1/enrol", request, Enrolled)
    except Rejected as rejected:
        if rejected.code.startswith("enrol_code_") or rejected.status in (400, 403, 404, 409, 422):
            raise DomainError(rejected.code, field="code") from rejected
        raise


def _note_enrolled(desk: OpenDesk, unit: UnitOfWork, address: str, key: bytes, enrolled: Enrolled) -> None:
    """The number and key in force stay where they belong to a later epoch than the one that was enrolled."""
    connection = unit.connection
    identity = desk_book.desk(connection)
    assert identity is not None, "founded in this unit at the latest"
    at_server = replace(
        identity,
        centre_id=enrolled.centre_id,
        desk_id=enrolled.desk_id,
        server_id=enrolled.server_id,
        server_key=enrolled.server_key,
    )
    numbers = EpochGranted(enrolled.epoch, enrolled.desk_number, enrolled.spare_number, enrolled.server_time)
    in_force = key
    if Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw() != identity.public_key:
        numbers = EpochGranted(identity.epoch, identity.number, identity.spare_number, enrolled.server_time)
        in_force = desk_book.signing_key(connection)
    enrol_under(unit, desk.clock.now(), enrolment(at_server, in_force, numbers, "enrolled"), in_force)
    desk_book.save_setting(connection, server_link.LINE_KEY, key)
    desk_book.save_setting(connection, server_link.BOX_KEY, enrolled.box_key)
    clock_off = enrolled.server_time - desk.clock.now()
    before = server_link.load(connection)
    link = ServerLink(check_address(address), enrolled.server_epoch, enrolled.epoch, clock_off_ms=clock_off)
    server_link.save(connection, replace(link, records_seq=before.records_seq if before else 0))
    server_link.acknowledge(connection, 0)


def _now(desk: OpenDesk) -> Envelope:
    now = desk.clock.now()
    return Envelope(now, business_date_at(now))
