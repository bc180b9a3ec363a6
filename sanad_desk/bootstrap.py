"""The one place that builds an open desk: store, clock and catalogue, wired together."""

from __future__ import annotations

import os
from pathlib import Path

from sanad_desk.catalogue.cache import load_catalogue
from sanad_desk.domain.clock import Clock, SystemClock
from sanad_desk.resources_path import resource_path
from sanad_desk.store.store import Store, create_store, exists, open_store
from sanad_desk.usecases.open_desk import OpenDesk

CATALOGUE_CACHE = "catalogue.cache"


def open_desk(folder: Path, *, clock: Clock | None = None, read_only: bool = False, create: bool = False) -> OpenDesk:
    """Opens the desk in that folder, making its store where there is none and `create` says so.

    Raises StoreError, with the files left as they were.
    """
    store = _store(folder, read_only, create)
    try:
        desk = OpenDesk(
            store=store,
            clock=clock or SystemClock(),
            loaded=load_catalogue(resource_path("catalogue"), folder / CATALOGUE_CACHE),
        )
        desk.refresh()
    except BaseException:
        store.close()
        raise
    return desk


def _store(folder: Path, read_only: bool, create: bool) -> Store:
    if exists(folder) or not create:
        return open_store(folder, read_only=read_only)
    # SANAD_DESK_KEYS=file keeps the key beside the store where the system's key store would ask a person.
    use_system = os.environ.get("SANAD_DESK_KEYS", "") != "file"
    return create_store(folder, system_key_store=use_system)
