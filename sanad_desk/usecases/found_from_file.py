"""A fresh PC becomes a desk of its centre by a file that the server signed, without a line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from sanad_desk.catalogue.installed import begin_index, take_release
from sanad_desk.catalogue.release import open_release
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre, check_centre
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import Operator, Role
from sanad_desk.domain.shift import business_date_at
from sanad_desk.resources_path import resource_path
from sanad_desk.store.awaited_server import await_server
from sanad_desk.store.faults import named_faults
from sanad_desk.usecases.first_run import Beginning, begin_desk
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.address import check_address
from sanad_desk.wire.messages import ReleaseItem
from sanad_desk.wire.provisioning import MOST_PROVISION, Provisioning, is_named, read_provisioning
from sanad_desk.wire.records import PROFILE_KEY, RecordKind

TRUSTED_KEYS = resource_path("trust", "provision-keys.txt")  # hex, one a line; none in the source tree
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class ProvisioningFile:
    """What it says; `is_trusted` where this program was built to trust whoever signed it."""

    said: Provisioning
    centre: Centre
    manager: Operator
    is_trusted: bool


def look_at_file(path: Path, now: int) -> ProvisioningFile:
    """Nothing is written.

    Raises StoreError; DomainError: provisioning_malformed, provisioning_newer, provisioning_expired,
    clock_behind_file.
    """
    with named_faults(path), path.open("rb") as file:
        said = read_provisioning(file.read(MOST_PROVISION))
    if now > said.valid_until:
        raise DomainError("provisioning_expired", date=business_date_at(said.valid_until))
    if now < said.made_at - _DAY_MS:
        raise DomainError("clock_behind_file", date=business_date_at(said.made_at))
    return ProvisioningFile(said, _centre(said), _manager(said), said.server_key.hex() in _trusted_keys())


def must_be_trusted(file: ProvisioningFile, signed_by: str) -> None:
    """`signed_by` is the slip's fingerprint, or the whole key; whoever gives one means it, also where it is not needed.

    Raises DomainError: provisioning_unknown_key, provisioning_signer_missing. Neither says what the file's own number
    is: it would be typed in instead of being compared.
    """
    if signed_by.strip():
        if not is_named(file.said.server_key, signed_by):
            raise DomainError("provisioning_unknown_key", field="signed_by")
    elif not file.is_trusted:
        raise DomainError("provisioning_signer_missing", field="signed_by")


def found_from_file(desk: OpenDesk, file: ProvisioningFile, signed_by: str = "") -> None:
    """All in one commit; the desk joins its server once there is a line (`join_awaited_server`).

    Raises what `must_be_trusted` raises, Refused desk_founded_already, StoreError.
    """
    must_be_trusted(file, signed_by)
    if desk.is_founded:
        raise Refused("desk_founded_already")
    said = file.said
    _keep_catalogue(desk, said)
    beginning = Beginning(file.centre, said.centre_id, said.desk_number, file.manager, said.manager.pin_hash)
    records = (RecordKind.CENTRE, PROFILE_KEY), (RecordKind.OPERATOR, said.manager_id)
    with desk.store.unit_of_work() as unit:
        begin_desk(desk, unit, beginning)
        await_server(unit.connection, said.address, said.code, said.server_key, records)
        unit.commit()
    desk.refresh()
    desk.reload_catalogue()


def _keep_catalogue(desk: OpenDesk, said: Provisioning) -> None:
    """Before the commit: without it nobody looks at them. One that this program cannot use is told again later."""
    folder = desk.store.folder
    with named_faults(folder):
        begin_index(folder, said.server_key)
        for raw in said.releases:
            with suppress(DomainError):
                release = open_release(raw, said.server_key)
                item = ReleaseItem(release.version, release.digest, is_recalled=False, valid_from=release.valid_from)
                take_release(folder, item, raw, said.server_key)


def _centre(said: Provisioning) -> Centre:
    """Raises DomainError provisioning_malformed for what no desk could print, or call."""
    try:
        check_address(said.address)
        return check_centre(msgspec.json.decode(said.profile, type=Centre))
    except (msgspec.MsgspecError, DomainError) as error:
        raise DomainError("provisioning_malformed") from error


def _manager(said: Provisioning) -> Operator:
    roles = frozenset(Role(role) for role in said.manager.roles if role in {*Role})
    if Role.MANAGER not in roles:
        raise DomainError("provisioning_malformed")
    return Operator(UUID(bytes=said.manager_id), Words(said.manager.name_ar, said.manager.name_en), roles)


def _trusted_keys() -> set[str]:
    """Of the servers that this program was built for."""
    with suppress(OSError):
        return set(TRUSTED_KEYS.read_text("ascii").lower().split())
    return set()
