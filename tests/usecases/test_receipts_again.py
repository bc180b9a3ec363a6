"""Receipts afterwards: printed, printed again as a copy, and believed by their QR alone."""

from __future__ import annotations

import pytest

from sanad_desk.domain.digits import to_arabic_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import ReceiptNumber
from sanad_desk.domain.shift import Shift
from sanad_desk.store.verify import verify
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import load_receipt, note_printed
from sanad_desk.usecases.verify_receipt import verify_receipt
from sanad_desk.wire.entries import ReceiptPrinted
from tests.usecases.played import facts, sold


def test_prints_are_counted_and_each_is_a_fact(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    number = sold(desk, operator).number
    for expected in (0, 1, 2):
        stored = load_receipt(desk, number)
        assert stored.prints == expected
        note_printed(desk, operator, number, stored.prints, "80mm", "folder")
    assert [(f.number, f.copy) for f in facts(desk, ReceiptPrinted)] == [(number, copy) for copy in range(3)]


def test_copies_never_share_a_number_whatever_two_printers_say(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    """Paper that came out late says it is copy 1 although another one said so before."""
    number = sold(desk, operator).number
    for said in (5, 0, 1, 5, 6):
        note_printed(desk, operator, number, said, "80mm", "printer")
    copies = [fact.copy for fact in facts(desk, ReceiptPrinted)]
    assert copies == [5, 6, 7, 8, 9]
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_a_print_after_the_shift_is_still_noted(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift
) -> None:
    number = sold(desk, operator).number
    note_printed(desk, colleague, number, 0, "a4", "folder")
    assert len(facts(desk, ReceiptPrinted)) == 1


def test_a_receipt_is_found_by_its_number_however_it_is_typed(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    number = sold(desk, operator).number
    for typed in (number, number.lower(), number.replace("-", ""), f" {to_arabic_digits(number)} "):
        assert load_receipt(desk, typed).number == number


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("rubbish", "receipt_number_malformed"),
        ("KSB1-02-26-000001-0", "receipt_number_mistyped"),
        (str(ReceiptNumber("KSB1", 2, 2026, 999)), "receipt_unknown"),
    ],
)
def test_a_number_that_was_never_given_says_so(desk: OpenDesk, number: str, code: str) -> None:
    with pytest.raises(DomainError) as error:
        load_receipt(desk, number)
    assert error.value.code == code


def test_a_code_is_true_for_its_own_desk_and_whole_for_any(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sale = sold(desk, operator)
    here, anywhere = verify_receipt(sale.code, desk), verify_receipt(sale.code)
    assert (here.whole, here.issuer, anywhere.whole, anywhere.issuer) == (True, "this_desk", True, "unknown")
    assert (here.number, here.total) == (sale.number, sale.total)
    altered = sale.code.replace(f":{sale.total}:", ":1000:")
    assert not verify_receipt(altered, desk).whole
    with pytest.raises(DomainError):
        verify_receipt("SND1:nothing", desk)
