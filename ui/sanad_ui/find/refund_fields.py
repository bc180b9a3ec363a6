"""How money goes back: by each way it came, the rest in cash from the drawer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.look_at_receipt import Back, ReceiptStory
from sanad_ui import formats, tokens
from sanad_ui.kit import Label, MoneyField, TextField
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import say

_WITH_CODE = (Tender.CARD, Tender.TRANSFER)
_CODE_LIMIT = 24


class RefundFields(QWidget):
    """Only the ways the sale was paid by are there; `submitted` comes with Return in any field."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refund_fields")
        self._total = 0
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE)
        grid.setVerticalSpacing(tokens.SPACE_SMALL)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.amounts: dict[Tender, MoneyField] = {}
        self.codes: dict[Tender, TextField] = {}
        for line, tender in enumerate(tender for tender in Tender if tender is not Tender.CASH):
            field = MoneyField(f"find.back.by.{tender.value}", name=f"refund_{tender.value}")
            self.amounts[tender] = field
            grid.addWidget(field, line, 0)
            field.edited.connect(self._show_cash)
            field.submitted.connect(self.submitted)
            if tender in _WITH_CODE:
                code = TextField(
                    f"find.back.code.{tender.value}",
                    name=f"refund_{tender.value}_code",
                    limit=_CODE_LIMIT,
                    left_to_right=True,
                )
                self.codes[tender] = code
                grid.addWidget(code, line, 1)
                code.submitted.connect(self.submitted)
        self.cash = Label(weight=tokens.SEMIBOLD, name="refund_cash")
        grid.addWidget(self.cash, len(self.amounts), 0, 1, 2)

    def offer(self, story: ReceiptStory) -> None:
        for tender, field in self.amounts.items():
            is_way = story.refundable(tender) > 0
            set_shown(field, is_way)
            if tender in self.codes:
                set_shown(self.codes[tender], is_way)
                self.codes[tender].set_text("")

    def show_back(self, back: Back | None) -> None:
        """The way it came, until somebody types another."""
        self._total = back.now if back is not None else 0
        for tender, field in self.amounts.items():
            share = back.tenders.get(tender, 0) if back is not None else 0
            field.set_amount(share or None)
        self._show_cash()

    def tenders(self) -> list[TenderInput]:
        others = [
            TenderInput(tender, amount, self.codes[tender].value() if tender in self.codes else "")
            for tender, field in self.amounts.items()
            if (amount := field.amount())
        ]
        cash = self._total - sum(tender.amount for tender in others)
        return [*others, TenderInput(Tender.CASH, cash)] if cash > 0 else others

    def refuse(self, error: SanadError) -> bool:
        """Says it at the field it concerns, if it is one of these."""
        fields: dict[str, dict[Tender, TextField] | dict[Tender, MoneyField]] = {
            "approval_code_missing": self.codes,
            "refund_tender_unpaid": self.amounts,
            "refund_debt_first": self.amounts,
        }
        tender = error.params.get("tender")
        field = next((field for way, field in fields.get(error.code, {}).items() if way.value == tender), None)
        if field is not None:
            field.set_error(error)
            field.setFocus()
        return field is not None

    def _show_cash(self) -> None:
        cash = sum(tender.amount for tender in self.tenders() if tender.tender is Tender.CASH)
        set_shown(self.cash, bool(cash))
        self.cash.say(say("find.back.in_cash", amount=lambda: formats.amount_with_unit(cash)))
