"""Writing a transaction: number, picture, signature, fact and all its rows, inside the caller's unit of work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from sanad_desk.domain.receipt_number import next_number
from sanad_desk.domain.shift import Shift
from sanad_desk.store import desk_book, receipts, server_link
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.entries import Envelope, TransactionCompleted
from sanad_desk.wire.picture import CustomerBlock, Picture, picture_bytes
from sanad_desk.wire.postings import settled_of
from sanad_desk.wire.receipt_code import sign_receipt

# From the hash of the journal up to this transaction to its picture, and the customer's block kept apart from it.
Draw = Callable[[bytes], tuple[Picture, CustomerBlock | None]]


def next_receipt_number(desk: OpenDesk, unit: UnitOfWork, shift: Shift) -> str:
    """The desk's next of the year; it counts only once the transaction is written.

    Raises Refused: epoch_needed, desk_revoked.
    """
    server_link.may_give_receipts(unit.connection)
    centre, identity, _ = desk.identity_in(unit.connection)
    year = shift.business_date.year
    last = desk_book.last_sequence(unit.connection, identity.number, year)
    return str(next_number(centre.code, identity.number, year, last))


def write_transaction(
    desk: OpenDesk, unit: UnitOfWork, unsigned: TransactionCompleted, envelope: Envelope, draw: Draw
) -> str:
    """Gives back the text of the receipt's QR; entry, picture and signature carry one instant, the envelope's."""
    _, _, key = desk.identity_in(unit.connection)
    picture, customer = draw(unit.head_with(unsigned, envelope))
    raw = picture_bytes(picture)
    digest = hashlib.sha256(raw).digest()
    code = sign_receipt(key, unsigned.number, envelope.at // 1000, settled_of(unsigned).total, digest)
    unit.append(msgspec.structs.replace(unsigned, picture_digest=digest, signature=code.signature), envelope)
    text = code.text
    block = msgspec.msgpack.encode(customer) if customer else None
    receipts.add(unit.connection, unsigned.number, unsigned.transaction_id, raw, block, text)
    return text
