"""The picture of a transaction: every word and figure of a receipt as it was given, ready to be printed again."""

from __future__ import annotations

import hashlib

import msgspec


class Text(msgspec.Struct, frozen=True, array_like=True):
    """The same text in both languages; either may be empty."""

    ar: str = ""
    en: str = ""


class CentreBlock(msgspec.Struct, frozen=True, array_like=True):
    """The supplier as the Consumer Protection rules want it named (FIELD.md §3.1)."""

    name: Text
    trade_name: Text
    cr_number: str
    licence_number: str
    address: Text
    phone: str
    vatin: str  # empty: the centre is not registered for VAT


class CustomerBlock(msgspec.Struct, frozen=True, array_like=True):
    """Who was served, already masked; kept beside the picture to be erasable; `salt` blinds its digest."""

    name: Text
    identifier: str  # masked civil number or CR, e.g. ••••5678
    representative: Text
    salt: bytes

    def digest(self) -> bytes:
        return hashlib.sha256(msgspec.msgpack.encode(self)).digest()


class ActionLine(msgspec.Struct, frozen=True, array_like=True):
    """One action of a case and its money, in baisa, all quantities included."""

    action: Text
    quantity: int
    unit: Text  # empty for a plain case, else page, worker ...
    government_fee: int
    government_paid_direct: bool  # the customer paid the entity himself: shown, never summed
    centre_fee: int  # net of VAT, after the waiver
    vat: int
    waived: int  # centre fee given up, gross
    waiver_reason: Text
    free_note: Text = Text()  # e.g. missing papers are attached free of charge
    refund_due: int = 0  # of a fee that goes back: what the entity has and the customer will get from it


class CaseBlock(msgspec.Struct, frozen=True, array_like=True):
    """One case of the visit."""

    reference: str  # short reference of the case at this centre
    service: Text
    entity: Text
    portal_reference: str
    lines: tuple[ActionLine, ...]
    expected_date: str  # ISO date, empty if not known
    delivery: Text  # printed here, by message, at the police centre ...


class PaymentLine(msgspec.Struct, frozen=True, array_like=True):
    """Money received; for cash `received` is what was handed over and `change` what went back."""

    tender: str  # cash, card, transfer
    amount: int
    received: int = 0
    change: int = 0
    approval_code: str = ""


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A receipt or simplified tax invoice; amounts in baisa, fields only ever added at the end."""

    version: int
    # receipt, simplified_tax_invoice, tax_invoice; void, refund, credit_note; account_payment, deposit, deposit_return
    kind: str
    number: str
    issued_at: int  # milliseconds UTC
    business_date: str
    desk_number: int
    operator: Text
    centre: CentreBlock
    cases: tuple[CaseBlock, ...]
    government_total: int
    paid_direct_total: int
    centre_total: int  # net of VAT
    vat_total: int
    vat_rate_ppm: int  # 50_000 = 5 %; 0 = VAT off
    total: int
    payments: tuple[PaymentLine, ...]
    footer: Text  # complaint line of the centre
    tariff_date: str
    catalogue_version: str
    customer_digest: bytes = b""  # empty: nobody named
    # Hash of the journal up to this sale, its own entry unsigned as yet: the signature holds the whole past with it.
    chain_head: bytes = b""
    original_number: str = ""  # of the receipt that a reversal takes back
    reason: Text = Text()
    refund_due_total: int = 0  # what the entities still have and the customer will get from them
    account_total: int = 0  # paid towards the customer's account or deposit
    account_balance: int = 0  # and what he owes, or has left with the centre, after it
    original_issued_at: int = 0  # milliseconds UTC


def picture_bytes(picture: Picture) -> bytes:
    """The bytes that are stored, hashed and signed; never re-encoded afterwards."""
    return msgspec.msgpack.encode(picture)


def read_picture(raw: bytes) -> Picture:
    """Raises msgspec.ValidationError when the bytes are no picture."""
    return msgspec.msgpack.decode(raw, type=Picture)
