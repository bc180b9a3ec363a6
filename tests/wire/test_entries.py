"""Entries: the bytes that are hashed never change by themselves, and fields are only ever added at the end."""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec
import pytest

from sanad_desk.wire import entries, follow_facts, transaction_facts
from sanad_desk.wire.entries import (
    GENESIS_HASH,
    KINDS,
    Envelope,
    OverrideApproved,
    ReceiptPrinted,
    ShiftOpened,
    TransactionCompleted,
    chain_hash,
    entry_bytes,
    read_entry,
    unsigned_bytes,
)
from sanad_desk.wire.manifest import Manifest
from sanad_desk.wire.transaction_facts import CaseFact, ChargeFact, PaymentFact, RowFact

# What stands in stored journals. A line may grow at its end; anything else would make old chains unreadable.
FIELDS = {
    "desk_founded": "centre_id desk_id centre_code desk_number epoch public_key",
    "desk_enrolled": "centre_id desk_id centre_code desk_number spare_number epoch public_key server_id server_key "
    "reason",
    "centre_changed": "profile",
    "operator_added": "operator_id roles",
    "operator_changed": "operator_id roles active",
    "price_set": "service_code action variant amount official",
    "shift_opened": "shift_id opening_float pieces handed_from",
    "drawer_counted": "shift_id pieces counted expected terminal_total approved_by approval_reason",
    "shift_closed": "shift_id z_number expected counted manifest reason approved_by approve_later handed_to signature "
    "approval_reason",
    "variance_approved": "shift_id reason",
    "cash_moved": "move source amount entity reason slip approved_by approval_reason",
    "portal_payment_recorded": "transaction_id case_position entity amount reference approved_by approval_reason",
    "tender_corrected": "transaction_id number position wrong right amount approval_code customer_id "
    "reason approved_by",
    "account_changed": "customer_id credit_limit active",
    "day_closed": "closed_date shifts manifest signature",
    "day_reopened": "reopened_date reason",
    "override_approved": "subject case_id row_key reason approved_by amount",
    "transaction_completed": "transaction_id visit_id number customer_id representative_id cases charges "
    "payments card_attempts vat_mode vat_rate_ppm catalogue_version tariff_date "
    "picture_digest signature kind original_id reversed reason approved_by",
    "receipt_printed": "number copy paper printer",
    "customer_erased": "customer_id cause",
    "case_moved": "move standing remark rows approved_by reason",
    "portal_payment_moved": "payment_id case_id transaction_id case_position entity state before amount channel "
    "reference asked_at reason approved_by",
    "outage_began": "outage_id entity",
    "outage_ended": "outage_id entity began_at began_by",
    "customer_told": "case_id channel state",
    "visit_rated": "transaction_id case_id stars",
    "complaint_made": "number kind case_id transaction_id",
    "complaint_settled": "number outcome",
    "customer_assisted": "service_code case_id",
    "papers_missed": "case_id service_code rows",
    "service_not_offered": "words",
}
PARTS = {
    CaseFact: "case_id reference service_code portal_reference portal_outcome delivery expected_date rows "
    "state before turn begun_at amount",
    follow_facts.StandingFact: "case_id reference service_code entity customer_id representative_id state before "
    "action reason promised remind_on portal_reference amount begun_at since turn before_reason",
    RowFact: "key outcome seconds",
    ChargeFact: "case_position action_position kind action variant entity quantity amount label_ar label_en "
    "paid_direct official waived waiver_reason refund_due",
    Manifest: "receipts reversals first_number last_number government paid_direct centre "
    "vat account refund_due waived tenders entities movements buckets chain_head",
    PaymentFact: "tender amount received change approval_code",
    transaction_facts.CardAttemptFact: "amount outcome at",
    entries.Entry: "seq kind version at business_date shift_id operator_id fact",
}
SHIFT, OPERATOR = b"\x01" * 16, b"\x02" * 16
NOW = Envelope(1_795_320_000_000, date(2026, 11, 22), SHIFT, OPERATOR)
PRINTED = ReceiptPrinted("n", 0, "80mm", "folder")
ENTRY = entry_bytes(7, PRINTED, NOW)
SALE = TransactionCompleted(b"\x03" * 16, b"\x04" * 16, "n", None, None, (), (), (), (), "off", 0, "v", "d")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_fields_of_a_kind_are_only_added_at_the_end(kind: str) -> None:
    known = FIELDS[kind].split()
    assert list(KINDS[kind].__struct_fields__)[: len(known)] == known


