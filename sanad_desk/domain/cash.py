"""Omani notes and coins: change to hand back, and the round amounts a customer is likely to hand over."""

from __future__ import annotations

from collections.abc import Mapping

from sanad_desk.domain.errors import DomainError

# Notes of 50, 20, 10, 5, 1 rial, 500 and 100 baisa; coins of 50, 25, 10 and 5 baisa (FIELD.md §3.6).
DENOMINATIONS = (50_000, 20_000, 10_000, 5_000, 1_000, 500, 100, 50, 25, 10, 5)


def break_down(amount: int) -> tuple[dict[int, int], int]:
    """The fewest notes and coins of an amount in baisa, and what is too small to be paid with any."""
    pieces: dict[int, int] = {}
    for denomination in DENOMINATIONS:
        count, amount = divmod(amount, denomination)
        if count:
            pieces[denomination] = count
    return pieces, amount


def quick_amounts(due: int, limit: int = 4) -> tuple[int, ...]:
    """The exact amount first, then what people reach for: the next rial, five, ten, twenty, fifty."""
    if due <= 0:
        return ()
    amounts = [due]
    for step in (1_000, 5_000, 10_000, 20_000, 50_000):
        rounded = -(-due // step) * step
        if rounded not in amounts:
            amounts.append(rounded)
    return tuple(sorted(amounts)[:limit])


MOST_PIECES = 9_999


def count_pieces(pieces: Mapping[int, int]) -> tuple[tuple[tuple[int, int], ...], int]:
    """What was counted, the large ones first and nothing of which there is none, and its sum in baisa.

    Raises DomainError for a note that does not exist or a number of pieces that cannot be.
    """
    for denomination, count in pieces.items():
        if denomination not in DENOMINATIONS:
            raise DomainError("denomination_unknown", denomination=denomination)
        if not 0 <= count <= MOST_PIECES:
            raise DomainError("pieces_malformed", field=str(denomination), largest=MOST_PIECES)
    counted = tuple((denomination, pieces[denomination]) for denomination in DENOMINATIONS if pieces.get(denomination))
    return counted, sum(denomination * count for denomination, count in counted)
