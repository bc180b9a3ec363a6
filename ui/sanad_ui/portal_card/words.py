"""Fees and differences as rows of a list: what it is, what to do about it, and how much."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sanad_desk.domain.portal_card import CardEntry, Pair, StatementLine
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation
from sanad_desk.usecases.record_portal_payment import FeeToPay
from sanad_desk.usecases.take_back_portal_payment import PaidFee
from sanad_ui import formats
from sanad_ui.kit.row import Row
from sanad_ui.texts import both, t

FeeKey = tuple[UUID, int]


def key_of(fee: FeeToPay) -> FeeKey:
    return fee.transaction_id, fee.case_position


def fee_row(fee: FeeToPay, reference: str, *, is_ticked: bool) -> Row:
    """In the language in use; made again when it changes."""
    title = formats.listed([both(fee.service.ar, fee.service.en)(), both(fee.entity.ar, fee.entity.en)()])
    about = [
        formats.identifier(fee.number),
        formats.date_text(fee.business_date),
        " ".join(filter(None, (both(fee.customer.ar, fee.customer.en)(), formats.identifier(fee.masked)))),
        t("portal_card.fees.done" if fee.is_done else "portal_card.fees.not_done"),
        t("portal_card.fees.reference", reference=formats.identifier(reference)) if reference else "",
    ]
    icon = "square-check-big" if is_ticked else "square"
    return Row(key_of(fee), title, formats.listed(about), formats.amount(fee.held), icon=icon)


def paid_row(paid: PaidFee) -> Row:
    """In the language in use; made again when it changes."""
    about = [
        formats.identifier(paid.number),
        formats.time_text(paid.paid_at),
        t("portal_card.fees.reference", reference=formats.identifier(paid.reference)) if paid.reference else "",
    ]
    title = both(paid.entity.ar, paid.entity.en)()
    return Row(paid.seq, title, formats.listed(about), formats.amount(paid.amount), icon="badge-check")


def difference_rows(card: CardReconciliation) -> Iterator[Row]:
    """What to look into first stands first; what could not be read at the end."""
    result = card.result
    for line in result.only_on_statement:
        yield _line_row(line, is_twice=result.looks_charged_twice(line))
    for pair in result.amount_differs:
        yield _pair_row(pair)
    for entry in result.only_recorded:
        about = _about("only_recorded", formats.date_text(entry.on), entry.reference)
        title = t("portal_card.row.only_recorded", what=_entry_words(entry))
        yield Row(("entry", entry.seq), title, about, formats.amount(entry.amount), icon="hourglass")
    for row in card.statement.unread:
        title = t("portal_card.row.unread", row=row.row, reason=t(f"portal_card.unread.{row.reason}"))
        yield Row(("unread", row.row), title, row.text, icon="circle-help")


def _line_row(line: StatementLine, *, is_twice: bool) -> Row:
    kind = "money_in" if line.amount < 0 else "charged_twice" if is_twice else "only_on_statement"
    where = formats.listed([formats.date_text(line.on), t("portal_card.row.where", row=line.row)])
    title = t(f"portal_card.row.{kind}", text=line.text or line.reference or t("portal_card.row.unnamed"))
    icon = "triangle-alert" if is_twice else "circle-alert"
    return Row(("line", line.row), title, _about(kind, where, line.reference), formats.amount(line.amount), icon=icon)


def _pair_row(pair: Pair) -> Row:
    amounts = t(
        "portal_card.row.amounts",
        statement=formats.amount(pair.line.amount),
        recorded=formats.amount(pair.entry.amount),
    )
    where = formats.listed([formats.date_text(pair.line.on), amounts])
    title = t("portal_card.row.amount_differs", what=_entry_words(pair.entry))
    about = _about("amount_differs", where, "")
    difference = formats.amount(pair.line.amount - pair.entry.amount)
    return Row(("line", pair.line.row), title, about, difference, icon="arrow-left-right")


def _about(kind: str, where: str, reference: str) -> str:
    return formats.listed([where, formats.identifier(reference), t(f"portal_card.do_about.{kind}")])


def _entry_words(entry: CardEntry) -> str:
    kind = t(f"portal_card.entry.{entry.kind}")
    return t("portal_card.row.fee", kind=kind, number=formats.identifier(entry.number)) if entry.number else kind
