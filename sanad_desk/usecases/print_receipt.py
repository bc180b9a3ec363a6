"""Printing a receipt, or printing it again: the paper is a fact of its own and can never touch the sale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.store import receipts
from sanad_desk.store.receipts import StoredReceipt
from sanad_desk.usecases.open_desk import OpenDesk, append, running_shift
from sanad_desk.usecases.whole_centre import holder_of, reading_centre
from sanad_desk.wire.entries import ReceiptPrinted

if TYPE_CHECKING:
    from sanad_desk.receipts.receipt import Paper


def load_receipt(desk: OpenDesk, number: str) -> StoredReceipt:
    """Of any desk of the centre, with what was printed here and there.

    Raises DomainError for a mistyped number, or one that is not known here.
    """
    wanted = str(parse_receipt_number(number))
    with reading_centre(desk) as centre:
        stored = receipts.load(holder_of(centre, wanted)[1], wanted)
        prints = max(receipts.prints_of(connection, wanted) for connection in centre.connections)
        return replace(stored, prints=prints)


def receipt_pdf(desk: OpenDesk, number: str, paper: Paper, *, copy: int | None = None) -> bytes:
    """The paper as PDF; printed once before, it is marked as copy n, unless `copy` says otherwise."""
    # reportlab takes its time to load, and a window must be up before the first paper.
    from sanad_desk.receipts.receipt import render_receipt

    stored = load_receipt(desk, number)
    copies = stored.prints if copy is None else copy
    return render_receipt(stored.picture, stored.customer, stored.code, paper=paper, copy=copies)


def note_printed(desk: OpenDesk, who: SignedIn, number: str, copy: int, paper: str, printer: str) -> None:
    """Records that paper came out; called after it did."""
    stored = load_receipt(desk, number)
    with desk.store.unit_of_work() as unit:
        prints = max(copy, stored.prints, receipts.prints_of(unit.connection, stored.number))
        shift = running_shift(desk, unit.connection, who.operator_id)
        append(desk, unit, ReceiptPrinted(stored.number, prints, paper, printer), who, shift)
        unit.commit()
