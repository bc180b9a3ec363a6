"""A file for support: how program and store stand, without anything of a person; also of a store that is damaged."""

from __future__ import annotations

import json
import platform
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from sanad_desk.catalogue.installed import newest_catalogue
from sanad_desk.domain.errors import SanadError, StoreError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.program_folder import program_folder
from sanad_desk.resources_path import resource_path
from sanad_desk.store import awaited_server, desk_book, program_wanted, support_facts
from sanad_desk.store.faults import named_faults
from sanad_desk.store.mark import read_mark
from sanad_desk.store.migrate import SCHEMA_REVISION
from sanad_desk.store.store import Store, open_store
from sanad_desk.updates.switch_state import read_switch
from sanad_desk.usecases.back_up import BackupState
from sanad_desk.usecases.choose_printers import PrintSettings
from sanad_desk.version import VERSION
from sanad_desk.wire.whole_file import whole_file

VERIFY_S = 60.0
_FACTS, _README = "facts.json", "README.txt"
# What the program itself puts beside the store; a name of anything else might be somebody's.
_FILES = ("desk.db", "desk.db-wal", "desk.db-shm", "desk.mark", "desk.lock", "store.id", "store.key", "window.json")
_FOLDERS = ("catalogue", "replicas", "backups", "papers", "before-migration", "before-update")
_CHOICES = {"language": ("ar", "en"), "theme": ("light", "dark"), "digits": ("western", "arabic"), "idle_minutes": ()}
_MOST_MINUTES = 240  # as the window takes them


def support_bundle(folder: Path, target: Path, now: int, *, qt: str = "", verify_s: float = VERIFY_S) -> Path:
    """Of the store in `folder`, be it open, damaged or missing; `target` is a `.zip`, or a folder to put one in.

    `verify_s` bounds the check of the store. Raises StoreError where `target` cannot be written, or is there.
    """
    facts = {
        "made_at": now,
        "clock": _told(lambda: {"now": now, "utc_offset_s": _utc_offset()}),
        "program": _told(lambda: _program(qt)),
        "disk": _told(lambda: _disk(folder)),
        "files": _told(lambda: _files(folder)),
        "window": _told(lambda: _window(folder)),
        "updates": _told(_updates),
        **_of_store(folder, now, verify_s),
    }
    path = target if target.suffix == ".zip" else target / _name(facts, now)
    if path.exists():
        raise StoreError("file_there", path=str(path))
    with named_faults(path), whole_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(_README, resource_path("support", _README).read_text(encoding="utf-8"))
        bundle.writestr(_FACTS, json.dumps(facts, ensure_ascii=False, indent=1, default=str))
    return path


