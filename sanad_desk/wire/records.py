"""Records: what goes beside the journal, may be corrected or erased, and belongs to a person or to the centre."""

from __future__ import annotations

import msgspec


class RecordKind:
    """What a record is about; its key is named in docs/protocol.md §6."""

    CUSTOMER = "customer"
    OPERATOR = "operator"
    CENTRE = "centre"
    PRICE = "price"
    RECEIPT = "receipt"
    CASE_DETAIL = "case_detail"


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One record as it is now; without a body it was erased. `revision` is its desk's own count of changes."""

    kind: str
    key: bytes
    epoch: int
    revision: int
    body: bytes | None


class Body(msgspec.Struct, frozen=True, array_like=True):
    """What a record says; fields are only ever added at the end, with a default."""


class CustomerBody(Body, frozen=True):
    """Identity data of a person or company."""

    is_company: bool
    name_ar: str
    name_en: str
    civil_number: str
    cr_number: str
    phone: str


class OperatorBody(Body, frozen=True):
    """Somebody who may work at the desks of a centre."""

    name_ar: str
    name_en: str
    pin_hash: str
    roles: tuple[str, ...]
    active: bool


class PriceBody(Body, frozen=True):
    """The centre's own price of one action, in baisa; none means the official one."""

    service_code: str
    action: str
    variant: str
    amount: int | None


class ReceiptBody(Body, frozen=True):
    """A receipt's picture and the customer's block of it, which may be erased."""

    number: str
    picture: bytes
    customer_block: bytes | None
    code: str


class CaseDetailBody(Body, frozen=True):
    """What was typed in a paid case's checklist: (row, value, valid until)."""

    rows: tuple[tuple[str, str, str], ...]


BODIES: dict[str, type[Body]] = {
    RecordKind.CUSTOMER: CustomerBody,
    RecordKind.OPERATOR: OperatorBody,
    RecordKind.PRICE: PriceBody,
    RecordKind.RECEIPT: ReceiptBody,
    RecordKind.CASE_DETAIL: CaseDetailBody,
}  # `centre` holds the profile's JSON as the journal does

_encoder = msgspec.msgpack.Encoder()


def body_bytes(body: Body) -> bytes:
    """As it is stored and sent."""
    return _encoder.encode(body)


def price_key(service_code: str, action: str, variant: str) -> bytes:
    """The key of a price's record."""
    return "\x1f".join((service_code, action, variant)).encode()
