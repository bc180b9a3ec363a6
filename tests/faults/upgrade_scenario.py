"""A store of an older program is opened by this one and may die at that: what must be true of it afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sanad_desk.store import keys
from sanad_desk.store.backup import check_file
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.migrate import SCHEMA_REVISION
from sanad_desk.store.store import COPIES, FILE, open_store
from tests.faults.killed import Announce, Arm, Scenario


def _standing(path: Path, key: bytes) -> str:
    """Chain and outbox of a file in one word: its head, how far it was acknowledged, its money."""
    with contextlib.closing(connect(path, key, read_only=True)) as connection:
        query = "SELECT head_seq || '-' || hex(head_hash) || '-' || acknowledged_seq FROM desk_state"
        (chain,) = connection.execute(query).fetchone()
        money = connection.execute("SELECT coalesce(sum(total), 0), count(*) FROM transactions").fetchone()
    return f"{chain}-{money[0]}-{money[1]}"


def _upgrade(folder: Path, arm: Arm, announce: Announce) -> None:
    announce(_standing(folder / FILE, keys.find_key(folder)))
    arm()
    open_store(folder).close()
    announce(SCHEMA_REVISION)


def _check(folder: Path, announced: list[str]) -> Iterator[str]:
    key = keys.find_key(folder)
    for copy in (folder / COPIES).glob("*.db"):
        with contextlib.closing(connect(copy, key, read_only=True)) as connection:
            check_file(connection, copy)
        if announced and _standing(copy, key) != announced[0]:
            yield f"the copy of before lacks something: {_standing(copy, key)}"
    open_store(folder).close()
    if announced and _standing(folder / FILE, key) != announced[0]:
        yield f"was {announced[0]}, is {_standing(folder / FILE, key)}"
    if list(folder.rglob("*.unfinished*")):
        yield "half a copy stays behind"


UPGRADE = Scenario(_upgrade, _check)
