"""What the card ought to hold, what is ticked, and writing it down: the sum is asked for once more first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.identity import LONGEST_REFERENCE
from sanad_ui import formats
from sanad_ui.kit import Banner, Card, Label, PrimaryButton, TextField
from sanad_ui.kit.figures import Figures
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import say

_WIDTH = 380


class PayCard(Card):
    """`asked` comes from the button; the page's command owns the key."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("portal_card.pay.title", name="pay_card", parent=parent)
        self.setFixedWidth(_WIDTH)
        self.figures = Figures(name="card")
        self.warning = Banner(name="card_warning", tone="warn")
        self.reference = TextField(
            "portal_card.pay.reference",
            name="fee_reference",
            hint="portal_card.pay.reference_hint",
            limit=LONGEST_REFERENCE,
            left_to_right=True,
        )
        self.reference.edit.setMaxLength(LONGEST_REFERENCE)
        self.refusal = Banner(name="card_refusal", tone="bad")
        self.final = Label.secondary("portal_card.pay.final", wrap=True, name="pay_final")
        self.button = PrimaryButton("portal_card.do.pay", name="pay_fees", key="F12")
        self.add(self.figures)
        self.add(self.warning)
        self.body.addSpacing(6)
        self.add(self.reference)
        self.body.addStretch(1)
        for part in (self.refusal, self.final, self.button):
            self.add(part)
        self.button.clicked.connect(self.asked)

    def show_sums(self, balance: int, count: int, amount: int) -> None:
        """`balance` is that of the card, `amount` what is ticked, in baisa."""
        self.figures.clear()
        self.figures.add("portal_card.pay.balance", balance, key="balance")
        self.figures.add("portal_card.pay.chosen", amount, key="chosen")
        after = balance - amount
        self.figures.add("portal_card.pay.after", after, key="after", strong=True, tone="warn" if after < 0 else "ink")
        if after < 0:
            self.warning.say(f"portal_card.pay.{'below' if balance < 0 else 'would_be_below'}")
        else:
            self.warning.clear()
        self.button.setEnabled(count > 0)
        self.show_asking(count, amount, is_asking=False)

    def show_asking(self, count: int, amount: int, *, is_asking: bool) -> None:
        """Whether the next press records what is ticked."""
        words = "again" if is_asking else "button"
        self.button.say(say(f"portal_card.pay.{words}", n=count, amount=lambda: formats.amount(amount)))
        self.final.say("portal_card.pay.final" if count else "portal_card.pay.nothing")
        self.final.set_tone("warn" if is_asking else "ink2")

    def show_reference(self, reference: str | None, number: str) -> None:
        """Of the fee that the arrows are on; None when there is none."""
        set_shown(self.reference, reference is not None)
        self.reference.set_text(reference or "")
        self.reference.set_hint(say("portal_card.pay.reference_hint", number=formats.identifier(number)))

    def refuse(self, error: SanadError) -> None:
        self.button.setEnabled(True)
        self.refusal.say_error(error)
