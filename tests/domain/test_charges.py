"""The bill: government fee, centre fee and VAT, per line and to the baisa."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.catalogue import Action, FeeBasis, ServiceStep, StepKind, Words
from sanad_desk.domain.charges import (
    LARGEST_QUANTITY,
    ChargeKind,
    VatMode,
    check_money,
    comes_later,
    default_actions,
    draft_action,
    draft_government,
    hint_amount,
    quote,
    repriced,
    split_vat,
)
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_desk.domain.visit import ActionDraft, GovernmentPart
from tests.domain.services import SOURCE, case, catalogue, draft, fee, part, price, service

TODAY = date(2026, 11, 22)
parts = st.builds(
    part,
    st.integers(0, 300_000) | st.none(),
    quantity=st.integers(1, 5),
    paid_direct=st.booleans(),
)
drafts = st.builds(
    draft,
    st.sampled_from(Action),
    st.integers(0, 60_000),
    quantity=st.integers(1, 20),
    government=st.lists(parts, max_size=3).map(tuple),
)


@pytest.mark.parametrize(
    ("mode", "centre", "vat", "total"),
    [
        (VatMode.OFF, 5_000, 0, 206_000),
        (VatMode.INCLUSIVE, 4_762, 238, 206_000),
        (VatMode.EXCLUSIVE, 5_000, 250, 206_250),
    ],
)
def test_the_worked_receipts_of_the_field(mode: VatMode, centre: int, vat: int, total: int) -> None:
    """Work permit renewal, category 3: submit 3.000 and pay 2.000, government 201.000."""
    actions = (draft(Action.SUBMIT, 3_000), draft(Action.PAY, 2_000, government=(part(201_000),)))
    bill = quote(catalogue(service()), [case(*actions)], mode)
    assert bill.sum_of(ChargeKind.GOVERNMENT_FEE) == 201_000
    assert bill.sum_of(ChargeKind.CENTRE_FEE) == centre
    assert bill.sum_of(ChargeKind.VAT) == vat
    assert bill.total == total


@given(st.integers(0, LARGEST_AMOUNT))
def test_inclusive_vat_never_changes_the_price(amount: int) -> None:
    net, vat = split_vat(amount, VatMode.INCLUSIVE)
    assert net + vat == amount
    assert abs(vat - amount * 5 / 105) <= 0.5


@given(st.integers(0, LARGEST_AMOUNT))
def test_exclusive_vat_comes_on_top(amount: int) -> None:
    net, vat = split_vat(amount, VatMode.EXCLUSIVE)
    assert net == amount
    assert abs(vat - amount / 20) <= 0.5
    assert split_vat(amount, VatMode.OFF) == (amount, 0)


@given(st.lists(drafts, min_size=1, max_size=5), st.sampled_from(VatMode))
def test_a_total_is_the_sum_of_its_lines(actions: list[ActionDraft], mode: VatMode) -> None:
    bill = quote(catalogue(service()), [case(*actions)], mode)
    kinds = sum(bill.sum_of(kind) for kind in ChargeKind)
    assert bill.total == kinds == sum(c.amount for c in bill.charges) - bill.paid_direct
    for position, each in enumerate(actions):
        own = [c for c in bill.charges if c.action_position == position and c.kind is not ChargeKind.GOVERNMENT_FEE]
        told = (each.centre_fee or 0) * each.quantity
        assert sum(c.amount for c in own) == told + (split_vat(told, mode)[1] if mode is VatMode.EXCLUSIVE else 0)


def test_a_fee_paid_direct_is_shown_and_never_summed() -> None:
    bill = quote(catalogue(service()), [case(draft(government=(part(9_000, paid_direct=True),)))], VatMode.OFF)
    assert bill.total == 3_000
    assert bill.paid_direct == 9_000
    assert [c.amount for c in bill.charges if c.paid_direct] == [9_000]


def test_quantities_multiply_both_fees() -> None:
    bill = quote(catalogue(service()), [case(draft(quantity=3, government=(part(200, quantity=2),)))], VatMode.OFF)
    assert [(c.kind, c.quantity, c.amount) for c in bill.charges] == [
        (ChargeKind.GOVERNMENT_FEE, 6, 1_200),
        (ChargeKind.CENTRE_FEE, 3, 9_000),
    ]


def test_what_is_not_known_yet_holds_back_payment() -> None:
    bill = quote(catalogue(service()), [case(draft(centre_fee=None, government=(part(None),)))], VatMode.OFF)
    assert bill.open == (("price_missing", 0, 0), ("government_fee_missing", 0, 0))
    direct = quote(catalogue(service()), [case(draft(government=(part(None, paid_direct=True),)))], VatMode.OFF)
    assert direct.open == ()


def test_a_price_above_the_official_one_is_a_warning() -> None:
    bill = quote(catalogue(service()), [case(draft(centre_fee=3_001, official_fee=3_000))], VatMode.OFF)
    assert bill.warnings == (("price_above_official", 0, 0),)
    assert not quote(catalogue(service()), [case(draft(official_fee=3_000))], VatMode.OFF).warnings


def test_a_waiver_lowers_the_centre_fee_alone() -> None:
    waived = draft(quantity=2, waived=1_000, waiver_reason="goodwill", government=(part(),))
    bill = quote(catalogue(service()), [case(waived)], VatMode.OFF)
    assert bill.sum_of(ChargeKind.CENTRE_FEE) == 4_000
    assert bill.sum_of(ChargeKind.GOVERNMENT_FEE) == 10_000
    assert [c.waived for c in bill.charges if c.kind is ChargeKind.CENTRE_FEE] == [2_000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity": 0}, "quantity_malformed"),
        ({"quantity": LARGEST_QUANTITY + 1}, "quantity_malformed"),
        ({"centre_fee": -1}, "amount_negative"),
        ({"government": (part(-1),)}, "amount_negative"),
        ({"government": (part(quantity=0),)}, "quantity_malformed"),
        ({"waived": 3_001, "waiver_reason": "goodwill"}, "waiver_too_large"),
        ({"waived": -1, "waiver_reason": "goodwill"}, "waiver_too_large"),
        ({"waived": 1}, "reason_missing"),
        ({"waived": 1, "waiver_reason": "  "}, "reason_missing"),
        ({"centre_fee": LARGEST_AMOUNT, "government": (part(1),)}, "amount_too_large"),
        ({"centre_fee": 20_000, "quantity": 9_999}, "amount_too_large"),
    ],
)
def test_money_that_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_money(draft(**changes))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_tomorrows_fee_waits_for_tomorrow() -> None:
    tomorrow = date(2026, 11, 23)
    prices = (price(fee=3_000, valid_until=TODAY), price(fee=4_000, valid_from=tomorrow))
    fees = (fee(5_000, valid_until=TODAY), fee(6_000, valid_from=tomorrow))
    changing = service(prices=prices, government_fees=fees)
    today = draft_action(changing, Action.SUBMIT, "", TODAY, {})
    later = draft_action(changing, Action.SUBMIT, "", tomorrow, {})
    assert (today.centre_fee, today.government[0].amount) == (3_000, 5_000)
    assert (later.centre_fee, later.government[0].amount) == (4_000, 6_000)
    anew = repriced(today, changing, tomorrow, {})
    assert (anew.centre_fee, anew.government[0].amount) == (4_000, 6_000)
    assert repriced(later, changing, tomorrow, {("permit", "submit", ""): 2_000}).centre_fee == 2_000


def test_a_fee_that_was_agreed_is_kept_on_a_later_day() -> None:
    changing = service(prices=(price(fee=4_000),))
    typed = draft(centre_fee=2_500, official_fee=3_000, agreed=True)
    waived = draft(centre_fee=3_000, official_fee=3_000, waived=500, waiver_reason="goodwill")
    assert repriced(typed, changing, TODAY, {}).centre_fee == 2_500
    assert repriced(waived, changing, TODAY, {}).centre_fee == 3_000


def test_the_centres_own_price_goes_before_the_official_one() -> None:
    own = draft_action(service(), Action.SUBMIT, "", TODAY, {("permit", "submit", ""): 2_000})
    assert (own.centre_fee, own.official_fee) == (2_000, 3_000)


def test_sizes_are_lines_of_their_own_and_the_first_is_taken_unasked() -> None:
    sizes = (price(fee=4_000, variant="1-10", unit="page"), price(fee=5_000, variant="11-20"))
    fleet = service(prices=sizes)
    assert draft_action(fleet, Action.SUBMIT, "", TODAY, {}).variant == "1-10"
    assert draft_action(fleet, Action.SUBMIT, "11-20", TODAY, {}).centre_fee == 5_000


def test_a_service_without_a_price_has_a_free_one_but_its_payment_costs_nothing() -> None:
    free = service(prices=())
    assert draft_action(free, Action.SUBMIT, "", TODAY, {}).centre_fee is None
    assert draft_action(free, Action.PAY, "", TODAY, {}).centre_fee == 0


def test_a_government_fee_is_filled_in_only_where_it_is_fixed() -> None:
    assert draft_government((fee(5_000),))[0].amount == 5_000
    assert draft_government((fee(0, FeeBasis.NONE),)) == ()
    assert draft_government((fee(None, FeeBasis.PORTAL),))[0].amount is None
    assert draft_government((fee(1), fee(2)))[0].basis is FeeBasis.CHOICE
    assert draft_government((fee(1, part="extra"),)) == ()


def test_payment_is_settled_at_once_only_where_nobody_reviews() -> None:
    review = (ServiceStep(StepKind.REVIEW, Words("", ""), SOURCE),)
    fees = (fee(), fee(action=Action.PAY))
    assert default_actions(service(government_fees=fees), TODAY) == (Action.SUBMIT, Action.PAY)
    assert default_actions(service(government_fees=fees, steps=review), TODAY) == (Action.SUBMIT,)
    priced = service(prices=(price(), price(Action.PAY, 2_000)), government_fees=fees)
    assert default_actions(priced, TODAY) == (Action.SUBMIT,)


def test_what_a_signature_is_awaited_for_is_paid_at_once_and_followed() -> None:
    signed = (ServiceStep(StepKind.SIGN, Words("", ""), SOURCE, typical_days=1),)
    sold = service(government_fees=(fee(), fee(action=Action.PAY)), steps=signed)
    assert default_actions(sold, TODAY) == (Action.SUBMIT, Action.PAY)
    assert comes_later(sold, default_actions(sold, TODAY), TODAY)
    at_once = (ServiceStep(StepKind.DELIVER, Words("", ""), SOURCE, typical_days=0),)
    assert not comes_later(service(steps=at_once), (Action.SUBMIT,), TODAY)


def test_a_percentage_needs_the_value_it_is_of() -> None:
    rule = fee(None, FeeBasis.PERCENT, rate_ppm=30_000)
    assert hint_amount(rule) is None
    assert hint_amount(rule, 1_000_050) == 30_002
    assert hint_amount(fee(7_000)) == 7_000


def test_the_sum_of_many_parts_is_theirs() -> None:
    assert GovernmentPart(Words("", ""), FeeBasis.FIXED, quantity=3, amount=7).total == 21
