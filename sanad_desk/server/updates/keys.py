"""The keys updates are signed by: root and targets belong offline, the online one on the server, which renews by it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner

from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.wire.whole_file import sync_folder

ROOT_KEYS, ROOT_THRESHOLD = 3, 2  # one may be lost, one may be stolen


class KeyRole(StrEnum):
    """Which file a key is in: `FOLDER/ROLE-NAME.pem`."""

    ROOT = "root"
    TARGETS = "targets"
    ONLINE = "online"

    @property
    def folder(self) -> str:
        return "online" if self is KeyRole.ONLINE else "offline"


def make_keys(keys: Path, passphrase: str = "") -> None:
    """A whole new set; raises UpdateRefused update_keys_there, OSError."""
    if any(keys.glob("*/*.pem")):
        raise UpdateRefused("update_keys_there", path=str(keys))
    for role, count in ((KeyRole.ROOT, ROOT_KEYS), (KeyRole.TARGETS, 1), (KeyRole.ONLINE, 1)):
        for _ in range(count):
            make_key(keys, role, passphrase)


def make_key(keys: Path, role: KeyRole, passphrase: str = "") -> CryptoSigner:
    """Another key of that role, on the disk already; the online one has no passphrase: a timer cannot type it."""
    key = Ed25519PrivateKey.generate()
    signer = CryptoSigner(key)
    lock: KeySerializationEncryption = NoEncryption()
    if passphrase and role is not KeyRole.ONLINE:
        lock = BestAvailableEncryption(passphrase.encode())
    folder = keys / role.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{role}-{signer.public_key.keyid[:8]}.pem"
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    return signer


def load_keys(keys: Path, role: KeyRole, passphrase: str = "") -> list[CryptoSigner]:
    """All that lie there; raises UpdateRefused update_key_locked, update_key_unreadable."""
    return [_load(path, passphrase) for path in sorted((keys / role.folder).glob(f"{role}-*.pem"))]


def _load(path: Path, passphrase: str) -> CryptoSigner:
    raw = path.read_bytes()
    is_locked = b"ENCRYPTED" in raw
    if is_locked and not passphrase:
        raise UpdateRefused("update_key_locked", path=str(path))
    try:
        key = load_pem_private_key(raw, passphrase.encode() if is_locked else None)
    except ValueError:
        raise UpdateRefused("update_key_unreadable", path=str(path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UpdateRefused("update_key_unreadable", path=str(path))
    return CryptoSigner(key)
