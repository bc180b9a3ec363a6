"""Parcels on a stick for a desk without a line: written, brought to the server by another desk, acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sanad_desk.domain.errors import DomainError, Refused, StoreError
from sanad_desk.store import server_link
from sanad_desk.store.faults import named_faults
from sanad_desk.sync import parcel
from sanad_desk.sync.parcel import AcknowledgedParcel, ExportedParcel
from sanad_desk.sync.round import Ends, open_session
from sanad_desk.sync.session import Rejected
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import line_of
from sanad_desk.wire.parcel import ACKNOWLEDGEMENT_SUFFIX, MOST_ACKNOWLEDGEMENT, MOST_PARCEL, PARCEL_TYPE
from sanad_desk.wire.whole_file import whole_file

_OF_THE_PARCEL = {"parcel_malformed", "parcel_foreign", "parcel_unknown"}


def export_parcel(desk: OpenDesk, path: Path, *, after: int | None = None) -> ExportedParcel:
    """May be repeated: what is in several parcels is taken once. In the backup lane, as a year takes seconds.

    Raises StoreError where the file cannot be written; Refused: not_joined, parcel_before_line; DomainError
    parcel_beyond.
    """
    with _named(path), whole_file(path) as file:
        return parcel.write_parcel(desk.store, file, desk.clock.now(), after=after)


def carry_parcel(desk: OpenDesk, path: Path) -> Path:
    """Brings any desk's parcel to the server; the acknowledgement lies beside it then. In the network lane.

    Raises OfflineError; Refused not_joined; DomainError: parcel_malformed, parcel_foreign, parcel_unknown; StoreError.
    """
    with desk.store.reading() as connection:
        link = server_link.load(connection)
    if link is None:
        raise Refused("not_joined")
    raw = _read(path, MOST_PARCEL, "parcel_malformed")
    session = open_session(Ends(desk.store, desk.replicas, line_of(desk, link.address), desk.clock))
    try:
        answer = session.post_bytes("/v1/parcels", raw, PARCEL_TYPE)
    except Rejected as rejected:
        if rejected.refusal.code in _OF_THE_PARCEL:
            raise DomainError(rejected.refusal.code) from rejected
        raise
    target = path.with_suffix(ACKNOWLEDGEMENT_SUFFIX)
    with _named(target), whole_file(target) as file:
        file.write(answer)
    return target


def acknowledge_parcel(desk: OpenDesk, path: Path) -> AcknowledgedParcel:
    """The server's answer to this desk's parcel, as if it had come on the line. In the store lane.

    Raises DomainError: acknowledgement_malformed, acknowledgement_foreign; Refused: not_joined, acknowledgement_old,
    parcel_gap, parcel_fork, parcel_behind; StoreError.
    """
    raw = _read(path, MOST_ACKNOWLEDGEMENT, "acknowledgement_malformed")
    return parcel.take_acknowledgement(desk.store, raw)


def _read(path: Path, most: int, too_large: str) -> bytes:
    with _named(path), path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise DomainError(too_large)
    return raw


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """A stick is not the store: who may not write there is told of the stick."""
    try:
        with named_faults(path):
            yield
    except StoreError as error:
        if error.code == "store_read_only" and error.params.get("path") == str(path):
            raise StoreError("stick_read_only", path=str(path)) from error
        raise
