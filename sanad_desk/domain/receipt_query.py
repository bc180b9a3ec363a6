"""What may be meant by the words typed into the one box that finds receipts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.digits import clean_text, only_digits, to_ascii_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import parse_date
from sanad_desk.domain.money import parse_amount
from sanad_desk.domain.receipt_number import parse_receipt_number

_DAY_AND_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_WHOLE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_LONGEST_SEQUENCE = 6
_PRINTED_END = re.compile(r"(\d{6})-?[A-Z]", re.ASCII | re.IGNORECASE)  # with the check character


@dataclass(frozen=True, slots=True)
class ReceiptQuery:
    """Every reading of what was typed; several may hold at once, as eight digits can be a phone or a civil number."""

    words: str = ""  # what was typed, without the date
    day: date | None = None  # business date
    number: str = ""  # a whole receipt number
    sequence: int | None = None  # the desk's own count, as read from the end of a receipt or case number
    amount: int | None = None  # a total in baisa

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.day)


def read_receipt_query(text: str, today: date) -> ReceiptQuery:
    """Never fails: what cannot be a number is looked for as a name or reference."""
    words: list[str] = []
    day: date | None = None
    for word in to_ascii_digits(clean_text(text)).split():
        found = _date(word, today) if day is None else None
        if found is None:
            words.append(word)
        else:
            day = found
    rest = " ".join(words)
    return ReceiptQuery(rest, day, _number(rest), _sequence(rest), _amount(rest))


def _date(word: str, today: date) -> date | None:
    """A day without a year is the last such day; a word that is no day is no date."""
    try:
        if _WHOLE_DATE.fullmatch(word):
            return parse_date(word)
        if match := _DAY_AND_MONTH.fullmatch(word):
            day = date(today.year, int(match[2]), int(match[1]))
            return day if day <= today else day.replace(year=today.year - 1)
    except (DomainError, ValueError):
        return None
    return None


def _number(words: str) -> str:
    try:
        return str(parse_receipt_number(words))
    except DomainError:
        return ""


def _sequence(words: str) -> int | None:
    end = _PRINTED_END.fullmatch(words)
    digits = end[1] if end else only_digits(words)
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST_SEQUENCE and "." not in words else None


def _amount(words: str) -> int | None:
    try:
        return parse_amount(words)
    except DomainError:
        return None
