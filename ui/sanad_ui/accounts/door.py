"""What the accounts page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import TransactionKind
from sanad_desk.reports.report import Language
from sanad_desk.usecases.account_statement import (
    AccountRow,
    AccountStatement,
    account_list,
    account_statement,
    line_words,
    statement_report,
)
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.open_account import close_account, open_account
from sanad_desk.usecases.pay_account import Voucher, receive_deposit, receive_on_account, return_deposit
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.wire.picture import Text
from sanad_ui.accounts.money_sheet import MoneyWanted
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.kit import ApprovalGiven
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement, and what each of its lines is for."""

    of: AccountStatement
    words: tuple[Text, ...]


class AccountsDoor(ApprovalDoor):
    """`days` is how far back a statement reaches, today included."""

    def find(self, who: SignedIn, text: str) -> list[AccountRow]:
        return account_list(self._desk, who, text)

    def statement(self, who: SignedIn, customer_id: UUID, days: int) -> ShownStatement:
        today: date = business_date_at(self._desk.clock.now())
        shown = account_statement(self._desk, who, customer_id, today - timedelta(days=days - 1), today)
        words = tuple(line_words(self._desk, line.movement) for line in shown.statement.lines)
        return ShownStatement(shown, words)

    def prepare_statement(self, shown: AccountStatement, language: Language) -> ReadyPaper:
        return report_on_paper(self._desk, title_of(shown), statement_report(self._desk, shown), language)

    def save_workbook(self, shown: AccountStatement, language: Language) -> str:
        return report_as_workbook(self._desk, title_of(shown), statement_report(self._desk, shown), language)

    def receive(self, who: SignedIn, wanted: MoneyWanted) -> Voucher:
        """A payment of what is owed, or a deposit."""
        receive = receive_deposit if wanted.kind is TransactionKind.DEPOSIT else receive_on_account
        customer_id, amount, visit_id = wanted.customer_id, wanted.amount, wanted.visit_id
        return receive(self._desk, who, customer_id, amount, [wanted.tender], visit_id=visit_id)

    def give_back(self, who: SignedIn, wanted: MoneyWanted, given: ApprovalGiven) -> Voucher:
        customer_id, amount, approval = wanted.customer_id, wanted.amount, self._proved(given)
        return return_deposit(self._desk, who, customer_id, amount, approval, visit_id=wanted.visit_id)

    def set_limit(self, who: SignedIn, customer_id: UUID, limit: int | None) -> None:
        """None closes the account."""
        if limit is None:
            close_account(self._desk, who, customer_id)
        else:
            open_account(self._desk, who, customer_id, limit)

    def erase(self, who: SignedIn, customer_id: UUID) -> None:
        erase_customer(self._desk, who, customer_id)


def title_of(shown: AccountStatement) -> str:
    """What its papers are called: by the end of the customer's id, which names nobody."""
    return f"statement-{shown.customer_id.hex[-6:]}-{shown.statement.last}"
