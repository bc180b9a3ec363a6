"""Everything the window's own part asks of the desk behind it; pages bring doors of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sanad_ui.firstrun.form import FirstRunDoor
from sanad_ui.line.watch import LineDoor
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.signin.door import SignInDoor

if TYPE_CHECKING:
    from sanad_ui.updates.door import UpdatesDoor


class DeskDoor(SignInDoor, FirstRunDoor, LineDoor, Protocol):
    """Called in the store's thread only, but for `tidy` and where a method says otherwise."""

    @property
    def updates(self) -> UpdatesDoor: ...

    def is_founded(self) -> bool: ...

    def frame_facts(self, signed_in: object) -> FrameFacts: ...

    def keep_count(self) -> None:
        """For quiet moments only."""
        ...

    def purge(self) -> None:
        """For quiet moments only: identity data of who has not come for long."""
        ...

    def tidy(self) -> None:
        """For quiet moments only, in the thread of copies; raises StoreError when one that is due is not written."""
        ...

    def close(self) -> None: ...


OpenDoor = Callable[[Path, bool], DeskDoor]
"""Opens the store of a folder, founding the demo centre if the second argument says so; raises StoreError."""
