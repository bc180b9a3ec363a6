"""Who signed a request: the desk and epoch that a key's name stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from sanad_desk.server.chains import CHAIN_AND_DESK
from sanad_desk.server.database import Database
from sanad_desk.server.tables import chain, desk

_KEY_ID = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})\.([1-9][0-9]{0,8})", re.ASCII)


# Built once, as it is asked with every request: building a statement takes five times as long as running it.
_FIND = (
    select(chain.c.public_key, desk.c.revoked_at, desk.c.program)
    .select_from(CHAIN_AND_DESK)
    .where(
        chain.c.centre_id == bindparam("own_centre"),
        chain.c.desk_id == bindparam("own_desk"),
        chain.c.epoch == bindparam("own_epoch"),
    )
)


@dataclass(frozen=True, slots=True)
class Signer:
    """A chain's writer; what it may see and write follows from these ids alone."""

    centre_id: bytes
    desk_id: bytes
    epoch: int
    public_key: bytes
    is_revoked: bool
    program: str | None = None  # the version it ran when it was heard last


def find_signer(db: Database, key_id: str) -> Signer | None:
    """None where the name is malformed or of nobody."""
    parts = _KEY_ID.fullmatch(key_id)
    if parts is None:
        return None
    centre_id, desk_id, epoch = bytes.fromhex(parts[1]), bytes.fromhex(parts[2]), int(parts[3])
    named = {"own_centre": centre_id, "own_desk": desk_id, "own_epoch": epoch}
    with db.reading() as connection:
        found = connection.execute(_FIND, named).one_or_none()
    if found is None:
        return None
    return Signer(centre_id, desk_id, epoch, found.public_key, found.revoked_at is not None, found.program)
