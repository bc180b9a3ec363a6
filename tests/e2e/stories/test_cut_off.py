"""Stories of days on which a portal, or the line to all of them, is down."""

from __future__ import annotations

from datetime import date

import pytest

from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_desk.wire.follow_facts import CaseMoved, OutageBegan, OutageEnded
from tests.e2e.stories.at_counter import Visitor, Work, ask_for, pay_in_cash, welcome, work_through
from tests.e2e.stories.story_desk import CTRL, FIRST, SECOND, Key, StoryDesk
from tests.ui.line.test_watch import BAD, GOOD

VISITORS = tuple(Visitor(f"1200003{n}", f"زبون تجريبي {n}", f"9910003{n}") for n in range(1, 4))
TUESDAY, WEDNESDAY, THURSDAY, SUNDAY = (date(2026, 11, day) for day in (24, 25, 26, 29))
DEFERRED = Work(answers={"portal": 2})


def put_off(desk: StoryDesk, visitor: Visitor) -> None:
    """A work permit taken in and paid for, to be written into the portal when that can be reached."""
    desk.press(Key.Key_F1)
    welcome(desk, visitor)
    ask_for(desk, "تجديد تصريح العمل")
    work_through(desk, DEFERRED)
    pay_in_cash(desk, "3")


def test_8_the_portal_of_the_ministry_is_down_for_days(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    put_off(desk, VISITORS[0])
    desk.follow()
    desk.key(Key.Key_J, CTRL)
    desk.wait_for_focus("outage_entity")
    desk.enter("وزارة العمل")
    desk.wait_for_focus("begin_outage_confirm")
    desk.key(Key.Key_Return)
    desk.paper("outage-*.pdf")
    assert (desk.counts(), desk.said("outage_facts")) == ({Bucket.ENTITY: 1}, "منذ 08:00 · معاملة واحدة معلقة")
    desk.begin_day(SECOND, TUESDAY)
    put_off(desk, VISITORS[1])  # his money is taken, and his work waits with the other's
    desk.follow(Bucket.ENTITY)
    assert (desk.rows(), desk.chips()) == (
        [VISITORS[0].name, VISITORS[1].name],
        ["معلّقة: البوابة متعطلة", "جاهزة للتقديم"],
    )
    desk.sleep_until(THURSDAY)
    desk.follow(Bucket.ENTITY)
    desk.key(Key.Key_U, CTRL)
    desk.wait_for_focus("parked_list")
    desk.key(Key.Key_Return)
    desk.follow()
    assert (desk.counts(), desk.chips()) == ({Bucket.US: 2}, ["جاهزة للتقديم"] * 2)
    desk.key(Key.Key_A, CTRL)
    desk.key(Key.Key_S)
    assert (len(desk.facts(OutageBegan)), len(desk.facts(OutageEnded))) == (1, 1)
    assert desk.states() == ["on_hold", "ready", "submitted", "submitted"]
    assert desk.totals() == [3_000, 3_000]
    desk.check_books()


@pytest.fixture
def line(request: pytest.FixtureRequest) -> list[SyncOutcome]:
    return [BAD] if "line" in request.node.name else []


def test_9_a_week_without_a_line(desk: StoryDesk) -> None:
    for person, day, visitor in ((FIRST, None, 0), (SECOND, TUESDAY, 1), (FIRST, WEDNESDAY, 2)):
        desk.begin_day(person, day)
        put_off(desk, VISITORS[visitor])
    desk.sleep_until(SUNDAY)
    assert desk.part("deferred_strip") is None
    desk.line[:] = [GOOD]
    desk.next_round()
    assert desk.said("deferred_strip_text") == "عاد الخط، و3 معاملات مؤجلة تنتظر خطوتها في البوابة."
    desk.follow()
    assert (desk.counts(), desk.rows()) == ({Bucket.US: 3}, [visitor.name for visitor in VISITORS])
    for number in range(3):
        desk.key(Key.Key_S)
        desk.wait_for_focus("case_reference")
        assert desk.said("case_day") == "29/11/2026"  # what had been promised has passed
        desk.enter(f"MOL-777{number}-26")
        desk.come_to_rest()
    assert (desk.counts(), desk.part("deferred_strip")) == ({Bucket.ENTITY: 3}, None)
    assert desk.states() == ["submitted"] * 3
    assert {moved.standing.promised for moved in desk.facts(CaseMoved)} == {"2026-11-29"}
    desk.check_books()
