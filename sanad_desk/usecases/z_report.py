"""The Z report of a closed shift, from its stored closing, on paper."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import BugError, DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.printing import PrintJob
from sanad_desk.receipts.shift_paper import ShiftPaper, render_shift_paper
from sanad_desk.receipts.z_report import ClosedShift, z_paper
from sanad_desk.store import desk_book, shifts
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.paper_names import as_text, names_of, person
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.wire.entries import (
    DrawerCounted,
    Entry,
    ShiftClosed,
    ShiftOpened,
    chain_hash,
    read_entry,
    unsigned_bytes,
)
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import is_signed_closing
from sanad_desk.wire.picture import Text

_Kind = TypeVar("_Kind", bound=Fact)


def z_report(desk: OpenDesk, who: SignedIn, shift_id: UUID) -> ShiftPaper:
    """Raises what `closed_shift` raises."""
    return z_paper(closed_shift(desk, who, shift_id))


def prepare_z_report(desk: OpenDesk, who: SignedIn, shift_id: UUID) -> ReadyPaper:
    """The report on the desk's usual paper; each print says when it was made."""
    settings = print_settings(desk)
    paper, shift = settings.receipt_paper, closed_shift(desk, who, shift_id)
    pdf = render_shift_paper(z_paper(shift), paper=paper)
    return ReadyPaper(PrintJob(f"z-report-{shift.closed.z_number}", pdf, paper), settings)


def shift_of_z(desk: OpenDesk, number: int) -> UUID:
    """Which shift that Z report closed; raises DomainError when there is none yet."""
    with desk.store.reading() as connection:
        found = shifts.shift_of_z(connection, number)
    if found is None:
        raise DomainError("z_report_unknown", number=number)
    return found


def closed_shift(desk: OpenDesk, who: SignedIn, shift_id: UUID) -> ClosedShift:
    """The facts read back from the journal; nothing is summed anew.

    Raises AuthError for somebody else's shift but to a manager; DomainError: shift_unknown, shift_not_closed.
    """
    centre, _, _ = desk.identity()
    with desk.store.reading() as connection:
        shift = shifts.shift_of(connection, shift_id)
        if shift.operator_id != who.operator_id:
            must_be_manager(who)
        closing, count = shifts.closing_of(connection, shift_id), shifts.count_of(connection, shift_id)
        if closing is None or count is None:
            raise DomainError("shift_not_closed")
        raw, entry = _entry_at(connection, closing.seq)
        closed = _fact(entry, ShiftClosed)
        opened = _opening(connection, shift_id)
        unsigned_head = chain_hash(closed.manifest.chain_head, unsigned_bytes(raw))
        return ClosedShift(
            centre=as_text(centre.name),
            desk_number=desk_book.number_at(connection, closing.seq),
            business_date=entry.business_date,
            opened=opened,
            opened_at=shift.opened_at,
            counted=_fact(_entry_at(connection, count.seq)[1], DrawerCounted),
            closed=closed,
            closed_at=entry.at,
            printed_at=desk.clock.now(),
            is_signed=is_signed_closing(
                desk_book.public_key_at(connection, closing.seq), unsigned_head, closed.signature
            ),
            operator=person(connection, shift.operator_id),
            closed_by=person(connection, UUID(bytes=entry.operator_id)) if entry.operator_id else Text(),
            approved_by=person(connection, closing.approved_by) if closing.approved_by else None,
            waits=closing.waits,
            taken_from=_operator_of(connection, opened.handed_from),
            next_operator=_operator_of(connection, closed.handed_to),
            next_opened=_opening(connection, UUID(bytes=closed.handed_to)) if closed.handed_to else None,
            names=names_of(desk),
            movements=tuple(shifts.movements_in(connection, shift_id)),
            corrections=tuple(shifts.corrections_in(connection, shift_id)),
        )


def _operator_of(connection: Connection, shift_id: bytes | None) -> Text | None:
    return person(connection, shifts.shift_of(connection, UUID(bytes=shift_id)).operator_id) if shift_id else None


def _opening(connection: Connection, shift_id: UUID) -> ShiftOpened:
    return _fact(_entry_at(connection, shifts.opened_by(connection, shift_id))[1], ShiftOpened)


def _entry_at(connection: Connection, seq: int) -> tuple[bytes, Entry]:
    raw = shifts.raw_entry(connection, seq)
    return raw, read_entry(raw)


def _fact(entry: Entry, kind: type[_Kind]) -> _Kind:
    fact = entry.read()
    if not isinstance(fact, kind):
        raise BugError("entry_of_other_kind", seq=entry.seq, kind=entry.kind)
    return fact
