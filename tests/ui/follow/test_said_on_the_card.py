"""What is noted about a case beside its moves: portal payments, messages, ratings, complaints, and its slip."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.customer_message import ToldBy
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_ui.background import Background
from tests.ui.follow.hands import CaseHands
from tests.usecases.counter import Counter

FEE = 1_000


class Outside(QObject):
    """Stands where the browser and the telephone are."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def outside() -> Iterator[Outside]:
    made = Outside()
    for scheme in ("https", "tel", "sms"):
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in ("https", "tel", "sms"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def hands(qtbot: QtBot, counter: Counter, background: Background) -> CaseHands:
    return CaseHands(qtbot, counter, background)


@pytest.fixture
def approved(hands: CaseHands) -> CaseHands:
    """Its entity asks for a fee, which the customer pays with his own card."""
    hands.sell()
    hands.moved(Move.APPROVE, amount=FEE)
    hands.look()
    return hands


def test_a_payment_that_is_unknown_is_listed_and_settled_by_key(approved: CaseHands) -> None:
    hands = approved
    hands.run("case.payment")
    form = hands.card.payment_form
    assert form.amount.amount() == FEE
    form.channel.set_value(Channel.CUSTOMER_CARD)
    form.reference.set_text("P-77120")
    hands.press(Qt.Key.Key_4)
    hands.wait_for_change()
    assert hands.row().payment is PaymentState.UNKNOWN
    hands.look()
    assert hands.card.view.next_button.text() == "تحقق من الدفع"
    assert hands.card.view.head.payment.text() == "دفع غير مؤكد"
    hands.card.do_next()
    assert "لا يُعاد الدفع تلقائيًا أبدًا" in form.lead.text()
    assert form.states.codes == ("confirmed", "failed", "deducted")
    hands.press(Qt.Key.Key_1)
    hands.wait_for_change()
    assert hands.row().payment is None
    assert [event.params["state"] for event in hands.story().events if event.kind == "payment"] == [
        "confirmed",
        "unknown",
    ]


def test_a_payment_needs_its_amount(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.payment")
    form = hands.card.payment_form
    assert form.amount.amount() == hands.row().held
    form.amount.set_text("")
    hands.press(Qt.Key.Key_2)
    assert form.amount.has_error
    assert form.states.value() == ""


def test_a_failed_payment_leaves_the_case_as_it_was_and_its_keys_alive(approved: CaseHands, qtbot: QtBot) -> None:
    before = approved.row()
    approved.run("case.payment")
    approved.card.payment_form.channel.set_value(Channel.CUSTOMER_CARD)
    approved.press(Qt.Key.Key_3)
    approved.wait_for_change()
    assert approved.row() == before
    qtbot.waitUntil(lambda: approved.card._look is not None)
    qtbot.waitUntil(lambda: "لم يتم الدفع" in approved.card.view.history.lines[0].title.text())


def test_the_centre_pays_only_what_it_holds(approved: CaseHands, qtbot: QtBot) -> None:
    approved.run("case.payment")
    form = approved.card.payment_form
    form.amount.set_amount(900_000)
    approved.press(Qt.Key.Key_2)
    qtbot.waitUntil(form.line.isVisible)
    assert form.states.options[0].hasFocus()
    approved.press(Qt.Key.Key_Escape)
    assert approved.row().payment is None


def test_every_payment_begins_with_the_centres_own_card(approved: CaseHands) -> None:
    approved.run("case.payment")
    form = approved.card.payment_form
    assert form.amount.amount() == FEE
    form.channel.set_value(Channel.CUSTOMER_CARD)
    approved.press(Qt.Key.Key_Escape)
    approved.run("case.payment")
    assert form.channel.value() is Channel.CENTRE_CARD


def test_what_is_unsure_is_settled_before_anything_is_charged(approved: CaseHands) -> None:
    desk, who = approved.counter.desk, approved.counter.clerk
    ask_portal_payment(desk, who, PaymentAsked(approved.case_id, FEE, Channel.CUSTOMER_BANK, PaymentState.UNKNOWN))
    approved.look()
    approved.run("case.more")
    names = [option.objectName() for option in approved.card.menu.options]
    assert names[0] == "case_menu_payment"
    assert "case_menu_pay_charged" not in names
    assert "case_menu_pay" not in names
    assert approved.card.view.next_button.key == "V"


def test_before_a_case_ends_its_form_says_what_the_entity_has_of_it(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    desk, who = hands.counter.desk, hands.counter.clerk
    ask_portal_payment(desk, who, PaymentAsked(hands.case_id, FEE, Channel.CUSTOMER_CARD, PaymentState.CONFIRMED))
    hands.look()
    qtbot.waitUntil(lambda: hands.card._look is not None and hands.card._look.known.paid == FEE)
    hands.run("case.move.turn_down")
    assert strip_marks(hands.card.move_form.lead.text()).startswith("دُفع للجهة 1.000 ر.ع.")


def test_a_payment_shows_what_may_become_of_it(approved: CaseHands) -> None:
    desk, who = approved.counter.desk, approved.counter.clerk
    asked = PaymentAsked(approved.case_id, FEE, Channel.CUSTOMER_BANK, PaymentState.DEDUCTED)
    ask_portal_payment(desk, who, asked)
    approved.look()
    approved.card.open_payment()
    form = approved.card.payment_form
    assert form.states.codes == ("confirmed", "refund_asked", "refunded")
    assert not form.amount.isVisible()
    assert "1.000" in form.lead.text()


def test_a_message_is_copied_and_noted(approved: CaseHands, qtbot: QtBot) -> None:
    approved.run("case.message")
    form = approved.card.talk.message_form
    qtbot.waitUntil(form.isVisible)
    assert "9910 0001" in form.lead.text()
    english = form.speech.findChild(QAbstractButton, "message_language_en")
    assert isinstance(english, QAbstractButton)
    english.click()
    assert "is to be paid" in form.text.text()
    approved.press(Qt.Key.Key_2)
    qtbot.waitUntil(form.line.isVisible)
    assert QApplication.clipboard().text() == form.text.text()
    approved.press(Qt.Key.Key_Escape)
    approved.wait_for_change()
    [told] = [event for event in approved.story().events if event.kind == "told"]
    assert told.params["channel"] == "copied"


def test_a_message_goes_out_by_telephone(approved: CaseHands, qtbot: QtBot, outside: Outside) -> None:
    approved.run("case.message")
    form = approved.card.talk.message_form
    qtbot.waitUntil(form.isVisible)
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5):
        approved.press(key)
    assert [address.partition(":")[0] for address in outside.opened] == ["https", "tel", "sms"]
    assert outside.opened[0].startswith("https://wa.me/96899100001?text=")
    assert approved.row().standing.reference in unquote(outside.opened[0])
    qtbot.waitUntil(lambda: len([event for event in approved.story().events if event.kind == "told"]) == 3)


def test_without_a_phone_the_text_is_copied_or_the_phone_noted(approved: CaseHands, qtbot: QtBot) -> None:
    with approved.counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE customer SET phone = ''")
        unit.commit()
    approved.look()
    approved.run("case.message")
    form = approved.card.talk.message_form
    qtbot.waitUntil(form.isVisible)
    assert [way for way, option in form.ways.items() if option.isEnabled()] == [ToldBy.COPIED]
    approved.press(Qt.Key.Key_2)
    qtbot.waitUntil(form.line.isVisible)
    assert QApplication.clipboard().text() == form.text.text()
    form.phone.setFocus()
    QTest.keyClicks(form.phone.edit, "12")
    approved.press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.phone.note.isVisible)
    form.phone.set_text("99100009")
    approved.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "9910 0009" in form.lead.text())
    assert form.ways[ToldBy.WHATSAPP].isEnabled()
    assert not form.phone.isVisible()


