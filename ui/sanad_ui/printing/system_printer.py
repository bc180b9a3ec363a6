"""Any printer the system knows, through Qt: the PDF is drawn dot by dot at the printer's own resolution."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from sanad_desk.domain.errors import OfflineError
from sanad_desk.receipts.printing import Paper, Printed, PrintJob
from sanad_desk.receipts.raster import GreyPage, grey_pages

_FINEST_DPI = 300  # finer dots cost time and memory and cannot be seen
_ROLL_MM = 80.0
_WHITE = b"\xff"


def installed_printers() -> list[str]:
    """Names as the system shows them; empty without a print system. Never asked on the GUI thread."""
    return list(QPrinterInfo.availablePrinterNames())


class SystemPrinter:
    """Works on any thread: Qt paints printers and pictures away from the GUI thread, one painter each.

    With `to_file` the printer writes its pages to a PDF instead of a queue.
    """

    def __init__(self, name: str, *, to_file: Path | None = None) -> None:
        self._name, self._to_file = name, to_file

    @property
    def name(self) -> str:
        return self._name

    def print_job(self, job: PrintJob) -> Printed:
        printer = self._open(job)
        pages = grey_pages(job.pdf, min(printer.resolution(), _FINEST_DPI))
        if not pages:
            raise OfflineError("printer_failed", printer=self._name)
        self._lay_out(printer, job.paper, pages)
        self._draw(printer, pages)
        return Printed(self._name, str(self._to_file) if self._to_file else "")

    def _open(self, job: PrintJob) -> QPrinter:
        if self._to_file is None and self._name not in installed_printers():
            raise OfflineError("printer_missing", printer=self._name)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._to_file is not None:
            if not self._to_file.parent.is_dir():
                raise OfflineError("print_folder_unusable", path=str(self._to_file.parent))
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self._to_file))
        else:
            printer.setPrinterName(self._name)
        if not printer.isValid():
            raise OfflineError("printer_failed", printer=self._name)
        printer.setDocName(job.title)
        return printer

    def _lay_out(self, printer: QPrinter, paper: Paper, pages: list[GreyPage]) -> None:
        """A roll is as long as its content; the paper's own white edge stands for the printer's."""
        if paper is Paper.ROLL:
            height = pages[0].height / pages[0].width * _ROLL_MM
            size = QPageSize(QSizeF(_ROLL_MM, height), QPageSize.Unit.Millimeter, "80 mm")
        else:
            size = QPageSize(QPageSize.PageSizeId.A4)
        printer.setFullPage(True)
        margins = QMarginsF(0, 0, 0, 0)
        printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins))

    def _draw(self, printer: QPrinter, pages: list[GreyPage]) -> None:
        painter = QPainter()
        if not painter.begin(printer):
            raise OfflineError("printer_failed", printer=self._name)
        try:
            for number, page in enumerate(pages):
                if number and not printer.newPage():
                    raise OfflineError("printer_failed", printer=self._name)
                _draw_page(printer, painter, page)
        finally:
            ended = painter.end()
        if not ended or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            raise OfflineError("printer_failed", printer=self._name)


def _draw_page(printer: QPrinter, painter: QPainter, page: GreyPage) -> None:
    """As wide as the sheet; what a driver with fixed sheets cuts off at the bottom goes on to the next one."""
    picture = QImage(page.dots, page.width, page.height, page.width, QImage.Format.Format_Grayscale8)
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    scale = sheet.width() / page.width
    rows_a_sheet = max(1, int(sheet.height() / scale + 0.5))
    top, end = 0, -(-len(page.dots.rstrip(_WHITE)) // page.width)
    while top < end:
        rows = min(rows_a_sheet, page.height - top)
        if top:
            printer.newPage()
        target = QRect(0, 0, sheet.width(), round(rows * scale))
        painter.drawImage(target, picture, QRect(0, top, page.width, rows))
        top += rows
