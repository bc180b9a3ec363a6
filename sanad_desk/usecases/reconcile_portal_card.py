"""The card's statement against what was written down of the card, on the screen and as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from sanad_desk.domain.card_statement import LARGEST_FILE, Statement, Unread, read_statement
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.ledger import PORTAL_CARD
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_card import DAYS_APART, CardEntry, Pair, Reconciled, StatementLine, reconcile
from sanad_desk.domain.portal_payment_life import CLAIMED
from sanad_desk.domain.shift import business_date_at
from sanad_desk.receipts.labels import area_label
from sanad_desk.reports.report import Cell, Column, Fact, Kind, Report, Table
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.portal_payments import card_entries
from sanad_desk.store.reversals import number_of
from sanad_desk.store.unsettled_payments import failed_between, unsettled
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class CardReconciliation:
    """A statement with what became of its lines; `by_the_books` is the card's balance after its last day, in baisa.

    Where no line could be read, nothing was held against it, and the balance is that of now.
    """

    statement: Statement
    result: Reconciled
    by_the_books: int


def reconcile_card(desk: OpenDesk, who: SignedIn, file: Path) -> CardReconciliation:
    """Changes nothing. Raises AuthError for anybody but a manager; DomainError as read_statement, file_not_readable."""
    must_be_manager(who)
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError:
        raise DomainError("file_not_readable") from None
    statement = read_statement(data)
    margin = timedelta(days=DAYS_APART)
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
        if statement.span is None:
            return CardReconciliation(statement, reconcile((), ()), balance_of(connection, PORTAL_CARD))
        first, last = statement.span
        entries = card_entries(connection, first - margin, date.max)
        # Everything later is taken out again: the ledger keeps today's balance alone.
        by_the_books = balance_of(connection, PORTAL_CARD) + sum(entry.amount for entry in entries if entry.on > last)
        near = [entry for entry in entries if entry.on <= last + margin]
        payments = list(_unsure(connection, first - margin, last + margin))
    return CardReconciliation(statement, reconcile(statement.lines, near, payments), by_the_books)


def _unsure(connection: Connection, first: date, last: date) -> Iterator[CardEntry]:
    """What became of it nobody knows, what is asked back, and what was taken for failed."""
    for payment in (*unsettled(connection), *failed_between(connection, first, last)):
        if payment.transaction_id is not None:  # the centre's card pays for receipts
            amount = -payment.amount if payment.state in CLAIMED else payment.amount
            on, number = business_date_at(payment.asked_at), number_of(connection, payment.transaction_id.bytes)
            what = (on, amount, payment.reference, payment.state.value, number, payment.entity)
            yield CardEntry(0, *what, payment.payment_id)


def reconciliation_report(desk: OpenDesk, who: SignedIn, card: CardReconciliation) -> Report:
    """The differences first; raises AuthError for anybody but a manager."""
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
    centre, _, _ = desk.identity()
    result = card.result
    tables = (
        _table("explained", _EXPLAINED, [_explained_cells(desk, pair) for pair in result.explained], "amount"),
        _table("only_on_statement", _LINE, [_line_cells(line) for line in result.only_on_statement], "amount"),
        _table("only_recorded", _ENTRY, _entries(desk, result.only_recorded), "amount"),
        _table("amount_differs", _PAIR, [_pair_cells(pair) for pair in result.amount_differs], "difference"),
        _table("not_on_statement", _ENTRY, _entries(desk, result.not_on_statement), "amount"),
        _table("matched", _PAIR, [_pair_cells(pair) for pair in result.matched], ""),
        _table("other_statement", _ENTRY, _entries(desk, result.other_statement), ""),
        _table("unread", _UNREAD, [_unread_cells(row) for row in card.statement.unread], ""),
    )
    return Report(
        code="portal_card",
        title=_label("title"),
        facts=_facts(card),
        tables=tuple(table for table in tables if table.rows),
        centre=Text(centre.name.ar, centre.name.en),
        made_at=desk.clock.now(),
        notes=tuple(
            area_label("portal_card", f"advice.{table.code}")
            for table in tables
            if table.rows and table.code in _ADVISED
        ),
    )


_ADVISED = ("explained", "only_on_statement", "only_recorded", "amount_differs", "not_on_statement")
_LINE: Sequence[tuple[str, Kind]] = (
    ("row", "id"),
    ("date", "date"),
    ("text", "text"),
    ("reference", "id"),
    ("amount", "baisa"),
)
_ENTRY: Sequence[tuple[str, Kind]] = (
    ("date", "date"),
    ("kind", "text"),
    ("number", "id"),
    ("entity", "text"),
    ("reference", "id"),
    ("amount", "baisa"),
)
_EXPLAINED: Sequence[tuple[str, Kind]] = (("row", "id"), *_ENTRY)
_PAIR: Sequence[tuple[str, Kind]] = (
    ("row", "id"),
    ("date", "date"),
    ("kind", "text"),
    ("number", "id"),
    ("reference", "id"),
    ("statement", "baisa"),
    ("recorded", "baisa"),
    ("difference", "baisa"),
)
_UNREAD: Sequence[tuple[str, Kind]] = (("row", "id"), ("text", "text"), ("reason", "text"))


def _label(key: str) -> Text:
    return area_label("portal_card", f"report.{key}")


def _facts(card: CardReconciliation) -> tuple[Fact, ...]:
    statement = card.statement
    if statement.span is None:
        return ((_label("by_the_books"), format_amount(card.by_the_books)),)
    first, last = statement.span
    facts: list[Fact] = [(_label("period"), f"{first.isoformat()} – {last.isoformat()}")]
    if statement.closing is not None:
        facts.append((_label("closing"), format_amount(statement.closing)))
    facts.append((_label("by_the_books"), format_amount(card.by_the_books)))
    facts.append((_label("difference"), format_amount(card.result.difference)))
    return tuple(facts)


def _table(code: str, columns: Sequence[tuple[str, Kind]], rows: Sequence[tuple[Cell, ...]], summed: str) -> Table:
    """`summed` names the column that is added up, if one is."""
    heads = tuple(Column(name, _label(f"column.{name}"), kind) for name, kind in columns)
    sums: tuple[Cell, ...] | None = None
    if summed:
        place = [name for name, _ in columns].index(summed)
        total = sum(cell for row in rows if isinstance(cell := row[place], int))
        sums = tuple(total if n == place else None for n in range(len(columns)))
    return Table(code, _label(f"table.{code}"), heads, tuple(rows), sums)


def _line_cells(line: StatementLine) -> tuple[Cell, ...]:
    return str(line.row), line.on.isoformat(), line.text, line.reference, line.amount


def _entries(desk: OpenDesk, entries: Sequence[CardEntry]) -> list[tuple[Cell, ...]]:
    return [(e.on.isoformat(), _kind(e), e.number, _entity(desk, e), e.reference, e.amount) for e in entries]


def _explained_cells(desk: OpenDesk, pair: Pair) -> tuple[Cell, ...]:
    """The day and the amount are the statement's."""
    [(_, *named, _)] = _entries(desk, [pair.entry])
    return str(pair.line.row), pair.line.on.isoformat(), *named, pair.line.amount


def _pair_cells(pair: Pair) -> tuple[Cell, ...]:
    line, entry = pair.line, pair.entry
    named = (str(line.row), line.on.isoformat(), _kind(entry), entry.number, entry.reference or line.reference)
    return *named, line.amount, entry.amount, line.amount - entry.amount


def _unread_cells(row: Unread) -> tuple[Cell, ...]:
    return str(row.row), row.text, area_label("portal_card", f"unread.{row.reason}")


def _kind(entry: CardEntry) -> Text:
    return area_label("portal_card", f"entry.{entry.kind}")


def _entity(desk: OpenDesk, entry: CardEntry) -> Text:
    known = desk.catalogue.entities.get(entry.entity)
    return Text(known.name.ar, known.name.en) if known else Text(entry.entity, entry.entity)
