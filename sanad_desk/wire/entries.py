"""Facts of the journal: their kinds, and the positional bytes which are hashed, stored and sent as they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import msgspec

GENESIS_HASH = bytes(32)


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """A fact in the past tense. Fields are only ever added at the end, with a default."""


class DeskFounded(Fact, frozen=True):
    """The first entry of every chain: which desk writes it, and the key its signatures are checked with."""

    centre_id: bytes
    desk_id: bytes
    centre_code: str
    desk_number: int
    epoch: int
    public_key: bytes


class CentreChanged(Fact, frozen=True):
    """The centre's profile and tax settings as they hold from now on (business data, no person's)."""

    profile: bytes  # store.settings.CentreProfile as JSON


class OperatorAdded(Fact, frozen=True):
    """Somebody may work at this desk; the name is kept beside the journal."""

    operator_id: bytes
    roles: tuple[str, ...]


class OperatorChanged(Fact, frozen=True):
    """Roles, or whether the operator may still sign in."""

    operator_id: bytes
    roles: tuple[str, ...]
    active: bool


class PriceSet(Fact, frozen=True):
    """The centre's own price for one action, in baisa; none means the official one again."""

    service_code: str
    action: str
    variant: str
    amount: int | None
    official: int | None


class ShiftOpened(Fact, frozen=True):
    """A drawer was opened with a float, in baisa."""

    shift_id: bytes
    opening_float: int


class OverrideApproved(Fact, frozen=True):
    """A manager let a required row pass, a price be waived or a clock be believed; `subject` names which."""

    subject: str  # row, waiver, clock
    case_id: bytes
    row_key: str
    reason: str
    approved_by: bytes
    amount: int = 0


class CaseFact(msgspec.Struct, frozen=True, array_like=True):
    """A case as it stood when it was paid for."""

    case_id: bytes
    reference: str
    service_code: str
    portal_reference: str
    portal_outcome: str  # done, deferred, overridden
    delivery: str
    expected_date: str
    rows: tuple[RowFact, ...]


class RowFact(msgspec.Struct, frozen=True, array_like=True):
    """What happened to a row and how long it took; typed values stay in the case, as they may name a person."""

    key: str
    outcome: str
    seconds: int


class ChargeFact(msgspec.Struct, frozen=True, array_like=True):
    """A charge, in baisa."""

    case_position: int
    action_position: int
    kind: str
    action: str
    variant: str
    entity: str
    quantity: int
    amount: int
    label_ar: str
    label_en: str
    paid_direct: bool
    official: int | None
    waived: int
    waiver_reason: str


class PaymentFact(msgspec.Struct, frozen=True, array_like=True):
    """A payment, in baisa."""

    tender: str
    amount: int
    received: int
    change: int
    approval_code: str


class CardAttemptFact(msgspec.Struct, frozen=True, array_like=True):
    """A try at the card terminal that was not approved."""

    amount: int
    outcome: str
    at: int


class TransactionCompleted(Fact, frozen=True):
    """Everything a visit settled at once, with its receipt's number, digest and signature."""

    transaction_id: bytes
    visit_id: bytes
    number: str
    customer_id: bytes | None
    representative_id: bytes | None
    cases: tuple[CaseFact, ...]
    charges: tuple[ChargeFact, ...]
    payments: tuple[PaymentFact, ...]
    card_attempts: tuple[CardAttemptFact, ...]
    vat_mode: str
    vat_rate_ppm: int
    catalogue_version: str
    tariff_date: str
    picture_digest: bytes = b""
    signature: bytes = b""


class ReceiptPrinted(Fact, frozen=True):
    """Paper came out, or a file was made; `copy` 0 is the original."""

    number: str
    copy: int
    paper: str
    printer: str  # printer, folder, headless


KINDS: dict[str, type[Fact]] = {
    "desk_founded": DeskFounded,
    "centre_changed": CentreChanged,
    "operator_added": OperatorAdded,
    "operator_changed": OperatorChanged,
    "price_set": PriceSet,
    "shift_opened": ShiftOpened,
    "override_approved": OverrideApproved,
    "transaction_completed": TransactionCompleted,
    "receipt_printed": ReceiptPrinted,
}
_NAMES = {fact: kind for kind, fact in KINDS.items()}


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """The envelope: place in the chain, kind and version, when, on which business date, in which shift, by whom."""

    seq: int
    kind: str
    version: int
    at: int  # milliseconds UTC
    business_date: str
    shift_id: bytes | None
    operator_id: bytes | None
    fact: msgspec.Raw

    def read(self) -> Fact:
        """The fact itself; raises msgspec.ValidationError when bytes and kind disagree."""
        return msgspec.msgpack.decode(self.fact, type=KINDS[self.kind])


_encoder = msgspec.msgpack.Encoder()
_FACT = Entry.__struct_fields__.index("fact")
_SIGNED_LATER = [TransactionCompleted.__struct_fields__.index(name) for name in ("picture_digest", "signature")]
_entry_decoder = msgspec.msgpack.Decoder(Entry)


@dataclass(frozen=True, slots=True)
class Envelope:
    """When a fact is written down, on which business date, in which shift and by whom."""

    at: int  # milliseconds UTC
    business_date: date
    shift_id: bytes | None = None
    operator_id: bytes | None = None


def entry_bytes(seq: int, fact: Fact, envelope: Envelope) -> bytes:
    """The bytes of a new entry; they are what is hashed, stored and sent."""
    raw = msgspec.Raw(_encoder.encode(fact))
    kind = _NAMES[type(fact)]
    day = envelope.business_date.isoformat()
    return _encoder.encode(Entry(seq, kind, 1, envelope.at, day, envelope.shift_id, envelope.operator_id, raw))


def unsigned_bytes(entry: bytes) -> bytes:
    """The bytes of a transaction's entry before its picture was drawn and signed.

    Taken apart as plain values, so that fields which a later program adds come through as they are.
    """
    parts = msgspec.msgpack.decode(entry)
    fact = parts[_FACT]
    parts[_FACT] = [b"" if place in _SIGNED_LATER else value for place, value in enumerate(fact)]
    return _encoder.encode(parts)


def read_entry(raw: bytes) -> Entry:
    """Raises msgspec.ValidationError or DecodeError when the bytes are no entry."""
    return _entry_decoder.decode(raw)


def chain_hash(previous: bytes, entry: bytes) -> bytes:
    """hash = SHA-256(previous hash ‖ bytes of the entry)."""
    return hashlib.sha256(previous + entry).digest()


def kind_of(fact: Fact) -> str:
    """The name of a fact's kind."""
    return _NAMES[type(fact)]
