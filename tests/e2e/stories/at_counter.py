"""The serve page by key: who comes, what he wants, the rows of its checklist, and the money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sanad_desk.domain.checklist import Row, RowKind
from sanad_desk.usecases.take_payment import Sale
from sanad_ui.played_clerk import Stuck
from sanad_ui.serve import ServePage
from tests.e2e.stories.story_desk import ALT, CTRL, Key, StoryDesk

_LONGEST_CHECKLIST = 40
_TYPED = {"amount": "350.000", "text": "Sales assistant", "date": "1/12/2026", "number": "3", "plate": "1234 ب"}
_MONEY = ("cash_received", "pay", "tender")


class Visitor(NamedTuple):
    """A plainly fictional customer: a civil or commercial number, a name, and a phone where he gives one."""

    number: str
    name: str
    phone: str = ""


class Work(NamedTuple):
    """What is answered to a checklist besides the first choice of each row; dates as they are typed."""

    reference: str = "MOL-88213-26"
    answers: Mapping[str, int] = {}  # places of choices by the keys of rows
    promised: str = ""
    fee: str = ""  # of the government, as the portal shows it
    price: str = "4"  # of the centre, where the tariff names none


def welcome(desk: StoryDesk, visitor: Visitor) -> None:
    """By his number; who is not known yet is written down."""
    desk.expect_focus("customer_box")
    _name(desk, visitor)


def bring(desk: StoryDesk, visitor: Visitor) -> None:
    """Who comes for the customer: an agent, a guardian."""
    desk.press(Key.Key_M, CTRL)
    desk.wait_for_focus("customer_box")
    _name(desk, visitor)


def _name(desk: StoryDesk, visitor: Visitor) -> None:
    desk.type(visitor.number)
    desk.come_to_rest()
    desk.press(Key.Key_Return)
    desk.expect_focus("service_search", "customer_name_ar", "row_", "step_")
    if desk.focus == "customer_name_ar":
        desk.enter(visitor.name)
        desk.wait_for_focus("customer_name_en")
        desk.press(Key.Key_Return)
        desk.wait_for_focus("customer_phone")
        desk.enter(visitor.phone)
        desk.come_to_rest()


def ask_for(desk: StoryDesk, words: str) -> None:
    """Opens the case that those words find."""
    page = desk.find(ServePage)
    desk.expect_focus("service_search")
    before = len(page.presenter.view.cases) if page.presenter.view else 0
    desk.enter(words)
    desk.wait_until(
        lambda: page.presenter.view is not None and len(page.presenter.view.cases) == before + 1, f"the case of {words}"
    )
    desk.come_to_rest()


def work_through(desk: StoryDesk, work: Work = Work()) -> None:  # noqa: B008  # it never changes
    """Every row as it is offered, and the amounts that the bill still asks for, up to the money."""
    page = desk.find(ServePage)
    for _ in range(_LONGEST_CHECKLIST):
        desk.wait_until(lambda: page.presenter.is_idle and page.fresh.is_over, "the store and the page")
        if desk.focus.startswith(_MONEY):
            return
        row = page.checklist.view.open_widget
        if desk.focus == "price_amount":
            desk.enter(work.price)
        elif desk.focus.startswith("fee_"):
            _say_fee(desk, work)
        elif row is None:
            desk.press(Key.Key_Return)
        else:
            _answer(desk, row.item.row, work)
    raise Stuck("the end of the checklist")


def pay_in_cash(desk: StoryDesk, handed: str) -> Sale:
    desk.expect_focus("cash_received")
    desk.enter(handed)
    return _pay(desk)


def pay_nothing(desk: StoryDesk) -> Sale:
    """A bill that comes to nothing has its receipt all the same."""
    desk.expect_focus("pay")
    return _pay(desk)


def pay_on_account(desk: StoryDesk) -> Sale:
    desk.by_name("القيد على حساب")
    return _pay(desk)


def _pay(desk: StoryDesk) -> Sale:
    page = desk.find(ServePage)
    before = page.payment.last.sale
    desk.press(Key.Key_F12)
    desk.wait_until(lambda: page.payment.last.sale not in (None, before), "the receipt")
    desk.come_to_rest()
    sale = page.payment.last.sale
    assert sale is not None
    return sale


def _say_fee(desk: StoryDesk, work: Work) -> None:
    if work.fee:
        if desk.focus != "fee_typed":
            desk.tab_to("fee_typed")
        desk.enter(work.fee)
    else:
        desk.press(Key.Key_Return)


def _answer(desk: StoryDesk, row: Row, work: Work) -> None:
    place = work.answers.get(row.key, 1)
    if not row.required and row.key not in work.answers:
        desk.press(Key.Key_Down, ALT)
    elif row.kind is RowKind.QUESTION:
        desk.press(_digit(place))
    elif row.kind is RowKind.REFERENCE:
        desk.enter(work.reference)
    elif row.kind is RowKind.FIELD:
        desk.enter(_TYPED[row.check])
    elif row.kind is RowKind.HANDOVER:
        if place > 1:
            desk.press(_digit(place), CTRL)
        if work.promised:
            desk.press(Key.Key_A, CTRL)
            desk.type(work.promised)
        desk.press(Key.Key_Return)
    elif place > 1:
        desk.press(_digit(place))
    else:
        desk.press(Key.Key_Return)


def _digit(place: int) -> Key:
    return Key(Key.Key_0 + place)
