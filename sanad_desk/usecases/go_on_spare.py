"""A restored desk without a line goes on under its spare number, so that no receipt number is given twice."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import desk_book, server_link
from sanad_desk.sync.enrolment import enrol_under, enrolment
from sanad_desk.sync.epoch import SPARE
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.wire.entries import OverrideApproved
from sanad_desk.wire.messages import EpochGranted

_NO_ID = bytes(16)


def go_on_spare(desk: OpenDesk, who: SignedIn, reason: str) -> int:
    """The number from now on; what the server knows of the lost days comes once the line is back.

    Raises AuthError; Refused: not_restored, spare_number_missing, reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with desk.store.unit_of_work() as unit:
        connection = unit.connection
        must_still_be_manager(connection, who)
        identity, link = desk_book.desk(connection), server_link.load(connection)
        if identity is None or link is None or not server_link.is_restored(connection):
            raise Refused("not_restored")
        if not identity.spare_number:
            raise Refused("spare_number_missing")
        key = Ed25519PrivateKey.generate().private_bytes_raw()
        # Used up with this in this store; a backup from before still has it, and nobody offline can know.
        granted = EpochGranted(identity.epoch + 1, identity.spare_number, 0, 0)
        enrol_under(unit, desk.clock.now(), enrolment(identity, key, granted, SPARE), key)
        # After it, as what comes before still belongs to the old epoch, which may be another disk's.
        override = OverrideApproved("spare_number", _NO_ID, "", reason.strip(), who.operator_id.bytes)
        append(desk, unit, override, who, None)
        desk_book.save_setting(connection, server_link.NEXT_KEY, key)
        server_link.note_on_spare(connection)
        unit.commit()
    desk.refresh()
    return granted.desk_number
