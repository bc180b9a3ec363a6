"""What happened to a case has its words in both languages, whatever it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sanad_desk.domain.case_life import REASONS, Move
from sanad_desk.domain.complaint import KINDS
from sanad_desk.domain.customer_message import ToldBy
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.words import Words
from sanad_desk.usecases.look_at_case import CaseEvent
from sanad_ui.event_words import told
from sanad_ui.language import LANGUAGES, LanguageCode, language

TODAY = date(2026, 11, 21)
NAME = Words("موظف تجريبي", "Sample Operator")
MONEY = {"number": "KSB1-02-26-000001-J", "total": 3_000, "amount": 3_000, "reference": "P-1"}


def happenings() -> Iterator[tuple[str, dict[str, Any]]]:
    said = {
        "remark": "",
        "rows": (NAME,),
        "promised": TODAY,
        "remind_on": TODAY,
        "portal_reference": "M-1",
        "amount": 1,
    }
    for move in Move:
        for reason in REASONS.get(move, ("",)):
            yield "moved", {**said, "move": move.value, "reason": reason}
    yield "moved", {**said, "move": "remind", "reason": "", "remind_on": None}
    for state in PaymentState:
        for channel in Channel:
            yield "payment", {"state": state.value, "amount": 1, "channel": channel.value, "reference": ""}
    yield from (("told", {"channel": way.value}) for way in ToldBy)
    yield from (("complaint", {"number": "C-1", "kind": kind}) for kind in KINDS)
    yield from (("rated", {"stars": stars}) for stars in range(1, 6))
    yield "paid", {**MONEY, "actions": ("submit", "pay"), "government": 0}
    yield from ((kind, dict(MONEY)) for kind in ("reversed", "portal_paid", "portal_taken_back"))
    yield "missing", {"rows": (NAME, NAME)}
    yield "complaint_settled", {"number": "C-1", "outcome": "explained"}
    yield from ((kind, {"entity": NAME}) for kind in ("outage_began", "outage_ended"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_everything_that_happens_is_told(code: LanguageCode, now: int) -> None:
    """A word that is missing is an error in tests."""
    language.use(code)
    for kind, params in happenings():
        line = told(CaseEvent(now, kind, NAME, 2, params), TODAY)
        assert line.title(), (kind, params)
        assert "10:42" in line.place()
