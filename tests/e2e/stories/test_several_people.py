"""Stories in which more than one person has a part: two parties, an agent with nine workers, a minor's guardian."""

from __future__ import annotations

from datetime import date

from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.wire.entries import TransactionCompleted
from tests.e2e.stories.at_counter import (
    Visitor,
    Work,
    ask_for,
    bring,
    pay_in_cash,
    pay_on_account,
    welcome,
    work_through,
)
from tests.e2e.stories.story_desk import CTRL, FIRST, MANAGER, SECOND, Key, StoryDesk

SELLER = Visitor("12000003", "خالد بن سعيد التجريبي", "99100003")
COMPANY = Visitor("1234567", "شركة النموذج للتجارة", "24100004")
AGENT = Visitor("12000005", "مندوب تجريبي", "99100005")
CHILD, GUARDIAN = Visitor("12000006", "طفلة تجريبية"), Visitor("12000007", "ولي أمر تجريبي", "99100007")
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
TRANSFER = "نقل ملكية مركبة"


def test_2_the_second_party_of_a_vehicle_transfer_comes_next_morning(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    welcome(desk, SELLER)
    ask_for(desk, TRANSFER)
    work_through(desk, Work("ROP-5521-26", fee="5", promised="24/11/2026"))
    assert pay_in_cash(desk, "10").total == 9_000
    desk.follow(Bucket.ENTITY)
    desk.at_row(SELLER.name)
    desk.key(Key.Key_H)
    desk.key(Key.Key_3)  # the buyer has not agreed yet
    desk.tab_to("case_day")
    desk.enter("24/11/2026")
    desk.come_to_rest()
    desk.follow(Bucket.CUSTOMER)
    assert (desk.counts(), desk.chips()) == ({Bucket.CUSTOMER: 1}, ["معلّقة: رمز التحقق"])
    desk.begin_day(SECOND, TUESDAY)
    desk.follow(Bucket.DUE)
    assert desk.rows() == [SELLER.name]
    desk.at_row(SELLER.name)
    assert desk.said("case_reminder") == "تذكير 24/11"
    desk.key(Key.Key_U)
    desk.follow(Bucket.ENTITY)
    desk.at_row(SELLER.name)
    desk.key(Key.Key_D)
    desk.key(Key.Key_Return)
    desk.wait_for_focus("case_rating_close")
    desk.key(Key.Key_Escape)
    assert desk.counts() == {}
    assert (desk.totals(), desk.states()) == ([9_000], ["on_hold", "submitted", "done"])
    desk.check_books()


def test_2_a_transfer_whose_day_has_passed_is_ours_to_ask_for(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    welcome(desk, SELLER)
    ask_for(desk, TRANSFER)
    work_through(desk, Work("ROP-5522-26", fee="5", promised="24/11/2026"))
    pay_in_cash(desk, "9")
    desk.sleep_until(TUESDAY)
    desk.follow()
    assert desk.counts() == {Bucket.ENTITY: 1}
    desk.sleep_until(WEDNESDAY)
    desk.follow()
    desk.at_row(SELLER.name)
    assert (desk.counts(), desk.said("case_promised")) == ({Bucket.US: 1}, "فات الموعد 24/11")
    desk.check_books()


def test_6_an_agent_brings_nine_workers(desk: StoryDesk) -> None:
    open_account(desk)
    desk.begin_day(FIRST)
    welcome(desk, COMPANY)
    bring(desk, AGENT)
    for number in range(9):
        if number:
            desk.press(Key.Key_F8)
        ask_for(desk, "تجديد تصريح العمل")
        work_through(desk, Work(f"MOL-90{number}-26"))
    assert pay_on_account(desk).total == 27_000
    desk.follow(Bucket.ENTITY)
    assert desk.rows() == [COMPANY.name] * 9
    desk.key(Key.Key_A, CTRL)
    desk.key(Key.Key_W)
    assert desk.chips() == ["قيد المراجعة"] * 9
    for _ in range(2):
        desk.key(Key.Key_Space)
        desk.key(Key.Key_Down)
    desk.key(Key.Key_T)
    desk.key(Key.Key_3)  # what was written in them is wrong
    assert desk.counts() == {Bucket.US: 2, Bucket.ENTITY: 7}
    desk.follow(Bucket.ENTITY)
    desk.key(Key.Key_A, CTRL)
    desk.key(Key.Key_A)
    assert desk.counts() == {Bucket.US: 2, Bucket.MONEY: 7}
    assert desk.states() == ["in_review"] * 9 + ["returned"] * 2 + ["approved"] * 7
    [sold] = desk.facts(TransactionCompleted)
    assert (len(sold.cases), len({case.case_id for case in sold.cases})) == (9, 9)
    assert [(payment.tender, payment.amount) for payment in sold.payments] == [("on_account", 27_000)]
    assert sold.representative_id not in (None, sold.customer_id)
    desk.check_books()


def open_account(desk: StoryDesk) -> None:
    """The manager gives the company 100 rials of credit."""
    desk.begin_day(MANAGER)
    welcome(desk, COMPANY)
    desk.press(Key.Key_F3, CTRL)
    desk.wait_for_focus("accounts_box")
    desk.type(COMPANY.number)
    desk.come_to_rest()
    desk.key(Key.Key_T, CTRL)
    desk.wait_for_focus("limit_amount")
    desk.enter("100")
    desk.come_to_rest()


def test_7_a_minor_comes_with_her_guardian(desk: StoryDesk) -> None:
    desk.begin_day(FIRST)
    welcome(desk, CHILD)
    bring(desk, GUARDIAN)
    ask_for(desk, "بطاقة شخصية")
    work_through(desk, Work("ROP-7001-26", promised="25/11/2026"))
    assert pay_in_cash(desk, "10").total == 8_000
    desk.follow(Bucket.ENTITY)
    desk.at_row(CHILD.name)
    assert desk.said("case_contact").endswith(f"عن طريق {GUARDIAN.name}")
    papers = {row.key for row in desk.facts(TransactionCompleted)[0].cases[0].rows}
    assert any("guardian-id" in key for key in papers)
    desk.check_books()
