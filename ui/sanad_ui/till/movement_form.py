"""The form in place for money that moves: how much, from where, why, and the slip that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.cash_movement import NAMES_ENTITY, NAMES_RECEIPT, SOURCES, MoveKind, touches_drawer
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_ui import tokens
from sanad_ui.entity_choice import EntityChoice, EntityLine
from sanad_ui.kit import Banner, Card, Label, MoneyField, PrimaryButton, SecondaryButton, Segmented, TextField
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.kit.shown import set_shown

_LONGEST_SLIP = 40
# The reasons people give, by kind; free words are always possible.
REASONS: dict[MoveKind, tuple[str, ...]] = {
    MoveKind.CASH_IN: ("change", "float_low", "found"),
    MoveKind.CASH_OUT: ("paper", "water", "cleaning", "transport", "repair"),
    MoveKind.DROP: ("too_much", "midday", "end_of_day"),
    MoveKind.BANK_DEPOSIT: ("takings", "end_of_day"),
    MoveKind.REMITTANCE: ("daily", "weekly", "claimed"),
    MoveKind.CARD_TOP_UP: ("card_low", "daily"),
    MoveKind.CARD_SETTLED: ("statement",),
    MoveKind.TRANSFER_SETTLED: ("statement",),
    MoveKind.OWNER_IN: ("first_cash", "owner"),
    MoveKind.OWNER_DRAW: ("owner",),
    MoveKind.ENTITY_REFUND: ("statement",),
    MoveKind.REFUND_PAID: ("refund",),
}
_AT_AMOUNT = frozenset({"drawer_too_low", "more_than_account"})


@dataclass(frozen=True, slots=True)
class MovementWanted:
    """What was typed; whether it may be is for the use case to say."""

    kind: MoveKind
    amount: int
    source: str
    entity: str
    reason: str
    slip: str


class MovementForm(Card):
    """`asked` carries a MovementWanted; answer with `refuse(error)` or by leaving the form."""

    asked = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.move.title.cash_in", name="movement_form", parent=parent)
        self.kind = MoveKind.CASH_IN
        self._has_asked = False
        self._sole = ""
        self.lead = Label.secondary(wrap=True, name="move_lead")
        self.amount = MoneyField(
            "till.move.amount", name="move_amount", largest=LARGEST_AMOUNT, required=True, loud=True
        )
        self.source: Segmented | None = None
        self.entity = EntityChoice(name="move_entity")
        self.reason = ReasonField("till.move.reason", name="move_reason")
        self.slip = TextField("till.move.slip", name="move_slip", limit=_LONGEST_SLIP, left_to_right=True, tall=48)
        self.receipt = TextField(
            "till.move.receipt", name="move_receipt", limit=_LONGEST_SLIP, required=True, left_to_right=True, tall=48
        )
        self.banner = Banner(name="move_banner", tone="bad")
        self.confirm = PrimaryButton("till.move.confirm", name="move_confirm", icon="check", key="F12")
        self.cancel = SecondaryButton("till.move.cancel", name="move_cancel", key="Escape")
        self._lay_out()
        self.amount.submitted.connect(self._after_amount)
        self.entity.submitted.connect(self.reason.focus)
        self.slip.submitted.connect(self._after_slip)
        self.receipt.submitted.connect(self._after_slip)
        self.reason.submitted.connect(self.ask)
        self.confirm.clicked.connect(self.ask)
        self.cancel.clicked.connect(self.ask_to_cancel)
        for part in (self.amount, self.reason, self.slip, self.receipt):
            part.edited.connect(self._forget_asking)

    def _lay_out(self) -> None:
        self.body.setSpacing(12)
        self.add(self.lead)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.amount, 3, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.slip, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.add(self.receipt)
        self._sources = QVBoxLayout()
        self._sources.setSpacing(5)
        self.source_label = Label.secondary("till.move.source")
        self._sources.addWidget(self.source_label)
        self.body.addLayout(self._sources)
        self.add(self.entity, 8)
        self.add(self.reason)
        self.body.addStretch(1)
        self.add(self.banner)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.cancel.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.confirm, 1)
        foot.addWidget(self.cancel)
        self.body.addLayout(foot)

    def begin(self, kind: MoveKind, entities: Sequence[EntityLine], *, may_leave_drawer: bool) -> None:
        """Empty, for one kind of movement; safe, bank and card are for managers alone."""
        self.kind = kind
        if self.title is not None:
            self.title.say(f"till.move.title.{kind}")
        self.lead.say(f"till.move.lead.{kind}")
        self.amount.set_text("")
        sources = [source for source in SOURCES[kind] if may_leave_drawer or touches_drawer(kind, source)]
        self._offer_sources(sources)
        set_shown(self.entity, kind in NAMES_ENTITY)
        self.entity.offer(entities)
        self.reason.offer([f"move_{code}" for code in REASONS[kind]])
        self.slip.set_text("")
        self.receipt.set_text("")
        set_shown(self.slip, self.proof is self.slip)
        set_shown(self.receipt, self.proof is self.receipt)
        self._forget_asking()
        self.set_busy(False)
        self.amount.edit.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def proof(self) -> TextField:
        """The slip, if there is one; the reversal's receipt where a customer is paid back."""
        return self.receipt if self.kind in NAMES_RECEIPT else self.slip

    def is_filled(self) -> bool:
        return bool(self.amount.text() or self.reason.text() or self.proof.text())

    def ask_to_cancel(self) -> None:
        """Never out of a filled form at the first press."""
        if self.is_filled() and not self._has_asked:
            self._has_asked = True
            self.banner.say("app.sheet.lose_typed", tone="warn")
        else:
            self.cancelled.emit()

    def ask(self) -> None:
        """Checks what the form can check itself; the first wrong field gets the keyboard."""
        amount, reason, slip = self.amount.check(), self.reason.check(), self.proof.check()
        needs_entity = self.kind in NAMES_ENTITY
        if amount is None:
            self.amount.edit.setFocus()
        elif needs_entity and not self.entity.value():
            self.entity.refuse(DomainError("value_missing"))
        elif slip is None:
            self.proof.edit.setFocus()
        elif not reason:
            self.reason.focus()
        elif self.confirm.isEnabled():
            self.banner.clear()
            self.set_busy(True)
            source = self.source.value() if self.source is not None else self._sole
            entity = self.entity.value() if needs_entity else ""
            self.asked.emit(MovementWanted(self.kind, amount, source, entity, reason, slip))

    def refuse(self, error: SanadError) -> None:
        """At the field that is to blame, else above the buttons."""
        self.set_busy(False)
        field = str(error.params.get("field", ""))
        if error.code.startswith("amount_") or error.code in _AT_AMOUNT or field == "amount":
            self.amount.set_error(error)
            self.amount.edit.setFocus()
        elif error.code == "entity_missing" or field == "entity":
            self.entity.refuse(error)
        elif error.code.startswith("reason_") or field == "reason":
            self.reason.refuse(error)
        elif field == "slip":
            self.proof.set_error(error)
            self.proof.edit.setFocus()
        else:
            self.banner.say_error(error)

    def set_busy(self, is_busy: bool) -> None:
        self.confirm.setEnabled(not is_busy)

    def _forget_asking(self) -> None:
        self._has_asked = False
        self.banner.clear()

    def _offer_sources(self, sources: Sequence[str]) -> None:
        if self.source is not None:
            self._sources.removeWidget(self.source)
            self.source.hide()
            self.source.deleteLater()
            self.source = None
        self._sole = sources[0] if sources else ""
        set_shown(self.source_label, len(sources) > 1)
        if len(sources) > 1:
            options = [(source, f"till.account.{source}") for source in sources]
            self.source = Segmented(options, name="move_source", spoken="till.move.source", value=sources[0])
            self._sources.addWidget(self.source)

    def _after_amount(self) -> None:
        if self.amount.check() is not None:
            self.proof.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _after_slip(self) -> None:
        if self.kind in NAMES_ENTITY:
            self.entity.field.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.reason.focus()
