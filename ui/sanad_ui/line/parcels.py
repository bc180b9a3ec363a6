"""What the sheet of parcels sets going, and what is said when it is done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.sync.parcel import AcknowledgedParcel, ExportedParcel
from sanad_ui import formats
from sanad_ui.background import Background, Lane
from sanad_ui.line.door import LinePageDoor
from sanad_ui.line.parcel_sheet import CARRY, WRITE, ParcelSheet
from sanad_ui.texts import plain, say


class Parcels(QObject):
    """`acknowledged` comes when fewer receipts are on this PC alone."""

    acknowledged = Signal()

    def __init__(self, door: LinePageDoor, background: Background, page: QWidget) -> None:
        super().__init__(page)
        self._door, self._background = door, background
        self.sheet = ParcelSheet(parent=page.window())
        self.sheet.asked.connect(self._on_asked)

    def open(self) -> None:
        self._background.run(self._door.parcel_path, self.sheet.ask)

    def _on_asked(self, way: str, path: str) -> None:
        sheet = self.sheet
        if way == WRITE:
            write = partial(self._door.write_parcel, path)
            self._background.run(write, self._on_written, sheet.refuse, lane=Lane.BACKUP)
        elif way == CARRY:
            carry = partial(self._door.carry_parcel, path)
            self._background.run(carry, self._on_carried, sheet.refuse, lane=Lane.NETWORK)
        else:
            self._background.run(partial(self._door.acknowledge_parcel, path), self._on_acknowledged, sheet.refuse)

    def _on_written(self, parcel: ExportedParcel) -> None:
        self.sheet.tell(say("line.parcel.written" if parcel.whole else "line.parcel.written_part", n=parcel.entries))

    def _on_carried(self, file: str) -> None:
        self.sheet.tell(say("line.parcel.carried", file=plain(formats.identifier(file))))

    def _on_acknowledged(self, parcel: AcknowledgedParcel) -> None:
        self.sheet.tell(say("line.parcel.acknowledged", n=parcel.entries))
        self.acknowledged.emit()
