"""The metadata of an update site: begun, read, and put out so that a desk never sees half of a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Signed, Snapshot, T, TargetFile, Targets, Timestamp

from sanad_desk.server.updates.keys import ROOT_THRESHOLD, KeyRole, load_keys
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.wire.program import METADATA, TARGETS
from sanad_desk.wire.whole_file import sync_folder, whole_file

YEAR = timedelta(days=365)  # root and targets: who releases may be ill for months, and desks still trust the site
FORTNIGHT = timedelta(days=14)  # snapshot and timestamp: how long a stick is good, and an old state can be replayed
TIMESTAMP_FILE = "timestamp.json"
ROLES = {"root": KeyRole.ROOT, "targets": KeyRole.TARGETS, "snapshot": KeyRole.ONLINE, "timestamp": KeyRole.ONLINE}


@dataclass(slots=True)
class SiteMetadata:
    """What the site says now; `…_raw` are the files as they were signed."""

    root: Root
    targets: Targets
    targets_raw: bytes
    snapshot: Snapshot
    timestamp: Timestamp
    timestamp_raw: bytes


def begin_site(site: Path, keys: Path, now: datetime, passphrase: str = "") -> None:
    """With no program yet; raises UpdateRefused update_site_there and of the keys, OSError."""
    if site.is_dir() and any(site.iterdir()):
        raise UpdateRefused("update_site_there", path=str(site))
    signers = {role: load_keys(keys, role, passphrase) for role in KeyRole}
    root = Root(expires=now + YEAR, consistent_snapshot=True)
    for name, role in ROLES.items():
        for signer in signers[role]:
            root.add_key(signer.public_key, name)
    root.roles[Root.type].threshold = ROOT_THRESHOLD
    targets = Targets(version=version_at(now), expires=now + YEAR)
    put_out(
        site,
        now,
        signers[KeyRole.ONLINE],
        targets=sealed(targets, signers[KeyRole.TARGETS]),
        root=sealed(root, signers[KeyRole.ROOT]),
    )


def refresh_site(site: Path, keys: Path, now: datetime) -> None:
    """Good for another fortnight, by the online key alone; raises UpdateRefused, OSError."""
    with changing(site) as found:
        put_out(site, now, signers_of(found.root, Snapshot.type, keys), before=found, targets=found.targets_raw)


def renew_site(site: Path, keys: Path, now: datetime, passphrase: str = "") -> None:
    """Root and targets good for another year, under the same keys; raises UpdateRefused, OSError."""
    with changing(site) as found:
        root, targets = found.root, found.targets
        root.version, root.expires = root.version + 1, now + YEAR
        targets.version, targets.expires = version_at(now, targets), now + YEAR
        put_out(
            site,
            now,
            signers_of(root, Snapshot.type, keys),
            before=found,
            targets=sealed(targets, signers_of(root, Targets.type, keys, passphrase)),
            root=sealed(root, signers_of(root, Root.type, keys, passphrase)),
        )


@contextmanager
def changing(site: Path) -> Iterator[SiteMetadata]:
    """What is there, while nobody else changes it; raises UpdateRefused update_site_missing, update_site_faulty."""
    if not (site / METADATA / TIMESTAMP_FILE).is_file():
        raise UpdateRefused("update_site_missing", path=str(site))
    with FileLock(site / ".lock"):
        yield read_metadata(site)


def read_metadata(site: Path) -> SiteMetadata:
    """Without a look at the signatures; raises UpdateRefused update_site_missing, update_site_faulty."""
    try:
        timestamp_raw = (site / METADATA / TIMESTAMP_FILE).read_bytes()
        timestamp = Metadata[Timestamp].from_bytes(timestamp_raw).signed
        snapshot_version = timestamp.snapshot_meta.version
        snapshot = Metadata[Snapshot].from_bytes(metadata_file(site, snapshot_version, Snapshot.type).read_bytes())
        targets_version = snapshot.signed.meta["targets.json"].version
        targets_raw = metadata_file(site, targets_version, Targets.type).read_bytes()
        root = Metadata[Root].from_bytes(root_files(site)[-1].read_bytes())
        targets = Metadata[Targets].from_bytes(targets_raw)
    except FileNotFoundError as error:
        raise UpdateRefused("update_site_missing", path=str(site)) from error
    except (RepositoryError, KeyError, IndexError) as error:
        raise UpdateRefused("update_site_faulty", path=str(site), reason=str(error)) from error
    return SiteMetadata(root.signed, targets.signed, targets_raw, snapshot.signed, timestamp, timestamp_raw)


def put_out(
    site: Path,
    now: datetime,
    online: Iterable[CryptoSigner],
    *,
    targets: bytes,
    before: SiteMetadata | None = None,
    root: bytes | None = None,
) -> None:
    """Writes what changed, and at last the timestamp, by which desks come to it; raises OSError."""
    signers, targets_version = list(online), Metadata[Targets].from_bytes(targets).signed.version
    named = {"targets.json": MetaFile.from_data(targets_version, targets, ["sha256"])}
    snapshot = Snapshot(version_at(now, before.snapshot if before else None), expires=now + FORTNIGHT, meta=named)
    snapshot_raw = sealed(snapshot, signers)
    timestamp = Timestamp(version_at(now, before.timestamp if before else None), expires=now + FORTNIGHT)
    timestamp.snapshot_meta = MetaFile.from_data(snapshot.version, snapshot_raw, ["sha256"])
    write_file(metadata_file(site, targets_version, Targets.type), targets)
    write_file(metadata_file(site, snapshot.version, Snapshot.type), snapshot_raw)
    if root is not None:
        write_file(metadata_file(site, Metadata[Root].from_bytes(root).signed.version, Root.type), root)
    write_file(site / METADATA / TIMESTAMP_FILE, sealed(timestamp, signers))


def version_at(now: datetime, before: Signed | None = None) -> int:
    """Rises with the clock, so that the server and who releases need not know each other's last one."""
    return max(int(now.timestamp()), before.version + 1 if before is not None else 1)


def sealed(signed: T, signers: Iterable[CryptoSigner]) -> bytes:
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def signers_of(root: Root, role: str, keys: Path, passphrase: str = "") -> list[CryptoSigner]:
    """Whose signatures the root wants for a role, or more; raises UpdateRefused, update_key_missing among it."""
    wanted, holder = root.roles[role], ROLES[role]
    found = [signer for signer in load_keys(keys, holder, passphrase) if signer.public_key.keyid in wanted.keyids]
    if len(found) < wanted.threshold:
        needed = {"found": len(found), "needed": wanted.threshold}
        raise UpdateRefused("update_key_missing", role=holder.value, path=str(keys / holder.folder), **needed)
    return found


def metadata_file(site: Path, version: int, role: str) -> Path:
    return site / METADATA / f"{version}.{role}.json"


def root_files(site: Path) -> list[Path]:
    """Every root there was, the first first: whoever trusts an old one follows them."""
    return sorted((site / METADATA).glob("*.root.json"), key=lambda path: int(path.name.split(".", 1)[0]))


def target_file(site: Path, target: TargetFile) -> Path:
    """Where the client of The Update Framework looks for it."""
    return site / TARGETS / f"{target.hashes['sha256']}.{target.path}"


def write_file(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write(raw)
    sync_folder(path.parent)  # what names this file is written after it
