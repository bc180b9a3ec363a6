"""Catalogue releases: one person publishes, another approves, anybody recalls; what was published never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from sanad_desk.catalogue.difference import Change, difference
from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.catalogue.release import (
    VERSION,
    Release,
    pack_files,
    read_content,
    shipped_version,
    sign_release,
    version_order,
)
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.resources_path import resource_path
from sanad_desk.server.database import Database
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.tables import release, server_state
from sanad_desk.wire.messages import digest_of, message_bytes

_Row = Row[Any]


class ReleaseRefused(SanadError):
    """By code what stands against it; server.cli says it in a sentence."""


class CatalogueFaulty(ReleaseRefused):
    """The files have faults."""

    def __init__(self, faults: list[CatalogueFault]) -> None:
        super().__init__("catalogue_faulty", faults=len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Proposal:
    """A release and what it changes against the one before it; the first, against the program's own catalogue."""

    version: str
    valid_from: date
    base_version: str
    changes: list[Change]


def publish(db: Database, folder: Path, by: str, now: int, valid_from: date | None = None) -> Proposal:
    """Stores the files of a folder to be approved; without a date they hold from today in Muscat.

    Raises ReleaseRefused, with CatalogueFaulty among it, and OSError.
    """
    name, today = _name(by), business_date_at(now)
    content = pack_files(folder)
    catalogue, faults = read_content(content)
    if faults:
        raise CatalogueFaulty(faults)
    if not VERSION.fullmatch(catalogue.version):
        raise ReleaseRefused("release_version_malformed", version=catalogue.version)
    begins = (valid_from or today).isoformat()
    if begins < today.isoformat():
        raise ReleaseRefused("release_date_past", valid_from=begins)
    row = {
        "version": catalogue.version,
        "digest": digest_of(content),
        "valid_from": begins,
        "content": content,
        "signature": b"",
        "proposed_by": name,
        "proposed_at": now,
        "position": 0,
    }
    with db.writing() as connection:
        _lock(connection)
        _refuse_out_of_turn(_rows(connection), row)
        connection.execute(insert(release).values(row))
    return look_at_release(db, catalogue.version)[1]


def approve(db: Database, keys: ServerKeys, version: str, by: str, now: int) -> None:
    """Signs a release and puts it into every centre's feed; raises ReleaseRefused."""
    name = _name(by)
    with db.writing() as connection:
        _lock(connection)
        row = _row(connection, version)
        if row.recalled_at is not None:
            raise ReleaseRefused("release_recalled", version=version)
        if row.approved_at is not None:
            raise ReleaseRefused("release_approved", version=version, by=row.approved_by)
        if _folded(name) == _folded(row.proposed_by):
            raise ReleaseRefused("approver_published", version=version, by=row.proposed_by)
        signed = sign_release(keys.signing, version, date.fromisoformat(row.valid_from), row.content)
        _change(connection, version, signature=signed.signature, approved_by=name, approved_at=now, position=True)


def recall(db: Database, version: str, by: str, reason: str, now: int) -> None:
    """For good; one that was not approved yet is withdrawn and never gets into the feed. Raises ReleaseRefused."""
    if not reason.strip():
        raise ReleaseRefused("reason_missing")
    name = _name(by)
    with db.writing() as connection:
        _lock(connection)
        row = _row(connection, version)
        if row.recalled_at is not None:
            raise ReleaseRefused("release_recalled", version=version)
        is_out = row.approved_at is not None
        said = {"recalled_by": name, "recalled_at": now, "recall_reason": reason.strip()}
        _change(connection, version, **said, position=is_out)


def list_releases(db: Database) -> list[_Row]:
    """All there ever were, newest first, without their content."""
    with db.reading() as connection:
        return _rows(connection)


