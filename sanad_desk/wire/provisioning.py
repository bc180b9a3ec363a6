"""What a fresh PC reads from a file to be a desk of its centre before it ever had a line, signed by the server."""

from __future__ import annotations

import base64
import hashlib

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.wire.messages import DeskNumber, Id, Key, Message, is_signed, message_bytes
from sanad_desk.wire.records import OperatorBody

PROVISION_SUFFIX = ".sanad-provision"
MOST_PROVISION = 8 * 1024 * 1024  # bytes of a file

_KIND, _FORMAT = b"SNDV", b"1"
_SIGNATURE = 64
_FINGERPRINT_BYTES = 10
_LOOKALIKES = str.maketrans("018", "OIB")  # base32 has none of these digits


class Provisioning(Message, frozen=True):
    """One desk to be; `code` enrols it once a line is there, `profile` is the centre's JSON as journals hold it.

    The manager's PIN is the slip's, until the desk has heard from the server which one holds in the centre.
    """

    server_key: Key
    address: str
    centre_id: Id
    desk_number: DeskNumber
    code: str
    profile: bytes
    manager_id: Id
    manager: OperatorBody
    releases: tuple[bytes, ...]  # of the catalogue, as the server gives them to desks
    made_at: int
    valid_until: int


def provisioning_bytes(key: Ed25519PrivateKey, said: Provisioning) -> bytes:
    """The file, signed by the server's key."""
    raw = _KIND + _FORMAT + message_bytes(said)
    return raw + key.sign(raw)


def read_provisioning(raw: bytes) -> Provisioning:
    """As the server whose key it names signed it; whether that one is to be trusted is not looked at.

    Raises DomainError: provisioning_malformed, provisioning_newer.
    """
    signed, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    head, body = signed[:5], signed[5:]
    if head[:4] == _KIND and head[4:].isdigit() and head[4:] != _FORMAT:
        raise DomainError("provisioning_newer")
    try:
        said = msgspec.msgpack.decode(body, type=Provisioning)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DomainError("provisioning_malformed") from error
    if head != _KIND + _FORMAT or not is_signed(said.server_key, signature, signed):
        raise DomainError("provisioning_malformed")
    return said


def fingerprint(key: bytes) -> str:
    """Of a server's public key, as it stands on a slip: sixteen letters and digits in groups of four."""
    text = base64.b32encode(hashlib.sha256(key).digest()[:_FINGERPRINT_BYTES]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def is_named(key: bytes, text: str) -> bool:
    """Whether somebody typed this key's fingerprint, however he did, or gave the whole key in hex."""
    plain = only_digits(text)
    return plain.upper().translate(_LOOKALIKES) == fingerprint(key).replace("-", "") or plain.lower() == key.hex()
