"""What the find page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QImage

from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.receipts.raster import grey_pages
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.find_receipts import FoundReceipt, find_receipts
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import load_receipt, receipt_pdf
from sanad_desk.usecases.verify_receipt import verify_receipt

# Sharp at the size shown, also on a screen of twice the dots.
PREVIEW_DPI = {Paper.ROLL: 203.2, Paper.A4: 170.0}


class Truth(StrEnum):
    """What a code turns out to be."""

    GENUINE = "genuine"
    UNKNOWN_DESK = "unknown_desk"
    FALSE_NAME = "false_name"  # signed by another key than this desk's, under this desk's number
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checked code; `is_here` says whether the receipt itself can be shown."""

    truth: Truth
    number: str
    issued_at: int
    total: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The paper as it was first given; `prints` counts what came out so far."""

    number: str
    paper: Paper
    pages: tuple[QImage, ...]
    prints: int


class FindDoor:
    """Reads only."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def find(self, text: str) -> list[FoundReceipt]:
        return find_receipts(self._desk, text)

    def preview(self, number: str, paper: Paper) -> Preview:
        stored = load_receipt(self._desk, number)
        pdf = receipt_pdf(self._desk, stored.number, paper, copy=0)
        pages = tuple(
            QImage(page.dots, page.width, page.height, page.width, QImage.Format.Format_Grayscale8).copy()
            for page in grey_pages(pdf, PREVIEW_DPI[paper])
        )
        return Preview(stored.number, paper, pages, stored.prints)

    def verify(self, text: str) -> Verdict:
        """Raises DomainError where the text is no receipt's code."""
        verdict = verify_receipt(text, self._desk)
        found = find_receipts(self._desk, verdict.number)
        is_here = any(receipt.found_by == "number" for receipt in found)
        return Verdict(
            self._truth(verdict.whole, verdict.issuer, verdict.number),
            verdict.number,
            verdict.issued_at,
            verdict.total,
            is_here,
        )

    def _truth(self, is_whole: bool, issuer: str, number: str) -> Truth:
        if not is_whole:
            return Truth.ALTERED
        if issuer == "this_desk":
            return Truth.GENUINE
        centre, identity, _ = self._desk.identity()
        claimed = parse_receipt_number(number)
        is_ours = (claimed.centre_code, claimed.desk_number) == (centre.code, identity.number)
        return Truth.FALSE_NAME if is_ours else Truth.UNKNOWN_DESK
