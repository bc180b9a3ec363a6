"""One contract for every printer: what comes out is the paper, under its name, or an error that can be tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from sanad_desk.domain.errors import OfflineError
from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.receipts.printing import Paper, Printer, PrintJob
from sanad_desk.receipts.raster import grey_pages
from sanad_desk.receipts.receipt import render_receipt
from sanad_ui.printing.system_printer import SystemPrinter
from tests.receipts import pictures

MakePrinter = Callable[[Path], Printer]


def _folder_printer(folder: Path) -> Printer:
    return FolderPrinter(folder)


def _system_printer(folder: Path) -> Printer:
    return SystemPrinter("Counter printer", to_file=folder / "KSBA-02-26-000418-7.pdf")


PRINTERS = [pytest.param(_folder_printer, id="folder"), pytest.param(_system_printer, id="system")]


def _job(paper: Paper) -> PrintJob:
    pdf = render_receipt(pictures.picture(), pictures.customer(), pictures.QR_TEXT, paper=paper)
    return PrintJob("KSBA-02-26-000418-7", pdf, paper)


@pytest.mark.parametrize("make", PRINTERS)
@pytest.mark.parametrize("paper", list(Paper))
def test_what_comes_out_looks_like_the_paper(qapp: QApplication, tmp_path: Path, make: MakePrinter, paper: Paper):
    job = _job(paper)
    printed = make(tmp_path).print_job(job)

    [came_out] = grey_pages(Path(printed.file).read_bytes(), 72)
    [wanted] = grey_pages(job.pdf, 72)
    assert abs(came_out.width - wanted.width) <= 1
    assert abs(came_out.height - wanted.height) <= 2
    assert _darkness(came_out.dots) == pytest.approx(_darkness(wanted.dots), rel=0.1)


def _darkness(dots: bytes) -> float:
    return sum(255 - dot for dot in dots) / len(dots)


@pytest.mark.parametrize("make", PRINTERS)
def test_a_printer_says_its_name_for_the_record(qapp: QApplication, tmp_path: Path, make: MakePrinter):
    printer = make(tmp_path)
    assert printer.print_job(_job(Paper.ROLL)).printer == printer.name


@pytest.mark.parametrize("make", PRINTERS)
def test_printing_again_replaces_the_file_of_the_same_title(qapp: QApplication, tmp_path: Path, make: MakePrinter):
    printer = make(tmp_path)
    printer.print_job(_job(Paper.ROLL))
    printer.print_job(_job(Paper.ROLL))
    assert [path.name for path in tmp_path.iterdir()] == ["KSBA-02-26-000418-7.pdf"]


@pytest.mark.parametrize("make", PRINTERS)
def test_a_place_that_cannot_be_written_is_an_error_to_try_again(qapp: QApplication, tmp_path: Path, make: MakePrinter):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(OfflineError) as refused:
        make(blocked).print_job(_job(Paper.ROLL))
    assert refused.value.code in {"print_folder_unusable", "printer_failed"}
    assert blocked.read_text() == "a file where the folder should be"


def test_a_printer_that_is_gone_is_named(qapp: QApplication):
    with pytest.raises(OfflineError) as refused:
        SystemPrinter("No such printer").print_job(_job(Paper.ROLL))
    assert (refused.value.code, refused.value.params) == ("printer_missing", {"printer": "No such printer"})


def test_titles_become_safe_file_names(tmp_path: Path):
    printed = FolderPrinter(tmp_path).print_job(PrintJob("../x report 10:42", _job(Paper.A4).pdf, Paper.A4))
    assert Path(printed.file) == tmp_path / "x-report-10-42.pdf"
    assert len(pypdfium2.PdfDocument(Path(printed.file).read_bytes())) == 1
