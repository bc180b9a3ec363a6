"""How the money comes: cash, card, transfer, or some of each; every part knows its fields and what they amount to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_ui import formats, tokens
from sanad_ui.keys import press_once
from sanad_ui.kit import Field, Label, MoneyField, SecondaryButton, TextField
from sanad_ui.serve.change_box import ChangeBox
from sanad_ui.serve.drafts import Drafts
from sanad_ui.serve.quick_amounts import QuickAmounts
from sanad_ui.texts import say

CODE_LIMIT = 60


class TenderPart(QWidget):
    """`changed` with each key, `submitted` with Return in the last field."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, drafts: Drafts, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._drafts = drafts
        self.due = 0
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def first(self) -> Field:
        raise NotImplementedError

    def fields(self) -> list[Field]:
        raise NotImplementedError

    def tenders(self) -> list[TenderInput]:
        """What is entered so far; an amount that cannot be read counts as nothing and says so at its field."""
        raise NotImplementedError

    def show_due(self, due: int) -> None:
        self.due = due

    def bind(self) -> None:
        for field in self.fields():
            self._drafts.bind(field)
            press_once(field.edit)
            field.edited.connect(self.changed)
            field.submitted.connect(self.submitted)

    def restore(self) -> None:
        for field in self.fields():
            field.set_text(self._drafts.text(field.edit.objectName()))

    def clear(self) -> None:
        for field in self.fields():
            field.set_text("")

    def has_error(self) -> bool:
        return any(field.has_error for field in self.fields())


class CashPart(TenderPart):
    """The amount handed over, the round ones a key away, and the change."""

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts, name="cash_part")
        self.received = MoneyField("serve.cash.received", name="cash_received", loud=True)
        self.quick = QuickAmounts()
        self.change = ChangeBox(name="cash_change")
        for part in (self.received, self.quick, self.change):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.bind()
        self.received.edited.connect(self._show_change)
        self.quick.chosen.connect(self.take)

    def first(self) -> Field:
        return self.received

    def fields(self) -> list[Field]:
        return [self.received]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.CASH, self.received.amount() or 0)]

    def show_due(self, due: int) -> None:
        super().show_due(due)
        self.quick.offer(due)
        self._show_change()

    def restore(self) -> None:
        super().restore()
        self._show_change()

    def clear(self) -> None:
        super().clear()
        self._show_change()

    def take(self, amount: int) -> None:
        self.received.set_amount(amount)
        self._drafts.keep("cash_received", self.received.text())
        self._show_change()
        self.changed.emit()
        self.received.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_change(self) -> None:
        amount = self.received.amount()
        self.quick.mark(amount)
        if amount is None or not self.due:
            self.change.show_nothing()
        elif amount < self.due:
            self.change.show_missing(self.due - amount)
        else:
            self.change.show_change(amount - self.due)


class CardPart(TenderPart):
    """The whole bill on the terminal: its approval code, or that it declined or did not answer."""

    declined = Signal()
    unknown = Signal()

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts, name="card_part")
        self.amount = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name="card_amount", wrap=True)
        self.code = TextField("serve.card.code", name="card_code", limit=CODE_LIMIT, left_to_right=True, tall=46)
        self.decline = SecondaryButton("serve.card.declined", name="card_declined", icon="circle-x")
        self.no_answer = SecondaryButton("serve.card.unknown", name="card_unknown", icon="circle-help")
        self.column.addWidget(self.amount)
        self.column.addWidget(self.code)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.decline, 1)
        line.addWidget(self.no_answer, 1)
        self.column.addLayout(line)
        self.column.addStretch(1)
        self.bind()
        self.decline.clicked.connect(self.declined)
        self.no_answer.clicked.connect(self.unknown)

    def first(self) -> Field:
        return self.code

    def fields(self) -> list[Field]:
        return [self.code]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.CARD, self.due, self.code.value())]

    def show_due(self, due: int) -> None:
        super().show_due(due)
        self.amount.say(say("serve.card.put", amount=lambda: formats.amount_with_unit(due)))


class TransferPart(TenderPart):
    """The whole bill by bank transfer, with the number the bank gave."""

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts, name="transfer_part")
        self.amount = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name="transfer_amount", wrap=True)
        self.code = TextField(
            "serve.transfer.code", name="transfer_code", limit=CODE_LIMIT, left_to_right=True, tall=46
        )
        self.column.addWidget(self.amount)
        self.column.addWidget(self.code)
        self.column.addStretch(1)
        self.bind()

    def first(self) -> Field:
        return self.code

    def fields(self) -> list[Field]:
        return [self.code]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.TRANSFER, self.due, self.code.value())]

    def show_due(self, due: int) -> None:
        super().show_due(due)
        self.amount.say(say("serve.transfer.put", amount=lambda: formats.amount_with_unit(due)))


class SplitPart(TenderPart):
    """Some by card or transfer, the rest in cash."""

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts, name="split_part")
        self.card = MoneyField("serve.split.card", name="split_card")
        self.card_code = TextField("serve.card.code", name="split_card_code", limit=CODE_LIMIT, left_to_right=True)
        self.transfer = MoneyField("serve.split.transfer", name="split_transfer")
        self.transfer_code = TextField(
            "serve.transfer.code", name="split_transfer_code", limit=CODE_LIMIT, left_to_right=True
        )
        self.cash = MoneyField("serve.split.cash", name="split_cash")
        self.rest = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, tone="accent", name="split_rest")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        for line, (money, code) in enumerate(((self.card, self.card_code), (self.transfer, self.transfer_code))):
            grid.addWidget(money, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(code, line, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.cash, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.rest, 2, 1, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        self.bind()
        for field in self.fields():
            field.edited.connect(self._show_rest)

    def first(self) -> Field:
        return self.card

    def fields(self) -> list[Field]:
        return [self.card, self.card_code, self.transfer, self.transfer_code, self.cash]

    def tenders(self) -> list[TenderInput]:
        return [
            TenderInput(Tender.CARD, self.card.amount() or 0, self.card_code.value()),
            TenderInput(Tender.TRANSFER, self.transfer.amount() or 0, self.transfer_code.value()),
            TenderInput(Tender.CASH, self.cash.amount() or 0),
        ]

    def show_due(self, due: int) -> None:
        super().show_due(due)
        self._show_rest()

    def _show_rest(self) -> None:
        entered = sum(tender.amount for tender in self.tenders())
        rest = self.due - entered
        key = "serve.split.missing" if rest > 0 else "serve.split.change"
        self.rest.say(say(key, amount=lambda: formats.amount(abs(rest))))
        self.rest.set_tone("ink2" if rest > 0 else "accent")
