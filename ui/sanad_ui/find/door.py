"""What the find page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from PySide6.QtGui import QImage

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.receipts.raster import grey_pages
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.find_anything import Found, find_anything
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.look_at_case import CaseStory, look_at_case
from sanad_desk.usecases.look_at_customer import CustomerStory, look_at_customer
from sanad_desk.usecases.look_at_receipt import ReceiptStory, look_at_receipt
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.print_receipt import load_receipt, receipt_pdf
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.serve_again import serve_again
from sanad_desk.usecases.serve_case import serve_case
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.usecases.verify_receipt import verify_receipt
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.find.reversal_form import ReversalAsked
from sanad_ui.find.tender_form import CorrectionAsked
from sanad_ui.kit import ApprovalGiven

# Sharp at the size shown, also on a screen of twice the dots.
PREVIEW_DPI = {Paper.ROLL: 203.2, Paper.A4: 170.0}


class Truth(StrEnum):
    """What a code turns out to be."""

    GENUINE = "genuine"
    GENUINE_CENTRE = "genuine_centre"  # of another desk of this centre
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
    desk_number: int = 0  # of the desk of this centre that signed it


@dataclass(frozen=True, slots=True)
class Preview:
    """The paper as it was first given; `prints` counts what came out so far."""

    number: str
    paper: Paper
    pages: tuple[QImage, ...]
    prints: int


class FindDoor(ApprovalDoor):
    """What a manager has to agree to comes with his proof."""

    def find(self, text: str) -> Found:
        return find_anything(self._desk, text)

    def case_story(self, who: SignedIn, case_id: UUID) -> CaseStory:
        return look_at_case(self._desk, who, case_id)

    def customer_story(self, who: SignedIn, customer_id: UUID) -> CustomerStory:
        return look_at_customer(self._desk, who, customer_id)

    def serve_case(self, who: SignedIn, case_id: UUID, action: Action) -> UUID:
        return serve_case(self._desk, who, case_id, action).visit.id

    def reopen(self, who: SignedIn, case_id: UUID, reason: str, given: ApprovalGiven | None) -> None:
        approval = self._proved(given) if given is not None else None
        move_case(self._desk, who, MoveInput(case_id, Move.REOPEN, reason), approval)

    def preview(self, number: str, paper: Paper) -> Preview:
        stored = load_receipt(self._desk, number)
        pdf = receipt_pdf(self._desk, stored.number, paper, copy=0)
        pages = tuple(
            QImage(page.dots, page.width, page.height, page.width, QImage.Format.Format_Grayscale8).copy()
            for page in grey_pages(pdf, PREVIEW_DPI[paper])
        )
        return Preview(stored.number, paper, pages, stored.prints)

    def story(self, who: SignedIn, number: str) -> ReceiptStory:
        return look_at_receipt(self._desk, who, number)

    def reverse(self, who: SignedIn, asked: ReversalAsked, given: ApprovalGiven) -> Sale:
        approval = self._proved(given)
        positions, tenders = asked.positions, asked.tenders
        return reverse_transaction(self._desk, who, asked.number, positions, tenders, asked.reason, approval)

    def correct(self, who: SignedIn, asked: CorrectionAsked, given: ApprovalGiven) -> None:
        ways = (asked.wrong, asked.right, asked.amount, asked.approval_code)
        approval = self._proved(replace(given, reason=asked.reason))
        correct_tender(self._desk, who, asked.number, *ways, approval)

    def serve_again(self, who: SignedIn, number: str) -> UUID:
        return serve_again(self._desk, who, number).visit.id

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
            verdict.desk_number,
        )

    def _truth(self, is_whole: bool, issuer: str, number: str) -> Truth:
        if not is_whole:
            return Truth.ALTERED
        if issuer == "this_desk":
            return Truth.GENUINE
        if issuer == "this_centre":
            return Truth.GENUINE_CENTRE
        centre, identity, _ = self._desk.identity()
        claimed = parse_receipt_number(number)
        is_ours = (claimed.centre_code, claimed.desk_number) == (centre.code, identity.number)
        return Truth.FALSE_NAME if is_ours else Truth.UNKNOWN_DESK
