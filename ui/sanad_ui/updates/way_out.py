"""The way out for a desk whose store is newer than its program: the version that can read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanad_desk.updates.running import RunningProgram


class WayOut:
    """Without an open desk, and read only once it is needed; of the program that runs, if no other is given."""

    def __init__(self, program: RunningProgram | None = None) -> None:
        self._given = program

    def start_newer(self) -> bool:
        """Whether the version that lies ready is to take over now; raises SanadError where it cannot."""
        from sanad_desk.usecases.start_newer import start_newer

        return start_newer(self._program())

    def take(self, folder: str) -> None:
        """From a stick, in the network's thread; raises SanadError where nothing newer is on it."""
        from sanad_desk.domain.clock import SystemClock
        from sanad_desk.domain.errors import DomainError
        from sanad_desk.domain.program_update import UpdateStage
        from sanad_desk.usecases.update_from_folder import update_from_folder

        if update_from_folder(self._program(), Path(folder), SystemClock()).stage is not UpdateStage.READY:
            raise DomainError("update_older")

    def _program(self) -> RunningProgram:
        from sanad_desk.updates.running import running_program

        return self._given or running_program()
