"""From the desk's choice of printers to the printer itself."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.receipts.printing import Paper, Printer
from sanad_desk.usecases.choose_printers import PrintSettings


def printer_for(settings: PrintSettings, paper: Paper) -> Printer:
    """The PDF folder wherever no printer was chosen."""
    name = settings.printer(paper)
    if not name:
        return FolderPrinter(Path(settings.folder))
    # Qt's print support takes its time to load, and most desks print their first paper minutes after the start.
    from sanad_ui.printing.system_printer import SystemPrinter

    return SystemPrinter(name)


def installed_printers() -> list[str]:
    """Names of the system's printers; asks the system, so never on the GUI thread."""
    from sanad_ui.printing.system_printer import installed_printers as ask_system

    return ask_system()