def _told(tell: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What cannot be told is named by its kind: the text of an error repeats what it was about."""
    try:
        return tell()
    except SanadError as error:
        return {"error": error.code}
    except Exception as error:
        return {"error": type(error).__name__}


def _of_store(folder: Path, now: int, verify_s: float) -> dict[str, Any]:
    try:
        mark = read_mark(folder)
        store = open_store(folder, read_only=True)
    except SanadError as error:
        return {"store": {"error": error.code}}
    except Exception as error:
        return {"store": {"error": type(error).__name__}}
    with store:
        tell: dict[str, Callable[[Connection], dict[str, Any]]] = {
            "store": lambda connection: _store(store, connection, mark),
            "desk": support_facts.desk_facts,
            "journal": support_facts.journal_facts,
            "line": lambda connection: support_facts.line_facts(connection, now),
            "catalogue": lambda connection: _catalogue(folder, connection, now),
            "printing": _printing,
            "backup": lambda connection: _backup(folder, connection),
            "program_wanted": _wanted,
            "verify": lambda connection: support_facts.verify_facts(connection, mark, verify_s),
        }
        return {name: _told(lambda one=one: _read(store, one)) for name, one in tell.items()}  # type: ignore[misc]


def _read(store: Store, tell: Callable[[Connection], dict[str, Any]]) -> dict[str, Any]:
    with store.reading() as connection:
        return tell(connection)


def _program(qt: str) -> dict[str, Any]:
    versions = {"python": platform.python_version(), "qt": qt, "sqlite": dbapi2.sqlite_version}
    system = {"system": platform.platform(), "machine": platform.machine()}
    return {"version": VERSION, "is_frozen": hasattr(sys, "frozen"), **versions, **system}


def _utc_offset() -> int:
    offset = datetime.now().astimezone().utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _disk(folder: Path) -> dict[str, Any]:
    near = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    usage = shutil.disk_usage(near)
    return {"free_bytes": usage.free, "total_bytes": usage.total}


def _files(folder: Path) -> dict[str, Any]:
    sizes = {name: (folder / name).stat().st_size for name in _FILES if (folder / name).is_file()}
    within = {name: [path for path in (folder / name).rglob("*") if path.is_file()] for name in _FOLDERS}
    folders = {
        name: {"files": len(paths), "bytes": sum(path.stat().st_size for path in paths)}
        for name, paths in within.items()
        if paths
    }
    return {"sizes": sizes, "folders": folders}


def _window(folder: Path) -> dict[str, Any]:
    raw = json.loads((folder / "window.json").read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        return {"error": "odd"}
    return {name: _choice(name, raw[name]) for name in _CHOICES if name in raw}


def _choice(name: str, value: object) -> object:
    """Anybody can write into that file; only what the window offers is repeated."""
    is_known = value in _CHOICES[name] or (
        name == "idle_minutes" and type(value) is int and 1 <= value <= _MOST_MINUTES
    )
    return value if is_known else "odd"


def _updates() -> dict[str, Any]:
    state = asdict(read_switch(program_folder()))
    return {**state, "copy": bool(state["copy"]), "store": bool(state["store"])}


def _store(store: Store, connection: Connection, mark: tuple[int, bytes] | None) -> dict[str, Any]:
    sqlcipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    marked = mark[0] if mark is not None else None
    return {"schema": SCHEMA_REVISION, "sqlcipher": sqlcipher, "mark": marked, "has_key_file": _has_key(store.folder)}


def _has_key(folder: Path) -> bool:
    return (folder / "store.key").is_file()


def _catalogue(folder: Path, connection: Connection, now: int) -> dict[str, Any]:
    loaded = newest_catalogue(folder, awaited_server.trusted_key(connection), business_date_at(now))
    faults = [f"{fault.code} {fault.where}" for fault in loaded.faults]
    return {"version": loaded.catalogue.version, "services": len(loaded.catalogue.services), "faults": faults}


def _printing(connection: Connection) -> dict[str, Any]:
    raw = desk_book.setting(connection, "printing")
    settings = msgspec.json.decode(raw, type=PrintSettings) if raw else PrintSettings()
    chosen = {"has_roll_printer": bool(settings.roll_printer), "has_a4_printer": bool(settings.a4_printer)}
    return {**chosen, "receipt_paper": settings.receipt_paper.value, "has_own_folder": bool(settings.folder)}


def _backup(folder: Path, connection: Connection) -> dict[str, Any]:
    raw = desk_book.setting(connection, "backup")
    state = msgspec.json.decode(raw, type=BackupState) if raw else BackupState()
    place = Path(state.folder or folder / "backups")
    return {
        "last_at": state.last_at,
        "last_fault": state.last_fault,
        "is_elsewhere": bool(state.folder),
        "free_bytes": shutil.disk_usage(place).free if place.exists() else None,
    }


def _wanted(connection: Connection) -> dict[str, Any]:
    wanted = program_wanted.load(connection)
    return {"version": wanted.version, "required_from": wanted.required_from} if wanted is not None else {}


def _name(facts: dict[str, Any], now: int) -> str:
    desk = facts.get("desk", {})
    who = f"{desk['centre']}-{desk['number']:02d}" if desk.get("is_founded") else "desk"
    return f"sanad-support-{who}-{datetime.fromtimestamp(now / 1000):%Y%m%d-%H%M%S}.zip"
