"""Backing up to a second place: on demand, and on a schedule whenever the last copy is old."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.errors import DomainError, StoreError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import desk_book
from sanad_desk.store.backup import back_up as write_backup
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk

HOURS_BETWEEN_BACKUPS = 4
_SETTING = "backup"


class BackupState(msgspec.Struct, frozen=True):
    """Where copies go, and how the last try ended."""

    folder: str = ""
    last_at: int = 0
    last_fault: str = ""


def backup_state(desk: OpenDesk) -> BackupState:
    """Without a chosen folder copies lie beside the store: better than none, but on the same disk."""
    with desk.store.reading() as connection:
        return _read(desk, connection)


def choose_backup_folder(desk: OpenDesk, who: SignedIn, folder: Path) -> BackupState:
    """A folder on another disk or stick, chosen by a manager; raises DomainError for a path without a beginning."""
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
    if not folder.is_absolute():
        raise DomainError("folder_not_absolute", field="folder")
    return _change(desk, folder=str(folder))


def copy_name(centre: Centre, desk: Desk) -> str:
    """What the copies of a desk are called, so that one folder may take those of several."""
    return f"{centre.code}-{desk.number:02d}"


def back_up(desk: OpenDesk, folder: Path | None = None) -> Path:
    """Writes a copy now; raises StoreError when the place is full, read-only or gone."""
    state = backup_state(desk)
    now = desk.clock.now()
    centre, identity, _ = desk.identity()
    try:
        path = write_backup(
            desk.store.path, desk.store.key, folder or Path(state.folder), copy_name(centre, identity), now
        )
    except StoreError as error:
        _change(desk, last_fault=error.code)
        raise
    _change(desk, last_at=now, last_fault="")
    return path


def back_up_if_due(desk: OpenDesk) -> Path | None:
    """Called now and then by the open desk; None while the last copy is fresh."""
    age = desk.clock.now() - backup_state(desk).last_at
    is_fresh = 0 <= age < HOURS_BETWEEN_BACKUPS * 3_600_000  # a copy of the future was made by a clock that ran ahead
    return None if is_fresh else back_up(desk)


def _read(desk: OpenDesk, connection: Connection) -> BackupState:
    raw = desk_book.setting(connection, _SETTING)
    state = msgspec.json.decode(raw, type=BackupState) if raw else BackupState()
    return state if state.folder else msgspec.structs.replace(state, folder=str(desk.store.folder / "backups"))


def _change(desk: OpenDesk, **changes: object) -> BackupState:
    """On what is stored now: another folder may have been chosen while a slow copy was written."""
    with desk.store.unit_of_work() as unit:
        state = msgspec.structs.replace(_read(desk, unit.connection), **changes)
        desk_book.save_setting(unit.connection, _SETTING, msgspec.json.encode(state))
        unit.commit()
    return state
