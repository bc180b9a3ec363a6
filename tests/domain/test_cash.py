"""Cash: change in the notes and coins of Oman, and amounts people are likely to hand over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.cash import DENOMINATIONS, break_down, quick_amounts


@given(st.integers(0, 10**8))
def test_change_adds_up_and_leaves_less_than_the_smallest_coin(amount: int) -> None:
    pieces, rest = break_down(amount)
    assert sum(value * count for value, count in pieces.items()) + rest == amount
    assert 0 <= rest < DENOMINATIONS[-1]
    assert set(pieces) <= set(DENOMINATIONS)
    assert all(count > 0 for count in pieces.values())


def test_change_is_the_fewest_pieces() -> None:
    """Largest first is not always fewest (25 and 10 baisa): compared with trying everything up to one rial."""
    fewest = [0] + [10**9] * 200
    for units in range(1, 201):
        fewest[units] = 1 + min(fewest[units - d // 5] for d in DENOMINATIONS if d // 5 <= units)
    for units in range(201):
        pieces, rest = break_down(units * 5)
        assert rest == 0
        assert sum(pieces.values()) == fewest[units], units * 5


@given(st.integers(1, 10**8))
def test_quick_amounts_begin_with_the_exact_one_and_always_suffice(due: int) -> None:
    amounts = quick_amounts(due)
    assert amounts[0] == due
    assert len(amounts) <= 4
    assert sorted(set(amounts)) == list(amounts)


def test_quick_amounts_are_what_people_reach_for() -> None:
    assert quick_amounts(6_250) == (6_250, 7_000, 10_000, 20_000)
    assert quick_amounts(5_000) == (5_000, 10_000, 20_000, 50_000)
    assert quick_amounts(0) == ()
