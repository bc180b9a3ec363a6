"""Reconciling the card: by reference, by amount and date, one to one, and nothing lost or counted twice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.portal_card import CardEntry, StatementLine, reconcile

DAY = date(2026, 11, 22)


def _line(row: int, amount: int, days: int = 0, reference: str = "", text: str = "") -> StatementLine:
    return StatementLine(row, DAY + timedelta(days=days), amount, reference, text)


def _entry(seq: int, amount: int, days: int = 0, reference: str = "") -> CardEntry:
    return CardEntry(seq, DAY + timedelta(days=days), amount, reference)


def test_a_reference_goes_before_a_nearer_date():
    lines = [_line(1, 5_000, reference="ROP-77")]
    entries = [_entry(1, 5_000), _entry(2, 5_000, 9, "rop 77")]
    result = reconcile(lines, entries)
    assert [pair.entry.seq for pair in result.matched] == [2]
    assert [entry.seq for entry in result.only_recorded] == [1]


def test_a_reference_is_found_in_the_description_and_under_zeros():
    lines = [_line(1, 5_000, text="POS ROP-88213-26 MUSCAT"), _line(2, 7_000, reference="000004711")]
    result = reconcile(lines, [_entry(1, 5_000, 5, "ROP 88213 26"), _entry(2, 7_000, 5, "٤٧١١")])
    assert len(result.matched) == 2


def test_the_same_reference_with_another_amount_is_told():
    result = reconcile([_line(1, 21_500, reference="R1")], [_entry(1, 21_000, reference="R1")])
    assert not result.matched
    assert [(pair.line.amount, pair.entry.amount) for pair in result.amount_differs] == [(21_500, 21_000)]
    assert result.difference == 500


def test_amounts_match_up_to_three_days_apart_the_nearest_first():
    near, far = _entry(1, 5_000, 1), _entry(2, 5_000, -3)
    assert reconcile([_line(1, 5_000)], [far, near]).matched[0].entry is near
    assert reconcile([_line(1, 5_000)], [far]).matched[0].entry is far
    assert reconcile([_line(1, 5_000)], [_entry(1, 5_000, 4)]).only_on_statement


def test_money_in_never_stands_for_money_out():
    result = reconcile([_line(1, -5_000, reference="R1")], [_entry(1, 5_000, reference="R1")])
    assert not result.matched
    assert not result.amount_differs


def test_a_fee_charged_twice_looks_so():
    lines = [_line(1, 5_000, reference="R0001"), _line(2, 5_000, 1, text="POS R-0001"), _line(3, 5_000)]
    result = reconcile(lines, [_entry(1, 5_000, reference="R0001")])
    assert [result.looks_charged_twice(line) for line in result.only_on_statement] == [True, False]


def test_what_is_dated_outside_the_statement_waits_for_another():
    result = reconcile([_line(1, 1_000), _line(2, 2_000, 5)], [_entry(1, 9_000, -1), _entry(2, 8_000, 3)])
    assert [entry.seq for entry in result.other_statement] == [1]
    assert [entry.seq for entry in result.only_recorded] == [2]


AMOUNTS = st.sampled_from([-20_000, 1_000, 5_000, 5_500])
REFERENCES = st.sampled_from(["", "R1", "r-1", "R2", "0042", "42"])
DAYS = st.integers(0, 8)
LINES = st.lists(st.builds(_line, st.integers(1, 99), AMOUNTS, DAYS, REFERENCES), max_size=12)
ENTRIES = st.lists(st.builds(_entry, st.integers(1, 99), AMOUNTS, DAYS, REFERENCES), max_size=12)


@given(LINES, ENTRIES)
def test_every_line_and_every_entry_stands_in_one_list(lines: list[StatementLine], entries: list[CardEntry]):
    result = reconcile(lines, entries)
    pairs = (*result.matched, *result.amount_differs)
    seen_lines = [pair.line for pair in pairs] + list(result.only_on_statement)
    seen_entries = [pair.entry for pair in pairs] + [*result.only_recorded, *result.other_statement]
    assert sorted(map(id, seen_lines)) == sorted(map(id, lines))
    assert sorted(map(id, seen_entries)) == sorted(map(id, entries))
    all_lines, all_entries = sum(line.amount for line in lines), sum(entry.amount for entry in entries)
    assert all_lines - all_entries == result.difference - sum(entry.amount for entry in result.other_statement)
    assert reconcile(lines, entries) == result


@given(LINES, ENTRIES)
def test_nothing_is_left_over_that_fits(lines: list[StatementLine], entries: list[CardEntry]):
    result = reconcile(lines, entries)
    left = (*result.only_recorded, *result.other_statement)
    assert not any(
        line.amount == entry.amount and abs((line.on - entry.on).days) <= 3
        for line in result.only_on_statement
        for entry in left
    )


def _payment(seq: int, amount: int, days: int = 0, reference: str = "", kind: str = "unknown") -> CardEntry:
    return CardEntry(0, DAY + timedelta(days=days), amount, reference, kind, payment_id=UUID(int=seq))


def test_an_unsettled_payment_explains_what_no_entry_stands_for():
    lines = [_line(1, 5_000, reference="R1"), _line(2, 7_000), _line(3, 9_000, 4)]
    payments = [_payment(1, 5_000, 20, "r-1"), _payment(2, 7_000, 3, kind="failed"), _payment(3, 9_000)]
    result = reconcile(lines, [], payments)
    assert [(pair.line.row, pair.entry.payment_id) for pair in result.explained] == [(1, UUID(int=1)), (2, UUID(int=2))]
    assert [line.row for line in result.only_on_statement] == [3]
    assert [payment.payment_id for payment in result.not_on_statement] == [UUID(int=3)]
    assert not result.agrees
    assert result.difference == 21_000


def test_an_entry_goes_before_a_payment_unless_the_reference_says_whose_it_is():
    entry, payment = _entry(1, 5_000), _payment(2, 5_000, reference="R2")
    assert reconcile([_line(1, 5_000)], [entry], [payment]).matched[0].entry is entry
    result = reconcile([_line(1, 5_000, reference="R2")], [entry], [payment])
    assert result.explained[0].entry is payment
    assert result.only_recorded == (entry,)


def test_what_is_asked_back_explains_money_in_weeks_later():
    asked = _payment(1, -5_000, kind="refund_asked")
    result = reconcile([_line(1, 100), _line(2, -5_000, 40)], [], [asked])
    assert [pair.entry for pair in result.explained] == [asked]
    assert reconcile([_line(1, -5_000, 91)], [], [asked]).only_on_statement
    assert not reconcile([_line(1, 100)], [], [asked, _payment(2, 100, 9, kind="failed")]).not_on_statement


PAYMENTS = st.lists(
    st.builds(_payment, st.integers(1, 99), AMOUNTS, DAYS, REFERENCES, st.sampled_from(["unknown", "failed"])),
    max_size=6,
)


@given(LINES, ENTRIES, PAYMENTS)
def test_payments_only_take_what_the_entries_leave(
    lines: list[StatementLine], entries: list[CardEntry], payments: list[CardEntry]
):
    result = reconcile(lines, entries, payments)
    pairs = (*result.matched, *result.amount_differs, *result.explained)
    seen = [pair.line for pair in pairs] + list(result.only_on_statement)
    assert sorted(map(id, seen)) == sorted(map(id, lines))
    taken = [id(pair.entry) for pair in result.explained] + [id(payment) for payment in result.not_on_statement]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(map(id, payments))
    paired = [id(pair.entry) for pair in (*result.matched, *result.amount_differs)]
    left = [id(entry) for entry in (*result.only_recorded, *result.other_statement)]
    assert sorted(paired + left) == sorted(map(id, entries))
    all_lines, all_entries = sum(line.amount for line in lines), sum(entry.amount for entry in entries)
    assert all_lines - all_entries == result.difference - sum(entry.amount for entry in result.other_statement)
