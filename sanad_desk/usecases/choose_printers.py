"""Which printer each paper comes out of at this desk, and which paper a receipt is given on."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sanad_desk.domain.errors import DomainError
from sanad_desk.receipts.sheet import Paper
from sanad_desk.store import desk_book
from sanad_desk.usecases.open_desk import OpenDesk

PDF_FOLDER = "papers"
_SETTING = "printing"


class PrintSettings(msgspec.Struct, frozen=True):
    """A printer is named as the system names it; empty means the PDF folder."""

    roll_printer: str = ""
    a4_printer: str = ""
    folder: str = ""
    receipt_paper: Paper = Paper.ROLL

    def printer(self, paper: Paper) -> str:
        return self.roll_printer if paper is Paper.ROLL else self.a4_printer


def print_settings(desk: OpenDesk) -> PrintSettings:
    """Until a folder is chosen PDF files lie in one beside the store."""
    with desk.store.reading() as connection:
        raw = desk_book.setting(connection, _SETTING)
    settings = msgspec.json.decode(raw, type=PrintSettings) if raw else PrintSettings()
    if settings.folder:
        return settings
    return msgspec.structs.replace(settings, folder=str(desk.store.folder.absolute() / PDF_FOLDER))


def choose_printers(desk: OpenDesk, settings: PrintSettings) -> PrintSettings:
    """Anybody at the desk may: a printer that broke must not wait for the manager."""
    folder = settings.folder.strip()
    if folder and not Path(folder).is_absolute():
        raise DomainError("folder_not_absolute", field="folder")
    with desk.store.unit_of_work() as unit:
        kept = msgspec.structs.replace(settings, folder=folder)
        desk_book.save_setting(unit.connection, _SETTING, msgspec.json.encode(kept))
        unit.commit()
    return print_settings(desk)
