"""The 32-byte key of the store: in the system's key store, else in a file which only its owner can read."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Protocol

from sanad_desk.domain.errors import DomainError, StoreError

KEY_BYTES = 32
KEY_FILE = "store.key"
ID_FILE = "store.id"
_SERVICE = "sanad-desk"


class KeyStore(Protocol):
    """Where a key is kept; `name` is the store's own id."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, key: bytes) -> None: ...


class KeyFile:
    """A file beside the store, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEY_FILE

    def get(self, name: str) -> bytes | None:
        if not self._path.exists():
            return None
        try:
            return bytes.fromhex(self._path.read_text("ascii").strip())
        except ValueError:
            return None  # a damaged key file is no key

    def put(self, name: str, key: bytes) -> None:
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())


class SystemKeyStore:
    """Secret Service, KWallet or the Windows Credential Manager, whichever `keyring` finds."""

    def get(self, name: str) -> bytes | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(_SERVICE, name)
        except KeyringError:
            return None
        return bytes.fromhex(text) if text else None

    def put(self, name: str, key: bytes) -> None:
        """Raises keyring.errors.KeyringError where there is no key store."""
        import keyring

        keyring.set_password(_SERVICE, name, key.hex())


def _stored_name(folder: Path) -> str | None:
    path = folder / ID_FILE
    return path.read_text("ascii").strip() if path.exists() else None


def find_key(folder: Path) -> bytes:
    """The key of an existing store; the file wins, as it travels with a restored store."""
    name = _stored_name(folder) or ""
    for keys in (KeyFile(folder), SystemKeyStore()):
        key = keys.get(name)
        if key is not None and len(key) == KEY_BYTES:
            return key
    raise StoreError("store_key_missing", path=str(folder))


def keep_key_file(folder: Path, key: bytes) -> None:
    """Puts the key beside a restored store, unless it is there."""
    if not (folder / KEY_FILE).exists():
        KeyFile(folder).put("", key)


def recovery_code(key: bytes) -> str:
    """The key on paper: 52 letters and digits in groups of four, to be locked away from the PC."""
    text = base64.b32encode(key).decode().rstrip("=")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_recovery_code(text: str) -> bytes:
    """Raises DomainError when it is no recovery code."""
    plain = "".join(text.split()).replace("-", "").upper()
    try:
        key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error:
        raise DomainError("recovery_code_malformed") from None
    if len(key) != KEY_BYTES:
        raise DomainError("recovery_code_malformed")
    return key


def make_key(folder: Path, *, system: bool = True) -> bytes:
    """A new key, put where the system keeps secrets, or in the key file."""
    from keyring.errors import KeyringError

    key = secrets.token_bytes(KEY_BYTES)
    name = _stored_name(folder) or secrets.token_hex(8)
    (folder / ID_FILE).write_text(name + "\n", "ascii")
    if system:
        try:
            SystemKeyStore().put(name, key)
            return key
        except KeyringError:
            pass  # no key store on this machine: the file it is
    KeyFile(folder).put(name, key)
    return key
