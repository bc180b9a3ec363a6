"""The text in a receipt's QR: number, instant, total and picture digest, signed by the desk, checked with no network.

`SND1:number:instant:total:digest:key:signature`, all of QR's alphanumeric alphabet so that it stays small: the instant
in seconds UTC, the total in baisa, digest (first 16 bytes), Ed25519 key and signature in base32 without padding.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.receipt_number import parse_receipt_number

_PREFIX = "SND1"
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What a QR says, before anybody asked whether it is true."""

    number: str
    issued_at: int  # seconds UTC
    total: int  # baisa
    digest: bytes  # first 16 bytes of the picture's SHA-256
    public_key: bytes
    signature: bytes

    @property
    def signed(self) -> bytes:
        """The bytes under the signature: everything before it."""
        return _head(self.number, self.issued_at, self.total, self.digest, self.public_key).encode()

    @property
    def text(self) -> str:
        return f"{self.signed.decode()}:{_base32(self.signature)}"


def sign_receipt(key: Ed25519PrivateKey, number: str, issued_at: int, total: int, digest: bytes) -> ReceiptCode:
    """The code of a receipt; `digest` is the whole SHA-256 of the picture's bytes."""
    short, public = digest[:_DIGEST_BYTES], _public_bytes(key)
    signature = key.sign(_head(number, issued_at, total, short, public).encode())
    return ReceiptCode(number, issued_at, total, short, public, signature)


def read_receipt_code(text: str) -> ReceiptCode:
    """Takes the text apart; raises DomainError when it is no receipt code or was damaged on the way."""
    parts = "".join(text.split()).upper().split(":")
    if len(parts) != 7 or parts[0] != _PREFIX:
        raise DomainError("receipt_code_malformed")
    number = str(parse_receipt_number(parts[1]))
    try:
        issued_at, total = int(parts[2]), int(parts[3])
        digest, public, signature = (_from_base32(part) for part in parts[4:])
    except (ValueError, binascii.Error):
        raise DomainError("receipt_code_malformed") from None
    if (len(digest), len(public), len(signature)) != (_DIGEST_BYTES, 32, 64):
        raise DomainError("receipt_code_malformed")
    code = ReceiptCode(number, issued_at, total, digest, public, signature)
    if code.text != ":".join(parts):  # one text for one receipt: no stray bits, no other spelling of a number
        raise DomainError("receipt_code_malformed")
    return code


def is_signed_by_its_key(code: ReceiptCode) -> bool:
    """Whether the text is whole; who owns the key is a second question."""
    try:
        Ed25519PublicKey.from_public_bytes(code.public_key).verify(code.signature, code.signed)
    except InvalidSignature:
        return False
    return True


def _head(number: str, issued_at: int, total: int, digest: bytes, public_key: bytes) -> str:
    return ":".join((_PREFIX, number, str(issued_at), str(total), _base32(digest), _base32(public_key)))


# A desk signs with one key all its life.
@lru_cache(maxsize=4)
def _public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


# The digest and the key stand twice in every code: under the signature and in its text.
@lru_cache(maxsize=16)
def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _from_base32(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))
