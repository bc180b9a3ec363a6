"""The card of a case: its story, its moves with all they need to be said, and who has to agree."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.digits import strip_marks
from sanad_ui.background import Background
from sanad_ui.language import LANGUAGES, LanguageCode, language
from tests.ui.follow.hands import CaseHands
from tests.usecases.counter import Counter

PRICED_RESEND = "mol-permit-initial-individual"
SENSITIVE = "mol-absconding-report"


@pytest.fixture
def hands(qtbot: QtBot, counter: Counter, background: Background) -> CaseHands:
    return CaseHands(qtbot, counter, background)


def test_a_card_without_a_case_teaches_what_to_do(hands: CaseHands) -> None:
    hands.card.show_case(None)
    assert hands.card.empty.isVisible()
    assert [command.name for command in hands.card.commands() if command.is_enabled()] == []


def test_a_case_tells_its_story(hands: CaseHands) -> None:
    hands.sell()
    hands.moved(Move.RETURN, reason="paper_missing", rows=("paper:0:civil-id",), remark="صورة باهتة")
    hands.moved(Move.PROMISE, promised=date(2026, 11, 22))
    hands.look()
    head, lines = hands.card.view.head, hands.card.view.history.lines
    assert hands.row().entity.ar in head.place.text()
    assert hands.row().standing.reference in head.place.text()
    assert (head.state.text(), strip_marks(head.promised.text())) == ("أُعيدت للاستكمال", "الموعد 22/11")
    assert strip_marks(head.contact.text()) == "••••0001 · 9910 0001"
    titles = [strip_marks(line.title.text()) for line in lines]
    assert titles[:2] == ["الموعد 22/11", "أُعيدت للاستكمال"]
    assert "24.000" in titles[-1]
    assert lines[1].place.text().endswith("صورة باهتة")
    language.use("en")
    assert strip_marks(lines[1].title.text()) == "Sent back for completion"


def test_the_portal_reference_is_typed_and_copied(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.card.view.head.refer_button.click()
    hands.card.move_form.reference.set_text("MOL-99312-26")
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    hands.look()
    hands.run("case.copy")
    assert QApplication.clipboard().text() == "MOL-99312-26"


def test_what_one_operator_began_to_say_nobody_says_in_his_name(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.move.hold")
    card = hands.card
    card.begin(hands.counter.clerk)
    assert card.is_asking  # he locked the screen, and goes on
    card.begin(hands.counter.manager)
    assert not card.is_asking


def test_a_move_with_reasons_is_made_by_digit_and_return(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.move.hold")
    form = hands.card.move_form
    form.confirm()
    assert form.reasons.note.text() == "اختر واحدًا من القائمة."
    hands.press(Qt.Key.Key_4)
    assert form.confirm_button.hasFocus()
    form.day.chips[0].click()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    standing = hands.standing()
    assert (standing.state, standing.reason) == (CaseState.ON_HOLD, "customer_unreachable")
    assert standing.remind_on == date(2026, 11, 23)  # the first day after the National Day
    assert not hands.card.is_asking


def test_papers_of_a_return_are_ticked_as_the_checklist_names_them(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.move.return")
    form = hands.card.move_form
    assert not form.papers.isVisible()
    hands.press(Qt.Key.Key_1)
    [tick] = form.papers.ticks.values()
    assert (tick.text(), tick.hasFocus()) == ("البطاقة الشخصية", True)
    hands.press(Qt.Key.Key_Space)
    form.remark.set_text("صورة باهتة")
    form.tell.setChecked(False)
    form.confirm()
    hands.wait_for_change()
    event = hands.story().events[0]
    assert (event.params["rows"][0].ar, event.params["remark"]) == ("البطاقة الشخصية", "صورة باهتة")


def test_a_sensitive_service_takes_no_remark(hands: CaseHands) -> None:
    hands.sell(SENSITIVE)
    hands.card.start(Move.RETURN)
    assert hands.card.move_form.reasons.isVisible()
    assert not hands.card.move_form.remark.isVisible()


def test_what_the_desk_refuses_is_said_at_its_field(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.run("case.move.hold")
    form = hands.card.move_form
    hands.press(Qt.Key.Key_1)
    form.remark.set_text("اتصل على 91234567")
    form.confirm()
    qtbot.waitUntil(lambda: form.remark.has_error)
    assert form.confirm_button.isEnabled()
    form.day.field.set_text("31/2")
    form.confirm()
    assert form.day.field.has_error


def test_an_approval_goes_on_to_the_message(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.card.do_next()
    form = hands.card.move_form
    form.amount.set_text("201")
    hands.press(Qt.Key.Key_Return)
    message = hands.card.talk.message_form
    qtbot.waitUntil(message.isVisible)
    assert "201.000" in message.text.text()
    assert hands.changes == []  # the list waits until what was begun is done with
    hands.press(Qt.Key.Key_Escape)
    hands.wait_for_change()
    assert (hands.standing().state, hands.standing().amount) == (CaseState.APPROVED, 201_000)


def test_a_reminder_needs_a_day_and_is_taken_away_again(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.move.remind")
    form = hands.card.move_form
    hands.press(Qt.Key.Key_Return)
    assert form.day.field.has_error
    form.day.field.set_text("27/11/2026")
    form.day.field.date_typed.emit(form.day.day())
    assert strip_marks(form.day.field.note.text()) == "الجمعة عطلة أسبوعية."
    form.day.chips[1].click()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    assert hands.standing().remind_on == date(2026, 11, 26)
    hands.look()
    assert hands.card.view.head.reminder.isVisible()
    hands.run("case.move.remind")
    form.day.field.set_text("")
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    assert hands.standing().remind_on is None


def test_what_has_a_price_is_offered_for_money_and_for_nothing(hands: CaseHands) -> None:
    hands.sell(PRICED_RESEND)
    hands.moved(Move.RETURN, reason="data_wrong")
    hands.look()
    hands.run("case.move.resend")
    assert [option.text() for option in hands.card.menu.options] == [
        "\u2068إعادة إرسال\u2069 مجانًا",
        "إعادة إرسال برسوم",
    ]
    hands.press(Qt.Key.Key_2)
    assert hands.served == [(hands.case_id, "resend")]
    hands.card.start(Move.RESEND)
    hands.press(Qt.Key.Key_1)
    hands.wait_for_change()
    assert hands.standing().state is CaseState.SUBMITTED


def test_money_after_approval_goes_to_the_bill(hands: CaseHands) -> None:
    hands.sell()
    hands.moved(Move.APPROVE, amount=1_000)
    hands.look()
    assert hands.card.view.next_button.text() == "تحصيل الدفع"
    hands.run("case.move.pay")
    assert hands.served == [(hands.case_id, "pay")]
    hands.run("case.more")
    noted = next(option for option in hands.card.menu.options if option.objectName() == "case_menu_pay")
    noted.click()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for_change()
    assert hands.standing().state is CaseState.PAID


def test_what_ends_a_case_by_the_way_is_asked_once_more(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.move.finish")
    assert hands.card.move_form.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert hands.standing().state is CaseState.SUBMITTED


def test_a_case_that_was_moved_meanwhile_says_so(hands: CaseHands, qtbot: QtBot) -> None:
    hands.sell()
    hands.moved(Move.REVIEW)
    hands.run("case.move.review")
    line = hands.card.view.line
    qtbot.waitUntil(line.isVisible)
    assert hands.row().standing.reference in line.label.text()


def test_a_form_keeps_the_keys_and_stays_while_its_case_does(hands: CaseHands) -> None:
    hands.sell()
    hands.card.view.message_button.setFocus()
    hands.run("case.move.hold")
    assert not any(command.is_enabled() for command in hands.card.commands())
    hands.card.move_form.remark.set_text("يعود غدًا")
    hands.look()
    assert hands.card.move_form.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert hands.card.view.message_button.hasFocus()
    hands.run("case.move.hold")
    hands.moved(Move.REVIEW)
    hands.look()
    assert not hands.card.is_asking


def test_a_key_pressed_before_the_story_is_read_is_not_lost(hands: CaseHands) -> None:
    hands.sell()
    hands.moved(Move.HOLD, reason="waiting_entity")
    hands.card.show_case(hands.row())
    hands.run("case.move.resume")
    hands.wait_for_change()
    assert hands.standing().state is CaseState.SUBMITTED


def test_the_list_of_moves_holds_what_makes_sense_and_its_keys(hands: CaseHands) -> None:
    hands.sell()
    hands.run("case.more")
    names = [option.objectName().removeprefix("case_menu_") for option in hands.card.menu.options]
    assert names[:3] == ["approve", "review", "return"]
    assert {"resend", "resume", "reopen"}.isdisjoint(names)
    hands.run("case.move.turn_down")
    assert hands.card.move_form.isVisible()


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_cut_and_everything_has_a_name(hands: CaseHands, code: LanguageCode) -> None:
    language.use(code)
    hands.sell()
    card = hands.card
    for part, open_part in (
        (card.view, card.show_story),
        (card.menu, card.open_menu),
        (card.move_form, lambda: card.start(Move.RETURN)),
        (card.payment_form, card.open_payment),
        (card.talk.complaint_form, card.talk.open_complaint),
        (card.talk.rating_form, card.talk.open_rating),
    ):
        open_part()
        controls: list[QWidget] = [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
        assert [c for c in controls if not (c.objectName() and c.accessibleName())] == []
        assert [c.objectName() for c in controls if c.isVisible() and not is_within(c, part)] == []
        card.show_story()


def is_within(control: QWidget, part: QWidget) -> bool:
    left = control.mapTo(part, control.rect().topLeft()).x()
    return left >= 0 and left + control.width() <= part.width()
