"""Checking a receipt's QR text with no network: is it whole, and was it this desk that gave it."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.receipt_code import is_signed_by_its_key, read_receipt_code


@dataclass(frozen=True, slots=True)
class ReceiptVerdict:
    """`whole`: nothing was altered since it was signed. `issuer`: this_desk, unknown (no desk known to this PC)."""

    number: str
    issued_at: int  # milliseconds UTC
    total: int
    whole: bool
    issuer: str
    key: str


def verify_receipt(text: str, desk: OpenDesk | None = None) -> ReceiptVerdict:
    """Raises DomainError where the text is no receipt code at all."""
    code = read_receipt_code(text)
    ours = desk is not None and desk.desk is not None and desk.desk.public_key == code.public_key
    return ReceiptVerdict(
        number=code.number,
        issued_at=code.issued_at * 1000,
        total=code.total,
        whole=is_signed_by_its_key(code),
        issuer="this_desk" if ours else "unknown",
        key=code.public_key.hex(),
    )
