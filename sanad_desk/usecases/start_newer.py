"""The version that lies ready gets a store that this one cannot read: no copy of it can be tried here."""

from __future__ import annotations

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.store.faults import named_faults
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.standing import standing


def start_newer(program: RunningProgram) -> bool:
    """Whether the program must end through `launch.watch` now, which takes back a version that does not stand.

    The store was newer than this program, and stays untouched. Raises DomainError: update_damaged, and what a version
    failed of before; StoreError for faults of this disk.
    """
    from sanad_desk.updates.try_version import must_be_whole

    state = standing(program)
    if state.stage is UpdateStage.FAILED:
        raise DomainError(state.problem)
    if state.stage is not UpdateStage.READY:
        return False
    with named_faults(program.beside):
        must_be_whole(program.beside, state.version)
    return True