def test_the_service_is_rated_when_it_is_handed_over(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.moved(Move.ISSUE)
    hands.look()
    hands.card.do_next()
    form = hands.card.talk.rating_form
    qtbot.waitUntil(form.isVisible)
    assert hands.standing().state is CaseState.DONE
    hands.press(Qt.Key.Key_4)
    hands.wait_for_change()
    assert [event.params["stars"] for event in hands.story().events if event.kind == "rated"] == [4]
    hands.card.talk.open_rating()
    hands.press(Qt.Key.Key_5)
    qtbot.waitUntil(form.line.isVisible)
    assert form.tiles[0].isEnabled()


def test_a_complaint_gets_its_number_and_its_slip(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.run("case.complain")
    form = hands.card.talk.complaint_form
    form.confirm()
    assert form.kinds.note.text()
    hands.press(Qt.Key.Key_6)
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    [made] = [event for event in hands.story().events if event.kind == "complaint"]
    number = made.params["number"]
    assert number in strip_marks(hands.card.view.line.label.text())
    qtbot.waitUntil(lambda: [paper.title for paper in hands.out] == [number])


def test_the_slip_is_printed(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.run("case.slip")
    qtbot.waitUntil(lambda: bool(hands.out))
    assert hands.row().standing.reference in hands.out[0].title
