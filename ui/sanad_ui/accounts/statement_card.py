"""The side of the page that shows: what one customer owes, how old it is, every movement, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.customer_account import CustomerAccount, Statement
from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.account_statement import SPANS
from sanad_ui import formats, tokens
from sanad_ui.accounts.door import ShownStatement
from sanad_ui.accounts.words import AGE_TONES, line_row, name_phrase
from sanad_ui.kit import (
    Amount,
    Banner,
    Card,
    Chip,
    EmptyState,
    IconButton,
    Label,
    PrimaryButton,
    RowList,
    SecondaryButton,
    Segmented,
)
from sanad_ui.kit.confirm_line import ConfirmLine
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, language, plain, say

DAYS = (31, 92, 366)
PAY_KEY = "F12"
KEYS = {
    "deposit": "Ctrl+D",
    "give_back": "Ctrl+B",
    "limit": "Ctrl+T",
    "erase": "Ctrl+Shift+D",
    "print": "Ctrl+P",
    "excel": "Ctrl+S",
}
ICONS = {
    "deposit": "hand-coins",
    "give_back": "undo-2",
    "limit": "pencil",
    "erase": "trash-2",
    "print": "printer",
    "excel": "download",
}


class StatementCard(Card):
    """`receipt_wanted` carries a number; the buttons are the page's, which owns their keys."""

    receipt_wanted = Signal(str)
    days_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="statement_card", parent=parent)
        self.shown: ShownStatement | None = None
        self.name = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, name="statement_name")
        self.masked = Label.secondary(name="statement_masked")
        self.state = Chip(name="statement_state")
        self.owed = Amount(None, size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="statement_owed")
        self.available = Amount(None, size=tokens.TEXT_HEADING, name="statement_available")
        self.deposit = Amount(None, size=tokens.TEXT_HEADING, name="statement_deposit")
        self.ages = [Chip(name=f"age_{span}") for span in SPANS]
        self.days = Segmented(
            [(days, f"accounts.days.{days}") for days in DAYS],
            name="statement_days",
            spoken="accounts.days.spoken",
            value=DAYS[0],
        )
        self.opening = Label.secondary(name="statement_opening")
        self.lines = RowList("accounts.lines", name="statement_lines")
        self.no_lines = EmptyState("receipt-text", "accounts.no_lines", name="statement_no_lines")
        self.banner = Banner(name="statement_banner", tone="bad")
        self.confirm = ConfirmLine(name="erase_confirm")
        self.pay = PrimaryButton("accounts.do.pay", name="accounts_pay", icon="banknote", key=PAY_KEY)
        self.buttons: dict[str, SecondaryButton | IconButton] = {
            code: SecondaryButton(f"accounts.do.{code}", name=f"accounts_{code}", icon=ICONS[code], key=key)
            for code, key in KEYS.items()
            if code != "erase"
        }
        # Rare, and there is no room for its words beside a long name.
        self.buttons["erase"] = IconButton(ICONS["erase"], "accounts.do.erase", name="accounts_erase")
        self.empty = EmptyState(
            "building-2", "accounts.empty.title", name="statement_empty", hint="accounts.empty.hint"
        )
        self._lay_out()
        self.days.chosen.connect(self.days_chosen)
        self.lines.chosen.connect(self._on_line)
        language.changed.connect(self._show_lines)
        self.show_nothing()

    def _lay_out(self) -> None:
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        for part in (self.name, self.masked, self.state):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.buttons["erase"])
        head.addWidget(self.buttons["limit"])
        column.addLayout(head)
        column.addLayout(self._sums())
        ages = QHBoxLayout()
        ages.setSpacing(8)
        for chip in self.ages:
            ages.addWidget(chip)
        ages.addStretch(1)
        column.addLayout(ages)
        middle = QHBoxLayout()
        middle.addWidget(self.opening, 1)
        self.days.setFixedWidth(300)
        middle.addWidget(self.days)
        column.addLayout(middle)
        self.movements = QStackedWidget()
        self.movements.addWidget(self.lines)
        self.movements.addWidget(self.no_lines)
        column.addWidget(self.movements, 1)
        column.addWidget(self.banner)
        column.addWidget(self.confirm)
        column.addLayout(self._foot())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.inside)
        self.add(self.stack, 1)

    def _sums(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(32)
        for code, amount in (("owed", self.owed), ("available", self.available), ("deposit", self.deposit)):
            part = QVBoxLayout()
            part.setSpacing(0)
            part.addWidget(Label.secondary(f"accounts.sum.{code}"))
            line = QHBoxLayout()
            line.addWidget(amount)
            line.addStretch(1)
            part.addLayout(line)
            part.addStretch(1)
            row.addLayout(part)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pay, 1)
        for code in ("deposit", "give_back", "print", "excel"):
            button = self.buttons[code]
            button.tall = tokens.PRIMARY_HEIGHT
            row.addWidget(button)
        return row

    def show_nothing(self) -> None:
        self.shown = None
        self.banner.clear()
        self.confirm.close_now()
        self.stack.setCurrentWidget(self.empty)

    def show_statement(self, shown: ShownStatement, *, is_manager: bool) -> None:
        self.shown = shown
        self.confirm.close_now()
        account, statement = shown.of.account, shown.of.statement
        self.name.say(name_phrase(shown.of.customer))
        masked = shown.of.customer.masked if shown.of.customer is not None else ""
        self.masked.say(plain(formats.identifier(masked)))
        self._show_account(account, is_manager)
        set_shown(self.buttons["erase"], is_manager and shown.of.customer is not None)
        for chip, span, amount, tone in zip(self.ages, SPANS, statement.ageing.amounts, AGE_TONES, strict=True):
            chip.say(f"accounts.age.{span}", tone=tone if amount else "quiet", amount=_amount(amount))
            set_shown(chip, account.balance > 0)
        self.opening.say(_opening(statement))
        self.movements.setCurrentWidget(self.lines if statement.lines else self.no_lines)
        self._show_lines()
        self.stack.setCurrentWidget(self.inside)

    def _show_account(self, account: CustomerAccount, is_manager: bool) -> None:
        if account.active:
            self.state.say("accounts.state.open", tone="brand", amount=_amount(account.credit_limit))
        else:
            known = bool(account.credit_limit)
            self.state.say("accounts.state.closed" if known else "accounts.state.none", tone="quiet")
        self.owed.set_baisa(account.balance)
        self.available.set_baisa(account.available)
        self.deposit.set_baisa(account.deposit)
        self.buttons["limit"].say("accounts.do.limit" if account.active else "accounts.do.open")
        set_shown(self.buttons["limit"], is_manager)
        self.pay.setEnabled(account.balance > 0)
        self.buttons["give_back"].setEnabled(account.deposit > 0)

    def refuse(self, error: SanadError) -> None:
        self.banner.say_error(error)

    def _show_lines(self) -> None:
        if self.shown is not None:
            lines = list(zip(self.shown.of.statement.lines, self.shown.words, strict=True))
            rows = [line_row(line, words, place) for place, (line, words) in enumerate(lines)]
            self.lines.show_rows(rows[::-1])  # the newest first: people ask about the last one

    def _on_line(self, row: tuple[str, int]) -> None:
        self.receipt_wanted.emit(row[0])


def _amount(baisa: int) -> Phrase:
    return lambda: formats.amount(baisa)


def _opening(statement: Statement) -> Phrase:
    return say(
        "accounts.opening",
        day=lambda: formats.date_text(statement.first),
        amount=lambda: formats.amount(statement.opening),
    )
