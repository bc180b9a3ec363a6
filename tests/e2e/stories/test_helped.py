"""Stories of people who leave with something else than a receipt."""

from __future__ import annotations

from sanad_desk.domain.digits import strip_marks
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.follow_facts import CustomerAssisted, ServiceNotOffered
from sanad_ui.lessons.page import LessonsPage
from tests.e2e.stories.at_counter import Visitor, ask_for, welcome
from tests.e2e.stories.story_desk import CTRL, FIRST, MANAGER, SHIFT, Key, StoryDesk

SAIF = Visitor("12000041", "سيف بن راشد التجريبي", "99100041")


def test_17_a_customer_is_shown_how_to_do_it_himself(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    welcome(desk, SAIF)
    ask_for(desk, "تجديد تصريح العمل")
    desk.key(Key.Key_B, CTRL | SHIFT)
    desk.wait_for_focus("case_confirm_no")
    desk.key(Key.Key_Delete)
    desk.paper("self-help-*.pdf")
    assert len(desk.facts(CustomerAssisted)) == 1
    assert desk.facts(TransactionCompleted) == []
    desk.expect_focus("service_search")
    desk.follow()
    assert desk.counts() == {}
    desk.check_books()


def test_18_what_is_asked_for_and_not_offered_is_learnt_from(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    for _ in range(2):
        desk.key(Key.Key_F8)
        desk.type("تأجير يخوت سياحية")  # some of these words are found elsewhere
        desk.key(Key.Key_J, CTRL)
        desk.type(" ")
    assert [fact.words for fact in desk.facts(ServiceNotOffered)] == ["تأجير يخوت سياحية"]
    desk.begin_day(MANAGER)
    desk.key(Key.Key_F5, CTRL)
    [bar] = desk.find(LessonsPage).board.not_offered.chart.bars()
    assert strip_marks(bar.name()) == "تأجير يخوت سياحية"
    desk.check_books()
