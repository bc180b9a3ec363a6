"""How a newer version of the program stands on this PC, and whether a shift may open before it runs."""

from __future__ import annotations

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import program_wanted
from sanad_desk.updates.look_state import LookState, read_look
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import SwitchState, read_switch
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.messages import ProgramWanted


def program_update(desk: OpenDesk) -> ProgramUpdate:
    """As it is now; nothing is asked of anybody."""
    with desk.store.reading() as connection:
        return _state_in(desk, connection)


def refuse_before_update(desk: OpenDesk, connection: Connection) -> None:
    """Raises Refused update_first from the day the server said, once the version lies here and can take over."""
    state = _state_in(desk, connection)
    if not desk.stays_as_it_is and state.is_required(business_date_at(desk.clock.now())):
        raise Refused("update_first", version=state.version)


def _state_in(desk: OpenDesk, connection: Connection) -> ProgramUpdate:
    program = desk.program
    look, switch = read_look(program.beside), read_switch(program.beside)
    stage, version = _stage(program, look, switch)
    is_arriving = stage is UpdateStage.FETCHING
    wanted = _wanted(program, connection)
    return ProgramUpdate(
        running=program.version,
        stage=stage,
        version=version,
        done_bytes=look.done_bytes if is_arriving else 0,
        total_bytes=look.total_bytes if is_arriving else 0,
        problem=switch.failed[version] if stage is UpdateStage.FAILED else look.problem,
        looked_at=look.looked_at,
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


def _stage(program: RunningProgram, look: LookState, switch: SwitchState) -> tuple[UpdateStage, str]:
    if not program.trusts_updates:
        return UpdateStage.UNTRUSTED, ""
    if switch.ready and program.is_older_than(switch.ready):
        return UpdateStage.READY, switch.ready
    if not look.version or not program.is_older_than(look.version):
        return UpdateStage.CURRENT, ""
    return UpdateStage.FAILED if look.version in switch.failed else UpdateStage.FETCHING, look.version
