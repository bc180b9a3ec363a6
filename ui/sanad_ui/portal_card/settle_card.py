"""What became of a payment that is not settled: each answer on its digit with what it means, written down at F12."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.identity import LONGEST_REFERENCE
from sanad_desk.domain.portal_payment_life import NEXT, PaymentState
from sanad_ui import tokens
from sanad_ui.case_words import payment_phrase, payment_tone
from sanad_ui.kit import Banner, Card, Chip, Label, PrimaryButton, TextField
from sanad_ui.kit.figures import Figures
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say

_WIDTH = 380


@dataclass(frozen=True, slots=True)
class Unsure:
    """A payment that can be settled here; `amount` in baisa, `reason` is how it became known."""

    payment_id: UUID
    state: PaymentState
    amount: int
    title: Phrase
    about: Phrase
    reference: str
    reason: str = ""
    desk_number: int = 0  # another desk settles its own

    @property
    def key(self) -> tuple[UUID, PaymentState]:
        return self.payment_id, self.state


class SettleCard(Card):
    """`asked` comes from the button; the page's command owns the key. An answer is chosen, then written down."""

    asked = Signal()

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__("portal_card.settle.title", name=name, parent=parent)
        self.setFixedWidth(_WIDTH)
        self.unsure: Unsure | None = None
        self.chip = Chip(name=f"{name}_state")
        self.what = Label(weight=tokens.SEMIBOLD, wrap=True, name=f"{name}_what")
        self.about = Label.secondary(wrap=True, name=f"{name}_about")
        self.figures = Figures(name=name)
        self.reference = TextField(
            "follow.payment.reference", name=f"{name}_reference", limit=LONGEST_REFERENCE, left_to_right=True
        )
        self.reference.edit.setMaxLength(LONGEST_REFERENCE)
        self.answers = ListedRows("follow.payment.what", name=f"{name}_answer")
        self.elsewhere = Banner(name=f"{name}_elsewhere", tone="info")
        self.refusal = Banner(name=f"{name}_refusal", tone="bad")
        self.button = PrimaryButton("portal_card.do.settle", name=f"{name}_settle", key="F12")
        self.add_to_header(self.chip)
        for part in (self.what, self.about, self.figures, self.answers, self.reference, self.elsewhere):
            self.add(part)
        self.body.addStretch(1)
        self.add(self.refusal)
        self.add(self.button)
        self.answers.chosen.connect(self._on_chosen)
        self.button.clicked.connect(self.asked)

    def show_payment(self, unsure: Unsure | None) -> None:
        """The one that the arrows are on; what was chosen and typed stays while it is the same."""
        if unsure is not None and self.unsure is not None and unsure.key == self.unsure.key:
            return
        self.unsure = unsure
        self.refusal.clear()
        if unsure is None:
            return
        self.chip.say(payment_phrase(unsure.state))
        self.chip.set_tone(payment_tone(unsure.state))
        self.what.say(unsure.title)
        self.about.say(unsure.about)
        self.figures.clear()
        self.figures.add("portal_card.settle.amount", unsure.amount, key="amount", strong=True)
        is_ours = unsure.desk_number == 0
        states = [state for state in PaymentState if is_ours and state in NEXT[unsure.state]]
        self.answers.offer(
            [(state.value, say(f"follow.payment.answer.{state.value}")) for state in states],
            {state.value: say(f"follow.payment.means.{state.value}") for state in states},
        )
        self.reference.set_text(unsure.reference)
        for part in (self.answers, self.reference, self.button):
            set_shown(part, is_ours)
        if is_ours:
            self.elsewhere.clear()
        else:
            self.elsewhere.say("error.payment_of_other_desk", desk=unsure.desk_number)
        self._show_button()

    def answer(self) -> PaymentState | None:
        """What is chosen."""
        value = self.answers.value()
        return PaymentState(value) if value else None

    def take_digit(self, event: QKeyEvent) -> None:
        """From the list beside it."""
        self.answers.take_digit(event)

    def set_busy(self, is_busy: bool) -> None:
        self.answers.setEnabled(not is_busy)
        self._show_button()
        if is_busy:
            self.button.setEnabled(False)

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        self.refusal.say_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.answers.take_digit(event):
            super().keyPressEvent(event)

    def _on_chosen(self, _code: str) -> None:
        self.refusal.clear()
        self._show_button()
        self.button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_button(self) -> None:
        answer = self.answer()
        self.button.setEnabled(answer is not None)
        if answer is None:
            self.button.say("portal_card.settle.choose")
        else:
            self.button.say(say("portal_card.settle.button", answer=say(f"follow.payment.answer.{answer.value}")))
