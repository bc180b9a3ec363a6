"""The server's two keys: one signs witnesses, the other opens parcels; each in a file only its owner can read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sanad_desk.domain.errors import StoreError

_SIGNING, _BOX = "signing.key", "box.key"


class KeysMissing(StoreError):
    """Without its keys a server is another one: they are made once and copied with the database."""


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """Every process of one server has the same."""

    signing: Ed25519PrivateKey
    box: X25519PrivateKey

    @property
    def signing_public(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()

    @property
    def box_public(self) -> bytes:
        return self.box.public_key().public_bytes_raw()


def make_keys(folder: Path) -> ServerKeys:
    """New keys in a folder that has none; raises FileExistsError rather than write over one."""
    keys = ServerKeys(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, raw in ((_SIGNING, keys.signing.private_bytes_raw()), (_BOX, keys.box.private_bytes_raw())):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    return keys


def load_keys(folder: Path) -> ServerKeys:
    """Raises KeysMissing where the folder has none, or not whole ones."""
    try:
        signing, box = ((folder / name).read_bytes() for name in (_SIGNING, _BOX))
        return ServerKeys(Ed25519PrivateKey.from_private_bytes(signing), X25519PrivateKey.from_private_bytes(box))
    except (OSError, ValueError) as error:
        raise KeysMissing("server_keys_missing", path=str(folder)) from error
