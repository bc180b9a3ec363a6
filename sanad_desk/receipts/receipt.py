"""The stored picture of a transaction printed as a receipt or tax invoice."""

from __future__ import annotations

from sanad_desk.receipts.account_receipt import compose_account_receipt
from sanad_desk.receipts.bidi import ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import to_pdf
from sanad_desk.receipts.receipt_a4 import compose_a4
from sanad_desk.receipts.receipt_roll import compose_roll
from sanad_desk.receipts.receipt_words import both
from sanad_desk.receipts.sheet import Paper
from sanad_desk.wire.picture import CustomerBlock, Picture

__all__ = ["Paper", "render_receipt"]


def render_receipt(
    picture: Picture, customer: CustomerBlock | None, qr_text: str, *, paper: Paper, copy: int = 0
) -> bytes:
    """The PDF of a receipt, the same bytes each time; `copy` above 0 marks it as a later print.

    `customer` is None when nobody was named, or when the person was erased since.
    """
    if picture.account_total:
        sheet = compose_account_receipt(picture, customer, qr_text, copy, paper)
    else:
        compose = compose_roll if paper is Paper.ROLL else compose_a4
        sheet = compose(picture, customer, qr_text, copy)
    foot = ltr(picture.number)
    if copy:
        foot += f"  ·  {both(label('mark.copy', n=copy))}"
    return to_pdf(sheet, title=picture.number, author=picture.centre.name.ar, running_foot=foot)