def look_at_release(db: Database, version: str) -> tuple[_Row, Proposal]:
    """A release as it stands, and what it changes; raises ReleaseRefused release_unknown."""
    with db.reading() as connection:
        row = _row(connection, version)
        base = _base_of(connection, row)
    catalogue, _ = read_content(row.content)
    changes = difference(base, catalogue)
    return row, Proposal(version, date.fromisoformat(row.valid_from), base.version, changes)


def release_bytes(db: Database, version: str) -> bytes:
    """As desks take it in; raises ReleaseRefused release_unknown for one that is not approved, or is recalled."""
    with db.reading() as connection:
        row = _row(connection, version)
    if row.approved_at is None or row.recalled_at is not None:
        raise ReleaseRefused("release_unknown", version=version)
    return message_bytes(Release(row.version, row.valid_from, row.content, row.signature))


def releases_to_hold(db: Database, now: int) -> tuple[bytes, ...]:
    """As desks take them in: the newest that holds today, and those to come."""
    today = business_date_at(now).isoformat()
    standing = [row for row in list_releases(db) if row.approved_at is not None and row.recalled_at is None]
    in_force = [row for row in standing if row.valid_from <= today][:1]
    to_come = [row for row in standing if row.valid_from > today]
    return tuple(release_bytes(db, row.version) for row in (*in_force, *to_come))


def _refuse_out_of_turn(rows: list[_Row], fresh: dict[str, Any]) -> None:
    """One after the other, so that what an approver read is what will change, and a later one never undoes it."""
    version = fresh["version"]
    same = next((row for row in rows if row.version == version), None)
    if same is not None:
        is_same = same.digest == fresh["digest"]
        raise ReleaseRefused("release_published" if is_same else "release_version_taken", version=version)
    newest = max((row.version for row in rows), key=version_order, default=shipped_version())
    is_shipped = not rows and fresh["digest"] == digest_of(pack_files(resource_path("catalogue")))
    if version_order(version) <= version_order(newest) and not is_shipped:
        raise ReleaseRefused("release_version_not_newer", version=version, newest=newest)
    for row in rows:
        if row.recalled_at is None and row.approved_at is None:
            raise ReleaseRefused("release_waiting", version=row.version)
        if row.recalled_at is None and row.valid_from > fresh["valid_from"]:
            raise ReleaseRefused("release_date_before", version=row.version, valid_from=row.valid_from)


def _base_of(connection: Connection, row: _Row) -> Catalogue:
    """The catalogue before a release: the newest that was approved and not recalled, else the program's own."""
    before = [
        found.version
        for found in _rows(connection)
        if found.approved_at is not None
        and found.recalled_at is None
        and version_order(found.version) < version_order(row.version)
    ]
    newest = max(before, key=version_order, default=None)
    return shipped_catalogue() if newest is None else read_content(_row(connection, newest).content)[0]


@cache
def shipped_catalogue() -> Catalogue:
    """What came with this program."""
    return read_catalogue(resource_path("catalogue"))[0]


def _lock(connection: Connection) -> None:
    """Nobody publishes, approves or recalls beside us, and positions become visible in their own order."""
    connection.execute(select(server_state.c.id).with_for_update())


def _change(connection: Connection, version: str, *, position: bool, **values: object) -> None:
    if position:
        counted = update(server_state).values(release_position=server_state.c.release_position + 1)
        values["position"] = connection.execute(counted.returning(server_state.c.release_position)).scalar_one()
    connection.execute(update(release).where(release.c.version == version).values(values))


def _rows(connection: Connection) -> list[_Row]:
    without = [column for column in release.c if column.name not in ("content", "signature")]
    return sorted(connection.execute(select(*without)), key=lambda row: version_order(row.version), reverse=True)


def _row(connection: Connection, version: str) -> _Row:
    row = connection.execute(select(release).where(release.c.version == version)).one_or_none()
    if row is None:
        raise ReleaseRefused("release_unknown", version=version[:40])
    return row


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise ReleaseRefused("name_missing")
    return name


def _folded(name: str) -> str:
    return name.casefold()
