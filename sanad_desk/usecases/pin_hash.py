"""PINs: argon2id hashes, which protect little by themselves; the encrypted store and the lock-out carry the rest."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hash_pin(pin: str) -> str:
    """About a fifth of a second on purpose: never on the window's thread."""
    return _hasher().hash(pin)


def is_pin(pin_hash: str, pin: str) -> bool:
    """Whether the PIN belongs to the hash."""
    try:
        return _hasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
