"""Records: what goes beside the journal, may be corrected or erased, and belongs to a person or to the centre."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from sanad_desk.domain.operators import Role

MOST_BODY = 256 * 1024  # bytes
PROFILE_KEY = b"profile"
_LONGEST_KIND, _LONGEST_KEY, _ID = 64, 512, 16


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


class MalformedRecord(ValueError):
    """What no desk may be told."""


# Wide enough for whatever a later program may let people type, narrow enough for every table and sum.
_Line = Annotated[str, msgspec.Meta(max_length=1_000)]
_Code = Annotated[str, msgspec.Meta(max_length=200)]
_Role = Annotated[str, msgspec.Meta(max_length=64, pattern="^[a-z_]+$")]
_Amount = Annotated[int, msgspec.Meta(ge=0, le=10**12)]


class Body(msgspec.Struct, frozen=True, array_like=True):
    """What a record says; fields are only ever added at the end, with a default."""


class CustomerBody(Body, frozen=True):
    """Identity data of a person or company."""

    is_company: bool
    name_ar: _Line
    name_en: _Line
    civil_number: _Code
    cr_number: _Code
    phone: _Code


class OperatorBody(Body, frozen=True):
    """Somebody who may work at the desks of a centre; a role that a desk does not know gives no right there."""

    name_ar: _Line
    name_en: _Line
    pin_hash: _Line
    roles: Annotated[tuple[_Role, ...], msgspec.Meta(min_length=1, max_length=16)]
    active: bool


class PriceBody(Body, frozen=True):
    """The centre's own price of one action, in baisa; none means the official one."""

    service_code: _Code
    action: _Code
    variant: _Code
    amount: _Amount | None


class ReceiptBody(Body, frozen=True):
    """A receipt's picture and the customer's block of it, which may be erased."""

    number: _Code
    picture: bytes
    customer_block: bytes | None
    code: _Line


class CaseDetailBody(Body, frozen=True):
    """What was typed in a paid case's checklist: (row, value, valid until)."""

    rows: Annotated[tuple[tuple[_Code, _Line, _Code], ...], msgspec.Meta(max_length=1_000)]


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


def read_body(kind: str, raw: bytes) -> Body:
    """Raises msgspec.MsgspecError where it cannot be one."""
    return msgspec.msgpack.decode(raw, type=BODIES[kind])


def makes_manager(record: Record) -> bool:
    """Whether a record says of somebody that he is a manager now; not so what cannot be read."""
    try:
        said = read_body(record.kind, record.body or b"") if record.kind == RecordKind.OPERATOR else None
    except msgspec.MsgspecError:
        return False
    return isinstance(said, OperatorBody) and said.active and Role.MANAGER in said.roles


def check_record(record: Record) -> None:
    """Raises MalformedRecord; of a kind that is not known yet nothing but its size is looked at."""
    sizes = len(record.kind) <= _LONGEST_KIND, 0 < len(record.key) <= _LONGEST_KEY
    try:
        is_good = all(sizes) and len(record.body or b"") <= MOST_BODY and _has_its_shape(record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedRecord(record.kind) from error
    if not is_good or "\0" in record.kind:
        raise MalformedRecord(record.kind)


def _has_its_shape(record: Record) -> bool:
    if record.kind == RecordKind.CENTRE:
        # Without a profile no fresh PC could be founded.
        is_profile = record.key == PROFILE_KEY and record.body is not None
        return is_profile and bool(msgspec.json.decode(record.body or b"", type=dict[str, Any]))
    if record.kind not in BODIES:
        return True
    body = None if record.body is None else read_body(record.kind, record.body)
    if record.kind != RecordKind.PRICE:
        return len(record.key) == _ID
    what = record.key.decode().split("\x1f")
    told = [body.service_code, body.action, body.variant] if isinstance(body, PriceBody) else what
    return len(what) == 3 and told == what
