"""A desk without a store: authentic chains, written by hand, signed with real keys."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.receipt_number import next_number
from sanad_desk.domain.transaction import REVERSALS
from sanad_desk.server.signers import Signer
from sanad_desk.wire.closing_fold import Folded
from sanad_desk.wire.entries import (
    GENESIS_HASH,
    CashMoved,
    DayClosed,
    DeskFounded,
    DrawerCounted,
    Envelope,
    ShiftClosed,
    ShiftOpened,
    TransactionCompleted,
    chain_hash,
    entry_bytes,
    read_entry,
)
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import sign_closing
from sanad_desk.wire.messages import JournalBatch, digest_of, sign_batch
from sanad_desk.wire.picture import CentreBlock, Picture, Text, picture_bytes
from sanad_desk.wire.postings import postings_of, settled_of
from sanad_desk.wire.receipt_code import sign_receipt
from sanad_desk.wire.transaction_facts import ChargeFact, PaymentFact

TODAY = date(2026, 11, 22)
MORNING = 1_795_320_000_000  # 08:00 in Muscat on that day
CENTRE_CODE = "0142"
_NOBODY = Text()
_CENTRE = CentreBlock(Text("مركز تجريبي", "Sample Centre"), _NOBODY, "1234567", "S-0000", _NOBODY, "26000000", "")


class PretendDesk:
    """Its journal, from the first entry on; `entries[n]` is entry n + 1, `hashes[n]` the chain after entry n."""

    def __init__(self, centre_id: bytes, *, number: int = 1, desk_id: bytes | None = None) -> None:
        self.centre_id = centre_id
        self.desk_id = desk_id or uuid4().bytes
        self.number, self.epoch = number, 1
        self.key = Ed25519PrivateKey.generate()
        self.entries: list[bytes] = []
        self.hashes = [GENESIS_HASH]
        self.facts: list[Fact | None] = []  # none where the entry is not one of this desk's making
        self.pictures: dict[str, bytes] = {}
        self.at, self.today = MORNING, TODAY
        self.shift_id: bytes | None = None
        self.last_receipt = self.last_z = 0
        self._shift, self._day = Folded(), Folded()
        self._in_drawer = 0
        identity = (centre_id, self.desk_id, CENTRE_CODE, number, 1, self.public_key)
        self.write(DeskFounded(*identity))

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def seq(self) -> int:
        return len(self.entries)

    def copied(self) -> PretendDesk:
        """The same disk in another PC: same ids, same key, its own way from here on."""
        other = copy.copy(self)
        for name in ("entries", "hashes", "facts", "pictures"):
            setattr(other, name, copy.copy(getattr(self, name)))
        other._shift, other._day = copy.deepcopy(self._shift), copy.deepcopy(self._day)
        return other

    def signer(self, *, is_revoked: bool = False) -> Signer:
        """Who the server takes it for."""
        return Signer(self.centre_id, self.desk_id, self.epoch, self.public_key, is_revoked)

    def batch(self, base_seq: int = 0, last_seq: int | None = None) -> JournalBatch:
        """Entries `base_seq + 1 … last_seq`, signed; the newest one where no last is named."""
        last = self.seq if last_seq is None else last_seq
        signature = sign_batch(self.key, self.desk_id, self.epoch, last, self.hashes[last])
        return JournalBatch(self.epoch, base_seq, tuple(self.entries[base_seq:last]), signature)

    def write(self, fact: Fact) -> int:
        """The position of a new entry."""
        raw = self._entry(fact)
        entry = read_entry(raw)
        postings = postings_of(entry, fact)
        self._day.take(fact, postings)
        if entry.shift_id is not None and not isinstance(fact, ShiftClosed):
            self._shift.take(fact, postings)
        self._in_drawer += sum(posting.amount for posting in postings if posting.account == "drawer")
        return self.write_raw(raw, fact)

    def write_raw(self, raw: bytes, fact: Fact | None = None) -> int:
        """Any bytes at all become part of the chain."""
        self.facts.append(fact)
        self.hashes.append(chain_hash(self.hashes[-1], raw))
        self.entries.append(raw)
        self.at += 1_000
        return self.seq

    def open_shift(self, opening_float: int = 50_000) -> bytes:
        self.shift_id = uuid4().bytes
        self._shift, self._in_drawer = Folded(), 0
        self.write(ShiftOpened(self.shift_id, opening_float))
        return self.shift_id

    def sell(self, government: int = 5_000, fee: int = 1_000, *, tender: str = "cash", entity: str = "ROP") -> str:
        """The number of a new receipt."""
        charges = (_charge("government_fee", government, entity), _charge("centre_fee", fee))
        return self.transact("sale", charges, tender)

    def transact(self, kind: str, charges: tuple[ChargeFact, ...], tender: str = "cash") -> str:
        """A transaction as a real desk writes it: numbered, with a picture, signed."""
        number = str(next_number(CENTRE_CODE, self.number, self.today.year, self.last_receipt))
        self.last_receipt += 1
        total = sum(charge.amount for charge in charges if not charge.paid_direct)
        payments = (PaymentFact(tender, total, total, 0, ""),)
        unsigned = TransactionCompleted(
            transaction_id=uuid4().bytes,
            visit_id=uuid4().bytes,
            number=number,
            customer_id=None,
            representative_id=None,
            cases=(),
            charges=charges,
            payments=payments,
            card_attempts=(),
            vat_mode="off",
            vat_rate_ppm=0,
            catalogue_version="2026.11",
            tariff_date="2026-11-01",
            kind=kind,
            original_id=uuid4().bytes if kind in REVERSALS else None,
        )
        raw = self._picture(unsigned, chain_hash(self.hashes[-1], self._entry(unsigned)))
        self.pictures[number] = raw
        digest = digest_of(raw)
        code = sign_receipt(self.key, number, self.at // 1000, settled_of(unsigned).total, digest)
        self.write(msgspec.structs.replace(unsigned, picture_digest=digest, signature=code.signature))
        return number

    def move_cash(self, amount: int, move: str = "drop", source: str = "drawer") -> int:
        return self.write(CashMoved(move, source, amount, "", "", ""))

    @property
    def day_so_far(self) -> Folded:
        """What the business date came to, to be closed now or later."""
        return self._day

    def hide_from_closing(self, *, government: int) -> None:
        """The open shift will be closed with less than it took."""
        totals = self._shift.totals
        self._shift.totals = replace(totals, government=totals.government - government)

    def close_shift(self, *, counted: int | None = None, expected: int | None = None) -> int:
        """Counts and closes the open shift, all of it right where nothing else is told."""
        assert self.shift_id is not None
        expected = self._in_drawer if expected is None else expected
        found = expected if counted is None else counted
        self.write(DrawerCounted(self.shift_id, (), found, expected, None))
        self.last_z += 1
        manifest = self._shift.manifest(self.hashes[-1])
        reason = "" if found == expected else "counted twice"
        unsigned = ShiftClosed(self.shift_id, self.last_z, expected, found, manifest, reason, None, False)
        seq = self._write_closing(unsigned)
        self.shift_id = None
        return seq

    def close_day(self, shifts: int = 1, *, closed: tuple[date, Folded] | None = None) -> int:
        """Today, or an earlier date with what it came to."""
        day, folded = closed or (self.today, self._day)
        return self._write_closing(DayClosed(day.isoformat(), shifts, folded.manifest(self.hashes[-1])))

    def next_day(self) -> None:
        """The desk stands in the next morning."""
        self.today += timedelta(days=1)
        self.at = MORNING + (self.today - TODAY).days * 86_400_000
        self._day = Folded()

    def _write_closing(self, unsigned: ShiftClosed | DayClosed) -> int:
        signature = sign_closing(self.key, chain_hash(self.hashes[-1], self._entry(unsigned)))
        return self.write(msgspec.structs.replace(unsigned, signature=signature))

    def _entry(self, fact: Fact) -> bytes:
        envelope = Envelope(self.at, self.today, self.shift_id)
        return entry_bytes(self.seq + 1, fact, envelope)

    def _picture(self, unsigned: TransactionCompleted, head: bytes) -> bytes:
        totals = settled_of(unsigned).total
        return picture_bytes(
            Picture(
                version=1,
                kind="receipt",
                number=unsigned.number,
                issued_at=self.at,
                business_date=self.today.isoformat(),
                desk_number=self.number,
                operator=Text("موظف تجريبي", "Sample Operator"),
                centre=_CENTRE,
                cases=(),
                government_total=0,
                paid_direct_total=0,
                centre_total=totals,
                vat_total=0,
                vat_rate_ppm=0,
                total=totals,
                payments=(),
                footer=_NOBODY,
                tariff_date=unsigned.tariff_date,
                catalogue_version=unsigned.catalogue_version,
                chain_head=head,
            )
        )


def _charge(kind: str, amount: int, entity: str = "") -> ChargeFact:
    return ChargeFact(0, 0, kind, "submit", "", entity, 1, amount, "رسم", "Fee", False, None, 0, "")
