"""Parcels from a stick: opened, taken in with the code of the line, answered with a file for the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import msgspec
from sqlalchemy import select

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.chains import place_of
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.ingest import PARCEL, Witness, take_batch
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.records import take_records
from sanad_desk.server.signers import Signer, find_signer
from sanad_desk.server.tables import chain, server_state
from sanad_desk.wire.messages import key_id_of
from sanad_desk.wire.parcel import (
    GAP,
    Acknowledgement,
    Chunk,
    ParcelHeader,
    ParcelReader,
    acknowledgement_bytes,
)


@dataclass(frozen=True, slots=True)
class TakenParcel:
    """`file` is the acknowledgement as it goes back; batches and entries are counted as they came, held ones too."""

    file: bytes
    said: Acknowledgement
    batches: int
    entries: int


def take_parcel(db: Database, keys: ServerKeys, file: BinaryIO, now: int) -> TakenParcel:
    """Every chunk in a commit of its own; the same parcel may come as often as it likes, from whoever brings it.

    Raises DomainError: parcel_malformed, parcel_foreign, parcel_unknown.
    """
    reader = ParcelReader(file)
    header = reader.header
    signer = find_signer(db, key_id_of(header.centre_id, header.desk_id, header.epoch))
    if signer is None:
        raise DomainError("parcel_unknown")
    try:
        with db.reading() as connection:
            server_id = connection.execute(select(server_state.c.server_id)).scalar_one()
        if header.server_id != server_id:
            raise DomainError("parcel_foreign")
        reader.check(signer.public_key)
        return _Opened(db, keys, signer, header, now).take(reader)
    except DomainError as error:
        refused = error if error.code == "parcel_foreign" else DomainError("parcel_malformed")
        _note_refused(db, signer, refused.code, now)
        raise refused from (None if refused is error else error)


class _Opened:
    """A parcel that its desk wrote, being taken in."""

    def __init__(self, db: Database, keys: ServerKeys, signer: Signer, header: ParcelHeader, now: int) -> None:
        self._db, self._keys, self._signer, self._header, self._now = db, keys, signer, header, now
        place = (signer.centre_id, signer.desk_id, signer.epoch)
        self._said = Acknowledgement(header.server_id, *place, header.base_seq)
        self._batches = self._entries = 0

    def take(self, reader: ParcelReader) -> TakenParcel:
        try:
            for chunk in reader.chunks(self._keys.box):
                self._take_chunk(chunk)
        except Conflict as conflict:
            # What comes after an entry that is missing or another cannot be held, and neither what lies beside it.
            named = conflict.params["head_seq" if conflict.code == GAP else "common_seq"]
            assert isinstance(named, int)
            self._say(code=conflict.code, seq=named)
        if self._said.acknowledged is None and not self._said.code:
            raise DomainError("parcel_malformed")
        file = acknowledgement_bytes(self._keys.signing, self._said)
        return TakenParcel(file, self._said, self._batches, self._entries)

    def _take_chunk(self, chunk: Chunk) -> None:
        if chunk.journal is not None:
            shown = _witness(self._header)
            self._say(
                acknowledged=take_batch(
                    self._db,
                    self._keys,
                    self._signer,
                    chunk.journal,
                    self._now,
                    came_by=PARCEL,
                    shown_witness=shown,
                )
            )
            self._batches += 1
            self._entries += len(chunk.journal.entries)
        # A revoked desk's journal is money of the centre; it changes no customer and no price any more.
        if chunk.records is not None and not self._signer.is_revoked:
            self._say(records=take_records(self._db, self._signer, chunk.records, self._now))

    def _say(self, **more: object) -> None:
        self._said = msgspec.structs.replace(self._said, **more)


def _witness(header: ParcelHeader) -> Witness | None:
    return (header.witness_seq, header.witness_head, header.witness) if header.witness else None


def _note_refused(db: Database, signer: Signer, code: str, now: int) -> None:
    """At the chain's head, which no stranger can choose: whoever brings rubbish again and again opens one incident."""
    with db.writing() as connection:
        head_seq = connection.execute(select(chain.c.head_seq).filter_by(**place_of(signer))).scalar_one()
        open_incident(
            connection,
            signer.centre_id,
            "parcel_refused",
            desk_id=signer.desk_id,
            epoch=signer.epoch,
            seq=head_seq,
            params={"reason": code},
            now=now,
        )
