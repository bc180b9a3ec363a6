"""The 32-byte key of the store: in the system's key store, else in a file which only its owner can read."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from pathlib import Path
from typing import Protocol

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError, StoreError
from sanad_desk.wire.whole_file import sync_folder as sync_folder  # for who knows it by this module

KEY_BYTES = 32
KEY_FILE = "store.key"
ID_FILE = "store.id"
_SERVICE = "sanad-desk"
_CHECK_BYTES = 3
_LOOKALIKES = str.maketrans("018", "OIB")  # base32 has none of these digits


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
        write_durably(self._path, key.hex() + "\n")


class SystemKeyStore:
    """Secret Service, KWallet or the Windows Credential Manager, whichever `keyring` finds."""

    def get(self, name: str) -> bytes | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(_SERVICE, name)
        except KeyringError:
            return None
        try:
            return bytes.fromhex(text) if text else None
        except ValueError:
            return None  # somebody else's entry under our name

    def put(self, name: str, key: bytes) -> None:
        """Raises keyring.errors.KeyringError where there is no key store."""
        import keyring

        keyring.set_password(_SERVICE, name, key.hex())


def write_durably(path: Path, text: str) -> None:
    """Whole or not at all, also through a power cut: a key that is half there would shut the store for good."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def _stored_name(folder: Path) -> str | None:
    path = folder / ID_FILE
    return path.read_text("ascii", "replace").strip() or None if path.exists() else None


def find_key(folder: Path) -> bytes:
    """The key of an existing store; the file wins, as it travels with a restored store."""
    name = _stored_name(folder) or ""
    for keys in (KeyFile(folder), SystemKeyStore()):
        key = keys.get(name)
        if key is not None and len(key) == KEY_BYTES:
            return key
    raise StoreError("store_key_missing", path=str(folder))


def keep_key_file(folder: Path, key: bytes) -> None:
    """Puts the key beside a restored store; a folder that holds another store's key is not touched."""
    known = KeyFile(folder).get("")
    if known is None:
        KeyFile(folder).put("", key)
    elif known != key:
        raise StoreError("store_exists", path=str(folder))


def recovery_code(key: bytes) -> str:
    """The key on paper: 56 letters and digits in groups of four, to be locked away from the PC.

    The last five find a slip of the hand before it is taken for a damaged backup.
    """
    text = base64.b32encode(key + _check_bytes(key)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_recovery_code(text: str) -> bytes:
    """Raises DomainError when it is no recovery code, or mistyped; digits that look like letters are read as these."""
    plain = only_digits(text).upper().translate(_LOOKALIKES)
    try:
        raw = base64.b32decode(plain)
    except ValueError:
        raise DomainError("recovery_code_malformed") from None
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(raw) != KEY_BYTES + _CHECK_BYTES:
        raise DomainError("recovery_code_malformed")
    if check != _check_bytes(key):
        raise DomainError("recovery_code_mistyped")
    return key


def _check_bytes(key: bytes) -> bytes:
    return hashlib.sha256(b"recovery code" + key).digest()[:_CHECK_BYTES]


def make_key(folder: Path, *, system: bool = True) -> bytes:
    """A new key, put where the system keeps secrets, or in the key file."""
    from keyring.errors import KeyringError

    key = secrets.token_bytes(KEY_BYTES)
    name = _stored_name(folder) or secrets.token_hex(8)
    write_durably(folder / ID_FILE, name + "\n")
    if system:
        try:
            SystemKeyStore().put(name, key)
            return key
        except KeyringError:
            pass  # no key store on this machine: the file it is
    KeyFile(folder).put(name, key)
    return key
