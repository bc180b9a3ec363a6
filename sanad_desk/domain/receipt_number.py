"""Receipt numbers `CCCC-DD-YY-NNNNNN-K`: final when given, offline, with a check character by ISO 7064 MOD 37,36."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sanad_desk.domain.digits import strip_marks, to_ascii_digits
from sanad_desk.domain.errors import BugError, DomainError

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"([A-Z0-9]{4})-?(\d{2})-?(\d{2})-?(\d{6})-?([A-Z0-9])", re.ASCII)
LAST_OF_YEAR = 999_999


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 (hybrid) over letters and digits: finds every single slip, and all but 1 in 250 swaps."""
    remainder = 36
    for character in text:
        remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """The desk's own count within a year of business dates."""

    centre_code: str
    desk_number: int
    year: int
    sequence: int

    def __str__(self) -> str:
        body = f"{self.centre_code}{self.desk_number:02d}{self.year % 100:02d}{self.sequence:06d}"
        return f"{body[:4]}-{body[4:6]}-{body[6:8]}-{body[8:]}-{check_character(body)}"


def next_number(centre_code: str, desk_number: int, year: int, last: int) -> ReceiptNumber:
    """The number after `last`; a desk that used up a million numbers in a year is a fault of the program."""
    if last >= LAST_OF_YEAR:
        raise BugError("receipt_numbers_used_up", year=year)
    return ReceiptNumber(centre_code, desk_number, year, last + 1)


def counted(number: str) -> tuple[int, int, int]:
    """Desk number, year and sequence of a number as it was given; raises ValueError where it cannot have been."""
    return int(number[5:7]), 2000 + int(number[8:10]), int(number[11:17])


def parse_receipt_number(text: str) -> ReceiptNumber:
    """Reads a typed or scanned number, dashes optional; raises DomainError when the check character disagrees."""
    plain = "".join(to_ascii_digits(strip_marks(text)).split()).upper()
    match = _SHAPE.fullmatch(plain)
    if match is None:
        raise DomainError("receipt_number_malformed", text=text.strip()[:40])
    if check_character("".join(match.groups()[:4])) != match[5]:
        raise DomainError("receipt_number_mistyped", text=text.strip()[:40])
    return ReceiptNumber(match[1], int(match[2]), 2000 + int(match[3]), int(match[4]))
