"""Drawing the picture of money on a customer's account: a receipt voucher, or the voucher of what was handed back."""

from __future__ import annotations

from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Payment
from sanad_desk.usecases.draw_picture import centre_block, customer_block, payment_line, word
from sanad_desk.wire.entries import Envelope, TransactionCompleted
from sanad_desk.wire.picture import CustomerBlock, Picture, Text


def draw_account_receipt(
    fact: TransactionCompleted,
    whose: Customer,
    envelope: Envelope,
    desk: Desk,
    who: SignedIn,
    centre: Centre,
    payments: tuple[Payment, ...],
    balance: int,
    chain_head: bytes,
) -> tuple[Picture, CustomerBlock | None]:
    """The picture, and the customer's block that is kept apart from it; `balance` is what stands after it."""
    customer = customer_block(whose, None)
    total = sum(charge.amount for charge in fact.charges)
    picture = Picture(
        version=1,
        kind=fact.kind,
        number=fact.number,
        issued_at=envelope.at,
        business_date=envelope.business_date.isoformat(),
        desk_number=desk.number,
        operator=Text(who.name.ar, who.name.en),
        centre=centre_block(centre),
        cases=(),
        government_total=0,
        paid_direct_total=0,
        centre_total=0,
        vat_total=0,
        vat_rate_ppm=0,
        total=total,
        payments=tuple(payment_line(payment) for payment in payments),
        footer=Text(centre.footer.ar, centre.footer.en),
        tariff_date="",
        catalogue_version="",
        customer_digest=customer.digest() if customer else b"",
        chain_head=chain_head,
        reason=word("reason", fact.reason) if fact.reason else Text(),
        account_total=total,
        account_balance=balance,
    )
    return picture, customer
