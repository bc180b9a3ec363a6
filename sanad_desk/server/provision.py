"""Provisioning: signed files that make fresh PCs desks of a centre, with numbers nobody else gets."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import msgspec
from argon2 import PasswordHasher
from sqlalchemy import Connection, select
from uuid_utils import uuid7

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre, check_centre
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import LONGEST_PIN, Role, check_operator_name, check_pin
from sanad_desk.server.centres import CentreRefused, add_code
from sanad_desk.server.database import Database
from sanad_desk.server.desk_numbers import DeskNumbers
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.records import SERVER_EPOCH, put_own_record
from sanad_desk.server.releases import releases_to_hold, shipped_catalogue
from sanad_desk.server.tables import centre, record
from sanad_desk.wire.address import check_address
from sanad_desk.wire.provisioning import PROVISION_SUFFIX, Provisioning, provisioning_bytes
from sanad_desk.wire.records import PROFILE_KEY, OperatorBody, Record, RecordKind, body_bytes, makes_manager

DAY_MS = 86_400_000
_ANY_MANAGER = Words("مدير المركز", "Centre manager")


@dataclass(frozen=True, slots=True)
class Order:
    """What to make; the server knows the rest, or is told it once: a centre's profile and its manager's name."""

    centre_code: str
    desks: int
    address: str
    days: int
    cr_number: str = ""
    phone: str = ""
    licence_number: str = ""
    wilayat: str = ""
    manager: Words = _ANY_MANAGER


@dataclass(frozen=True, slots=True)
class Provisioned:
    """`files` by their names; `pin` is the manager's at these desks, until they hear from the server."""

    files: dict[str, bytes]
    manager: Words
    pin: str
    is_new_manager: bool
    valid_until: int


def provision(db: Database, keys: ServerKeys, order: Order, now: int) -> Provisioned:
    """All files or none; what is new of profile and manager is in the centre's feed then.

    Raises CentreRefused: centre_unknown, wilayat_unknown, profile_missing, desk_numbers_used_up; DomainError where
    address, profile or name cannot be.
    """
    address = check_address(order.address)
    _check_wilayat(order.wilayat)
    releases = releases_to_hold(db, now)
    pin, valid_until = _new_pin(), now + order.days * DAY_MS
    files: dict[str, bytes] = {}
    with db.writing() as connection:
        known = connection.execute(select(centre).where(centre.c.code == order.centre_code)).one_or_none()
        if known is None:
            raise CentreRefused("centre_unknown", centre=order.centre_code)
        numbers = DeskNumbers(connection, known.centre_id, now)
        profile = _profile(connection, known.centre_id, order, Words(known.name_ar, known.name_en))
        manager_id, manager, is_new = _manager(connection, known.centre_id, order, pin)
        for _ in range(order.desks):
            number = numbers.take()
            if not number:
                raise CentreRefused("desk_numbers_used_up", centre=order.centre_code)
            code = add_code(connection, known.centre_id, order.centre_code, now, valid_until, number)
            said = Provisioning(
                server_key=keys.signing_public,
                address=address,
                centre_id=known.centre_id,
                desk_number=number,
                code=code,
                profile=profile,
                manager_id=manager_id,
                manager=manager,
                releases=releases,
                made_at=now,
                valid_until=valid_until,
            )
            files[f"{order.centre_code}-{number:02d}{PROVISION_SUFFIX}"] = provisioning_bytes(keys.signing, said)
    return Provisioned(files, Words(manager.name_ar, manager.name_en), pin, is_new, valid_until)


def _check_wilayat(code: str) -> None:
    """None is well: Settings have it too."""
    wilayats = shipped_catalogue().wilayats if code else {}
    if code and code not in wilayats:
        some = ", ".join(f"{one.code} {one.name.en}" for one in wilayats.values() if one.is_main)
        raise CentreRefused("wilayat_unknown", wilayat=code, some=some)


def _profile(connection: Connection, centre_id: bytes, order: Order, name: Words) -> bytes:
    """The centre's own, or the first, which then is."""
    place = {"centre_id": centre_id, "kind": RecordKind.CENTRE, "key": PROFILE_KEY}
    held: bytes | None = connection.execute(select(record.c.body).filter_by(**place)).scalar_one_or_none()
    if held is not None:
        return held
    if not (order.cr_number and order.phone):
        raise CentreRefused("profile_missing", centre=order.centre_code)
    made = Centre(
        code=order.centre_code,
        name=name,
        trade_name=name,
        cr_number=order.cr_number,
        phone=order.phone,
        licence_number=order.licence_number,
        wilayat=order.wilayat,
    )
    profile = msgspec.json.encode(check_centre(made))
    put_own_record(connection, centre_id, RecordKind.CENTRE, PROFILE_KEY, profile)
    return profile


def _manager(connection: Connection, centre_id: bytes, order: Order, pin: str) -> tuple[bytes, OperatorBody, bool]:
    """The same person in every file of a centre; whether he has no PIN yet but the one that is made here.

    A PIN that its owner chose stays what it is: these desks learn it from the server. Until there is one, the newest
    slip holds everywhere.
    """
    columns = (record.c.kind, record.c.key, record.c.epoch, record.c.revision, record.c.body)
    of_centre = (record.c.centre_id == centre_id, record.c.kind == RecordKind.OPERATOR)
    rows = connection.execute(select(*columns).where(*of_centre).order_by(record.c.key))
    held = next((one for one in (Record(*row) for row in rows) if makes_manager(one)), None)
    pin_hash = PasswordHasher().hash(pin)
    if held is not None:
        body = msgspec.msgpack.decode(held.body or b"", type=OperatorBody)
        key, manager = held.key, msgspec.structs.replace(body, pin_hash=pin_hash)
    else:
        name = check_operator_name(order.manager)
        roles = tuple(sorted((Role.MANAGER.value, Role.OPERATOR.value)))
        key, manager = uuid7().bytes, OperatorBody(name.ar, name.en, pin_hash, roles, True)
    is_new = held is None or held.epoch == SERVER_EPOCH
    if is_new:
        put_own_record(connection, centre_id, RecordKind.OPERATOR, key, body_bytes(manager))
    return key, manager, is_new


def _new_pin() -> str:
    """As long as a PIN can be: its hash travels in a file."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(LONGEST_PIN))
        try:
            return check_pin(pin)
        except DomainError:
            continue
