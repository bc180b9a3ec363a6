"""Stories of applications that come back: resent for a price, resent for nothing, and withdrawn."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QGuiApplication

from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.follow_facts import CaseMoved, CustomerTold
from tests.e2e.stories.at_counter import Visitor, Work, ask_for, pay_in_cash, welcome, work_through
from tests.e2e.stories.story_desk import CTRL, FIRST, SECOND, Key, StoryDesk

MARYAM = Visitor("12000002", "مريم بنت علي التجريبية", "99100002")
WEDNESDAY = date(2026, 11, 25)


def returned_for_a_paper(desk: StoryDesk) -> None:
    """A transfer of services that the ministry sends back for two papers; the customer is told of it."""
    desk.begin_day(FIRST)
    welcome(desk, MARYAM)
    ask_for(desk, "نقل الخدمات")
    work_through(desk, Work("MOL-4417-26"))
    assert pay_in_cash(desk, "3").total == 3_000
    desk.later(hours=3)
    desk.follow(Bucket.ENTITY)
    desk.at_row(MARYAM.name)
    desk.key(Key.Key_T)
    desk.key(Key.Key_1)
    desk.expect_focus("case_papers_0")
    desk.press(Key.Key_Space)
    desk.tab_to("case_papers_3")
    desk.press(Key.Key_Space)
    desk.key(Key.Key_Return)
    desk.wait_for_focus("message_whatsapp")
    desk.key(Key.Key_2)
    text = strip_marks(QGuiApplication.clipboard().text())
    assert "جواز السفر، تصريح العمل" in text
    desk.key(Key.Key_Escape)
    desk.follow(Bucket.CUSTOMER)
    desk.at_row(MARYAM.name)
    desk.key(Key.Key_P, CTRL)
    desk.paper("follow-up-*.pdf")
    assert (desk.counts(), desk.said("case_state")) == ({Bucket.CUSTOMER: 1}, "أُعيدت للاستكمال")


def test_4_another_operator_resends_it_for_its_price(desk: StoryDesk) -> None:
    returned_for_a_paper(desk)
    desk.begin_day(SECOND, WEDNESDAY)
    desk.follow(Bucket.CUSTOMER)
    desk.at_row(MARYAM.name)
    desk.key(Key.Key_R)
    desk.expect_focus("case_menu_")
    desk.key(Key.Key_2)
    work_through(desk)
    assert pay_in_cash(desk, "5").total == 2_000
    desk.follow(Bucket.ENTITY)
    assert (desk.counts(), desk.chips()) == ({Bucket.ENTITY: 1}, ["قُدّمت"])
    assert (desk.totals(), desk.hands(TransactionCompleted)) == ([3_000, 2_000], 2)
    [moved] = desk.facts(CaseMoved)
    assert len(moved.rows) == 2
    assert [told.channel for told in desk.facts(CustomerTold)] == ["copied"]
    desk.check_books()


def test_5_what_the_office_forgot_is_resent_for_nothing(desk: StoryDesk) -> None:
    returned_for_a_paper(desk)
    desk.begin_day(SECOND, WEDNESDAY)
    desk.follow(Bucket.CUSTOMER)
    desk.at_row(MARYAM.name)
    desk.key(Key.Key_R)
    desk.expect_focus("case_menu_")
    desk.key(Key.Key_1)
    assert desk.counts() == {Bucket.ENTITY: 1}
    assert (desk.totals(), desk.states()) == ([3_000], ["returned", "submitted"])
    assert desk.hands(CaseMoved) == 2
    desk.check_books()


def test_10_the_customer_withdraws_and_pays_for_the_cancelling(desk: StoryDesk) -> None:
    returned_for_a_paper(desk)
    desk.begin_day(FIRST, WEDNESDAY)
    desk.follow(Bucket.CUSTOMER)
    desk.at_row(MARYAM.name)
    desk.key(Key.Key_X)
    desk.expect_focus("case_menu_")
    desk.key(Key.Key_2)
    work_through(desk)
    assert pay_in_cash(desk, "1").total == 1_000
    desk.follow()
    assert desk.counts() == {}
    assert desk.totals() == [3_000, 1_000]
    assert desk.facts(TransactionCompleted)[1].cases[0].state == "cancelled"
    desk.check_books()
