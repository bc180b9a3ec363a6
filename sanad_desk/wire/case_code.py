"""The text in a follow-up slip's QR: `SC1.reference.id.check`, by which any desk of the centre finds the case again.

It names nobody, and is all of QR's alphanumeric alphabet so that it stays small: the id in base32 without padding,
then a check character over both, as on receipts.
"""

from __future__ import annotations

import base64
import binascii
import re
from uuid import UUID

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.receipt_number import check_character

PREFIX = "SC1."
_SHAPE = re.compile(r"SC1\.([A-Z0-9]{4}-\d{2}-\d{6,})\.([A-Z2-7]{26})\.([A-Z0-9])", re.ASCII)


def case_code(reference: str, case_id: UUID) -> str:
    """What a scanner reads from the slip."""
    key = base64.b32encode(case_id.bytes).decode().rstrip("=")
    return f"{PREFIX}{reference}.{key}.{_check(reference, key)}"


def read_case_code(text: str) -> tuple[str, UUID]:
    """Reference and id of the case; raises DomainError `case_code_malformed` for anything else, or a misread."""
    plain = "".join(text.split()).upper()
    match = _SHAPE.fullmatch(plain)
    if match is None or _check(match[1], match[2]) != match[3]:
        raise DomainError("case_code_malformed")
    try:
        case_id = UUID(bytes=base64.b32decode(match[2] + "======"))
    except (ValueError, binascii.Error):
        raise DomainError("case_code_malformed") from None
    if case_code(match[1], case_id) != plain:  # stray bits at the end of the id
        raise DomainError("case_code_malformed")
    return match[1], case_id


def _check(reference: str, key: str) -> str:
    return check_character(reference.replace("-", "") + key)
