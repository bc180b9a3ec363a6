"""The head of a case's card: what it is, how it stands, the portal's reference, and whose it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.customer_message import local_phone
from sanad_desk.domain.portal_payment_life import UNCERTAIN
from sanad_desk.usecases.follow_up import FollowRow
from sanad_desk.usecases.look_at_case import CaseStory
from sanad_ui import formats, tokens
from sanad_ui.case_words import (
    day_text,
    payment_phrase,
    payment_tone,
    state_phrase,
    state_tone,
    words_of,
)
from sanad_ui.kit import Amount, Chip, ElidedLabel, IconButton, Label
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import plain, say

_TIME_SHOWN_MS = 1_500


class CaseHead(QWidget):
    """`refer_asked` wants the reference typed; copying it is done here."""

    refer_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case_head")
        self.service = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, wrap=True, name="case_service")
        self.place = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name="case_place")
        self.state = Chip(name="case_state")
        self.payment = Chip(name="case_payment_state", icon="credit-card")
        self.parked = Chip("follow.card.parked", name="case_parked", tone="bad", icon="unplug")
        self.promised = Chip(name="case_promised", icon="calendar-clock")
        self.reminder = Chip(name="case_reminder", icon="bell")
        self.reference = ElidedLabel(weight=tokens.SEMIBOLD, name="case_portal_reference")
        self.copy_button = IconButton("copy", "follow.card.copy_reference", name="case_copy_reference")
        self.refer_button = IconButton("pencil", "follow.card.edit_reference", name="case_edit_reference")
        self.customer = ElidedLabel(weight=tokens.MEDIUM, name="case_customer")
        self.contact = ElidedLabel(size=tokens.TEXT_CAPTION, tone="ink2", name="case_contact")
        self.amount_words = Label.secondary(name="case_amount_words")
        self.amount = Amount(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name="case_amount")
        self._copied = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TIME_SHOWN_MS)
        self._timer.timeout.connect(lambda: self.copy_button.set_icon("copy"))
        self._lay_out()
        self.copy_button.clicked.connect(self.copy_reference)
        self.refer_button.clicked.connect(self.refer_asked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.service)
        column.addWidget(self.place)
        chips = FlowBox(spacing=6)
        for chip in (self.state, self.payment, self.parked, self.promised, self.reminder):
            chips.add(chip)
        column.addWidget(chips)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Label.secondary("follow.card.reference"))
        row.addSpacing(8)
        row.addWidget(self.reference, 1)
        for button in (self.copy_button, self.refer_button):
            button.tall = 30
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.customer)
        column.addWidget(self.contact)
        money = QHBoxLayout()
        money.addWidget(self.amount_words)
        money.addStretch(1)
        money.addWidget(self.amount)
        column.addLayout(money)

    def show_case(self, row: FollowRow, today: date) -> None:
        standing = row.standing
        self.service.say(words_of(row.service))
        reference = formats.identifier(standing.reference)
        self.place.say(lambda: formats.listed([reference, words_of(row.entity)()]))
        self.state.say(state_phrase(standing), tone=state_tone(standing.state))
        set_shown(self.state, row.payment is None or standing.reason != UNCERTAIN)
        set_shown(self.payment, row.payment is not None)
        if row.payment is not None:
            self.payment.say(payment_phrase(row.payment), tone=payment_tone(row.payment))
        set_shown(self.parked, row.is_parked)
        self._show_days(row, today)
        self._copied = standing.portal_reference
        known = plain(formats.identifier(standing.portal_reference)) if standing.portal_reference else None
        self.reference.say(known or "follow.card.no_reference")
        self.reference.set_tone("ink" if known else "ink2")
        set_shown(self.copy_button, known is not None)
        self.customer.say(words_of(row.customer) if row.customer else "follow.card.no_customer")
        self._show_contact(row, None)
        for part in (self.amount, self.amount_words):
            set_shown(part, row.amount > 0)
        if row.amount > 0:
            self.amount.set_baisa(row.amount)
            self.amount_words.say(f"follow.card.amount.{'payment' if row.payment else standing.state.value}")

    def show_story(self, row: FollowRow, story: CaseStory) -> None:
        """Who came for the customer is known only once the case was looked at."""
        self._show_contact(row, story)

    def copy_reference(self) -> None:
        """Says for a moment that it was copied."""
        if self._copied:
            QGuiApplication.clipboard().setText(self._copied)
            self.copy_button.set_icon("check")
            self._timer.start()

    def _show_days(self, row: FollowRow, today: date) -> None:
        promised, remind_on = row.standing.promised, row.standing.remind_on
        set_shown(self.promised, promised is not None)
        set_shown(self.reminder, remind_on is not None)
        if promised is not None:
            key = "follow.card.overdue" if row.is_overdue else "follow.card.promised"
            self.promised.say(key, day=lambda: day_text(promised, today), tone="bad" if row.is_overdue else "quiet")
        if remind_on is not None:
            tone = "accent" if row.is_due else "quiet"
            self.reminder.say("follow.card.reminder", day=lambda: day_text(remind_on, today), tone=tone)

    def _show_contact(self, row: FollowRow, story: CaseStory | None) -> None:
        representative = story.representative if story is not None else None

        def words() -> str:
            through = say("follow.card.through", name=words_of(representative))() if representative else ""
            phone = formats.phone(local_phone(row.phone)) if row.phone else ""
            return formats.listed([formats.identifier(row.masked) if row.masked else "", phone, through])

        self.contact.say(words)
        set_shown(self.contact, bool(row.masked or row.phone or representative))
