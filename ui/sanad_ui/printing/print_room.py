"""Where papers are printed: made ready in the store's thread, printed beside it, then put on the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.receipts.printing import Paper, Printed, Printer
from sanad_desk.usecases.choose_printers import PrintSettings
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper, prepare_receipt
from sanad_desk.usecases.print_receipt import note_printed
from sanad_ui.background import Background, Lane
from sanad_ui.printing.printer_choice import printer_for

FindPrinter = Callable[[PrintSettings, Paper], Printer]


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A paper that came out, under the title it was ordered by.

    `number` is empty for a report, `file` holds the path where a PDF stands for paper.
    """

    title: str
    number: str
    copy: int
    printer: str
    file: str


@dataclass(frozen=True, slots=True)
class PaperStuck:
    """A paper that did not come out; `again` tries once more with the settings of then."""

    title: str
    number: str
    error: SanadError
    again: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be printed: `make` gets it ready in the store's thread."""

    title: str
    number: str
    who: SignedIn
    make: Callable[[], ReadyPaper]
    find_printer: FindPrinter


class PrintRoom(QObject):
    """Order: ready, printed, recorded. A failure at any point leaves sale and record as they were.

    A receipt that is on its way is not printed a second time by a second press of the key.
    """

    came_out = Signal(object)
    got_stuck = Signal(object)

    def __init__(
        self,
        desk: OpenDesk,
        background: Background,
        *,
        find_printer: FindPrinter = printer_for,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._find_printer = desk, background, find_printer
        self._on_its_way: set[str] = set()

    def print_receipt(self, who: SignedIn, number: str, paper: Paper | None = None) -> None:
        """On the desk's usual paper unless one is named; the desk counts the copies."""
        make = partial(prepare_receipt, self._desk, number, paper)
        self._print(_Order(number, number, who, make, self._find_printer))

    def save_receipt(self, who: SignedIn, number: str, paper: Paper) -> None:
        """As a PDF into the folder, whatever printers are chosen; it counts as a copy, since it leaves the desk."""
        make = partial(prepare_receipt, self._desk, number, paper)
        self._print(_Order(number, number, who, make, _folder_of))

    def print_paper(self, who: SignedIn, title: str, make: Callable[[], ReadyPaper]) -> None:
        """A report or slip, which leaves no record."""
        self._print(_Order(title, "", who, make, self._find_printer))

    def _print(self, order: _Order) -> None:
        if order.title in self._on_its_way:
            return
        self._on_its_way.add(order.title)
        stuck = partial(self._on_stuck, order)
        self._background.run(order.make, partial(self._on_ready, order), stuck)

    def _on_ready(self, order: _Order, paper: ReadyPaper) -> None:
        done, stuck = partial(self._on_printed, order, paper), partial(self._on_stuck, order)
        self._background.run(partial(_put_out, order.find_printer, paper), done, stuck, lane=Lane.PAPER)

    def _on_printed(self, order: _Order, paper: ReadyPaper, printed: Printed) -> None:
        out = PaperOut(order.title, paper.number, paper.copy, printed.printer, printed.file)
        if not paper.number:
            self._on_recorded(order, out)
            return
        note = partial(
            note_printed, self._desk, order.who, paper.number, paper.copy, paper.job.paper.value, printed.printer
        )
        recorded = partial(self._on_recorded, order, out)
        self._background.run(note, lambda _none: recorded(), partial(self._on_stuck, order))

    def _on_recorded(self, order: _Order, out: PaperOut) -> None:
        self._on_its_way.discard(order.title)
        self.came_out.emit(out)

    def _on_stuck(self, order: _Order, error: SanadError) -> None:
        self._on_its_way.discard(order.title)
        self.got_stuck.emit(PaperStuck(order.title, order.number, error, partial(self._print, order)))


def _put_out(find_printer: FindPrinter, paper: ReadyPaper) -> Printed:
    return find_printer(paper.settings, paper.job.paper).print_job(paper.job)


def _folder_of(settings: PrintSettings, _paper: Paper) -> Printer:
    return FolderPrinter(Path(settings.folder))
