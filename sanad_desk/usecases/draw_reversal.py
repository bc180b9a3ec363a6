"""Drawing the picture of a reversal: the lines of the original that go back, with the signs turned round."""

from __future__ import annotations

import msgspec

from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Payment
from sanad_desk.usecases.draw_picture import centre_block, payment_line, word
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.picture import ActionLine, CaseBlock, CustomerBlock, Picture, Text
from sanad_desk.wire.postings import settled_of
from sanad_desk.wire.transaction_facts import ChargeFact


def draw_reversal(
    original: Picture,
    fact: TransactionCompleted,
    payments: tuple[Payment, ...],
    customer: CustomerBlock | None,
    who: SignedIn,
    centre: Centre,
    desk: Desk,
    issued_at: int,
    business_date: str,
    account_balance: int,
    chain_head: bytes,
) -> Picture:
    """A credit note where VAT goes back, else a void or a refund; `account_balance` is what is owed after it."""
    sums = {
        kind: sum(c.amount for c in fact.charges if c.kind == kind)
        for kind in (ChargeKind.GOVERNMENT_FEE, ChargeKind.CENTRE_FEE, ChargeKind.VAT, ChargeKind.ACCOUNT_PAYMENT)
    }
    block = centre_block(centre)
    return Picture(
        version=1,
        kind="credit_note" if sums[ChargeKind.VAT] else fact.kind,
        number=fact.number,
        issued_at=issued_at,
        business_date=business_date,
        desk_number=desk.number,
        operator=Text(who.name.ar, who.name.en),
        centre=msgspec.structs.replace(block, vatin=block.vatin or original.centre.vatin),
        cases=tuple(_case(case, position, fact) for position, case in enumerate(original.cases)),
        government_total=sums[ChargeKind.GOVERNMENT_FEE],
        paid_direct_total=0,
        centre_total=sums[ChargeKind.CENTRE_FEE],
        vat_total=sums[ChargeKind.VAT],
        vat_rate_ppm=fact.vat_rate_ppm,
        total=settled_of(fact).total,
        payments=tuple(payment_line(payment) for payment in payments),
        footer=Text(centre.footer.ar, centre.footer.en),
        tariff_date=fact.tariff_date,
        catalogue_version=fact.catalogue_version,
        customer_digest=customer.digest() if customer else b"",
        chain_head=chain_head,
        original_number=original.number,
        reason=word("reason", fact.reason),
        refund_due_total=sum(c.refund_due for c in fact.charges),
        account_total=sums[ChargeKind.ACCOUNT_PAYMENT],
        account_balance=account_balance,
        original_issued_at=original.issued_at,
    )


def _case(case: CaseBlock, position: int, fact: TransactionCompleted) -> CaseBlock:
    """All lines of the original keep their place; those that stay with the customer are empty."""
    lines = tuple(_line(line, _charges(fact, position, place)) for place, line in enumerate(case.lines))
    return msgspec.structs.replace(case, lines=lines, expected_date="", delivery=Text())


def _charges(fact: TransactionCompleted, case_position: int, place: int) -> list[ChargeFact]:
    return [c for c in fact.charges if (c.case_position, c.action_position) == (case_position, place)]


def _line(line: ActionLine, charges: list[ChargeFact]) -> ActionLine:
    sums = {kind: sum(c.amount for c in charges if c.kind == kind) for kind in ChargeKind}
    return msgspec.structs.replace(
        line,
        government_fee=sums[ChargeKind.GOVERNMENT_FEE],
        government_paid_direct=False,
        centre_fee=sums[ChargeKind.CENTRE_FEE],
        vat=sums[ChargeKind.VAT],
        waived=sum(c.waived for c in charges),
        waiver_reason=Text(),
        free_note=Text(),
        refund_due=sum(c.refund_due for c in charges),
    )
