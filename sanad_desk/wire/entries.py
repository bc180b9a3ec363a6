"""Facts of the journal: their kinds, and the positional bytes which are hashed, stored and sent as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from sanad_desk.wire.fact import Fact
from sanad_desk.wire.follow_facts import (
    CaseMoved,
    ComplaintMade,
    ComplaintSettled,
    CustomerAssisted,
    CustomerTold,
    OutageBegan,
    OutageEnded,
    PapersMissed,
    PortalPaymentMoved,
    ServiceNotOffered,
    VisitRated,
)
from sanad_desk.wire.manifest import Manifest
from sanad_desk.wire.transaction_facts import CardAttemptFact, CaseFact, ChargeFact, PaymentFact

GENESIS_HASH = bytes(32)


class DeskFounded(Fact, frozen=True):
    """The first entry of every chain: which desk writes it, and the key its signatures are checked with."""

    centre_id: bytes
    desk_id: bytes
    centre_code: str
    desk_number: int
    epoch: int
    public_key: bytes


class DeskEnrolled(Fact, frozen=True):
    """The server knows the desk: from here on it writes under this epoch, number and key (docs/protocol.md §5)."""

    centre_id: bytes
    desk_id: bytes
    centre_code: str
    desk_number: int
    spare_number: int  # under which a restored desk may go on without a line; 0 for none
    epoch: int
    public_key: bytes
    server_id: bytes
    server_key: bytes
    reason: str  # enrolled, restored, forked, spare


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
    """A drawer was opened with a float, in baisa; one that was handed over holds what its last shift counted."""

    shift_id: bytes
    opening_float: int
    pieces: tuple[tuple[int, int], ...] = ()  # (denomination in baisa, how many), where it was counted so
    handed_from: bytes | None = None


class DrawerCounted(Fact, frozen=True):
    """The drawer was counted and the count locked; `expected` is what the ledger had in it then."""

    shift_id: bytes
    pieces: tuple[tuple[int, int], ...]
    counted: int
    expected: int
    terminal_total: int | None  # what the card terminal's own slip says
    approved_by: bytes | None = None  # of a second count
    approval_reason: str = ""


class ShiftClosed(Fact, frozen=True):
    """A shift ended; its drawer went to the safe, or to the shift it was handed to."""

    shift_id: bytes
    z_number: int
    expected: int
    counted: int
    manifest: Manifest
    reason: str
    approved_by: bytes | None
    approve_later: bool
    handed_to: bytes | None = None
    signature: bytes = b""
    approval_reason: str = ""  # why the manager accepted the variance at once


class VarianceApproved(Fact, frozen=True):
    """A manager accepted the variance of a closed shift afterwards."""

    shift_id: bytes
    reason: str


class CashMoved(Fact, frozen=True):
    """Money moved without a customer; kinds and accounts are those of domain.cash_movement."""

    move: str
    source: str
    amount: int
    entity: str
    reason: str
    slip: str
    approved_by: bytes | None = None
    approval_reason: str = ""


class PortalPaymentRecorded(Fact, frozen=True):
    """The centre's card paid a case's fee in the entity's portal; below zero a wrong recording was taken back."""

    transaction_id: bytes
    case_position: int
    entity: str
    amount: int
    reference: str
    approved_by: bytes | None = None  # of taking back
    approval_reason: str = ""


class TenderCorrected(Fact, frozen=True):
    """Part of a payment had been booked to the wrong tender."""

    transaction_id: bytes
    number: str
    position: int  # the payment rows it adds begin here
    wrong: str
    right: str
    amount: int
    approval_code: str
    customer_id: bytes | None
    reason: str
    approved_by: bytes


class AccountChanged(Fact, frozen=True):
    """A customer may pay later, up to a limit in baisa; or may no longer."""

    customer_id: bytes
    credit_limit: int
    active: bool


class DayClosed(Fact, frozen=True):
    """A business date was closed, once all its shifts were."""

    closed_date: str
    shifts: int
    manifest: Manifest
    signature: bytes = b""


class DayReopened(Fact, frozen=True):
    """A manager opened a closed business date again."""

    reopened_date: str
    reason: str


class OverrideApproved(Fact, frozen=True):
    """A manager let a required row pass, a price be waived or a clock be believed; `subject` names which."""

    subject: str  # row, waiver, clock
    case_id: bytes
    row_key: str
    reason: str
    approved_by: bytes
    amount: int = 0


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
    kind: str = "sale"  # domain.transaction.TransactionKind
    original_id: bytes | None = None  # what a reversal takes back
    reversed: tuple[int, ...] = ()  # and which of its charges
    reason: str = ""
    approved_by: bytes | None = None


class ReceiptPrinted(Fact, frozen=True):
    """Paper came out, or a file was made; `copy` 0 is the original."""

    number: str
    copy: int
    paper: str
    printer: str  # printer, folder, headless


class CustomerErased(Fact, frozen=True):
    """A person's identity was taken out of this store; what he paid stays, and names him by his id alone."""

    customer_id: bytes
    cause: str  # asked, purged, told: by another desk of the centre


KINDS: dict[str, type[Fact]] = {
    "desk_founded": DeskFounded,
    "desk_enrolled": DeskEnrolled,
    "centre_changed": CentreChanged,
    "operator_added": OperatorAdded,
    "operator_changed": OperatorChanged,
    "price_set": PriceSet,
    "shift_opened": ShiftOpened,
    "drawer_counted": DrawerCounted,
    "shift_closed": ShiftClosed,
    "variance_approved": VarianceApproved,
    "cash_moved": CashMoved,
    "portal_payment_recorded": PortalPaymentRecorded,
    "tender_corrected": TenderCorrected,
    "account_changed": AccountChanged,
    "day_closed": DayClosed,
    "day_reopened": DayReopened,
    "override_approved": OverrideApproved,
    "transaction_completed": TransactionCompleted,
    "receipt_printed": ReceiptPrinted,
    "customer_erased": CustomerErased,
    "case_moved": CaseMoved,
    "portal_payment_moved": PortalPaymentMoved,
    "outage_began": OutageBegan,
    "outage_ended": OutageEnded,
    "customer_told": CustomerTold,
    "visit_rated": VisitRated,
    "complaint_made": ComplaintMade,
    "complaint_settled": ComplaintSettled,
    "customer_assisted": CustomerAssisted,
    "papers_missed": PapersMissed,
    "service_not_offered": ServiceNotOffered,
}
_NAMES = {fact: kind for kind, fact in KINDS.items()}


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
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
        return _decoder_of(KINDS[self.kind]).decode(self.fact)


_encoder = msgspec.msgpack.Encoder()
_FACT = Entry.__struct_fields__.index("fact")
_KIND = Entry.__struct_fields__.index("kind")
_SIGNED_LATER = {
    kind: [place for place, name in enumerate(fact.__struct_fields__) if name in ("picture_digest", "signature")]
    for kind, fact in KINDS.items()
}
_entry_decoder = msgspec.msgpack.Decoder(Entry)
_decoder_of: Callable[[type[Fact]], msgspec.msgpack.Decoder[Fact]] = cache(msgspec.msgpack.Decoder)


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
    """The bytes of an entry before its picture was drawn and it was signed.

    Taken apart as plain values, so that fields which a later program adds come through as they are.
    """
    parts = msgspec.msgpack.decode(entry)
    fact = parts[_FACT]
    later = _SIGNED_LATER[parts[_KIND]]
    parts[_FACT] = [b"" if place in later else value for place, value in enumerate(fact)]
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
