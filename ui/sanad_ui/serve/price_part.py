"""The centre's own fee of an action: how many, which size, how much, and what is given up of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.visit import ActionDraft
from sanad_desk.usecases.change_action import choose_variant, set_centre_fee, set_quantity
from sanad_desk.usecases.look_at_visit import CaseView
from sanad_ui import formats
from sanad_ui.error_text import warning_phrase
from sanad_ui.keys import press_once
from sanad_ui.kit import ChoiceField, Label, MoneyField, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.serve.action_parts import ActionPlace
from sanad_ui.serve.beside import beside
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.stepper import Stepper
from sanad_ui.texts import both, say


class PricePartEditor(QWidget):
    """`waiver_wanted` carries the amount to give up of one unit, before anybody has approved it.

    `settled` when a price that was missing is there.
    """

    waiver_wanted = Signal(int)
    settled = Signal()

    def __init__(self, presenter: ServePresenter, refuse: Callable[[SanadError], None]) -> None:
        super().__init__()
        self.setObjectName("price_part")
        self._presenter, self._refuse = presenter, refuse
        self._place: ActionPlace | None = None
        self._draft: ActionDraft | None = None
        self._variants: tuple[str, ...] = ()
        self.variant = ChoiceField("serve.price.variant", name="price_variant")
        self.price = MoneyField("serve.price.centre", name="price_amount")
        self.take = SecondaryButton("serve.fee.take", name="price_take")
        self.quantity = Stepper("serve.price.quantity", name="price_quantity")
        self.waiver = MoneyField("serve.price.waiver", name="price_waiver")
        self.give_up = SecondaryButton("serve.price.give_up", name="price_give_up")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label.heading("serve.bill.centre"))
        column.addWidget(self.variant)
        column.addLayout(beside(self.price, self.take))
        column.addWidget(self.quantity)
        column.addLayout(beside(self.waiver, self.give_up))
        self._connect()

    def _connect(self) -> None:
        for field in (self.price, self.waiver):
            press_once(field.edit)
        self.variant.chosen.connect(self._on_variant)
        self.price.submitted.connect(self._take_price)
        self.price.edited.connect(self._keep)
        self.take.clicked.connect(self._take_price)
        self.quantity.changed.connect(self._on_quantity)
        self.waiver.submitted.connect(self._on_waiver)
        self.give_up.clicked.connect(self._on_waiver)

    def focus_first(self) -> None:
        self.price.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.price.edit.selectAll()

    def show_action(self, place: ActionPlace, case: CaseView, draft: ActionDraft, today: date) -> None:
        is_other = place != self._place
        self._place, self._draft = place, draft
        text = self._presenter.drafts.text(self._name("price"))
        if text and is_other:
            self.price.set_text(text)
        elif not text:
            self.price.set_amount(draft.centre_fee)
        self._show_notes(draft)
        variants = case.service.variants(draft.action, today)
        set_shown(self.variant, len(variants) > 1)
        if (codes := tuple(price.variant for price in variants)) != self._variants or is_other:
            self._variants = codes
            names = [
                (v.variant, both(v.variant_name.ar or v.variant, v.variant_name.en or v.variant)) for v in variants
            ]
            self.variant.set_options(names)
        self.variant.set_value(draft.variant)
        self.quantity.set_value(draft.quantity)
        if is_other or not self.waiver.edit.hasFocus():
            self.waiver.set_amount(draft.waived or None)
        set_shown(self.waiver, bool(draft.centre_fee))
        set_shown(self.give_up, bool(draft.centre_fee))

    def forget(self) -> None:
        if self._place is not None:
            self._presenter.drafts.forget(self._name("price"))
        self._place = None

    def _show_notes(self, draft: ActionDraft) -> None:
        official = draft.official_fee
        if official is None:
            self.price.set_hint("serve.price.no_official")
            self.price.set_warning(None)
            return
        self.price.set_hint(say("serve.price.official", amount=lambda: formats.amount(official)))
        is_above = draft.centre_fee is not None and draft.centre_fee > official
        self.price.set_warning(warning_phrase("price_above_official", official=official) if is_above else None)

    def _name(self, what: str) -> str:
        return self._place.draft_name(what) if self._place is not None else what

    def _keep(self) -> None:
        self._presenter.drafts.keep(self._name("price"), self.price.text())

    def _take_price(self) -> None:
        place, amount = self._place, self.price.check()
        if place is None or amount is None:
            if not self.price.text().strip():
                self.price.set_error(DomainError("amount_missing"))
            return
        desk, who = self._presenter.desk, self._presenter.who
        was_missing = self._draft is not None and self._draft.centre_fee is None
        self._presenter.drafts.forget(self._name("price"))
        self._presenter.change(
            lambda visit: set_centre_fee(desk, who, visit, place.case_id, place.action_position, amount),
            lambda _view: self.settled.emit() if was_missing else None,
            self.price.set_error,
        )

    def _on_quantity(self, quantity: int) -> None:
        place = self._place
        if place is None:
            return
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.change(
            lambda visit: set_quantity(desk, who, visit, place.case_id, place.action_position, quantity),
            None,
            self._refuse,
        )

    def _on_variant(self, variant: str) -> None:
        place = self._place
        if place is None:
            return
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.change(
            lambda visit: choose_variant(desk, who, visit, place.case_id, place.action_position, variant),
            None,
            self._refuse,
        )

    def _on_waiver(self) -> None:
        amount = self.waiver.check()
        if amount is None:
            if not self.waiver.text().strip():
                self.waiver.set_error(DomainError("amount_missing"))
            return
        fee = self._draft.centre_fee if self._draft is not None else None
        if fee is not None and amount > fee:
            self.waiver.set_error(DomainError("waiver_too_large", fee=fee))
            return
        self.waiver_wanted.emit(amount)
