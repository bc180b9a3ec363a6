"""Stories of cases that end otherwise than their customers hoped, and of one that ended by mistake."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QGuiApplication

from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.follow_facts import CaseMoved, ComplaintMade, ComplaintSettled, VisitRated
from tests.e2e.stories.at_counter import Visitor, Work, ask_for, pay_in_cash, welcome, work_through
from tests.e2e.stories.at_money import take_back
from tests.e2e.stories.story_desk import CTRL, FIRST, MANAGER, SECOND, Key, StoryDesk

HUDA = Visitor("12000021", "هدى بنت ماجد التجريبية", "99100021")
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


def with_the_police(desk: StoryDesk) -> str:
    """A vehicle transfer of 9.000, of which 5.000 are held for the police; the receipt's number."""
    desk.begin_day(FIRST)
    welcome(desk, HUDA)
    ask_for(desk, "نقل ملكية مركبة")
    work_through(desk, Work("ROP-6161-26", fee="5", promised="25/11/2026"))
    return pay_in_cash(desk, "9").number


def test_11_the_entity_turns_it_down_and_the_held_fee_goes_back(desk: StoryDesk) -> None:
    number = with_the_police(desk)
    desk.later(hours=3)
    desk.follow(Bucket.ENTITY)
    desk.at_row(HUDA.name)
    desk.key(Key.Key_J)
    desk.key(Key.Key_2)
    desk.key(Key.Key_Return)
    desk.wait_for_focus("message_whatsapp")
    desk.key(Key.Key_Escape)
    desk.follow(Bucket.MONEY)
    desk.at_row(HUDA.name)
    assert (desk.chips(), desk.said("case_amount")) == (["استرداد مستحق"], "5.000")
    desk.key(Key.Key_F)
    assert number in desk.said("case_line_text")  # the receipt that still holds it
    desk.key(Key.Key_N)
    desk.expect_focus("case_day")  # what was refused leaves the other keys alive
    desk.key(Key.Key_Escape)
    take_back(desk, number, {"government_fee"})
    desk.follow(Bucket.MONEY)
    assert desk.counts() == {}
    assert (desk.totals(), desk.states()) == ([9_000, -5_000], ["refund_due"])
    assert [case.state for case in desk.facts(TransactionCompleted)[-1].cases] == ["refunded"]
    desk.check_books()


def test_15_a_paper_waits_for_its_customer(desk: StoryDesk) -> None:
    with_the_police(desk)
    desk.begin_day(SECOND, TUESDAY)
    desk.follow(Bucket.ENTITY)
    desk.at_row(HUDA.name)
    desk.key(Key.Key_I)
    desk.key(Key.Key_Return)
    desk.wait_for_focus("message_whatsapp")
    desk.key(Key.Key_2)
    assert "جاهز" in strip_marks(QGuiApplication.clipboard().text())
    desk.key(Key.Key_Escape)
    desk.sleep_until(WEDNESDAY)
    desk.follow(Bucket.HANDOVER)
    desk.at_row(HUDA.name)
    assert desk.chips() == ["جاهزة للتسليم"]
    desk.key(Key.Key_D)
    desk.wait_for_focus("case_rating_close")
    desk.key(Key.Key_4)
    assert desk.counts() == {}
    assert [rated.stars for rated in desk.facts(VisitRated)] == [4]
    assert desk.states() == ["issued", "done"]
    desk.check_books()


def test_16_a_complaint_has_its_number_and_the_managers_answer(desk: StoryDesk) -> None:
    with_the_police(desk)
    desk.follow(Bucket.ENTITY)
    desk.at_row(HUDA.name)
    desk.by_name("شكوى")
    desk.expect_focus("complaint_kind_")
    desk.key(Key.Key_2)
    desk.key(Key.Key_Return)
    [made] = desk.facts(ComplaintMade)
    assert made.number in desk.said("case_line_text")
    desk.wait_for_words("case_history_0_title", f"شكوى {made.number}")
    desk.paper(f"{made.number}*.pdf")
    desk.begin_day(MANAGER, TUESDAY)
    desk.key(Key.Key_F5, CTRL)
    desk.key(Key.Key_J, CTRL)
    desk.wait_for_focus("complaints_list")
    desk.key(Key.Key_1)
    desk.key(Key.Key_Return)
    [settled] = desk.facts(ComplaintSettled)
    assert settled.number == made.number
    assert desk.hands(ComplaintMade) == 1
    desk.check_books()


def test_20_closed_by_mistake_and_opened_again(desk: StoryDesk) -> None:
    with_the_police(desk)
    desk.follow(Bucket.ENTITY)
    desk.at_row(HUDA.name)
    desk.key(Key.Key_D)
    desk.key(Key.Key_Return)
    desk.wait_for_focus("case_rating_close")
    desk.key(Key.Key_Escape)
    assert desk.counts() == {}
    desk.press(Key.Key_F7)
    desk.wait_for_focus("find_box")
    desk.type("ROP-6161-26")
    desk.come_to_rest()
    assert desk.said("history_state") == "منجزة"
    desk.press(Key.Key_Return)
    desk.tab_to("history_closed_by_mistake")
    desk.key(Key.Key_Space)
    desk.wait_for_focus("find_approval_pin")
    desk.enter(MANAGER_PIN)
    desk.come_to_rest()
    assert desk.said("history_state") == "قُدّمت"
    assert desk.facts(CaseMoved)[-1].approved_by is not None
    desk.follow(Bucket.ENTITY)
    assert (desk.rows(), desk.chips()) == ([HUDA.name], ["قُدّمت"])
    desk.check_books()
