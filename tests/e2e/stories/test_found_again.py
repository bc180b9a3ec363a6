"""Stories of cases that are looked for: a slip that was lost, another desk of the centre, a promise before Eid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.wire.case_code import case_code
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.follow_facts import CaseMoved
from sanad_ui.find.page import FindPage
from tests.e2e.stories.at_counter import Visitor, Work, ask_for, pay_in_cash, welcome, work_through
from tests.e2e.stories.story_desk import CTRL, FIRST, Key, StoryDesk
from tests.usecases.other_desks import bring, found_other_desk, journal_of

OpenWindow = Callable[[Path], StoryDesk]
AHMED = Visitor("12000051", "أحمد بن سالم التجريبي", "99100051")
PLATE, FINES = "1234 ب", "الاستفسار عن المخالفات المرورية ودفعها"
BEFORE_EID = date(2027, 3, 7)  # a Sunday; the holidays are expected from Monday to Thursday


def look_for(desk: StoryDesk, text: str) -> list[str]:
    """What the find page lists first for it, told beside the list."""
    desk.press(Key.Key_F7)
    desk.wait_for_focus("find_box")
    desk.press(Key.Key_A, CTRL)
    desk.type(text)
    desk.come_to_rest()
    return [row.title for row in desk.find(FindPage).results.list.rows()]


def code_of(desk: StoryDesk) -> str:
    """What a scanner types from the slip of the only case."""
    [sold] = desk.facts(TransactionCompleted)
    return case_code(sold.cases[0].reference, UUID(bytes=sold.cases[0].case_id))


def test_19_a_lost_slip_and_another_desk_of_the_centre(
    desk: StoryDesk, opened: OpenWindow, tmp_path: Path, clock: SetClock
) -> None:
    desk.begin_day(FIRST)
    welcome(desk, AHMED)
    ask_for(desk, "مخالفات مرورية")
    work_through(desk, Work("ROP-9090-26", promised="25/11/2026", fee="35"))
    pay_in_cash(desk, "50")
    for text in (AHMED.phone, PLATE, "سالم التجريبي"):
        assert FINES in look_for(desk, text)
    code = code_of(desk)
    assert look_for(desk, code) == [FINES]
    assert (desk.said("history_title"), desk.said("history_state")) == (FINES, "قُدّمت")
    [paid] = desk.find(FindPage).history.list.rows()
    assert paid.title
    journal = journal_of(desk.folder)
    other = found_other_desk(tmp_path / "third", 3, clock.now())
    third = open_desk(other, clock=clock)
    bring(third, journal, clock.now())
    third.close()
    there = opened(other)
    there.begin_day((Key.Key_2, OPERATOR_PINS[0]))
    assert look_for(there, code) == [FINES]
    there.key(Key.Key_G, CTRL)
    assert (there.focus, there.rows(), there.chips()) == ("follow_list", [AHMED.name], ["قُدّمت"])
    there.at_row(AHMED.name)
    there.key(Key.Key_I)
    there.key(Key.Key_Return)
    there.key(Key.Key_Escape)
    there.follow(Bucket.HANDOVER)
    assert (there.counts(), there.chips()) == ({Bucket.HANDOVER: 1}, ["جاهزة للتسليم"])
    [moved] = there.facts(CaseMoved)
    assert (moved.standing.reference in code, moved.standing.turn) == (True, 2)
    desk.check_books()
    there.check_books()


def test_a_promise_before_eid_lands_after_the_holidays(desk: StoryDesk) -> None:
    desk.begin_day(FIRST, BEFORE_EID)
    welcome(desk, AHMED)
    ask_for(desk, "تصريح عمل تجاري جديد")
    work_through(desk)
    pay_in_cash(desk, "10")
    desk.follow(Bucket.ENTITY)
    desk.at_row(AHMED.name)
    assert desk.said("case_promised") == "الموعد 31/03"  # ten working days, slower in Ramadan, without those of Eid
    desk.key(Key.Key_L)
    desk.expect_focus("case_day")
    desk.press(Key.Key_A, CTRL)
    desk.type("9/3/2027")
    assert desk.said("case_day_note") == "عطلة رسمية: عيد الفطر."
    desk.tab_to("case_day_quick_0")
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return)
    desk.come_to_rest()
    assert desk.said("case_promised") == "الموعد 14/03"
    desk.sleep_until(date(2027, 3, 14))
    desk.follow()
    assert desk.counts() == {Bucket.ENTITY: 1}
    desk.sleep_until(date(2027, 3, 15))
    desk.follow()
    assert desk.counts() == {Bucket.US: 1}
    desk.check_books()
