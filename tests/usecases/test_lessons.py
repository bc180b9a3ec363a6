"""The lessons of a centre of two desks, and the same as a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import Move
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.report_json import report_json
from sanad_desk.reports.report_paper import render_report
from sanad_desk.usecases.lessons import lessons, lessons_report
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.follow_facts import (
    ComplaintMade,
    ComplaintSettled,
    CustomerAssisted,
    OutageBegan,
    OutageEnded,
    PapersMissed,
    ServiceNotOffered,
    VisitRated,
)
from tests.conftest import MORNING, TODAY
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import TRANSFER
from tests.usecases.put_off import sold_put_off

MONTH = Period.around(PeriodKind.MONTH, TODAY)
HOUR, DAY = 3_600_000, 24 * 3_600_000
CASE, OUTAGE = bytes(15) + b"c", bytes(15) + b"o"
HERE = (
    OutageBegan(OUTAGE, "mol"),
    PapersMissed(CASE, "mol-work-permit-renew", ("paper:1:photo",)),
    ServiceNotOffered("تأشيرة سياحية"),
    VisitRated(None, CASE, 5),
    ComplaintMade("KSB1-01-26-C-0001", "price", None, None),
)
THERE = (
    OutageEnded(OUTAGE, "mol", MORNING, None),
    PapersMissed(CASE, "rop-vehicle-registration-renewal", ("paper:4:photo",)),
    VisitRated(None, CASE, 2),
    CustomerAssisted("rop-omani-passport", CASE),
    ComplaintMade("KSB1-07-26-C-0001", "price", None, None),
    ComplaintSettled("KSB1-01-26-C-0001", "explained"),
)


def write(desk: OpenDesk, *facts: Fact) -> None:
    with desk.store.unit_of_work() as unit:
        for fact in facts:
            append(desk, unit, fact, None, None)
        unit.commit()


@pytest.fixture
def taught(desk: OpenDesk, clock: SetClock, operator: SignedIn, shift: Shift, tmp_path: Path) -> OpenDesk:
    """Two desks, and a case that was sent back, promised anew, and came three days after its first date."""
    case_id = sold_put_off(desk, operator, TRANSFER)
    clock.at = MORNING
    write(desk, *HERE)
    for move, reason in ((Move.SUBMIT, ""), (Move.RETURN, "paper_missing"), (Move.RESEND, "")):
        rows = ("paper:0:passport",) if move is Move.RETURN else ()
        move_case(desk, operator, MoveInput(case_id, move, reason, rows=rows))
    move_case(desk, operator, MoveInput(case_id, Move.PROMISE, promised=TODAY))
    move_case(desk, operator, MoveInput(case_id, Move.PROMISE, promised=TODAY.replace(day=29)))
    clock.at = MORNING + 3 * DAY
    move_case(desk, operator, MoveInput(case_id, Move.ISSUE))
    clock.at = MORNING + 4 * DAY
    move_case(desk, operator, MoveInput(case_id, Move.FINISH))
    folder = found_other_desk(tmp_path / "other", 7, MORNING + 2 * HOUR)
    other = open_desk(folder, clock=SetClock(MORNING + 2 * HOUR))
    write(other, *THERE)
    other.close()
    bring(desk, journal_of(folder))
    return desk


def test_two_desks_teach_one_centre(taught: OpenDesk, manager: SignedIn) -> None:
    found = lessons(taught, manager, MONTH)
    assert [(paper.paper.en, paper.times) for paper in found.missing] == [("Personal photo", 2), ("Passport", 1)]
    assert [(back.reason, back.times, back.entities[0][1]) for back in found.returns] == [("paper_missing", 1, 1)]
    (outage,) = found.outages
    assert (outage.times, outage.milliseconds, outage.parked) == (1, 2 * HOUR, 0)
    (duration,) = found.durations
    assert (duration.times, duration.dated, duration.late) == (1, 1, 1)
    assert duration.real_days == 2, "the 22nd stands in for National Day, so the count begins on the 23rd"
    assert found.not_offered == (("تأشيرة سياحية", 1),)
    assert [times for _, times in found.assisted] == [1]
    assert found.mean_stars == 3.5
    assert [(each.kind, each.times, each.waiting) for each in found.complaints] == [("price", 2, 1)]


def test_another_period_has_other_lessons(taught: OpenDesk, manager: SignedIn) -> None:
    assert lessons(taught, manager, MONTH.next()).is_empty
    later = lessons(taught, manager, Period.around(PeriodKind.DAY, TODAY.replace(day=26)))
    assert later.is_empty, "the case was finished then, but its result had come the day before"


def test_the_report_says_the_same(taught: OpenDesk, manager: SignedIn) -> None:
    report = lessons_report(taught, manager, MONTH)
    tables = {table["code"]: table["rows"] for table in report_json(report)["tables"]}
    assert list(tables) == ["missing", "returns", "outages", "durations", "not_offered", "assisted", "complaints"]
    assert tables["outages"][0]["lasted"] == 2 * HOUR
    assert tables["durations"][0]["late"] == 1_000_000
    assert render_report(report, "ar").startswith(b"%PDF")


def test_only_for_managers(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(AuthError):
        lessons(desk, operator, MONTH)
