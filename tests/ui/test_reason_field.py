"""A reason out of the list follows the language and keeps its code; typed words stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import DomainError
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.language import language


@pytest.fixture
def reason(on_page: Callable[..., QWidget]) -> ReasonField:
    field = ReasonField("till.move.reason", name="reason")
    field.offer(["move_change", "move_paper"])
    on_page(field)
    return field


def test_a_listed_reason_changes_its_words_with_the_language(reason: ReasonField) -> None:
    reason.chips[1].click()
    reason.refuse(DomainError("value_missing"))
    assert reason.text() == "ورق طابعة"
    language.use("en")
    assert reason.text() == reason.chips[1].text() != "ورق طابعة"
    assert reason.value() == "move_paper"
    assert [chip.isChecked() for chip in reason.chips] == [False, True]
    assert reason.field.has_error
    language.use("ar")
    assert (reason.text(), reason.value()) == ("ورق طابعة", "move_paper")


def test_words_added_to_a_listed_reason_stay_as_they_were_typed(reason: ReasonField) -> None:
    reason.chips[1].click()
    QTest.keyClicks(reason.field.edit, " A4")
    language.use("en")
    assert reason.value() == "ورق طابعة A4"
    assert not any(chip.isChecked() for chip in reason.chips)
    reason.offer(["move_change"])
    language.use("ar")
    assert reason.value() == ""
