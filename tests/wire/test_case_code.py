"""The code of a case names nobody, comes back as it was written, and a misread is noticed."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.errors import DomainError
from sanad_desk.wire.case_code import case_code, read_case_code

CASE = UUID("01935e1c-7b5a-7cc4-9e2f-3a1b5c7d9e0f")
REFERENCE = "KSBA-02-000123"
CODE = case_code(REFERENCE, CASE)


def test_it_is_short_and_of_the_alphabet_that_qr_packs_best() -> None:
    assert len(CODE) == 47
    assert set(CODE) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.uuids(), st.integers(1, 99), st.integers(1, 9_999_999))
def test_it_comes_back_as_it_was_written(case_id: UUID, desk: int, count: int) -> None:
    reference = f"KSBA-{desk:02d}-{count:06d}"
    assert read_case_code(case_code(reference, case_id)) == (reference, case_id)


def test_scanners_may_write_it_small_or_in_pieces() -> None:
    assert read_case_code(f" {CODE[:20].lower()} {CODE[20:]}\r\n") == (REFERENCE, CASE)


@pytest.mark.parametrize("place", range(len(CODE)))
def test_one_letter_misread_is_noticed(place: int) -> None:
    for letter in "A7":
        if letter != CODE[place]:
            with pytest.raises(DomainError) as error:
                read_case_code(CODE[:place] + letter + CODE[place + 1 :])
            assert error.value.code == "case_code_malformed"


@pytest.mark.parametrize("text", ["", "SC1", CODE[:-1], f"{CODE}A", "SND1:KSBA-02-26-000418-7", REFERENCE])
def test_anything_else_is_no_case_code(text: str) -> None:
    with pytest.raises(DomainError, match="case_code_malformed"):
        read_case_code(text)
