"""What the judge knows of a chain at one position, and what is wrong with the next entry of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from sanad_desk.domain.errors import BugError, DomainError
from sanad_desk.domain.ledger import DRAWER, Posting
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import business_date_at
from sanad_desk.server.projection import changes_of, check_envelope
from sanad_desk.wire.closing_fold import Folded
from sanad_desk.wire.entries import (
    GENESIS_HASH,
    KINDS,
    DayClosed,
    DeskEnrolled,
    DeskFounded,
    Entry,
    ShiftClosed,
    ShiftOpened,
    TransactionCompleted,
    chain_hash,
    read_entry,
    unsigned_bytes,
)
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import Manifest, is_signed_closing
from sanad_desk.wire.postings import postings_of, settled_of
from sanad_desk.wire.receipt_code import ReceiptCode, is_signed_by_its_key

CLOCK_AHEAD_MS = 10 * 60_000
# A day is closed when it is over: the sums of days before these are folded again in the rare case.
_DAYS_KEPT = 4


class Finding(NamedTuple):
    """An incident to be opened."""

    code: str
    seq: int
    params: dict[str, object]


class HeldEntry(NamedTuple):
    """An entry as the server stored it."""

    seq: int
    raw: bytes
    hash: bytes
    received_at: int


class Sums(msgspec.Struct):
    """What counts to a shift or a day; unsure once an entry of it could not be read."""

    folded: Folded = msgspec.field(default_factory=Folded)
    is_unsure: bool = False


class Judged(msgspec.Struct):
    """The chain up to a position, as far as later entries are measured by it; kept from step to step."""

    head: bytes = GENESIS_HASH
    centre_code: str = ""
    desk_number: int = 0
    public_key: bytes = b""
    last_numbers: dict[str, int] = {}  # by desk number and year
    last_z: int = 0
    numbers_unsure: bool = False  # an entry that could not be read may have had one
    shifts: dict[bytes, Sums] = {}  # that are open
    days: dict[str, Sums] = {}  # the newest
    forgotten: str = ""  # the last business date whose sums are not kept
    drawers: dict[str, int] = {}
    clock_told: str = ""  # the date on which the clock was last found ahead


class Walk:
    """Goes along a chain entry by entry and moves what is known of it.

    `day_before` folds a business date again, up to a position; it is asked for dates that are not kept any more.
    """

    def __init__(self, known: Judged, day_before: Callable[[str, int], Sums], *, signatures: bool = True) -> None:
        self.known = known
        self._day_before = day_before
        self._signatures = signatures
        self._findings: list[Finding] = []

    def take(self, held: HeldEntry) -> list[Finding]:
        """What is wrong with the next entry. Nothing that one entry says keeps the walk from going on."""
        self._findings = []
        before, self.known.head = self.known.head, held.hash
        read = self._read(held)
        if read is not None:
            entry, fact, postings = read
            try:
                self._check(held, before, entry, fact)
                self._fold(held, before, entry, fact, postings)
            except Exception:
                self._blame("entry_wrong", held.seq, kind=entry.kind)
                self._doubt(entry)
        return self._findings

    def _read(self, held: HeldEntry) -> tuple[Entry, Fact, tuple[Posting, ...]] | None:
        believed: Entry | None = None
        try:
            entry = read_entry(held.raw)
            check_envelope(entry)
            believed = entry
            if entry.seq == held.seq:
                fact = entry.read()
                postings = postings_of(entry, fact)
                changes_of(fact, postings)  # what was not counted is not folded: sums beyond 64 bits cannot be kept
                return entry, fact, postings
        except Exception as error:
            if isinstance(error, BugError):
                self._blame(error.code, held.seq)
        # Ingest found it unread or wrong as well, and has said so.
        self._doubt(believed)
        return None

    def _blame(self, code: str, seq: int, **params: object) -> None:
        self._findings.append(Finding(code, seq, params))

    def _doubt(self, entry: Entry | None) -> None:
        """From here on nothing is claimed that an entry which could not be read may have changed."""
        known = self.known
        shifts = [known.shifts.get(entry.shift_id or b"")] if entry else known.shifts.values()
        days = [self._day(entry.business_date)] if entry else known.days.values()
        for sums in (*shifts, *days):
            if sums is not None:
                sums.is_unsure = True
        if entry is None or entry.kind not in KINDS or KINDS[entry.kind] in (TransactionCompleted, ShiftClosed):
            known.numbers_unsure = True

    def _check(self, held: HeldEntry, before: bytes, entry: Entry, fact: Fact) -> None:
        self._check_clock(held, entry)
        if isinstance(fact, DeskFounded | DeskEnrolled):
            self.known.centre_code, self.known.desk_number = fact.centre_code, fact.desk_number
            self.known.public_key = fact.public_key if len(fact.public_key) == 32 else b""
        elif isinstance(fact, TransactionCompleted):
            self._check_number(entry, fact.number)
            if self._signatures and not self._is_signed_receipt(entry, fact):
                self._blame("signature_wrong", held.seq, number=fact.number)
        elif self._signatures and isinstance(fact, ShiftClosed | DayClosed):
            unsigned_head = chain_hash(before, unsigned_bytes(held.raw))
            if not is_signed_closing(self.known.public_key, unsigned_head, fact.signature):
                self._blame("signature_wrong", held.seq, number="")

    def _check_clock(self, held: HeldEntry, entry: Entry) -> None:
        ahead = entry.at - held.received_at
        today = business_date_at(held.received_at).isoformat()
        if ahead > CLOCK_AHEAD_MS and self.known.clock_told != today:
            self.known.clock_told = today
            self._blame("clock_off", held.seq, minutes=ahead // 60_000)

    def _is_signed_receipt(self, entry: Entry, fact: TransactionCompleted) -> bool:
        key, digest = self.known.public_key, fact.picture_digest[:16]
        code = ReceiptCode(fact.number, entry.at // 1000, settled_of(fact).total, digest, key, fact.signature)
        return bool(key) and is_signed_by_its_key(code)

    def _check_number(self, entry: Entry, text: str) -> None:
        known = self.known
        try:
            number = parse_receipt_number(text)
        except DomainError:
            self._blame("number_foreign", entry.seq, number=text)
            return
        place = (number.centre_code, number.desk_number, f"{number.year:04d}")
        if place != (known.centre_code, known.desk_number, "20" + entry.business_date[2:4]) or str(number) != text:
            self._blame("number_foreign", entry.seq, number=text)
        series = f"{number.desk_number}-{number.year}"
        last = known.last_numbers.get(series, 0)
        if number.sequence != last + 1 and not (known.numbers_unsure and number.sequence > last):
            self._blame("number_gap", entry.seq, number=text)
        known.last_numbers[series] = number.sequence
        known.numbers_unsure = False

    def _fold(self, held: HeldEntry, before: bytes, entry: Entry, fact: Fact, postings: Iterable[Posting]) -> None:
        known = self.known
        if isinstance(fact, ShiftOpened):
            handed = known.shifts.get(fact.handed_from or b"")
            known.shifts[fact.shift_id] = Sums(is_unsure=handed is not None and handed.is_unsure)
        if isinstance(fact, ShiftClosed):
            self._check_closing(held.seq, fact, before)
        elif entry.shift_id in known.shifts:
            known.shifts[entry.shift_id].folded.take(fact, postings)
        day = self._day(entry.business_date)
        if isinstance(fact, DayClosed):
            closed = known.days.get(fact.closed_date, Sums())
            if fact.closed_date <= known.forgotten:
                closed = self._day_before(fact.closed_date, held.seq)
            self._compare(held.seq, fact.manifest, closed, before)
        if day is not None:
            day.folded.take(fact, postings)
        for posting in postings:
            if posting.account == DRAWER:
                amount = known.drawers.pop(posting.detail, 0) + posting.amount
                if amount:
                    known.drawers[posting.detail] = amount

    def _day(self, business_date: str) -> Sums | None:
        """None for a date that is not kept any more."""
        days = self.known.days
        if business_date not in days and business_date > self.known.forgotten:
            days[business_date] = Sums()
            if len(days) > _DAYS_KEPT:
                self.known.forgotten = min(days)
                del days[self.known.forgotten]
        return days.get(business_date)

    def _check_closing(self, seq: int, fact: ShiftClosed, before: bytes) -> None:
        known = self.known
        shift = known.shifts.pop(fact.shift_id, Sums())
        self._compare(seq, fact.manifest, shift, before)
        if fact.expected != known.drawers.get(fact.shift_id.hex(), 0) and not shift.is_unsure:
            self._blame("closing_disagrees", seq, fields="expected")
        if fact.z_number != known.last_z + 1 and not (known.numbers_unsure and fact.z_number > known.last_z):
            self._blame("number_gap", seq, number=f"Z {fact.z_number}")
        known.last_z = fact.z_number

    def _compare(self, seq: int, told: Manifest, sums: Sums, before: bytes) -> None:
        folded = sums.folded.manifest(before)
        wrong = [name for name in Manifest.__struct_fields__ if getattr(told, name) != getattr(folded, name)]
        if wrong and not sums.is_unsure:
            self._blame("closing_disagrees", seq, fields=", ".join(wrong))
