"""The one place that builds an open desk: store, clock and catalogue, wired together."""

from __future__ import annotations

import os
from pathlib import Path

from sanad_desk.catalogue.installed import newest_catalogue
from sanad_desk.domain.clock import Clock, SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import awaited_server
from sanad_desk.store.replicas import Replicas
from sanad_desk.store.store import Store, create_store, exists, open_store
from sanad_desk.updates.running import RunningProgram, running_program
from sanad_desk.updates.switch_state import read_switch
from sanad_desk.usecases.open_desk import OpenDesk


def open_desk(
    folder: Path,
    *,
    clock: Clock | None = None,
    read_only: bool = False,
    create: bool = False,
    program: RunningProgram | None = None,
) -> OpenDesk:
    """Opens the desk in that folder, making its store where there is none and `create` says so.

    Raises StoreError, with the files left as they were.
    """
    clock, program = clock or SystemClock(), program or running_program()
    store = _store(folder, read_only, create, program)
    try:
        with store.reading() as connection:
            server_key = awaited_server.trusted_key(connection)
        desk = OpenDesk(
            store=store,
            clock=clock,
            loaded=newest_catalogue(folder, server_key, business_date_at(clock.now())),
            replicas=Replicas(store),
            program=program,
        )
        desk.refresh()
    except BaseException:
        store.close()
        raise
    return desk


def _store(folder: Path, read_only: bool, create: bool, program: RunningProgram) -> Store:
    if exists(folder) or not create:
        try:
            return open_store(folder, read_only=read_only)
        except StoreError as error:
            if error.code != "store_newer" or read_only or not _has_put_back(program, folder):
                raise
            return open_store(folder)
    # SANAD_DESK_KEYS=file keeps the key beside the store where the system's key store would ask a person.
    use_system = os.environ.get("SANAD_DESK_KEYS", "") != "file"
    return create_store(folder, system_key_store=use_system)


def _has_put_back(program: RunningProgram, folder: Path) -> bool:
    """Whether the store is as it was before a newer version that did not stand; raises StoreError."""
    state = read_switch(program.beside)
    if not state.copy or not state.confirmed or Path(state.store) != folder.absolute():
        return False
    from sanad_desk.store.put_back import put_back  # hardly a start needs it

    return put_back(folder, Path(state.copy))
