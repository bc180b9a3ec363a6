"""What a receipt says, in the same words on every paper: its heading, its fields, its remarks, its payments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from sanad_desk.domain.identity import show_phone
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.shift import muscat_time
from sanad_desk.receipts.bidi import ltr
from sanad_desk.receipts.labels import label
from sanad_desk.wire.picture import ActionLine, CaseBlock, CentreBlock, CustomerBlock, PaymentLine, Picture, Text

Field = tuple[Text, Text | str]  # a label and words, or a code


def same(text: str) -> Text:
    """Words that serve both languages."""
    return Text(text, text)


def title(picture: Picture) -> Text:
    return label(f"title.{picture.kind}")


def is_invoice(picture: Picture) -> bool:
    return picture.kind in ("simplified_tax_invoice", "tax_invoice")


def is_reversal(picture: Picture) -> bool:
    """Its lines and sums are negative, and what the customer gets is said apart."""
    return bool(picture.original_number)


def both(words: Text, separator: str = "  ·  ") -> str:
    """Both languages on one line of Arabic reading order."""
    parts = [words.ar, ltr(words.en) if words.en and words.en != words.ar else ""]
    return separator.join(part for part in parts if part)


def joined(parts: list[Text]) -> Text:
    return Text("  ·  ".join(part.ar for part in parts if part.ar), "  ·  ".join(part.en for part in parts if part.en))


def labelled(key: str, value: str) -> Text:
    """A short label and a code, as in `س.ت. 1234567`; empty if there is no value."""
    words = label(key)
    return Text(f"{words.ar} {ltr(value)}", f"{words.en} {value}") if value else Text()


def instant(milliseconds: int) -> str:
    """Date and time of day in Oman, the same in both languages."""
    return f"{muscat_time(milliseconds):%Y-%m-%d %H:%M}"


def beside(words: Text) -> str:
    """English right after the Arabic: `س.ت. CR`."""
    return both(words, " ")


def centre_lines(centre: CentreBlock) -> list[str]:
    """Numbers, phone and VATIN, each with its label in both languages and its value once."""
    rows = [
        [("centre.cr", centre.cr_number), ("centre.licence", centre.licence_number)],
        [("centre.phone", show_phone(centre.phone))],
        [("centre.vatin", centre.vatin)],
    ]
    return [
        "  ·  ".join(f"{beside(label(key))} {ltr(value)}" for key, value in row if value)
        for row in rows
        if any(value for _, value in row)
    ]


def centre_details(centre: CentreBlock) -> list[Text]:
    """What the Consumer Protection rules want under the name: trade name, numbers, address, phone, VATIN."""
    trade_name = centre.trade_name if centre.trade_name != centre.name else Text()
    numbers = joined([labelled("centre.cr", centre.cr_number), labelled("centre.licence", centre.licence_number)])
    phone = joined([labelled("centre.phone", show_phone(centre.phone)), labelled("centre.vatin", centre.vatin)])
    details = [trade_name, numbers, centre.address, phone]
    return [detail for detail in details if detail.ar or detail.en]


def number_label(picture: Picture) -> Text:
    if picture.kind == "credit_note":
        return label("field.note_number")
    return label("field.invoice_number" if is_invoice(picture) else "field.number")


def when_and_who(picture: Picture) -> list[Field]:
    """Issued, business date if it is another day, clerk, desk; a reversal first says of what and why."""
    issued = instant(picture.issued_at)
    fields: list[Field] = [*_original(picture), (label("field.issued"), issued)]
    if picture.business_date and picture.business_date != issued[:10]:
        fields.append((label("field.business_date"), picture.business_date))
    return [*fields, (label("field.served_by"), picture.operator), (label("field.desk"), str(picture.desk_number))]


def _original(picture: Picture) -> list[Field]:
    if not is_reversal(picture):
        return []
    return [
        (label("field.original"), picture.original_number),
        (label("field.original_issued"), instant(picture.original_issued_at)),
        (label("field.reason"), picture.reason),
    ]


def shown_cases(picture: Picture) -> list[CaseBlock]:
    """A reversal shows the lines that go back; the others stay with the customer and are empty in its picture."""
    if not is_reversal(picture):
        return list(picture.cases)
    cases = [msgspec.structs.replace(case, lines=tuple(filter(_goes_back, case.lines))) for case in picture.cases]
    return [case for case in cases if case.lines]


def _goes_back(line: ActionLine) -> bool:
    return bool(line.government_fee or line.centre_fee or line.vat or line.refund_due)


def customer_fields(picture: Picture, customer: CustomerBlock | None) -> list[Field]:
    """Who was served; a customer who was erased since is a dash, one who was never named has no row."""
    if customer is None:
        return [(label("field.customer"), label("mark.none"))] if picture.customer_digest else []
    fields: list[Field] = [(label("field.customer"), customer.name)]
    if customer.identifier:
        fields.append((label("field.identifier"), customer.identifier))
    if customer.representative.ar or customer.representative.en:
        fields.append((label("field.representative"), customer.representative))
    return fields


def case_codes(case: CaseBlock) -> list[tuple[Text, str]]:
    """References of the case and the day it is expected to be finished."""
    codes = [
        (label("field.case"), case.reference),
        (label("field.portal_reference"), case.portal_reference),
        (label("field.expected"), case.expected_date),
    ]
    return [(words, value) for words, value in codes if value]


def case_fields(case: CaseBlock) -> list[Field]:
    """The same, and how the result is handed over."""
    delivery: list[Field] = [(label("field.delivery"), case.delivery)] if case.delivery != Text() else []
    return [*case_codes(case), *delivery]


def action_title(line: ActionLine) -> Text:
    """The action, with its quantity where it is more than one or has a unit."""
    if line.quantity == 1 and not (line.unit.ar or line.unit.en):
        return line.action
    count = f"× {line.quantity}"
    return Text(
        f"{line.action.ar}  {ltr(count)} {line.unit.ar}".rstrip(),
        f"{line.action.en}  {count} {line.unit.en}".rstrip(),
    )


def government_label(picture: Picture) -> Text:
    """On an invoice the fee says that it is outside VAT (a disbursement, FIELD.md §3.2)."""
    words, scope = label("line.government_fee"), label("line.government_scope")
    return Text(f"{words.ar} ({scope.ar})", f"{words.en} ({scope.en})") if picture.vat_rate_ppm else words


def vat_rate(picture: Picture) -> str:
    """`5%`, isolated so that the sign keeps its place in an Arabic line."""
    whole, rest = divmod(picture.vat_rate_ppm, 10_000)
    decimals = f".{rest:04d}".rstrip("0") if rest else ""
    return ltr(f"{whole}{decimals}%")


def paid_direct_remark(line: ActionLine) -> Text:
    """The fee that the customer paid the entity himself: named, never summed."""
    words, amount = label("line.paid_direct"), format_amount(line.government_fee)
    return Text(f"{words.ar}: {ltr(amount)}", f"{words.en}: {amount}")


def line_remarks(line: ActionLine) -> list[Text]:
    """What explains the amounts: a fee the entity has, a waiver with its reason, what else comes free of charge."""
    remarks = []
    if line.refund_due:
        words, due = label("refund.with_entity"), format_amount(line.refund_due)
        remarks.append(Text(words.ar.format(amount=ltr(due)), words.en.format(amount=due)))
    if line.waived > 0:
        words, amount, reason = label("line.waived"), format_amount(line.waived), line.waiver_reason
        arabic, english = words.ar.format(amount=ltr(amount)), words.en.format(amount=amount)
        remarks.append(
            Text(
                f"{arabic} ({reason.ar})" if reason.ar else arabic, f"{english} ({reason.en})" if reason.en else english
            )
        )
    return [*remarks, line.free_note] if line.free_note != Text() else remarks


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One printed amount of a payment; `loud` is the change that goes back."""

    words: Text
    amount: int
    remark: Text
    loud: bool = False


