"""Messages between desk and server, as docs/protocol.md describes them; fields are only ever added at the end."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, get_args

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sanad_desk.wire.records import Record

MEDIA_TYPE = "application/vnd.sanad.v1+msgpack"
PROGRAM_HEADER = "sanad-program"  # the version a desk runs
# Bounds of one journal batch; the body's own are in wire.packing.
MOST_ENTRIES = 500
MOST_ENTRY_BYTES = 256 * 1024
MOST_RECORDS = 500
MOST_TEXTS = 50

# What a column of a database holds, so that nothing else comes further than the body's decoding.
Position = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Epoch = Annotated[int, msgspec.Meta(ge=1, le=10**9 - 1)]
LAST_NUMBER = 99
DeskNumber = Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER)]
KnownNumbers = Annotated[tuple[int, ...], msgspec.Meta(max_length=LAST_NUMBER)]  # of the centre's desks, as it heard
Id = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]

_BATCH = b"SNDJ1"
_WITNESS = b"SNDW1"


class Message(msgspec.Struct, frozen=True, array_like=True):
    """One message; ids are 16 bytes, instants milliseconds UTC."""


class JournalBatch(Message, frozen=True):
    """Entries `base_seq + 1 …` in their own bytes; `signature` is over the chain's hash after the last one."""

    epoch: Epoch
    base_seq: Position
    entries: tuple[bytes, ...]
    signature: Signature


class Acknowledged(Message, frozen=True):
    """The server has everything up to `head_seq`; `agreed_seq` is how far it was judged, incidents are open ones."""

    epoch: int
    head_seq: int
    head_hash: bytes
    witness: bytes
    agreed_seq: int
    server_epoch: bytes
    server_time: int
    next_sync_after: int  # seconds
    open_incidents: int
    is_revoked: bool = False
    record_revision: int = 0  # up to which the records of this chain are stored
    desk_number: int = 0  # of this chain; 0 from a server that does not say
    spare_number: int = 0  # another one, where a copy goes on under the last


class JournalPage(Message, frozen=True):
    """A desk's own entries as the server has them, of the epoch and what it came from."""

    base_seq: int
    entries: tuple[bytes, ...]
    head_seq: int


class RecordBatch(Message, frozen=True):
    """Records that changed, in the order of their revisions; none that changed after `base_revision` is left out."""

    records: tuple[Record, ...]
    base_revision: Position = 0


class RecordsTaken(Message, frozen=True):
    """Every record up to `revision` is stored."""

    revision: int
    server_epoch: bytes
    server_time: int


class ChainNews(Message, frozen=True):
    """How one chain of the centre stands at the server."""

    desk_id: bytes
    epoch: int
    desk_number: int
    public_key: bytes
    base_seq: int
    head_seq: int
    seen_at: int
    is_revoked: bool


class EntriesItem(Message, frozen=True, tag=1):
    """Entries of another chain, after `base_seq`, which has `base_hash`."""

    desk_id: bytes
    epoch: int
    base_seq: int
    base_hash: bytes
    entries: tuple[bytes, ...]


class RecordItem(Message, frozen=True, tag=2):
    """The newest state of a record and the chain that wrote it; epoch 0 is the server itself."""

    desk_id: bytes
    record: Record


class IncidentItem(Message, frozen=True, tag=3):
    """Something is wrong and a person has to know; `closed_at` is 0 while it is open. `params` is a JSON object."""

    incident_id: bytes
    code: str
    desk_id: bytes
    epoch: int
    seq: int
    params: bytes
    opened_at: int
    closed_at: int


class ReleaseItem(Message, frozen=True, tag=4):
    """A catalogue release was published, or is recalled."""

    version: str
    digest: bytes
    is_recalled: bool
    valid_from: str  # ISO date


class ProgramWanted(Message, frozen=True, tag=5):
    """The nation works in this version of the program or a later one from that business date on.

    The last one said holds; without a version, none is asked for any more.
    """

    version: str
    required_from: date


FeedItem = EntriesItem | RecordItem | IncidentItem | ReleaseItem | ProgramWanted


class FeedPage(Message, frozen=True):
    """What happened after a cursor, in the order of the server's commits; items stay packed until they are read."""

    server_epoch: bytes
    cursor: str
    more: bool
    chains: tuple[ChainNews, ...]
    items: tuple[msgspec.Raw, ...]
    server_time: int = 0
    next_sync_after: int = 0
    takes_messages: bool = False  # the server has somebody who carries messages to customers


class CustomerText(Message, frozen=True):
    """A message to a customer; under the same id it is carried once."""

    id: Id
    phone: Annotated[str, msgspec.Meta(max_length=40)]
    text: Annotated[str, msgspec.Meta(max_length=4_000)]


class CustomerTexts(Message, frozen=True):
    """What a desk wants to be carried, the oldest first."""

    texts: Annotated[tuple[CustomerText, ...], msgspec.Meta(max_length=MOST_TEXTS)]


