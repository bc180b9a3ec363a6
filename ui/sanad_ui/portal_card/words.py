"""Fees and differences as rows of a list: what it is, what to do about it, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sanad_desk.domain.portal_card import CardEntry, Pair, StatementLine
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation
from sanad_desk.usecases.record_portal_payment import FeeToPay
from sanad_desk.usecases.take_back_portal_payment import PaidFee
from sanad_desk.usecases.unsettled_payments import UnsettledPayment
from sanad_ui import formats
from sanad_ui.case_words import payment_phrase, payment_tone, person_text, words_of
from sanad_ui.kit.row import Row
from sanad_ui.portal_card.settle_card import Unsure
from sanad_ui.texts import along, t

FeeKey = tuple[UUID, int]
_ICONS: Mapping[PaymentState, str] = {
    PaymentState.ASKED: "hourglass",
    PaymentState.UNKNOWN: "circle-help",
    PaymentState.DEDUCTED: "triangle-alert",
    PaymentState.REFUND_ASKED: "undo-2",
}


def key_of(fee: FeeToPay) -> FeeKey:
    return fee.transaction_id, fee.case_position


def fee_row(fee: FeeToPay, reference: str, *, is_ticked: bool) -> Row:
    """In the language in use; made again when it changes."""
    title = formats.listed([words_of(fee.service)(), words_of(fee.entity)()])
    about = [
        formats.identifier(fee.number),
        formats.date_text(fee.business_date),
        person_text(fee.customer, fee.masked),
        t("portal_card.fees.done" if fee.is_done else "portal_card.fees.not_done"),
        t("portal_card.fees.reference", reference=formats.identifier(reference)) if reference else "",
    ]
    icon = "square-check-big" if is_ticked else "square"
    row = Row(key_of(fee), title, formats.listed(about), formats.amount(fee.held), icon=icon)
    tried = PaymentState.UNKNOWN if is_unsure(fee) else fee.tried
    if tried in (None, PaymentState.CONFIRMED):
        return row
    return replace(row, chip=payment_phrase(tried)(), chip_tone=payment_tone(tried))


def is_unsure(fee: FeeToPay) -> bool:
    """Whether it may be paid already; what the entity was asked to give back may be paid again meanwhile."""
    return fee.is_unsure and fee.tried is not PaymentState.REFUND_ASKED


def paid_row(paid: PaidFee) -> Row:
    """In the language in use; made again when it changes."""
    about = [
        formats.identifier(paid.number),
        formats.time_text(paid.paid_at),
        t("portal_card.fees.reference", reference=formats.identifier(paid.reference)) if paid.reference else "",
    ]
    title = words_of(paid.entity)()
    return Row(paid.seq, title, formats.listed(about), formats.amount(paid.amount), icon="badge-check")


def unsettled_row(payment: UnsettledPayment) -> Row:
    """In the language in use; made again when it changes."""
    about = [
        formats.identifier(payment.reference),
        person_text(payment.customer, payment.masked),
        t(f"follow.payment.channel.{payment.channel.value}"),
        t("portal_card.unsettled.age", n=payment.age_days) if payment.age_days else t("portal_card.unsettled.today"),
    ]
    if payment.desk_number:
        about.append(t("portal_card.unsettled.desk", desk=formats.number(payment.desk_number)))
    return Row(
        payment.payment_id,
        formats.listed([words_of(payment.service)(), words_of(payment.entity)()]),
        formats.listed(about),
        formats.amount(payment.amount),
        icon=_ICONS[payment.state],
        chip=payment_phrase(payment.state)(),
        chip_tone=payment_tone(payment.state),
    )


def unsure_payment(payment: UnsettledPayment) -> Unsure:
    """As it is settled."""

    def about() -> str:
        asked = t("portal_card.settle.asked_at", moment=formats.moment_text(payment.asked_at, 0))
        channel = t(f"follow.payment.channel.{payment.channel.value}")
        customer = person_text(payment.customer, payment.masked)
        return along(formats.listed([customer, channel, asked]))

    return Unsure(
        payment.payment_id,
        payment.state,
        payment.amount,
        lambda: along(formats.listed([words_of(payment.service)(), formats.identifier(payment.reference)])),
        about,
        payment.portal_reference,
        desk_number=payment.desk_number,
    )


def unsure_entries(card: CardReconciliation) -> dict[UUID, Unsure]:
    """What the statement tells of payments that are not settled, or taken for failed."""
    told: list[tuple[CardEntry, StatementLine | None]] = [(pair.entry, pair.line) for pair in card.result.explained]
    told += [(entry, None) for entry in card.result.not_on_statement]
    return {entry.payment_id: _unsure(entry.payment_id, entry, line) for entry, line in told if entry.payment_id}


def _unsure(payment_id: UUID, entry: CardEntry, line: StatementLine | None) -> Unsure:
    def about() -> str:
        if line is None:
            return t("portal_card.settle.not_on_statement")
        return t("portal_card.settle.on_statement", date=formats.date_text(line.on), row=line.row)

    def title() -> str:
        return along(formats.listed([t(f"portal_card.entry.{entry.kind}"), formats.identifier(entry.number)]))

    state, reference = PaymentState(entry.kind), entry.reference or (line.reference if line else "")
    amount = abs(entry.amount)
    reason = "on_statement" if line else ""
    return Unsure(payment_id, state, amount, title, about, reference, reason)


def difference_rows(card: CardReconciliation) -> Iterator[Row]:
    """What to look into first stands first; what could not be read at the end."""
    result = card.result
    for pair in result.explained:
        yield _explained_row(pair)
    for line in result.only_on_statement:
        yield _line_row(line, is_twice=result.looks_charged_twice(line))
    for pair in result.amount_differs:
        yield _pair_row(pair)
    for entry in result.only_recorded:
        about = _about("only_recorded", formats.date_text(entry.on), entry.reference)
        title = t("portal_card.row.only_recorded", what=_entry_words(entry))
        yield Row(("entry", entry.seq), title, about, formats.amount(entry.amount), icon="hourglass")
    for entry in result.not_on_statement:
        about = _about("not_on_statement", formats.date_text(entry.on), entry.reference)
        title = t("portal_card.row.not_on_statement", what=_entry_words(entry))
        yield Row(entry.payment_id, title, about, formats.amount(entry.amount), icon="circle-help")
    for row in card.statement.unread:
        title = t("portal_card.row.unread", row=row.row, reason=t(f"portal_card.unread.{row.reason}"))
        yield Row(("unread", row.row), title, row.text, icon="circle-help")


def _explained_row(pair: Pair) -> Row:
    kind = {PaymentState.FAILED: "explained_failed"}.get(PaymentState(pair.entry.kind), "explained")
    kind = "explained_refund" if pair.line.amount < 0 else kind
    where = formats.listed([formats.date_text(pair.line.on), t("portal_card.row.where", row=pair.line.row)])
    title = t(f"portal_card.row.{kind}", what=_entry_words(pair.entry))
    about = _about(kind, where, pair.line.reference)
    return Row(pair.entry.payment_id, title, about, formats.amount(pair.line.amount), icon="circle-help")


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
