"""What the window asks of the desk about newer versions of the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.store.faults import named_faults
from sanad_desk.store.shifts import unclosed_shifts
from sanad_desk.updates import launch
from sanad_desk.usecases.look_for_update import look_for_update
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.program_update import program_update
from sanad_desk.usecases.switch_program import switch_program
from sanad_desk.usecases.update_from_folder import update_from_folder


@dataclass(frozen=True, slots=True)
class ProgramState:
    """How another version stands, and whether this desk is free to change to it."""

    update: ProgramUpdate
    has_open_shift: bool

    @property
    def can_switch(self) -> bool:
        return self.update.stage is UpdateStage.READY and not self.has_open_shift


class UpdatesDoor:
    """`look` and `take` are called in the network's thread, the rest in the store's."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def state(self) -> ProgramState:
        with self._desk.store.reading() as connection:
            has_open_shift = bool(unclosed_shifts(connection))
        return ProgramState(program_update(self._desk), has_open_shift)

    def look(self, *, asked: bool) -> ProgramUpdate:
        """One slice of looking and fetching, bounded in time."""
        return look_for_update(self._desk, asked=asked)

    def take(self, folder: str) -> ProgramUpdate:
        """From a stick; raises SanadError where nothing on it is for this desk."""
        return update_from_folder(self._desk.program, Path(folder), self._desk.clock)

    def switch(self) -> bool:
        """Tries the version that lies ready, up to a minute; when True the desk is closed."""
        return switch_program(self._desk)

    def confirm(self) -> None:
        """This version stands in its window: from now on it writes. Raises StoreError where that cannot be noted."""
        with named_faults(self._desk.program.beside):
            launch.confirm()
