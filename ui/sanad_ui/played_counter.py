"""The morning of the played job by keyboard: sign-in, the float counted, customers served, a copy of a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from sanad_ui.played_clerk import PlayedClerk, Stuck

if TYPE_CHECKING:
    from sanad_desk.usecases.take_payment import Sale
    from sanad_ui.serve import ServePage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CASH = "100"
BY_CARD = "الدفع بالبطاقة"
APPROVAL_CODE = "204817"
STEP_SHOWN = 3  # some rows done, one open, some to come
LONGEST_CHECKLIST = 60


class Visitor(NamedTuple):
    """A customer not met before, and what he says that he wants."""

    number: str
    name: str
    words: str


def sign_in(clerk: PlayedClerk, tile: Key, pin: str) -> None:
    clerk.wait_until(lambda: clerk.focus.startswith(("operator", "pin")), "the sign-in page")
    clerk.settle()  # once the operators are read the keyboard goes to the PIN again
    if clerk.focus == "pin":  # of whoever worked last
        clerk.press(Key.Key_Escape)
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "the operators")
    clerk.press(tile)
    clerk.wait_for_focus("pin")
    clerk.type(pin)
    clerk.press(Key.Key_Return)
    clerk.wait_until(lambda: clerk.window.is_at_work, "the desk")


def open_shift(clerk: PlayedClerk, pieces: dict[int, int]) -> None:
    """The float counted by notes and coins."""
    clerk.wait_for_focus("float")
    clerk.tab_to("float_count")
    clerk.count("float_count", pieces)
    clerk.pictures("open")
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("customer_box")


def serve_for_cash(clerk: PlayedClerk, visitor: Visitor) -> Sale:
    """From the greeting to the change, with a picture of each moment."""
    page = _serve_page(clerk)
    _welcome(clerk, page, visitor)
    _work_through(clerk, page, is_shown=True)
    clerk.type(CASH)
    clerk.pictures("pay")
    sale = _pay(clerk, page)
    clerk.pictures("paid")
    return sale


def serve_by_card(clerk: PlayedClerk, visitor: Visitor) -> Sale:
    """The whole bill on the terminal, with the code that it gave."""
    page = _serve_page(clerk)
    _welcome(clerk, page, visitor)
    _work_through(clerk, page)
    clerk.press(Key.Key_K, CTRL)
    clerk.wait_for_focus("palette_field")
    clerk.type(BY_CARD)
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("card_code")
    clerk.type(APPROVAL_CODE)
    clerk.pictures("pay-card")
    return _pay(clerk, page)


def print_again(clerk: PlayedClerk, number: str) -> None:
    """Looks a receipt up and prints it on A4."""
    clerk.press(Key.Key_F7)
    clerk.wait_for_focus("find_box")
    clerk.type(number)
    clerk.wait_until(lambda: number in clerk.words("find_number"), "the receipt beside the list")
    clerk.press(Key.Key_P, CTRL | SHIFT)
    clerk.pictures("find")
    clerk.press(Key.Key_P, CTRL)


def _serve_page(clerk: PlayedClerk) -> ServePage:
    from sanad_ui.serve import ServePage  # only after the program has read its pages

    page = clerk.window.findChild(ServePage)
    assert isinstance(page, ServePage)
    return page


def _welcome(clerk: PlayedClerk, page: ServePage, visitor: Visitor) -> None:
    clerk.type(visitor.number)
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("customer_name_ar")
    clerk.type(visitor.name)
    while clerk.focus.startswith("customer_name"):
        clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Return)  # without a phone
    clerk.wait_for_focus("service_search")
    clerk.type(visitor.words)
    clerk.press(Key.Key_Return)
    clerk.wait_until(lambda: page.checklist.case is not None, "the checklist")


def _work_through(clerk: PlayedClerk, page: ServePage, *, is_shown: bool = False) -> None:
    """Every row as it is offered, then whatever amount the bill still asks for."""
    for step in range(LONGEST_CHECKLIST):
        clerk.wait_until(lambda: page.presenter.is_idle and page.fresh.is_over, "the store and the page")
        if clerk.focus == "cash_received":
            return
        if is_shown and step == STEP_SHOWN:
            clerk.pictures("serve")
        row = page.checklist.view.open_widget
        if clerk.focus == "price_amount":
            clerk.type("2")
            clerk.press(Key.Key_Return)
        elif row is None or clerk.focus.startswith("fee_"):
            clerk.press(Key.Key_Return)
        elif not row.item.row.required:
            clerk.press(Key.Key_Down, ALT)
        elif row.item.row.kind.value == "question":
            clerk.press(Key.Key_1)
        else:
            if row.item.row.kind.value == "reference":
                clerk.type("ROP-88213-26")
            clerk.press(Key.Key_Return)
    raise Stuck("the end of the checklist")


def _pay(clerk: PlayedClerk, page: ServePage) -> Sale:
    before = page.payment.last.sale
    clerk.press(Key.Key_F12)
    clerk.wait_until(lambda: page.payment.last.sale not in (None, before), "the receipt")
    clerk.wait_for_focus("customer_box")
    sale = page.payment.last.sale
    assert sale is not None
    return sale
