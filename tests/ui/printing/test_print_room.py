"""From a sale to its paper and onto the record; what fails on the way never touches the sale."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.errors import OfflineError
from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.receipts.printing import Paper, Printed, Printer, PrintJob
from sanad_desk.store.verify import verify
from sanad_desk.usecases.choose_printers import PrintSettings, choose_printers, print_settings
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.x_report import prepare_x_report
from sanad_ui.background import Background
from sanad_ui.language import language
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.printing.print_strip import PrintStrip, out_phrase
from tests.usecases.counter import Counter


class MoodyPrinter:
    """Refuses until it is mended, as printers do."""

    name = "Counter printer"

    def __init__(self) -> None:
        self.is_mended = False
        self.printed: list[PrintJob] = []

    def print_job(self, job: PrintJob) -> Printed:
        if not self.is_mended:
            raise OfflineError("printer_failed", printer=self.name)
        self.printed.append(job)
        return Printed(self.name)


@pytest.fixture
def room(counter: Counter, background: Background) -> PrintRoom:
    return PrintRoom(counter.desk, background)


def test_the_original_comes_out_and_is_on_the_record(qtbot: QtBot, counter: Counter, room: PrintRoom):
    sale = counter.sell()
    out = _print(qtbot, room, counter, sale.number)
    assert (out.number, out.copy, out.printer) == (sale.number, 0, "pdf")
    assert Path(out.file) == Path(print_settings(counter.desk).folder) / f"{sale.number}.pdf"
    assert Path(out.file).read_bytes().startswith(b"%PDF")
    assert load_receipt(counter.desk, sale.number).prints == 1


def test_later_prints_are_counted_copies_on_whatever_paper(qtbot: QtBot, counter: Counter, room: PrintRoom):
    sale = counter.sell()
    outs = [_print(qtbot, room, counter, sale.number, paper) for paper in (Paper.ROLL, Paper.A4, Paper.ROLL)]
    assert [out.copy for out in outs] == [0, 1, 2]
    assert {Path(out.file).name for out in outs} == {
        f"{sale.number}.pdf",
        f"{sale.number}-copy-1.pdf",
        f"{sale.number}-copy-2.pdf",
    }


def test_a_second_press_while_it_prints_makes_no_second_paper(qtbot: QtBot, counter: Counter, room: PrintRoom):
    sale = counter.sell()
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    for _ in range(3):
        room.print_receipt(counter.clerk, sale.number)
    qtbot.waitUntil(lambda: bool(outs))
    _print(qtbot, room, counter, sale.number)
    assert [out.copy for out in outs] == [0, 1]


def test_a_printer_that_refuses_leaves_sale_and_record_alone(qtbot: QtBot, counter: Counter, background: Background):
    printer = MoodyPrinter()
    room = PrintRoom(counter.desk, background, find_printer=lambda *_: printer)
    sale = counter.sell()
    with qtbot.waitSignal(room.got_stuck) as stuck:
        room.print_receipt(counter.clerk, sale.number)
    assert stuck.args[0].error.code == "printer_failed"
    assert load_receipt(counter.desk, sale.number).prints == 0
    with counter.desk.store.reading() as connection:
        assert not verify(connection).faults

    printer.is_mended = True
    with qtbot.waitSignal(room.came_out) as out:
        stuck.args[0].again()
    assert out.args[0].copy == 0
    assert [job.title for job in printer.printed] == [sale.number]


def test_the_strip_prints_all_that_is_stuck_again(qtbot: QtBot, counter: Counter, background: Background):
    printer = MoodyPrinter()
    room = PrintRoom(counter.desk, background, find_printer=lambda *_: printer)
    page = QWidget()
    qtbot.addWidget(page)
    strip = PrintStrip(room, page)
    numbers = [counter.sell().number for _ in range(2)]
    for number in numbers:
        room.print_receipt(counter.clerk, number)
    qtbot.waitUntil(lambda: len(strip.stuck) == 2)
    assert not strip.isHidden()
    assert "ورقتان" in strip.label.text()
    language.use("en")
    assert "2" in strip.label.text()
    assert "did not take the paper" in strip.label.text()

    printer.is_mended = True
    strip.button.click()
    qtbot.waitUntil(lambda: strip.isHidden())
    assert sorted(job.title for job in printer.printed) == sorted(numbers)


def test_a_report_that_was_stuck_leaves_the_strip_with_its_paper(
    qtbot: QtBot, counter: Counter, background: Background
):
    printer = MoodyPrinter()
    room = PrintRoom(counter.desk, background, find_printer=lambda *_: printer)
    page = QWidget()
    qtbot.addWidget(page)
    strip = PrintStrip(room, page)
    counter.sell()
    room.print_paper(counter.clerk, "X report", partial(prepare_x_report, counter.desk, counter.clerk))
    qtbot.waitUntil(lambda: not strip.isHidden())
    printer.is_mended = True
    strip.print_again()
    qtbot.waitUntil(lambda: strip.isHidden())
    assert [job.title[:9] for job in printer.printed] == ["x-report-"]


def test_a_pdf_is_a_copy_also_where_a_printer_is_chosen(qtbot: QtBot, counter: Counter, background: Background):
    printer = MoodyPrinter()
    printer.is_mended = True

    def find(settings: PrintSettings, paper: Paper) -> Printer:
        return printer if settings.printer(paper) else FolderPrinter(Path(settings.folder))

    choose_printers(counter.desk, PrintSettings(roll_printer="Counter printer"))
    room = PrintRoom(counter.desk, background, find_printer=find)
    sale = counter.sell()
    first = _print(qtbot, room, counter, sale.number)
    assert (first.printer, first.file) == ("Counter printer", "")
    with qtbot.waitSignal(room.came_out) as saved:
        room.save_receipt(counter.clerk, sale.number, Paper.ROLL)
    assert saved.args[0].copy == 1
    assert Path(saved.args[0].file).name == f"{sale.number}-copy-1.pdf"


@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_good_news_says_where_the_paper_is(code: str):
    language.use(code)  # type: ignore[arg-type]
    assert "Counter" in out_phrase(PaperOut("x", "x", 0, "Counter", ""))()
    assert "Counter" in out_phrase(PaperOut("x", "x", 2, "Counter", ""))()
    assert "x.pdf" in out_phrase(PaperOut("x", "x", 0, "pdf", "/papers/x.pdf"))()


def _print(qtbot: QtBot, room: PrintRoom, counter: Counter, number: str, paper: Paper | None = None) -> PaperOut:
    with qtbot.waitSignal(room.came_out) as out:
        room.print_receipt(counter.clerk, number, paper)
    return out.args[0]
