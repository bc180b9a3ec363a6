"""A version is tried on a copy of the store, as a process of its own, before it may have the real one."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from sanad_desk.domain.errors import DomainError
from sanad_desk.store.backup import copy_online
from sanad_desk.store.keys import ID_FILE, KEY_FILE
from sanad_desk.store.store import FILE, Store
from sanad_desk.store.verify import verify
from sanad_desk.updates.launch import TRIAL, environment_of, executable_of
from sanad_desk.updates.look_state import LookState, keep_look
from sanad_desk.updates.switch_state import change_switch, version_folder
from sanad_desk.updates.versions import manifest_in, wrong_files

SELF_TEST_FAILED = "update_self_test_failed"
_TRY_S = 300.0
_MOST_SAID = 64 * 1024
_LOG = "self-test.log"


def must_be_whole(beside: Path, version: str) -> None:
    """Every byte as its manifest says.

    Raises DomainError update_damaged, and then it is ready no more and comes once again; OSError.
    """
    folder = version_folder(beside, version)
    manifest = manifest_in(folder)
    if manifest is None or manifest.version != version or any(wrong_files(folder, manifest)):
        change_switch(beside, lambda state: replace(state, ready=""))
        keep_look(beside, LookState(problem="update_damaged"))
        raise DomainError("update_damaged")


def try_version(beside: Path, version: str, store: Store, within_s: float = _TRY_S) -> None:
    """Raises DomainError update_self_test_failed; StoreError and OSError where no copy could be made."""
    trial = beside / TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    try:
        copy_online(store.path, store.key, trial / "store" / FILE)
        for name in (KEY_FILE, ID_FILE):
            if (store.folder / name).exists():
                shutil.copy2(store.folder / name, trial / "store" / name)
        said = _run(beside, version, trial, within_s)
        if said.get("version") != version or not (said.get("passed") or _had_its_faults(store, said)):
            raise DomainError(SELF_TEST_FAILED)
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _run(beside: Path, version: str, trial: Path, within_s: float) -> dict[str, object]:
    """What the version says of itself; empty where it says nothing that can be read."""
    environment = environment_of(version) | {
        "QT_QPA_PLATFORM": "offscreen",
        "SANAD_DESK_PROGRAM": str(trial / "program"),
    }
    command = [str(executable_of(beside, version)), "--self-test", "--store", str(trial / "store")]
    said = trial / "said.json"
    with said.open("wb") as out, (beside / _LOG).open("wb") as log:
        try:
            subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                timeout=within_s,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise DomainError(SELF_TEST_FAILED) from error
    with said.open("rb") as file:
        raw = file.read(_MOST_SAID)
    try:
        read = json.loads(raw)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _had_its_faults(store: Store, said: dict[str, object]) -> bool:
    """Whether all that it found are faults the store has for this version too: they are no reason to stay with it."""
    faults, pages = said.get("faults"), said.get("pages")
    if not isinstance(faults, list) or not faults or not isinstance(pages, dict) or not all(pages.values()):
        return False
    with store.reading() as connection:
        return {fault.code for fault in verify(connection).faults} >= set(map(str, faults))
