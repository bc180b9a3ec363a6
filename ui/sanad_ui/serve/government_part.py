"""The government fee of an action: chosen from what the catalogue knows, or typed as the portal shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.catalogue import FeeBasis, GovernmentFee
from sanad_desk.domain.charges import hint_amount
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.visit import ActionDraft, GovernmentPart
from sanad_desk.usecases.change_action import chosen_fee, set_government_fee, typed_fee
from sanad_desk.usecases.look_at_visit import CaseView
from sanad_ui import formats
from sanad_ui.keys import press_once
from sanad_ui.kit import Label, MoneyField, SecondaryButton, Tick
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown
from sanad_ui.serve.action_parts import ActionPlace
from sanad_ui.serve.beside import beside
from sanad_ui.serve.bill_words import fee_label, fee_source
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.stepper import Stepper
from sanad_ui.texts import Phrase, say

_CHOSEN = frozenset({FeeBasis.FIXED, FeeBasis.CHOICE})


class GovernmentPartEditor(QWidget):
    """Choices with their amount and source; what the portal shows can always be typed instead.

    `settled` when a fee that was missing is there.
    """

    settled = Signal()

    def __init__(self, presenter: ServePresenter, refuse: Callable[[SanadError], None]) -> None:
        super().__init__()
        self.setObjectName("government_part")
        self._presenter, self._refuse = presenter, refuse
        self._place: ActionPlace | None = None
        self._draft: ActionDraft | None = None
        self._fees: tuple[GovernmentFee, ...] = ()
        self._percent: GovernmentFee | None = None
        self._options: list[OptionRow] = []
        self._extras: list[QWidget] = []
        self.value = MoneyField("serve.fee.value", name="fee_value")
        self.typed = MoneyField("serve.fee.typed", name="fee_typed")
        self.take = SecondaryButton("serve.fee.take", name="fee_take")
        self.direct = Tick("serve.fee.direct", name="fee_direct")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(Label.heading("serve.bill.government"))
        self._choices = QVBoxLayout()
        self._choices.setSpacing(5)
        self._column.addLayout(self._choices)
        self._column.addWidget(self.value)
        self._column.addLayout(beside(self.typed, self.take))
        self._column.addWidget(self.direct)
        self._more = QVBoxLayout()
        self._more.setSpacing(5)
        self._column.addLayout(self._more)
        for field in (self.value, self.typed):
            press_once(field.edit)
        self.value.amount_typed.connect(self._on_value)
        self.typed.submitted.connect(self._take_typed)
        self.typed.edited.connect(self.keep)
        self.take.clicked.connect(self._take_typed)
        self.direct.clicked.connect(self._on_direct)

    def focus_first(self) -> None:
        """The chosen fee, the first choice, or the field."""
        chosen = next((option for option in self._options if option.isChecked()), None)
        target: QWidget = chosen or (self._options[0] if self._options else self.typed.edit)
        if self._percent is not None:
            target = self.value.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_action(self, place: ActionPlace, case: CaseView, draft: ActionDraft, today: date) -> None:
        is_other = place != self._place
        fees = case.service.fees(draft.action, today)
        if is_other or fees != self._fees:
            self._place, self._fees = place, fees
            self._build(fees)
            self._restore()
        self._draft = draft
        main = next((part for part in draft.government if part.part == "main"), None)
        for option in self._options:
            fee = self._choosable()[self._options.index(option)]
            option.setChecked(main is not None and main.label == fee.label and main.amount == fee.amount)
        if main is not None and not self.typed.edit.hasFocus() and not self._presenter.drafts.text(self._name("fee")):
            self.typed.set_amount(main.amount)
        self.direct.setChecked(bool(draft.government) and all(part.paid_direct for part in draft.government))
        self.direct.setEnabled(bool(draft.government))
        self._show_extras(draft)

    def forget(self) -> None:
        if self._place is not None:
            self._presenter.drafts.forget(self._name("fee"))
        self._place = None

    def _choosable(self) -> list[GovernmentFee]:
        return [fee for fee in self._fees if fee.part == "main" and fee.basis in _CHOSEN and fee.amount is not None]

    def _build(self, fees: tuple[GovernmentFee, ...]) -> None:
        for option in self._options:
            option.hide()
            self._choices.removeWidget(option)
            option.deleteLater()
        self._options = []
        for place, fee in enumerate(self._choosable()):
            amount = fee.amount or 0
            option = OptionRow(
                fee_label(fee),
                name=f"fee_choice_{place + 1}",
                caption=fee_source(fee),
                trailing=_AmountSaid(amount),
            )
            option.setCheckable(True)
            option.clicked.connect(_Choice(self, fee, option).choose)
            self._options.append(option)
            self._choices.addWidget(option)
            option.show()
        self._percent = next((fee for fee in fees if fee.basis is FeeBasis.PERCENT and fee.part == "main"), None)
        set_shown(self.value, self._percent is not None)
        self.value.set_text("")
        self.typed.set_text("")
        self.typed.set_hint(self._hint(fees))

    def _hint(self, fees: tuple[GovernmentFee, ...]) -> Phrase | None:
        ranged = next((fee for fee in fees if fee.basis is FeeBasis.RANGE and fee.part == "main"), None)
        if ranged is not None:
            low, high = ranged.minimum or 0, ranged.maximum
            if high is None:
                return say("serve.fee.from", low=_AmountSaid(low))
            return say("serve.fee.range", low=_AmountSaid(low), high=_AmountSaid(high))
        if self._percent is not None and self._percent.rate_ppm is not None:
            share = f"{self._percent.rate_ppm / 10_000:g}%"
            return say("serve.fee.percent", share=formats.identifier(share), label=fee_label(self._percent))
        return None

    def _restore(self) -> None:
        text = self._presenter.drafts.text(self._name("fee"))
        if text:
            self.typed.set_text(text)

    def keep(self) -> None:
        self._presenter.drafts.keep(self._name("fee"), self.typed.text())

    def _name(self, what: str) -> str:
        return self._place.draft_name(what) if self._place is not None else what

    def _on_value(self, value: int | None) -> None:
        """The share of the value typed goes into the field below, where it can still be corrected."""
        if self._percent is not None and value is not None:
            self.typed.set_amount(hint_amount(self._percent, value))

    def _take_typed(self) -> None:
        amount = self.typed.check()
        if amount is None:
            if not self.typed.text().strip():
                self.typed.set_error(DomainError("amount_missing"))
            return
        ruled = next(
            (f for f in self._fees if f.part == "main" and f.basis in (FeeBasis.RANGE, FeeBasis.PERCENT)), None
        )
        try:
            part = chosen_fee(ruled, amount) if ruled is not None else typed_fee(amount)
        except DomainError as error:
            self.typed.set_error(error)
            return
        self._set_main(part)

    def choose(self, fee: GovernmentFee) -> None:
        self._set_main(chosen_fee(fee))

    def _set_main(self, part: GovernmentPart) -> None:
        if self._draft is None:
            return
        extras = [known for known in self._draft.government if known.part != "main"]
        is_direct = self.direct.isChecked()
        self._send((replace(part, paid_direct=is_direct), *extras))

    def _on_direct(self) -> None:
        if self._draft is not None:
            is_direct = self.direct.isChecked()
            self._send(tuple(replace(part, paid_direct=is_direct) for part in self._draft.government))

    def _show_extras(self, draft: ActionDraft) -> None:
        """Each extra with a count: none, one, or several."""
        known = {(part.label.ar, part.label.en): part.quantity for part in draft.government if part.part == "extra"}
        for widget in self._extras:
            widget.hide()
            self._more.removeWidget(widget)
            widget.deleteLater()
        self._extras = []
        for place, fee in enumerate(f for f in self._fees if f.part == "extra"):
            count = known.get((fee.label.ar, fee.label.en), 0)
            words = say("serve.fee.extra", label=fee_label(fee), amount=_AmountSaid(fee.amount or 0))
            stepper = Stepper(words, name=f"fee_extra_{place + 1}", value=count, least=0)
            stepper.changed.connect(_Extra(self, fee, stepper).set_count)
            self._extras.append(stepper)
            self._more.addWidget(stepper)
            stepper.show()

    def set_extra(self, fee: GovernmentFee, count: int) -> None:
        if self._draft is None:
            return
        kept = [part for part in self._draft.government if not (part.part == "extra" and part.label == fee.label)]
        if count:
            kept.append(replace(chosen_fee(fee), quantity=count, paid_direct=self.direct.isChecked()))
        self._send(tuple(kept))

    def _send(self, parts: tuple[GovernmentPart, ...]) -> None:
        place = self._place
        if place is None:
            return
        desk, who = self._presenter.desk, self._presenter.who
        before = self._draft.government if self._draft is not None else ()
        was_missing = any(part.amount is None for part in before)
        self._presenter.drafts.forget(self._name("fee"))
        self._presenter.change(
            lambda visit: set_government_fee(desk, who, visit, place.case_id, place.action_position, parts),
            lambda _view: self.settled.emit() if was_missing else None,
            self._refuse,
        )


class _AmountSaid:
    """An amount as a phrase, so that it follows the digits in use."""

    def __init__(self, baisa: int) -> None:
        self._baisa = baisa

    def __call__(self) -> str:
        return formats.amount(self._baisa)


class _Choice(QObject):
    def __init__(self, editor: GovernmentPartEditor, fee: GovernmentFee, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._fee = editor, fee

    def choose(self) -> None:
        self._editor.choose(self._fee)


class _Extra(QObject):
    def __init__(self, editor: GovernmentPartEditor, fee: GovernmentFee, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._fee = editor, fee

    def set_count(self, count: int) -> None:
        self._editor.set_extra(self._fee, count)
