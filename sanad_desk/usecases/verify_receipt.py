"""Checking a receipt's QR text with no network: is it whole, and was it this desk that gave it."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.receipt_code import is_signed_by_its_key, read_receipt_code


@dataclass(frozen=True, slots=True)
class ReceiptVerdict:
    """`whole`: nothing was altered since it was signed.

    `issuer`: this_desk under any key it ever had, this_centre for another desk of it, unknown (known to nobody here).
    """

    number: str
    issued_at: int  # milliseconds UTC
    total: int
    whole: bool
    issuer: str
    key: str
    desk_number: int = 0  # of the desk of this centre that has the key


def verify_receipt(text: str, desk: OpenDesk | None = None) -> ReceiptVerdict:
    """Raises DomainError where the text is no receipt code at all."""
    code = read_receipt_code(text)
    issuer, desk_number = _issuer(desk, code.public_key)
    return ReceiptVerdict(
        number=code.number,
        issued_at=code.issued_at * 1000,
        total=code.total,
        whole=is_signed_by_its_key(code),
        issuer=issuer,
        key=code.public_key.hex(),
        desk_number=desk_number,
    )


def _issuer(desk: OpenDesk | None, public_key: bytes) -> tuple[str, int]:
    if desk is None:
        return "unknown", 0
    with desk.store.reading() as connection:
        for issuer, table in (("this_desk", "desk_epoch"), ("this_centre", "centre_chain")):
            query = f"SELECT number FROM {table} WHERE public_key = ?"
            number = connection.exec_driver_sql(query, (public_key,)).scalar()
            if number is not None:
                return issuer, int(number)
    return "unknown", 0
