"""What a fact means for the ledger: the same at the desk that wrote it, at another desk, and at the server."""

from __future__ import annotations

from sanad_desk.domain.ledger import (
    Posting,
    post_closing,
    post_float,
    post_movement,
    post_portal_claim,
    post_portal_payment,
    post_tender_correction,
    post_transaction,
)
from sanad_desk.domain.portal_payment_life import CLAIMED, Channel
from sanad_desk.domain.transaction import REVERSALS, Settled
from sanad_desk.wire import entries, follow_facts
from sanad_desk.wire.entries import Entry
from sanad_desk.wire.fact import Fact


def settled_of(fact: entries.TransactionCompleted) -> Settled:
    """The money of a stored transaction."""
    return Settled(fact.charges, fact.payments, fact.kind in REVERSALS)


def postings_of(entry: Entry, fact: Fact) -> tuple[Posting, ...]:
    """In baisa, debits positive; nothing for a fact that moves no money."""
    drawer = (entry.shift_id or b"").hex()
    match fact:
        case entries.TransactionCompleted():
            return post_transaction(settled_of(fact), drawer, (fact.customer_id or b"").hex())
        case entries.ShiftOpened(handed_from=None):  # else the closing before it put the money into this drawer
            return post_float(fact.opening_float, fact.shift_id.hex())
        case entries.ShiftClosed():
            next_drawer = fact.handed_to.hex() if fact.handed_to else ""
            return post_closing(fact.expected, fact.counted, fact.shift_id.hex(), next_drawer)
        case entries.CashMoved():
            return post_movement(fact.move, fact.source, fact.entity, drawer, fact.amount)
        case entries.PortalPaymentRecorded():
            return post_portal_payment(fact.entity, fact.amount)
        case follow_facts.PortalPaymentMoved(channel=Channel.CENTRE_CARD):
            change = (fact.state in CLAIMED) - (fact.before in CLAIMED)
            return post_portal_claim(fact.entity, change * fact.amount)
        case entries.TenderCorrected():
            customer = (fact.customer_id or b"").hex()
            return post_tender_correction(fact.wrong, fact.right, drawer, customer, fact.amount)
    return ()
