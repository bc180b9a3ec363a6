"""A report as paper for the printer, or as a workbook among the saved papers; called in the store's thread."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.receipts.printing import Paper, PrintJob
from sanad_desk.reports.report import Language, Report
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper


def report_on_paper(desk: OpenDesk, title: str, report: Report, language: Language) -> ReadyPaper:
    """On A4; `title` becomes the name of its file where there is no printer."""
    from sanad_desk.reports.report_paper import render_report  # heavy, and seldom asked for

    return ReadyPaper(PrintJob(title, render_report(report, language), Paper.A4), print_settings(desk))


def report_as_workbook(desk: OpenDesk, title: str, report: Report, language: Language) -> str:
    """Where the file lies, in the folder of saved papers; raises OfflineError when it cannot be written there."""
    from sanad_desk.reports.workbook import workbook_bytes  # heavy, and seldom asked for

    folder = FolderPrinter(Path(print_settings(desk).folder))
    return folder.keep(title, workbook_bytes(report, language), "xlsx")
