"""Centres, their enrolment codes, and desks that are shut out."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import check_centre_code, check_centre_name
from sanad_desk.domain.errors import DomainError
from sanad_desk.server.database import Database
from sanad_desk.server.enrolment_code import new_code
from sanad_desk.server.tables import centre, desk, enrolment_code
from sanad_desk.wire.messages import digest_of

CODE_HOURS = 24


class CentreRefused(DomainError):
    """What somebody who runs the server asked for cannot be done; `sanad-server` has the sentence."""


def add_centre(db: Database, code: str, name_ar: str, name_en: str, now: int) -> bytes:
    """The new centre's id; raises DomainError where code or names cannot be, CentreRefused centre_code_taken."""
    code, name = check_centre_code(code), check_centre_name(Words(name_ar, name_en))
    with db.writing() as connection:
        if find_centre(connection, code) is not None:
            raise CentreRefused("centre_code_taken", centre=code)
        centre_id = uuid7().bytes
        names = {"name_ar": name.ar, "name_en": name.en}
        values = {"centre_id": centre_id, "code": code, **names, "created_at": now, "feed_position": 0}
        connection.execute(insert(centre).values(values))
    return centre_id


def find_centre(connection: Connection, code: str) -> bytes | None:
    """The id of the centre with that code."""
    found: bytes | None = connection.execute(
        select(centre.c.centre_id).where(centre.c.code == code)
    ).scalar_one_or_none()
    return found


def new_enrolment_code(db: Database, centre_code: str, now: int, *, hours: int = CODE_HOURS) -> str:
    """Good once; the server itself keeps its digest only. Raises CentreRefused `centre_unknown`."""
    with db.writing() as connection:
        centre_id = find_centre(connection, centre_code)
        if centre_id is None:
            raise CentreRefused("centre_unknown", centre=centre_code)
        return add_code(connection, centre_id, centre_code, now, now + hours * 3_600_000)


def add_code(
    connection: Connection,
    centre_id: bytes,
    centre_code: str,
    now: int,
    expires_at: int,
    desk_number: int | None = None,
) -> str:
    """A fresh one; `desk_number` is kept for whoever brings it."""
    text = new_code(centre_code)
    values = {"centre_id": centre_id, "code_hash": digest_of(text.encode()), "created_at": now}
    connection.execute(insert(enrolment_code).values(**values, expires_at=expires_at, desk_number=desk_number))
    return text


def revoke_desk(db: Database, centre_id: bytes, desk_id: bytes, *, revoked_by: str, now: int) -> None:
    """From now on it may bring its journal and nothing else; raises CentreRefused `desk_unknown`."""
    one = (desk.c.centre_id == centre_id) & (desk.c.desk_id == desk_id)
    with db.writing() as connection:
        found = connection.execute(select(desk.c.revoked_at).where(one).with_for_update()).one_or_none()
        if found is None:
            raise CentreRefused("desk_unknown")
        if found.revoked_at is None:
            connection.execute(update(desk).where(one).values(revoked_at=now, revoked_by=revoked_by))