@pytest.mark.parametrize("part", list(PARTS))
def test_fields_of_a_part_are_only_added_at_the_end(part: type[msgspec.Struct]) -> None:
    known = PARTS[part].split()
    assert list(part.__struct_fields__)[: len(known)] == known


def test_the_bytes_of_an_entry_are_these() -> None:
    assert ENTRY.hex() == (
        "9807af726563656970745f7072696e74656401cf000001a201692e00aa323032362d31312d3232c410" + "01" * 16
        + "c410" + "02" * 16 + "94a16e00a438306d6da6666f6c646572"
    )  # fmt: skip


def test_what_was_written_is_read_and_kept_as_it_was() -> None:
    entry = read_entry(ENTRY)
    assert (entry.seq, entry.kind, entry.business_date) == (7, "receipt_printed", "2026-11-22")
    assert entry.read() == PRINTED
    assert msgspec.msgpack.encode(entry) == ENTRY


def test_a_fact_of_a_later_program_is_read_without_what_it_added() -> None:
    longer = msgspec.msgpack.encode(["n", 0, "80mm", "folder", "added later"])
    entry = msgspec.structs.replace(read_entry(ENTRY), fact=msgspec.Raw(longer))
    assert entry.read() == PRINTED


def test_a_fact_of_an_earlier_program_is_read_with_the_default() -> None:
    shorter = msgspec.msgpack.encode(["row", b"", "consent", "hardship", b""])
    assert msgspec.msgpack.decode(shorter, type=OverrideApproved).amount == 0
    opened = msgspec.msgpack.encode([SHIFT, 20_000])
    assert msgspec.msgpack.decode(opened, type=ShiftOpened) == ShiftOpened(SHIFT, 20_000, (), None)


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x90", ENTRY[:-1], ENTRY[1:], msgspec.msgpack.encode([1, 2, 3])])
def test_bytes_that_are_no_entry_are_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_entry(raw)


def test_a_kind_nobody_knows_is_a_key_error_and_a_wrong_fact_a_validation_error() -> None:
    with pytest.raises(KeyError):
        msgspec.structs.replace(read_entry(ENTRY), kind="unheard_of").read()
    with pytest.raises(msgspec.ValidationError):
        msgspec.structs.replace(read_entry(ENTRY), kind="cash_moved").read()


def test_the_chain_hashes_the_past_and_the_bytes() -> None:
    first = chain_hash(GENESIS_HASH, ENTRY)
    assert first == hashlib.sha256(bytes(32) + ENTRY).digest()
    assert chain_hash(first, ENTRY) != first


def test_a_sale_is_known_by_its_entry_before_it_was_signed() -> None:
    signed = msgspec.structs.replace(SALE, picture_digest=b"d" * 32, signature=b"s" * 64)
    assert unsigned_bytes(entry_bytes(8, signed, NOW)) == entry_bytes(8, SALE, NOW)


def test_what_a_later_program_adds_is_kept_in_the_unsigned_bytes() -> None:
    parts = msgspec.msgpack.decode(entry_bytes(8, SALE, NOW))
    parts[7].append("added later")
    assert unsigned_bytes(msgspec.msgpack.encode(parts)) == msgspec.msgpack.encode(parts)


def test_each_fact_knows_its_kind() -> None:
    assert entries.kind_of(ReceiptPrinted("n", 0, "80mm", "folder")) == "receipt_printed"
    assert KINDS["transaction_completed"] is TransactionCompleted
