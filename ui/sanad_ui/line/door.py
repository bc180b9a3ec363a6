"""What the page of the line asks of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.sync.parcel import AcknowledgedParcel, ExportedParcel
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.line_state import LineState, line_state
from sanad_desk.usecases.only_here import only_here
from sanad_desk.usecases.parcel import acknowledge_parcel, carry_parcel, export_parcel
from sanad_desk.wire.parcel import PARCEL_SUFFIX
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.kit import ApprovalGiven


@dataclass(frozen=True, slots=True)
class ShownLine:
    """How the line stands, and what is on this PC alone; the money is None for whoever counts a drawer blind."""

    state: LineState
    receipts: int
    total: int | None
    waiting_for_ms: int


class LinePageDoor(ApprovalDoor):
    """Called in the store's thread, but for `join` and `carry_parcel` (network) and `write_parcel` (backup)."""

    def look(self, who: SignedIn) -> ShownLine:
        here = only_here(self._desk)
        return ShownLine(
            line_state(self._desk),
            here.receipts,
            here.total if Role.MANAGER in who.roles else None,
            self._desk.clock.now() - here.oldest_at if here.receipts else 0,
        )

    def join(self, who: SignedIn, address: str, code: str) -> None:
        """Raises OfflineError, and DomainError where address or code cannot be."""
        join_server(self._desk, who, address, code)

    def go_on_spare(self, given: ApprovalGiven) -> None:
        approval = self._proved(given)
        go_on_spare(self._desk, approval.manager, approval.reason)

    def parcel_path(self) -> str:
        """Where a parcel of this desk would be written: on a stick where one is in."""
        _, desk, _ = self._desk.identity()
        folder = next(iter(_sticks()), self._desk.store.folder.absolute())
        return str(folder / f"{desk.centre_code}-{desk.number:02d}{PARCEL_SUFFIX}")

    def write_parcel(self, path: str) -> ExportedParcel:
        return export_parcel(self._desk, Path(path))

    def carry_parcel(self, path: str) -> str:
        """The path of the acknowledgement."""
        return str(carry_parcel(self._desk, Path(path)))

    def acknowledge_parcel(self, path: str) -> AcknowledgedParcel:
        return acknowledge_parcel(self._desk, Path(path))


def _sticks() -> list[Path]:
    """Volumes that can be taken away: drives beside the system's, or what a desktop mounts for a person."""
    system = QStorageInfo.root().rootPath()
    places = [Path(volume.rootPath()) for volume in QStorageInfo.mountedVolumes() if volume.isReady()]
    return [
        place
        for place in places
        if str(place).startswith(("/media/", "/run/media/")) or (place.drive and place != Path(system))
    ]
