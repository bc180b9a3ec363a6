"""What customers owe: the list of accounts, and the statement of one with the age of its debt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.customer_account import (
    AccountMovement,
    CustomerAccount,
    Statement,
    age,
    statement_of,
)
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.reports.report import Cell, Column, Fact, Report, Table
from sanad_desk.reports.report_words import report_label
from sanad_desk.store import customers
from sanad_desk.store.customer_accounts import account_of, known_accounts, movements_of
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.picture import Text

SPANS = ("to_30", "to_60", "to_90", "over_90")  # names of the ages, youngest first


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A line of the list; the customer is None when the person was erased, `oldest_days` where nothing is owed."""

    customer_id: UUID
    customer: Customer | None
    account: CustomerAccount
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """A statement and whose it is."""

    customer_id: UUID
    customer: Customer | None
    account: CustomerAccount
    statement: Statement


def account_list(desk: OpenDesk, who: SignedIn, text: str = "") -> list[AccountRow]:
    """Who has owed the longest stands first; the rest by what they owe. With a text, everybody known whom it finds."""
    today = business_date_at(desk.clock.now())
    with desk.store.reading() as connection:
        if text.strip():
            ids = [customer.id for customer in customers.find(connection, text)]
            return [_row(connection, customer_id, account_of(connection, customer_id), today) for customer_id in ids]
        rows = [_row(connection, customer_id, account, today) for customer_id, account in known_accounts(connection)]
    known = (row for row in rows if row.customer or row.account.balance or row.account.deposit)
    return sorted(known, key=_urgency, reverse=True)


def _urgency(row: AccountRow) -> tuple[int, int]:
    return (-1 if row.oldest_days is None else row.oldest_days, row.account.balance)


def account_statement(desk: OpenDesk, who: SignedIn, customer_id: UUID, first: date, last: date) -> AccountStatement:
    """Of the business dates from `first` to `last`, aged as of the last, at most today. Raises DomainError."""
    if last < first:
        raise DomainError("dates_reversed", field="last")
    last = max(first, min(last, business_date_at(desk.clock.now())))
    with desk.store.reading() as connection:
        statement = statement_of(movements_of(connection, customer_id), first, last)
        return AccountStatement(
            customer_id, customers.load(connection, customer_id), account_of(connection, customer_id), statement
        )


def statement_report(desk: OpenDesk, shown: AccountStatement) -> Report:
    """The statement for paper and workbook."""
    centre, _, _ = desk.identity()
    return Report(
        code="account_statement",
        title=report_label("statement.title"),
        facts=tuple(_facts(shown)),
        tables=(_lines(desk, shown.statement), _ages(shown.statement)),
        centre=Text(centre.name.ar, centre.name.en),
        made_at=desk.clock.now(),
        notes=(report_label("statement.note"),),
    )


def line_words(desk: OpenDesk, movement: AccountMovement) -> Text:
    """What was done, and for which services."""
    kind = report_label(f"statement.kind.{movement.kind}")
    names = [desk.catalogue.service(code).name for code in dict.fromkeys(movement.services)]
    if movement.kind == "sale" and names:
        return Text("، ".join(name.ar for name in names), ", ".join(name.en for name in names))
    return Text(
        " · ".join((kind.ar, *(name.ar for name in names))), " · ".join((kind.en, *(name.en for name in names)))
    )


def _row(connection: Connection, customer_id: UUID, account: CustomerAccount, today: date) -> AccountRow:
    oldest = age(movements_of(connection, customer_id), today).oldest if account.balance > 0 else None
    return AccountRow(customer_id, customers.load(connection, customer_id), account, oldest)


def _facts(shown: AccountStatement) -> Iterator[Fact]:
    customer, account, statement = shown.customer, shown.account, shown.statement
    if customer is not None:
        yield report_label("statement.customer"), Text(customer.name.ar, customer.name.en)
        if customer.masked_identity:
            yield report_label("statement.identifier"), customer.masked_identity
    yield report_label("statement.period"), f"{statement.first.isoformat()} – {statement.last.isoformat()}"
    if account.active:
        yield report_label("statement.limit"), format_amount(account.credit_limit)
    else:
        yield report_label("statement.limit"), report_label("statement.closed")
    if account.deposit:
        yield report_label("statement.deposit"), format_amount(account.deposit)


def _lines(desk: OpenDesk, statement: Statement) -> Table:
    columns = (
        Column("date", report_label("statement.date"), "date"),
        Column("number", report_label("statement.number"), "id"),
        Column("words", report_label("statement.words"), "text"),
        Column("debit", report_label("statement.debit"), "baisa"),
        Column("credit", report_label("statement.credit"), "baisa"),
        Column("balance", report_label("statement.balance"), "baisa"),
    )
    rows: list[tuple[Cell, ...]] = [_balance_row(statement.first, "opening", statement.opening)]
    for line in statement.lines:
        moved = line.movement
        debit, credit = max(moved.amount, 0), max(-moved.amount, 0)
        words = line_words(desk, moved)
        rows.append((moved.day.isoformat(), moved.number, words, debit or None, credit or None, line.balance))
    sums = (None, None, report_label("statement.closing"), statement.debit, statement.credit, statement.closing)
    return Table("lines", report_label("statement.lines"), columns, tuple(rows), sums)


def _balance_row(day: date, key: str, amount: int) -> tuple[Cell, ...]:
    return (day.isoformat(), None, report_label(f"statement.{key}"), None, None, amount)


def _ages(statement: Statement) -> Table:
    columns = (
        Column("age", report_label("statement.age"), "text"),
        Column("amount", report_label("statement.amount"), "baisa"),
    )
    ageing = statement.ageing
    rows: list[tuple[Cell, ...]] = [
        (report_label(f"statement.span.{span}"), amount) for span, amount in zip(SPANS, ageing.amounts, strict=True)
    ]
    if ageing.ahead:
        rows.append((report_label("statement.ahead"), -ageing.ahead))
    sums = (report_label("statement.closing"), statement.closing)
    return Table("ages", report_label("statement.ageing"), columns, tuple(rows), sums)
