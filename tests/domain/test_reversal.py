"""What goes back: charges with their companions, the entity's share, and the ways the money may take."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.reversal import as_paid, chosen_with_companions, left_to_reverse, settle_refund, take_back
from sanad_desk.domain.transaction import Tender, TenderInput


@dataclass(frozen=True)
class Sold:
    """A charge as a sale holds it."""

    kind: str
    amount: int
    case_position: int = 0
    action_position: int = 0
    paid_direct: bool = False
    entity: str = "rop"


PLENTY = {"rop": 1_000_000}
SALE = (
    Sold("government_fee", 10_000),
    Sold("government_fee", 5_000),
    Sold("centre_fee", 2_000),
    Sold("vat", 100),
    Sold("government_fee", 7_000, paid_direct=True),
    Sold("centre_fee", 0, action_position=1),
)
charges = st.lists(
    st.builds(
        Sold,
        st.sampled_from(["government_fee", "centre_fee", "vat"]),
        st.integers(0, 30_000),
        st.integers(0, 2),
        st.integers(0, 1),
        st.booleans(),
        st.sampled_from(["rop", "mol"]),
    ),
    max_size=8,
)
amounts = st.integers(0, 50_000)


def test_vat_goes_with_its_centre_fee() -> None:
    assert chosen_with_companions(SALE, {2}, ()) == (2, 3)
    assert chosen_with_companions(SALE, {3}, ()) == (2, 3)
    assert chosen_with_companions(SALE, {0}, ()) == (0,)


def test_what_was_waived_goes_with_the_last_of_the_sale() -> None:
    assert chosen_with_companions(SALE, {0, 1}, {2, 3}) == (0, 1, 5)
    assert left_to_reverse(SALE, {0, 1, 2, 3, 5}) == ()


@pytest.mark.parametrize(
    ("chosen", "gone", "code"),
    [
        (set[int](), set[int](), "reversal_empty"),
        ({0}, {0}, "already_reversed"),
        ({4}, set[int](), "not_reversible"),
        ({9}, set[int](), "not_reversible"),
    ],
)
def test_what_cannot_go_back_is_refused_by_name(chosen: set[int], gone: set[int], code: str) -> None:
    with pytest.raises(Refused) as error:
        chosen_with_companions(SALE, chosen, gone)
    assert error.value.code == code


def test_what_the_entity_has_is_not_handed_back() -> None:
    first, second = take_back(SALE, (0, 1), (), {0: 12_000}, PLENTY)
    assert (first.back, first.refund_due) == (0, 10_000)
    assert (second.back, second.refund_due) == (3_000, 2_000)


def test_a_fee_alone_goes_back_as_it_would_with_the_others() -> None:
    (alone,) = take_back(SALE, (1,), (), {0: 12_000}, PLENTY)
    assert (alone.back, alone.refund_due) == (3_000, 2_000)
    (later,) = take_back(SALE, (0,), {1}, {0: 10_000}, PLENTY)
    assert (later.back, later.refund_due) == (0, 10_000)


def test_what_was_handed_over_in_one_sum_is_with_the_entity_too() -> None:
    first, second = take_back(SALE, (0, 1), (), {}, {"rop": 11_000})
    assert (first.back, first.refund_due) == (10_000, 0)
    assert (second.back, second.refund_due) == (1_000, 4_000)
    (nothing,) = take_back(SALE, (0,), (), {}, {"rop": -500})
    assert (nothing.back, nothing.refund_due) == (0, 10_000)


@given(
    charges,
    st.dictionaries(st.integers(0, 2), amounts),
    st.dictionaries(st.sampled_from(["rop", "mol"]), amounts),
    st.data(),
)
def test_any_order_of_reversals_gives_back_the_same(
    sale: list[Sold], at_portal: dict[int, int], held: dict[str, int], data: st.DataObject
) -> None:
    left = left_to_reverse(sale, ())
    whole = {part.position: part for part in take_back(sale, left, (), at_portal, held)}
    gone: set[int] = set()
    entity_has, still_here = dict(at_portal), dict(held)
    while remaining := left_to_reverse(sale, gone):
        chosen = data.draw(st.sets(st.sampled_from(remaining), min_size=1))
        positions = chosen_with_companions(sale, chosen, gone)
        for part in take_back(sale, positions, gone, dict(entity_has), dict(still_here)):
            assert part == whole[part.position]
            charge = sale[part.position]
            if charge.kind == "government_fee":
                claimed = min(part.refund_due, max(0, entity_has.get(charge.case_position, 0)))
                entity_has[charge.case_position] = entity_has.get(charge.case_position, 0) - claimed
                still_here[charge.entity] = still_here.get(charge.entity, 0) - part.back
        gone |= set(positions)


@given(amounts, st.dictionaries(st.sampled_from([tender.value for tender in Tender]), amounts))
def test_the_way_it_came_is_a_way_back(total: int, paid: dict[str, int]) -> None:
    tenders = [TenderInput(tender, amount, "123456") for tender, amount in as_paid(total, paid).items()]
    assert sum(payment.amount for payment in settle_refund(total, tenders, paid)) == -total


def _code(total: int, *tenders: TenderInput, **paid: int) -> str:
    with pytest.raises(DomainError) as error:
        settle_refund(total, tenders, paid)
    return error.value.code


def test_money_that_does_not_fit_is_refused_by_name() -> None:
    cash, card = TenderInput(Tender.CASH, 1_000), TenderInput(Tender.CARD, 1_000, "123456")
    assert _code(2_000, cash) == "refund_short"
    assert _code(500, cash) == "refund_over"
    assert _code(1_000, card, card=999) == "refund_tender_unpaid"
    assert _code(1_000, TenderInput(Tender.CARD, 1_000), card=1_000) == "approval_code_missing"
    assert _code(2_000, card, card, card=1_500) == "refund_tender_unpaid"
