"""The store after a version that did not stand: as it was before that version migrated it."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import read_switch


def put_store_back(program: RunningProgram, folder: Path) -> bool:
    """Whether the copy from before the try is there again; never once a version has confirmed itself.

    Raises StoreError.
    """
    state = read_switch(program.beside)
    if not state.copy or not state.confirmed or Path(state.store) != folder.absolute():
        return False
    from sanad_desk.store.put_back import put_back  # hardly a start needs it

    return put_back(folder, Path(state.copy))
