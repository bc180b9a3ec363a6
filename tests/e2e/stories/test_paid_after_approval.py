"""Stories of fees that an entity takes only after it has approved: at the counter, or by the customer himself."""

from __future__ import annotations

from datetime import date

from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.follow_facts import VisitRated
from tests.e2e.stories.at_counter import Visitor, Work, ask_for, pay_in_cash, welcome, work_through
from tests.e2e.stories.story_desk import FIRST, SECOND, Key, StoryDesk

SALIM = Visitor("12000001", "سالم بن حمد التجريبي", "99100001")
TUESDAY, SUNDAY, MONDAY_AFTER = date(2026, 11, 24), date(2026, 11, 29), date(2026, 11, 30)


def submitted(desk: StoryDesk, visitor: Visitor = SALIM) -> None:
    """A work permit to be renewed, paid at the counter and with the ministry until Sunday."""
    desk.begin_day(FIRST)
    welcome(desk, visitor)
    ask_for(desk, "تجديد تصريح العمل")
    work_through(desk, Work("MOL-88213-26", promised="29/11/2026"))
    assert pay_in_cash(desk, "5").total == 3_000
    desk.follow(Bucket.ENTITY)
    desk.at_row(visitor.name)
    assert (desk.said("case_state"), desk.said("case_promised")) == ("قُدّمت", "الموعد 29/11")


def test_1_a_work_permit_is_approved_days_later_and_paid_to_another_operator(desk: StoryDesk) -> None:
    submitted(desk)
    desk.sleep_until(SUNDAY)
    desk.follow(Bucket.ENTITY)
    desk.at_row(SALIM.name)
    desk.key(Key.Key_A)
    desk.wait_for_focus("case_amount")
    desk.enter("201")
    desk.wait_for_focus("message_whatsapp")
    assert "201.000" in desk.said("message_text")
    desk.key(Key.Key_Escape)
    assert desk.counts() == {Bucket.MONEY: 1}
    desk.begin_day(SECOND, MONDAY_AFTER)
    desk.follow(Bucket.MONEY)
    desk.at_row(SALIM.name)
    assert (desk.chips(), desk.said("case_amount")) == (["بانتظار الدفع"], "201.000")
    desk.key(Key.Key_P)
    work_through(desk)
    sale = pay_in_cash(desk, "205")
    assert (sale.total, sale.change) == (203_000, 2_000)
    desk.later(hours=2)
    desk.follow(Bucket.ENTITY)
    desk.at_row(SALIM.name)
    desk.key(Key.Key_I)
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Escape)
    assert desk.counts() == {Bucket.HANDOVER: 1}
    desk.follow(Bucket.HANDOVER)
    desk.at_row(SALIM.name)
    desk.key(Key.Key_D)
    desk.wait_for_focus("case_rating_close")
    desk.key(Key.Key_5)
    assert (desk.counts(), desk.listed()) == ({}, [])
    assert (desk.totals(), desk.hands(TransactionCompleted)) == ([3_000, 203_000], 2)
    assert desk.states() == ["approved", "issued", "done"]
    assert [rated.stars for rated in desk.facts(VisitRated)] == [5]
    desk.check_books()


def test_14_the_customer_pays_the_ministry_with_his_own_card(desk: StoryDesk) -> None:
    submitted(desk)
    desk.begin_day(FIRST, SUNDAY)
    desk.follow(Bucket.ENTITY)
    desk.at_row(SALIM.name)
    desk.key(Key.Key_A)
    desk.enter("201")
    desk.wait_for_focus("message_whatsapp")
    desk.key(Key.Key_Escape)
    desk.follow(Bucket.MONEY)
    desk.key(Key.Key_P)
    work_through(desk)
    desk.press(Key.Key_F10)
    desk.expect_focus("bill_")
    desk.press(Key.Key_Return)
    desk.tab_to("fee_direct")
    desk.key(Key.Key_Space)
    desk.key(Key.Key_Escape)
    desk.tab_to("cash_received")
    assert pay_in_cash(desk, "2").total == 2_000
    desk.follow(Bucket.ENTITY)
    assert desk.chips() == ["مدفوعة"]
    desk.check_books()
