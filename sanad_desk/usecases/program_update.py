"""How a newer version of the program stands on this PC, and whether a shift may open before it runs."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import program_wanted
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.standing import standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.messages import ProgramWanted


def program_update(desk: OpenDesk) -> ProgramUpdate:
    """As it is now; nothing is asked of anybody."""
    with desk.store.reading() as connection:
        return _state_in(desk, connection)


def refuse_before_update(desk: OpenDesk, connection: Connection) -> None:
    """Raises Refused update_first from the day the server said, once the version lies here and can take over."""
    state = _state_in(desk, connection)
    if state.is_required(business_date_at(desk.clock.now())):
        raise Refused("update_first", version=state.version)


def _state_in(desk: OpenDesk, connection: Connection) -> ProgramUpdate:
    wanted = _wanted(desk.program, connection)
    return replace(
        standing(desk.program),
        stays_as_it_is=desk.stays_as_it_is,
        required_version=wanted.version if wanted else "",
        required_from=wanted.required_from if wanted else None,
    )


def _wanted(program: RunningProgram, connection: Connection) -> ProgramWanted | None:
    """The server's word where it asks for more than what runs; words that are no version stop no counter."""
    said = program_wanted.load(connection)
    try:
        return said if said is not None and program.is_older_than(said.version) else None
    except ValueError:
        return None