def settled_rows(picture: Picture) -> Iterator[PaymentRow]:
    """How the total was paid, or what goes back to the customer now and what later."""
    return _refund_rows(picture) if is_reversal(picture) else payment_rows(picture.payments)


def payment_rows(payments: tuple[PaymentLine, ...]) -> Iterator[PaymentRow]:
    """How the total was paid; what was handed over and given back is shown where it differs from the amount."""
    for payment in payments:
        yield PaymentRow(label(f"payment.{payment.tender}"), payment.amount, _approval(payment))
        if payment.received and payment.received != payment.amount:
            yield PaymentRow(label("payment.received"), payment.received, Text())
        if payment.change:
            yield PaymentRow(label("payment.change"), payment.change, Text(), loud=True)


def _refund_rows(picture: Picture) -> Iterator[PaymentRow]:
    """In the customer's eyes: nothing here is negative."""
    for payment in picture.payments:
        yield PaymentRow(label(f"refund.{payment.tender}"), -payment.amount, _approval(payment), loud=True)
    if picture.refund_due_total:
        yield PaymentRow(label("refund.later"), picture.refund_due_total, label("refund.later_note"), loud=True)


def _approval(payment: PaymentLine) -> Text:
    code = label("payment.transfer_number" if payment.tender == "transfer" else "payment.approval")
    return same(f"{beside(code)} {ltr(payment.approval_code)}" if payment.approval_code else "")


def nothing_paid(picture: Picture) -> Text:
    return label("refund.nothing" if is_reversal(picture) else "payment.nothing")


def signed_for(picture: Picture) -> Text:
    """What the customer signs: cash that he got back; empty where he gets none."""
    cash = -sum(payment.amount for payment in picture.payments if payment.tender == "cash")
    if cash <= 0:
        return Text()
    words, amount = label("refund.received"), format_amount(cash)
    return Text(words.ar.format(amount=ltr(amount)), words.en.format(amount=amount))


def keep_line(picture: Picture) -> Text:
    return label("foot.keep_both" if is_reversal(picture) else "foot.keep")


def total_label() -> Text:
    words, currency = label("total.total"), label("total.currency")
    return Text(f"{words.ar} {currency.ar}", f"{words.en} {currency.en}")


def subtotals(picture: Picture) -> list[tuple[Text, int]]:
    """The parts of the total: held for the government, the centre's own, VAT on the latter."""
    if not picture.vat_rate_ppm:
        return [
            (label("total.government"), picture.government_total),
            (label("total.centre"), picture.centre_total),
        ]
    government, scope = label("total.government"), label("line.government_scope")
    return [
        (Text(f"{government.ar} ({scope.ar})", f"{government.en} ({scope.en})"), picture.government_total),
        (label("total.taxable"), picture.centre_total),
        (label("total.vat", rate=vat_rate(picture)), picture.vat_total),
    ]


def source_line(picture: Picture) -> str:
    """Which tariff and catalogue the prices came from."""
    parts = [
        f"{beside(label('foot.tariff'))} {ltr(picture.tariff_date)}" if picture.tariff_date else "",
        f"{beside(label('foot.catalogue'))} {ltr(picture.catalogue_version)}" if picture.catalogue_version else "",
    ]
    return "  ·  ".join(part for part in parts if part)
