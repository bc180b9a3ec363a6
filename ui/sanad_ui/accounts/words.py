"""The words of accounts on the screen: who, what stands on them, and how old it is."""

from __future__ import annotations

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.customer_account import CustomerAccount, StatementLine
from sanad_desk.usecases.account_statement import AccountRow
from sanad_desk.wire.picture import Text
from sanad_ui import formats
from sanad_ui.kit import Row
from sanad_ui.texts import Phrase, both, say, t

# Of the ages of a debt, youngest first; the word of the age stands in each.
AGE_TONES = ("quiet", "info", "warn", "bad")
_ICONS = {"account_payment": "banknote", "void": "undo-2", "refund": "undo-2", "tender_corrected": "pencil"}


def name_phrase(customer: Customer | None) -> Phrase:
    """A customer who was erased has no name any more."""
    return both(customer.name.ar, customer.name.en) if customer is not None else say("accounts.erased")


def account_row(row: AccountRow) -> Row:
    """In the language in use; made again when it changes."""
    customer = row.customer
    parts = [
        t("accounts.row.oldest", n=row.oldest_days) if row.oldest_days is not None else "",
        t("accounts.row.deposit", amount=formats.amount(row.account.deposit)) if row.account.deposit else "",
        _limit_text(row.account),
        formats.identifier(customer.masked) if customer is not None else "",
    ]
    is_late = row.oldest_days is not None and row.oldest_days > 60
    return Row(
        row.customer_id,
        name_phrase(customer)(),
        formats.listed(parts),
        formats.amount(row.account.balance) if row.account.active or row.account.balance else "",
        icon="triangle-alert" if is_late else _icon_of(customer),
    )


def _icon_of(customer: Customer | None) -> str:
    return "building-2" if customer is not None and customer.is_company else "user"


def _limit_text(account: CustomerAccount) -> str:
    if account.active:
        return t("accounts.row.limit", amount=formats.amount(account.credit_limit))
    return t("accounts.row.closed") if account.credit_limit else t("accounts.row.none")


def line_row(line: StatementLine, words: Text, place: int) -> Row:
    """A movement with its receipt, and what was owed after it."""
    moved = line.movement
    sign = "+" if moved.amount > 0 else "−"
    parts = [
        formats.date_text(moved.day),
        formats.identifier(moved.number),
        t("accounts.line.balance", amount=formats.amount(line.balance)),
    ]
    return Row(
        (moved.number, place),
        both(words.ar, words.en)(),
        formats.listed(parts),
        formats.identifier(f"{sign}{formats.amount_digits(abs(moved.amount))}"),
        icon=_ICONS.get(moved.kind, "receipt"),
    )
