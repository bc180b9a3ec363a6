"""How the money comes: cash, card, transfer, or some of each; every part knows its fields and what they come to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.customer_account import NO_ACCOUNT, CustomerAccount
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_ui import formats, tokens
from sanad_ui.keys import press_once
from sanad_ui.kit import Field, FilterChip, Label, MoneyField, SecondaryButton, TextField
from sanad_ui.serve.change_box import ChangeBox
from sanad_ui.serve.drafts import Drafts
from sanad_ui.serve.quick_amounts import QuickAmounts
from sanad_ui.texts import say

CODE_LIMIT = 60
ACCOUNTS = (Tender.ON_ACCOUNT, Tender.DEPOSIT)


class TenderPart(QWidget):
    """`changed` with each key, `submitted` with Return in the last field."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, drafts: Drafts, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._drafts = drafts
        self.due, self.account = 0, NO_ACCOUNT
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def first(self) -> Field | None:
        return next(iter(self.fields()), None)

    def fields(self) -> list[Field]:
        raise NotImplementedError

    def tenders(self) -> list[TenderInput]:
        """What is entered so far; an amount that cannot be read counts as nothing and says so at its field."""
        raise NotImplementedError

    def show_due(self, due: int, account: CustomerAccount) -> None:
        self.due, self.account = due, account

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

    def fields(self) -> list[Field]:
        return [self.received]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.CASH, self.received.amount() or 0)]

    def show_due(self, due: int, account: CustomerAccount) -> None:
        super().show_due(due, account)
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

    def fields(self) -> list[Field]:
        return [self.code]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.CARD, self.due, self.code.value())]

    def show_due(self, due: int, account: CustomerAccount) -> None:
        super().show_due(due, account)
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

    def fields(self) -> list[Field]:
        return [self.code]

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(Tender.TRANSFER, self.due, self.code.value())]

    def show_due(self, due: int, account: CustomerAccount) -> None:
        super().show_due(due, account)
        self.amount.say(say("serve.transfer.put", amount=lambda: formats.amount_with_unit(due)))


class AccountPart(TenderPart):
    """The whole bill on the customer's account or out of his deposit, with what is there; nothing to type."""

    def __init__(self, drafts: Drafts, tender: Tender) -> None:
        super().__init__(drafts, name=f"{tender.value}_part")
        self._tender = tender
        self.amount = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name=f"{tender.value}_amount", wrap=True)
        self.left = Label(name=f"{tender.value}_left", wrap=True)
        self.column.addWidget(self.amount)
        self.column.addWidget(self.left)
        self.column.addStretch(1)

    def fields(self) -> list[Field]:
        return []

    def tenders(self) -> list[TenderInput]:
        return [TenderInput(self._tender, self.due)]

    def show_due(self, due: int, account: CustomerAccount) -> None:
        super().show_due(due, account)
        key = f"serve.{self._tender.value}"
        there = available(account, self._tender)
        self.amount.say(say(f"{key}.put", amount=lambda: formats.amount_with_unit(due)))
        enough = there >= due
        self.left.say(say(f"{key}.{'left' if enough else 'too_small'}", amount=lambda: formats.amount_with_unit(there)))
        self.left.set_tone("ink2" if enough else "bad")


def available(account: CustomerAccount, tender: Tender) -> int:
    """What the customer has for this tender, in baisa."""
    return account.available if tender is Tender.ON_ACCOUNT else account.deposit


def offered(account: CustomerAccount, tender: Tender) -> bool:
    """An account is offered even when its limit is reached: that it is says more than that it is not there."""
    return account.active if tender is Tender.ON_ACCOUNT else account.deposit > 0


class SplitPart(TenderPart):
    """Some by card or transfer, the rest in cash; a deposit gives what it holds, an account takes what is left."""

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts, name="split_part")
        self.card = MoneyField("serve.split.card", name="split_card")
        self.card_code = TextField("serve.card.code", name="split_card_code", limit=CODE_LIMIT, left_to_right=True)
        self.transfer = MoneyField("serve.split.transfer", name="split_transfer")
        self.transfer_code = TextField(
            "serve.transfer.code", name="split_transfer_code", limit=CODE_LIMIT, left_to_right=True
        )
        self.cash = MoneyField("serve.split.cash", name="split_cash")
        self.chips = {tender: FilterChip(f"serve.split.{tender.value}", name=_chip(tender)) for tender in ACCOUNTS}
        self.rest = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, tone="accent", name="split_rest")
        self._lay_out()
        self.bind()
        for field in self.fields():
            field.edited.connect(self._show_rest)
        for chip in self.chips.values():
            chip.setAutoExclusive(False)
            chip.clicked.connect(self._on_chip)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        for line, (money, code) in enumerate(((self.card, self.card_code), (self.transfer, self.transfer_code))):
            grid.addWidget(money, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(code, line, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.cash, 2, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        beside.addLayout(chips)
        beside.addStretch(1)
        beside.addWidget(self.rest)
        grid.addLayout(beside, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    def fields(self) -> list[Field]:
        return [self.card, self.card_code, self.transfer, self.transfer_code, self.cash]

    def tenders(self) -> list[TenderInput]:
        typed = [
            TenderInput(Tender.CARD, self.card.amount() or 0, self.card_code.value()),
            TenderInput(Tender.TRANSFER, self.transfer.amount() or 0, self.transfer_code.value()),
            TenderInput(Tender.CASH, self.cash.amount() or 0),
        ]
        left = max(self.due - sum(tender.amount for tender in typed), 0)
        deposit = min(left, self.account.deposit) if self._is_on(Tender.DEPOSIT) else 0
        owed = left - deposit if self._is_on(Tender.ON_ACCOUNT) else 0
        return [*typed, TenderInput(Tender.DEPOSIT, deposit), TenderInput(Tender.ON_ACCOUNT, owed)]

    def show_due(self, due: int, account: CustomerAccount) -> None:
        super().show_due(due, account)
        for tender, chip in self.chips.items():
            chip.setVisible(offered(account, tender))
        self._show_rest()

    def restore(self) -> None:
        super().restore()
        for tender, chip in self.chips.items():
            chip.setChecked(bool(self._drafts.text(_chip(tender))))
        self._show_rest()

    def clear(self) -> None:
        super().clear()
        for chip in self.chips.values():
            chip.setChecked(False)

    def _is_on(self, tender: Tender) -> bool:
        return self.chips[tender].isChecked() and offered(self.account, tender)

    def _on_chip(self) -> None:
        for tender, chip in self.chips.items():
            self._drafts.keep(_chip(tender), "1" if chip.isChecked() else "")
        self._show_rest()
        self.changed.emit()

    def _show_rest(self) -> None:
        tenders = self.tenders()
        for tender, chip in self.chips.items():
            chip.say(f"serve.split.{tender.value}{'_used' if self._is_on(tender) else ''}")
        rest = self.due - sum(tender.amount for tender in tenders)
        owed = next(each.amount for each in tenders if each.tender is Tender.ON_ACCOUNT)
        if owed:
            there = self.account.available
            key = "serve.split.owed" if owed <= there else "serve.split.too_much"
            self.rest.say(say(key, amount=lambda: formats.amount(owed), there=lambda: formats.amount(there)))
            self.rest.set_tone("ink2" if owed <= there else "bad")
            return
        key = "serve.split.missing" if rest > 0 else "serve.split.change"
        self.rest.say(say(key, amount=lambda: formats.amount(abs(rest))))
        self.rest.set_tone("ink2" if rest > 0 else "accent")


def _chip(tender: Tender) -> str:
    return f"split_{tender.value}"
