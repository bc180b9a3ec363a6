"""A lost or stolen key is replaced: the root of the site names another, and desks follow the chain of roots."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tuf.api.metadata import Root, Snapshot, Targets

from sanad_desk.server.updates.keys import ROOT_KEYS, KeyRole, make_key
from sanad_desk.server.updates.site import ROLES, YEAR, changing, put_out, sealed, signers_of, version_at


def rotate_key(site: Path, keys: Path, role: KeyRole, now: datetime, passphrase: str = "") -> None:
    """All keys of the role are new, and the old ones good for nothing; enough root keys have to be there.

    Raises UpdateRefused, OSError.
    """
    with changing(site) as found:
        root, targets, targets_raw = found.root, found.targets, found.targets_raw
        signers = signers_of(root, Root.type, keys, passphrase)
        fresh = [make_key(keys, role, passphrase) for _ in range(ROOT_KEYS if role is KeyRole.ROOT else 1)]
        for name in (name for name, holder in ROLES.items() if holder is role):
            for old in list(root.roles[name].keyids):
                root.revoke_key(old, name)
            for signer in fresh:
                root.add_key(signer.public_key, name)
        root.version, root.expires = root.version + 1, now + YEAR
        if role is KeyRole.ROOT:
            signers += fresh  # whoever trusts the old ones is led by them to these
        if role is KeyRole.TARGETS:
            targets.version, targets.expires = version_at(now, targets), now + YEAR
            targets_raw = sealed(targets, signers_of(root, Targets.type, keys, passphrase))
        online = signers_of(root, Snapshot.type, keys)
        put_out(site, now, online, before=found, targets=targets_raw, root=sealed(root, signers))
