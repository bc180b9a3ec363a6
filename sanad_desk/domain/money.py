"""Money in whole baisa: the one parser, the one formatter and the one rounding of the product."""

from __future__ import annotations

import re
from typing import NewType

from sanad_desk.domain.digits import strip_marks, to_arabic_digits, to_ascii_digits
from sanad_desk.domain.errors import DomainError

Baisa = NewType("Baisa", int)

BAISA_IN_RIAL = 1000
# A government fee may be at most 99,999.999 rial (FIELD.md §4.1); tendered cash may not exceed it either.
LARGEST_AMOUNT = Baisa(99_999_999)

# Nobody groups `0,123`: it is a decimal comma, and would be read a thousandfold.
_PLAIN = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.(\d*))?", re.ASCII)


def parse_amount(text: str, *, largest: int = LARGEST_AMOUNT) -> Baisa:
    """Reads rials typed in either digit set, e.g. `1,234.5`, `١٢٫٥`; raises DomainError naming what is wrong.

    A comma counts as a thousands separator only where one can stand, so `12,5` is refused rather than guessed.
    """
    plain = to_ascii_digits(strip_marks(text)).replace("٫", ".").replace("٬", ",")
    plain = "".join(plain.split())
    if not plain:
        raise DomainError("amount_missing")
    if plain[0] in "-−–" or plain[-1] in "-−":
        raise DomainError("amount_negative")
    match = _PLAIN.fullmatch(plain)
    if match is None or not (match[1] or match[2]):
        raise DomainError("amount_not_a_number", text=text.strip()[:40])
    rials, decimals = (match[1] or "0").replace(",", ""), match[2] or ""
    if len(decimals.rstrip("0")) > 3:
        raise DomainError("amount_too_many_decimals")
    if len(rials.lstrip("0")) > 12:
        raise DomainError("amount_too_large", largest=largest)
    baisa = int(rials) * BAISA_IN_RIAL + int(decimals.rstrip("0").ljust(3, "0") or 0)
    if baisa > largest:
        raise DomainError("amount_too_large", largest=largest)
    return Baisa(baisa)


def check_baisa(amount: int) -> int:
    """The amount, if it can be one at a counter."""
    if amount < 0:
        raise DomainError("amount_negative")
    if amount > LARGEST_AMOUNT:
        raise DomainError("amount_too_large", largest=LARGEST_AMOUNT)
    return amount


def format_amount(baisa: int, *, arabic_digits: bool = False, grouped: bool = True) -> str:
    """`1234500` becomes `1,234.500`: always three decimals, a minus in front, no currency word."""
    rials, rest = divmod(abs(baisa), BAISA_IN_RIAL)
    text = f"{'-' if baisa < 0 else ''}{rials:{',' if grouped else ''}}.{rest:03d}"
    return to_arabic_digits(text) if arabic_digits else text


def divide_half_up(numerator: int, denominator: int) -> int:
    """The one rounding: to the nearest baisa, halves away from zero."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))
