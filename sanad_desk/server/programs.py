"""The program on the nation's desks: which version is wanted from when, and which one each desk runs."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import Connection, insert, select, update

from sanad_desk.server.database import Database
from sanad_desk.server.signers import Signer
from sanad_desk.server.tables import desk, program_wanted, server_state
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.version import version_order
from sanad_desk.wire.messages import ProgramWanted

_RUNS = re.compile(r"[0-9.]{1,20}", re.ASCII)


def want_program(db: Database, version: str, required_from: date, by: str, now: int) -> None:
    """Into every centre's feed; an empty version takes the word before back. Raises UpdateRefused."""
    said_by = " ".join(by.split())
    if not said_by:
        raise UpdateRefused("name_missing")
    try:
        version_order(version or "0")
    except ValueError:
        raise UpdateRefused("update_version_malformed", version=version) from None
    counted = update(server_state).values(release_position=server_state.c.release_position + 1)
    with db.writing() as connection:
        # Locks the counter's row as well, so that positions become visible in their own order.
        position = connection.execute(counted.returning(server_state.c.release_position)).scalar_one()
        said = {"version": version, "required_from": required_from.isoformat(), "said_by": said_by, "said_at": now}
        connection.execute(insert(program_wanted).values(position=position, **said))


def program_said(connection: Connection, after: int) -> tuple[int, ProgramWanted] | None:
    """The last word and its position, where it came after one."""
    query = select(program_wanted).where(program_wanted.c.position > after)
    row = connection.execute(query.order_by(program_wanted.c.position.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return row.position, ProgramWanted(row.version, date.fromisoformat(row.required_from))


def note_program(db: Database, signer: Signer, version: str) -> None:
    """As the desk says it with each request; written when it is another one."""
    if version == signer.program or not _RUNS.fullmatch(version):
        return
    query = update(desk).where(desk.c.centre_id == signer.centre_id, desk.c.desk_id == signer.desk_id)
    with db.writing() as connection:
        connection.execute(query.values(program=version))