class TextsTaken(Message, frozen=True):
    """The ids of those that are carried, and of those that never will be; the others are to be offered again."""

    taken: tuple[bytes, ...]
    refused: tuple[bytes, ...]


_TAGS = {kind.__struct_config__.tag for kind in get_args(FeedItem)}
_encoder = msgspec.msgpack.Encoder()
_item_decoder = msgspec.msgpack.Decoder(FeedItem)


def message_bytes(message: Message) -> bytes:
    """As it is sent, before it is packed."""
    return _encoder.encode(message)


def item_bytes(item: FeedItem) -> msgspec.Raw:
    """One item of a feed page."""
    return msgspec.Raw(_encoder.encode(item))


def read_item(raw: bytes | msgspec.Raw) -> FeedItem | None:
    """None for a kind of item that a later server has; raises msgspec.MsgspecError for one that is malformed."""
    try:
        item: FeedItem = _item_decoder.decode(raw)
    except msgspec.ValidationError:
        parts = msgspec.msgpack.decode(raw)
        if isinstance(parts, list) and parts and isinstance(parts[0], int) and parts[0] not in _TAGS:
            return None
        raise
    return item


def _signed_batch(desk_id: bytes, epoch: int, last_seq: int, head: bytes) -> bytes:
    return b"".join((_BATCH, desk_id, epoch.to_bytes(4), last_seq.to_bytes(8), head))


def sign_batch(key: Ed25519PrivateKey, desk_id: bytes, epoch: int, last_seq: int, head: bytes) -> bytes:
    """`head` is the chain's hash after the batch's last entry, `last_seq` that entry's number."""
    return key.sign(_signed_batch(desk_id, epoch, last_seq, head))


def is_signed_batch(
    public_key: bytes, desk_id: bytes, epoch: int, last_seq: int, head: bytes, signature: bytes
) -> bool:
    """Whether the desk with that key wrote a chain that ends so."""
    return is_signed(public_key, signature, _signed_batch(desk_id, epoch, last_seq, head))


def _witnessed(server_id: bytes, desk_id: bytes, epoch: int, head_seq: int, head: bytes) -> bytes:
    return b"".join((_WITNESS, server_id, desk_id, epoch.to_bytes(4), head_seq.to_bytes(8), head))


def sign_witness(
    key: Ed25519PrivateKey, server_id: bytes, desk_id: bytes, epoch: int, head_seq: int, head: bytes
) -> bytes:
    """The server's word that it has everything up to there for good."""
    return key.sign(_witnessed(server_id, desk_id, epoch, head_seq, head))


def is_witness(
    server_key: bytes, server_id: bytes, desk_id: bytes, epoch: int, head_seq: int, head: bytes, witness: bytes
) -> bool:
    """Whether the server with that key said so."""
    return is_signed(server_key, witness, _witnessed(server_id, desk_id, epoch, head_seq, head))


def is_signed(public_key: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether whoever has that key signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id_of(centre_id: bytes, desk_id: bytes, epoch: int) -> str:
    """The name a desk's key has in its requests: `centre.desk.epoch`."""
    return f"{centre_id.hex()}.{desk_id.hex()}.{epoch}"


def digest_of(raw: bytes) -> bytes:
    """SHA-256, as every digest on the wire."""
    return hashlib.sha256(raw).digest()


# Enrolment and the claim of an epoch are JSON, so that OpenAPI can describe them; bytes are base64 there.
class EnrolRequest(msgspec.Struct, frozen=True):
    """A desk that was founded offline, or that the server forgot, says who it is; a fresh PC leaves that out."""

    code: Annotated[str, msgspec.Meta(max_length=64)]
    public_key: Key
    centre_id: Id | None = None
    desk_id: Id | None = None
    desk_number: DeskNumber | None = None
    known_numbers: KnownNumbers = ()


class Enrolled(msgspec.Struct, frozen=True):
    """What the desk is to the server from now on; `profile` is the centre's profile where one is known."""

    server_id: bytes
    server_key: bytes
    box_key: bytes
    server_epoch: bytes
    centre_id: bytes
    centre_code: str
    desk_id: bytes
    desk_number: int
    spare_number: int
    epoch: int
    server_time: int
    profile: bytes | None = None


class EpochClaim(msgspec.Struct, frozen=True):
    """From which entry on a desk goes its own way; `desk_number` is the spare one where it is in use already."""

    base_seq: Position
    base_hash: Hash
    public_key: Key
    desk_number: int | None = None
    record_revision: Position = 0  # the records up to there need not be sent again
    known_numbers: KnownNumbers = ()


class EpochGranted(msgspec.Struct, frozen=True):
    """The same claim gets the same answer."""

    epoch: int
    desk_number: int
    spare_number: int
    server_time: int


class Refusal(msgspec.Struct, frozen=True):
    """Why a request was refused; which of the numbers is there depends on the code."""

    code: str
    server_time: int = 0
    head_seq: int | None = None
    common_seq: int | None = None
    retry_after: int | None = None
    epoch: int | None = None
