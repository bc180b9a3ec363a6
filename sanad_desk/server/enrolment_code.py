"""The text of an enrolment code, `0142-K7QX-9MBD-T`: centre, eight letters of chance, and one that finds slips."""

from __future__ import annotations

import re
import secrets

from sanad_desk.domain.digits import strip_marks, to_ascii_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.receipt_number import check_character

# Without I, L, O and U: nobody takes one for another when it is read out.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPELT = str.maketrans("ILO", "110")
_SHAPE = re.compile(r"([A-Z0-9]{4})([0-9A-TV-Z]{8})([0-9A-TV-Z])", re.ASCII)
_CHANCE = 8


def new_code(centre_code: str) -> str:
    """As it is read out or typed."""
    while True:
        chance = "".join(secrets.choice(_LETTERS) for _ in range(_CHANCE))
        check = check_character(centre_code + chance)
        if check in _LETTERS:
            return f"{centre_code}-{chance[:4]}-{chance[4:]}-{check}"


def read_code(text: str) -> tuple[str, str]:
    """Centre code and the whole code in one spelling; raises DomainError `enrol_code_mistyped`."""
    plain = "".join(to_ascii_digits(strip_marks(text)).replace("-", " ").split()).upper()
    parts = _SHAPE.fullmatch(plain)
    if parts is None:
        raise DomainError("enrol_code_mistyped")
    centre_code, chance, check = parts[1], parts[2].translate(_SPELT), parts[3].translate(_SPELT)
    if check != check_character(centre_code + chance):
        raise DomainError("enrol_code_mistyped")
    return centre_code, f"{centre_code}-{chance[:4]}-{chance[4:]}-{check}"
