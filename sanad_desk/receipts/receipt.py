"""The stored picture of a transaction printed as a receipt or tax invoice."""

from __future__ import annotations

from sanad_desk.receipts.pages import to_pdf
from sanad_desk.receipts.receipt_roll import compose_roll
from sanad_desk.receipts.sheet import Paper
from sanad_desk.wire.picture import CustomerBlock, Picture

__all__ = ["Paper", "render_receipt"]


def render_receipt(
    picture: Picture, customer: CustomerBlock | None, qr_text: str, *, paper: Paper, copy: int = 0
) -> bytes:
    """The PDF of a receipt, the same bytes each time; `copy` above 0 marks it as a later print.

    `customer` is None when nobody was named, or when the person was erased since.
    """
    compose = compose_roll
    sheet = compose(picture, customer, qr_text, copy)
    return to_pdf(sheet, title=picture.number, author=picture.centre.name.ar, running_foot=picture.number)
