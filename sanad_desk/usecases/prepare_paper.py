"""Making a paper ready for a printer: the receipt with its copy mark, or a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sanad_desk.receipts.printing import PrintJob
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.choose_printers import PrintSettings, print_settings
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import load_receipt, receipt_pdf


class Slip(Protocol):
    """A paper for a customer that leaves no record."""

    def pdf(self, paper: Paper, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ReadyPaper:
    """A paper and the settings that say where it goes; `number` and `copy` are for a receipt's record."""

    job: PrintJob
    settings: PrintSettings
    number: str = ""
    copy: int = 0


def prepare_receipt(desk: OpenDesk, number: str, paper: Paper | None = None) -> ReadyPaper:
    """The original at the first print, marked as copy n at every later one; on the desk's usual paper unless named."""
    settings = print_settings(desk)
    paper = paper or settings.receipt_paper
    stored = load_receipt(desk, number)
    pdf = receipt_pdf(desk, stored.number, paper, copy=stored.prints)
    title = f"{stored.number}-copy-{stored.prints}" if stored.prints else stored.number
    return ReadyPaper(PrintJob(title, pdf, paper), settings, stored.number, stored.prints)


def prepare_slip(desk: OpenDesk, slip: Slip, title: str, paper: Paper | None = None) -> ReadyPaper:
    """On the paper receipts are given on, unless another is named."""
    settings = print_settings(desk)
    paper = paper or settings.receipt_paper
    return ReadyPaper(PrintJob(title, slip.pdf(paper), paper), settings)
