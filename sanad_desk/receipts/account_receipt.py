"""The voucher of money on a customer's account: received on it, left as a deposit, handed back or taken back."""

from __future__ import annotations

from msgspec.structs import replace

from sanad_desk.receipts import receipt_words as say
from sanad_desk.receipts.bidi import LTR
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet, slim_sheet
from sanad_desk.receipts.receipt_roll import heading, stamp_and_qr, title
from sanad_desk.receipts.rows import amount_column, banner, money, note, pair, signature
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Paper, Sheet
from sanad_desk.wire.picture import CustomerBlock, PaymentLine, Picture, Text


def compose_account_receipt(
    picture: Picture, customer: CustomerBlock | None, qr_text: str, copy: int, paper: Paper
) -> Sheet:
    """One column on either paper; what is handed back stands as a payment voucher, without a minus."""
    sheet = slim_sheet(paper)
    if copy:
        banner(sheet, label("mark.copy", n=copy))
    heading(sheet, picture)
    sheet.rule(1.4)
    title(sheet, say.title(picture))
    sheet.rule(dashed=True)
    pair(sheet, label("voucher.number"), picture.number, weight=Weight.BOLD)
    for words, value in say.when_and_who(picture):
        pair(sheet, words, value)
    _whose(sheet, picture, customer)
    _money(sheet, picture)
    _foot(sheet, picture, qr_text)
    whole = new_sheet(paper)
    whole.inset(sheet, (whole.width - sheet.width) / 2)
    return whole


def _whose(sheet: Sheet, picture: Picture, customer: CustomerBlock | None) -> None:
    sheet.rule(dashed=True)
    first, *more = say.customer_fields(picture, customer)
    pair(
        sheet, label("voucher.paid_to" if picture.total < 0 else "voucher.received_from"), first[1], weight=Weight.BOLD
    )
    for words, value in more:
        pair(sheet, words, value)
    if picture.reason != Text() and not say.is_reversal(picture):
        pair(sheet, label("voucher.reason"), picture.reason)


def _money(sheet: Sheet, picture: Picture) -> None:
    scale = sheet.scale
    shown = replace(picture, total=abs(picture.total), payments=tuple(map(_positive, picture.payments)))
    amounts = [shown.total, shown.account_balance, *(payment.received for payment in shown.payments)]
    column = amount_column([(amount, scale.figure, Weight.BOLD) for amount in amounts])
    sheet.rule(1.4)
    words, currency = label("voucher.paid_out" if picture.total < 0 else "voucher.received"), label("total.currency")
    words = Text(f"{words.ar} {currency.ar}", f"{words.en} {currency.en}")
    money(sheet, words, shown.total, column, size=scale.heading, weight=Weight.BOLD, figure=scale.figure)
    for row in say.payment_rows(shown.payments):
        money(sheet, row.words, row.amount, column, weight=Weight.BOLD if row.loud else Weight.REGULAR)
        note(sheet, row.remark)
    sheet.rule(dashed=True)
    money(sheet, label(_balance_key(picture)), picture.account_balance, column, weight=Weight.BOLD)
    if (received := say.signed_for(picture)) != Text():
        signature(sheet, received)


def _balance_key(picture: Picture) -> str:
    if say.is_reversal(picture):
        return "voucher.owed_again"
    return "voucher.owed" if picture.kind == "account_payment" else "voucher.left"


def _positive(payment: PaymentLine) -> PaymentLine:
    return replace(payment, amount=abs(payment.amount), received=abs(payment.received))


def _foot(sheet: Sheet, picture: Picture, qr_text: str) -> None:
    scale = sheet.scale
    sheet.rule(dashed=True)
    sheet.words(picture.footer.ar, scale.small, align=Align.CENTRE)
    if picture.footer.en != picture.footer.ar:
        sheet.words(picture.footer.en, scale.small * 0.95, align=Align.CENTRE, base=LTR)
    sheet.gap()
    stamp_and_qr(sheet, qr_text)
