"""Which version of the program the server wants this desk to work in, as the feed said it last."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from sanad_desk.store import desk_book
from sanad_desk.wire.messages import ProgramWanted

_SETTING = "program_wanted"


def save(connection: Connection, said: ProgramWanted) -> None:
    desk_book.save_setting(connection, _SETTING, msgspec.json.encode(said))


def load(connection: Connection) -> ProgramWanted | None:
    """None where the server never said anything, or took it back."""
    raw = desk_book.setting(connection, _SETTING)
    said = msgspec.json.decode(raw, type=ProgramWanted) if raw else None
    return said if said and said.version else None
