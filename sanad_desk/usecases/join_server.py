"""A desk is enrolled at the central server by a short code: one that works already, or a fresh PC."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book, record_revisions, server_link
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.sync.http_line import check_address
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import line_of, sync_now
from sanad_desk.wire.entries import CentreChanged, DeskEnrolled, DeskFounded, Envelope
from sanad_desk.wire.messages import Enrolled, EnrolRequest

_KEY_ID = "enrol"


def join_server(desk: OpenDesk, who: SignedIn, address: str, code: str) -> None:
    """The desk keeps its receipts; its number may change where another desk of the centre has it.

    Raises AuthError; DomainError: address_malformed, enrol_code_mistyped, enrol_code_wrong, enrol_code_used,
    enrol_code_expired, desk_known, desk_numbers_used_up, centre_code_differs;
    Refused: already_joined; OfflineError.
    """
    _, identity, key = desk.identity()
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
        if server_link.load(connection) is not None:
            raise Refused("already_joined")
    public = key.public_key().public_bytes_raw()
    request = EnrolRequest(code.strip(), public, identity.centre_id, identity.desk_id, identity.number)
    enrolled = _ask(desk, address, key, request)
    if enrolled.centre_code != identity.centre_code:
        raise DomainError("centre_code_differs", field="code")
    with desk.store.unit_of_work() as unit:
        _note_enrolled(desk, unit, address, key.private_bytes_raw(), enrolled)
        record_revisions.note_all(unit.connection)
        unit.commit()
    desk.refresh()


def found_from_server(desk: OpenDesk, address: str, code: str) -> None:
    """A fresh PC becomes a desk of a centre that works already; its operators come with the feed.

    Raises what `join_server` raises, and Refused desk_founded_already, centre_not_set_up.
    """
    if desk.is_founded:
        raise Refused("desk_founded_already")
    key = Ed25519PrivateKey.generate()
    enrolled = _ask(desk, address, key, EnrolRequest(code.strip(), key.public_key().public_bytes_raw()))
    if enrolled.profile is None:
        raise Refused("centre_not_set_up")
    with desk.store.unit_of_work() as unit:
        desk_book.begin_chain(unit.connection)
        founded = DeskFounded(
            enrolled.centre_id,
            enrolled.desk_id,
            enrolled.centre_code,
            enrolled.desk_number,
            enrolled.epoch,
            key.public_key().public_bytes_raw(),
        )
        unit.append(founded, _now(desk))
        unit.append(CentreChanged(enrolled.profile), _now(desk))
        _note_enrolled(desk, unit, address, key.private_bytes_raw(), enrolled)
        unit.commit()
    desk.refresh()
    sync_now(desk)


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
    fact = DeskEnrolled(
        centre_id=enrolled.centre_id,
        desk_id=enrolled.desk_id,
        centre_code=enrolled.centre_code,
        desk_number=enrolled.desk_number,
        spare_number=enrolled.spare_number,
        epoch=enrolled.epoch,
        public_key=Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw(),
        server_id=enrolled.server_id,
        server_key=enrolled.server_key,
        reason="enrolled",
    )
    unit.append(fact, _now(desk))
    desk_book.save_signing_key(unit.connection, key)
    desk_book.save_setting(unit.connection, server_link.LINE_KEY, key)
    desk_book.save_setting(unit.connection, server_link.BOX_KEY, enrolled.box_key)
    clock_off = enrolled.server_time - desk.clock.now()
    link = ServerLink(check_address(address), enrolled.server_epoch, enrolled.epoch, clock_off_ms=clock_off)
    server_link.save(unit.connection, link)


def _now(desk: OpenDesk) -> Envelope:
    now = desk.clock.now()
    return Envelope(now, business_date_at(now))
