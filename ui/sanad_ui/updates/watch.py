"""Looks for a newer version after rounds with the server, and fetches it slice by slice between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sanad_desk.domain.program_update import UpdateStage
from sanad_ui.background import Background, Lane

if TYPE_CHECKING:
    from sanad_desk.domain.errors import SanadError
    from sanad_desk.domain.program_update import ProgramUpdate
    from sanad_ui.updates.door import ProgramState, UpdatesDoor


class UpdateWatch(QObject):
    """`changed` comes with every step; `taken` once a version from a stick lies here.

    All that writes to the program's folder runs in the network's thread: slices, sticks and rounds take turns there.
    """

    changed = Signal()
    taken = Signal(object)

    def __init__(self, background: Background, door: UpdatesDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._door = background, door
        self.state: ProgramState | None = None  # None until it was read for the first time
        self.error: SanadError | None = None  # of the last look or stick, until something else is tried
        self.is_looking = self.is_taking = self._is_over = False
        self._here = 0  # bytes of a version on its way: a slice that brought none leaves the rest to the next round

    @property
    def can_restart(self) -> bool:
        """Whether the newer version could take over at once."""
        return self.state is not None and self.state.can_switch and not self.is_taking

    def refresh(self) -> None:
        """Reads how things stand; asks nobody."""
        self._background.run(self._door.state, self._on_state, self._keep_quiet)

    def look_if_due(self) -> None:
        """The server was reached just now; how long ago the last look was, the use case knows."""
        if not self.is_looking:
            self._slice(asked=False)

    def look(self) -> None:
        """A person asks: also when the last look was a moment ago."""
        if not self.is_looking:
            self._slice(asked=True)

    def take(self, folder: str) -> None:
        """From a stick."""
        if not self.is_taking:
            self.is_taking, self.error = True, None
            take = partial(self._door.take, folder)
            self._background.run(take, self._on_taken, self._on_refused, lane=Lane.NETWORK)
            self.changed.emit()

    def stop(self) -> None:
        """The window closes: no slice begins any more."""
        self._is_over = True

    def _slice(self, *, asked: bool) -> None:
        if self._is_over:
            return
        self.is_looking = True
        self._background.run(
            partial(self._door.look, asked=asked), self._on_looked, self._on_not_looked, lane=Lane.NETWORK
        )
        if asked:
            self.error = None
            self.changed.emit()

    def _on_looked(self, update: ProgramUpdate) -> None:
        self.is_looking = False
        here, self._here = self._here, update.done_bytes
        if update.stage is UpdateStage.FETCHING and update.done_bytes > here:
            # Behind a round that was given to the thread meanwhile: a sale never waits longer than a slice.
            self._slice(asked=False)
        self.refresh()

    def _on_not_looked(self, error: SanadError) -> None:
        self.is_looking, self.error = False, error
        self.refresh()

    def _on_taken(self, update: ProgramUpdate) -> None:
        self.is_taking = False
        self.taken.emit(update)
        self.refresh()

    def _on_refused(self, error: SanadError) -> None:
        self.is_taking, self.error = False, error
        self.refresh()

    def _on_state(self, state: ProgramState) -> None:
        self.state = state
        self.changed.emit()

    def _keep_quiet(self, _error: SanadError) -> None:
        """What was known stays on the screen: no sale depends on it."""
