"""How another version stands beside a program, whatever store there is or none."""

from __future__ import annotations

from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.updates.look_state import LookState, read_look
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import SwitchState, read_switch

FORGOTTEN = "update_forgotten"


def standing(program: RunningProgram) -> ProgramUpdate:
    """As it is now, without the server's word; nothing is asked of anybody."""
    look, switch = read_look(program.beside), read_switch(program.beside)
    stage, version = _stage(program, look, switch)
    is_arriving = stage is UpdateStage.FETCHING
    return ProgramUpdate(
        running=program.version,
        stage=stage,
        version=version,
        done_bytes=look.done_bytes if is_arriving else 0,
        total_bytes=look.total_bytes if is_arriving else 0,
        problem=switch.failed[version] if stage is UpdateStage.FAILED else _problem(look, is_arriving),
        looked_at=look.looked_at,
    )


def _problem(look: LookState, is_arriving: bool) -> str:
    """One that arrived and is not known as ready was forgotten, with a file that could not be read."""
    return look.problem or (FORGOTTEN if is_arriving and not look.goes_on else "")


def _stage(program: RunningProgram, look: LookState, switch: SwitchState) -> tuple[UpdateStage, str]:
    if not program.trusts_updates:
        return UpdateStage.UNTRUSTED, ""
    if switch.ready and program.is_older_than(switch.ready):
        return UpdateStage.READY, switch.ready
    if not look.version or not program.is_older_than(look.version):
        return UpdateStage.CURRENT, ""
    return UpdateStage.FAILED if look.version in switch.failed else UpdateStage.FETCHING, look.version
