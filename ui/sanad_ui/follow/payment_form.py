"""A payment in the entity's portal: what was tried, and what the portal answered, each answer on its digit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.portal_payment_life import FIRST, NEXT, Channel, PaymentState
from sanad_desk.usecases.follow_up import FollowRow
from sanad_ui import formats
from sanad_ui.case_words import payment_phrase
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.kit import MoneyField, Segmented, TextField
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import say

_REFERENCE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """What became of a payment; `payment_id` is None for one that was not known before. `amount` in baisa."""

    case_id: UUID
    payment_id: UUID | None
    state: PaymentState
    amount: int
    channel: Channel
    reference: str


class PaymentForm(CaseForm):
    """`answered` carries a PaymentAnswer; answer with `refuse` or by closing it."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__(name="case_payment")
        self._row: FollowRow | None = None
        self.amount = MoneyField("follow.payment.amount", name="payment_amount", required=True)
        self.channel = Segmented(
            [(channel, f"follow.payment.by.{channel.value}") for channel in Channel],
            name="payment_channel",
            spoken="follow.payment.channel_label",
            value=Channel.CENTRE_CARD,
        )
        self.reference = TextField(
            "follow.payment.reference", name="payment_reference", limit=_REFERENCE_LIMIT, left_to_right=True
        )
        self.states = ListedRows("follow.payment.what", name="payment_state")
        for part in (self.amount, self.channel, self.reference, self.states):
            self.parts.addWidget(part)
        self.amount.submitted.connect(self._go_to_states)
        self.reference.submitted.connect(self._go_to_states)
        self.states.chosen.connect(self._on_state)

    def open(self, row: FollowRow) -> None:
        """The open payment of the case, or a new one."""
        self._row = row
        self.line.clear()
        self.set_busy(False)
        self.title.say("follow.payment.title")
        known = row.payment
        if known is None:
            self.explain("follow.payment.lead")
        else:
            amount = partial(formats.amount_with_unit, row.amount)
            key = "follow.payment.unknown_lead" if known is PaymentState.UNKNOWN else "follow.payment.known_lead"
            self.explain(say(key, state=payment_phrase(known), amount=amount))
        asked_for = row.standing.amount if row.standing.state is CaseState.APPROVED else 0
        asked_for = asked_for or row.held
        self.amount.set_amount(asked_for or None)
        self.channel.set_value(Channel.CENTRE_CARD)
        self.reference.set_text("")
        for part in (self.amount, self.channel):
            set_shown(part, known is None)
        states = [state for state in PaymentState if state in (FIRST if known is None else NEXT[known])]
        self.states.offer(
            [(state.value, say(f"follow.payment.answer.{state.value}")) for state in states],
            {state.value: say(f"follow.payment.means.{state.value}") for state in states},
        )
        if known is None and not asked_for:
            start_on(self.amount)
        else:
            self._go_to_states()

    def set_busy(self, is_busy: bool) -> None:
        super().set_busy(is_busy)
        self.states.setEnabled(not is_busy)

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        self.states.set_value("")
        field = {"amount": self.amount, "reference": self.reference}.get(str(error.params.get("field")))
        if field is not None and field.isVisibleTo(self):
            field.set_error(error)
            start_on(field)
        else:
            self.line.say_error(error)
            self._go_to_states()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.states.take_digit(event):
            super().keyPressEvent(event)

    def _go_to_states(self) -> None:
        start_on(self.states.options[0])

    def _on_state(self, code: str) -> None:
        row = self._row
        if row is None:
            return
        self.line.clear()
        is_new = row.payment_id is None
        amount = self.amount.check() if is_new else row.amount
        if not amount:
            self.refuse(DomainError("amount_missing", field="amount"))
            return
        if self.reference.check() is None:
            self.states.set_value("")
            return
        self.set_busy(True)
        self.answered.emit(
            PaymentAnswer(
                row.standing.case_id,
                row.payment_id,
                PaymentState(code),
                int(amount),
                self.channel.value(),
                self.reference.value(),
            )
        )
