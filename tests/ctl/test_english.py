"""What the headless programs say in English: the sentences of the text files, their places filled."""

from __future__ import annotations

import pytest

from sanad_desk.english import english

MORNING = 1_795_326_120_000  # 2026-11-22 09:42 in Muscat


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        ("payment_short", {"missing": 1_900}, "The money is not enough. OMR 1.900 still missing."),
        ("pin_wrong", {"left": 1}, "The PIN is wrong. 1 attempt left before a pause."),
        ("pin_wrong", {"left": 3}, "The PIN is wrong. 3 attempts left before a pause."),
        ("receipt_of_other_desk", {"number": "N"}, "Receipt N was given at desk …."),
        ("never_heard_of", {"area": 1}, ""),
    ],
)
def test_an_error_is_told_as_people_write_it(code: str, params: dict[str, object], sentence: str) -> None:
    assert english("error", code, **params).startswith(sentence)


def test_a_moment_is_told_in_muscat_time() -> None:
    assert "09:42" in english("error", "operator_locked", until=MORNING)
