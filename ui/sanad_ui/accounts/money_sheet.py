"""The sheet for money of an account: how much, and how it comes or goes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.transaction import Tender, TenderInput, TransactionKind
from sanad_desk.usecases.open_desk import new_id
from sanad_desk.usecases.pay_account import MONEY
from sanad_ui import formats
from sanad_ui.kit import MoneyField, Segmented, Sheet, TextField
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase

_CODE_LIMIT = 24


@dataclass(frozen=True, slots=True)
class MoneyWanted:
    """What was typed for whom the sheet names; whether it may be is for the use case to say."""

    visit_id: UUID  # the same as long as the sheet is open: what was written is not written twice
    customer_id: UUID
    kind: TransactionKind
    amount: int
    tender: TenderInput


class MoneySheet(Sheet):
    """`asked` carries a MoneyWanted; answer with `close_now()` or `refuse(error)`."""

    asked = Signal(object)

    def __init__(self, kind: TransactionKind, *, parent: QWidget) -> None:
        name = f"{kind.value}_sheet"
        super().__init__(
            f"accounts.{kind.value}.title", name=name, confirm=f"accounts.{kind.value}.confirm", parent=parent
        )
        self._kind = kind
        self._customer_id: UUID | None = None
        self._visit_id = new_id()
        self.amount = MoneyField("accounts.amount", name=f"{name}_amount", required=True, loud=True)
        self.tender = Segmented(
            [(tender, f"serve.tender.{tender.value}") for tender in MONEY],
            name=f"{name}_tender",
            spoken="accounts.tender",
        )
        self.code = TextField("accounts.code", name=f"{name}_code", limit=_CODE_LIMIT, left_to_right=True)
        for part in (self.amount, self.tender, self.code):
            self.content.addWidget(part)
        self.tender.setVisible(kind is not TransactionKind.DEPOSIT_RETURN)  # that is cash out of the drawer
        self.tender.chosen.connect(self._on_tender)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, customer_id: UUID, who: Phrase, there: int) -> None:
        """`there` is what is owed, or what the deposit holds, in baisa."""
        self._customer_id, self._visit_id = customer_id, new_id()
        self.explain(f"accounts.{self._kind.value}.lead", name=who, amount=lambda: formats.amount_with_unit(there))
        self.amount.set_amount(there if self._kind is TransactionKind.ACCOUNT_PAYMENT else None)
        self.tender.set_value(Tender.CASH if self._kind is TransactionKind.DEPOSIT_RETURN else None)
        self.code.set_text("")
        set_shown(self.code, False)
        self.confirm_button.setEnabled(True)
        self.open(self.amount.edit)
        self.amount.edit.selectAll()

    def is_filled(self) -> bool:
        return bool(self.code.text()) or (
            bool(self.amount.text()) and self._kind is not TransactionKind.ACCOUNT_PAYMENT
        )

    def refuse(self, error: SanadError) -> None:
        self.confirm_button.setEnabled(True)
        if error.code in ("approval_code_missing", "reference_too_long"):
            self.code.set_error(error)
            self.code.edit.setFocus()
        elif error.params.get("field") == "amount" or error.code == "drawer_too_low":
            self.amount.set_error(error)
            self.amount.edit.setFocus()
        else:
            self.banner.say_error(error)

    def _on_tender(self, tender: Tender) -> None:
        set_shown(self.code, tender is not Tender.CASH)
        if tender is not Tender.CASH:
            self.code.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self) -> None:
        if self._customer_id is None:
            return
        amount = self.amount.check()
        if not amount:
            self.amount.set_error(DomainError("amount_missing"))
            self.amount.edit.setFocus()
            return
        if self.tender.value() is None:
            # Said aloud, never taken for granted: Return goes on to it, and once more to the end.
            self.tender.set_value(Tender.CASH)
            self.tender.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.banner.clear()
        self.confirm_button.setEnabled(False)
        tender = TenderInput(Tender(self.tender.value()), amount, self.code.text())
        self.asked.emit(MoneyWanted(self._visit_id, self._customer_id, self._kind, amount, tender))
