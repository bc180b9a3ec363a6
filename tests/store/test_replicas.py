"""What a desk keeps of the centre's other desks: chains verified, gaps told, nothing in them that stops the rest."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.main import main
from sanad_desk.domain.clock import SetClock
from sanad_desk.reports.sums import sums_of
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.replicas import ReplicaGap, Replicas
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.entries import GENESIS_HASH
from sanad_desk.wire.records import CaseDetailBody, ReceiptBody, Record, RecordKind, body_bytes
from tests.conftest import MORNING
from tests.usecases.other_desks import Journal, journal_of

OTHER = bytes(15) + b"\x02"


@pytest.fixture(scope="session")
def sold(closed_store: Path) -> Journal:
    """A day of another desk: sales, prints, a closing, and a shift opened the next morning."""
    return journal_of(closed_store)


@pytest.fixture
def replicas(desk: OpenDesk) -> Replicas:
    return desk.replicas


def _rows(replicas: Replicas, query: str) -> list[list[tuple[Any, ...]]]:
    with replicas.reading() as found:
        return [[tuple(row) for row in replica.connection.exec_driver_sql(query)] for replica in found]


def _after(journal: Journal, seq: int) -> tuple[int, bytes, list[bytes]]:
    return seq, journal.hash_at(seq), journal.entries[seq:]


def test_another_desk_means_here_what_it_means_there(replicas: Replicas, sold: Journal) -> None:
    middle = len(sold.entries) // 2
    assert replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries[:middle]) == middle
    assert replicas.append((OTHER, 1), *_after(sold, middle - 5)) == len(sold.entries)
    assert replicas.append((OTHER, 1), *_after(sold, 0)) == len(sold.entries)
    assert replicas.heads() == {(OTHER, 1): len(sold.entries)}
    with replicas.reading() as (replica,):
        assert (replica.number, replica.epoch) == (2, 1)
        assert sums_of(replica.connection) == sold.sums


def test_they_outlive_the_program_and_are_gone_with_their_folder(
    desk: OpenDesk, folder: Path, replicas: Replicas, sold: Journal
) -> None:
    replicas.append((OTHER, 1), *_after(sold, 0))
    desk.replicas.close()
    file = next((folder / "replicas").glob("*.db"))
    assert b"SQLite format" not in file.read_bytes()[:16]
    assert Replicas(desk.store).heads() == {(OTHER, 1): len(sold.entries)}
    shutil.rmtree(folder / "replicas")
    assert Replicas(desk.store).heads() == {}


@pytest.mark.parametrize("fault", ["damaged", "of another schema", "not begun"])
def test_a_file_of_no_use_is_thrown_away(desk: OpenDesk, replicas: Replicas, sold: Journal, fault: str) -> None:
    replicas.append((OTHER, 1), *_after(sold, 0))
    if fault == "of another schema":
        with replicas.reading() as (replica,):
            replica.connection.exec_driver_sql("PRAGMA user_version = 1")
    replicas.close()
    file = next(replicas.folder.glob("*.db"))
    if fault == "damaged":
        file.write_bytes(b"?" * 8192)
    if fault == "not begun":
        file.write_bytes(b"")
    assert replicas.heads() == {}
    assert replicas.append((OTHER, 1), *_after(sold, 0)) == len(sold.entries)


def test_a_reader_beside_the_window_sees_them_and_deletes_nothing(
    desk: OpenDesk, folder: Path, replicas: Replicas, sold: Journal, clock: SetClock
) -> None:
    replicas.append((OTHER, 1), *_after(sold, 0))
    (folder / "replicas" / f"{'ab' * 16}-1.db").write_bytes(b"?" * 4096)
    reader = open_desk(folder, clock=clock, read_only=True)
    try:
        assert reader.replicas.heads() == {(OTHER, 1): len(sold.entries)}
    finally:
        reader.close()
    assert len(list((folder / "replicas").glob("*.db"))) == 2


@pytest.mark.parametrize("held", [0, 10])
def test_missing_entries_are_a_gap(replicas: Replicas, sold: Journal, held: int) -> None:
    if held:
        replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries[:held])
    with pytest.raises(ReplicaGap):
        replicas.append((OTHER, 1), *_after(sold, held + 1))
    assert replicas.heads() == ({(OTHER, 1): held} if held else {})


def test_another_history_is_no_part_of_this_one(replicas: Replicas, sold: Journal) -> None:
    replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries[:10])
    other = [*sold.entries[:9], sold.entries[9] + b"?", *sold.entries[10:]]
    with pytest.raises(ReplicaGap):
        replicas.append((OTHER, 1), 0, GENESIS_HASH, other)
    with pytest.raises(ReplicaGap):
        replicas.append((OTHER, 1), 10, bytes(32), sold.entries[10:])
    assert replicas.append((OTHER, 1), *_after(sold, 0)) == len(sold.entries)


def test_a_poisonous_entry_is_held_and_means_nothing(replicas: Replicas, sold: Journal) -> None:
    twin = sold.entries.index(next(raw for raw in sold.entries if b"transaction_completed" in raw))
    parts = msgspec.msgpack.decode(sold.entries[twin])
    seq = len(sold.entries)
    poison = [
        b"\xc1",
        msgspec.msgpack.encode([seq + 2, "of a later program", 1, MORNING, "2026-11-22", None, None, []]),
        msgspec.msgpack.encode([seq + 3, *parts[1:]]),  # the same receipt twice
        msgspec.msgpack.encode([seq + 4, "day_closed", 1, 2**63, "2026-11-22", None, None, ["2026-11-22", 1, [], b""]]),
        msgspec.msgpack.encode([7, "day_closed", 1, MORNING, "2026-11-22", None, None, ["2026-11-22", 1, [], b""]]),
    ]
    replicas.append((OTHER, 1), *_after(sold, 0))
    assert replicas.append((OTHER, 1), seq, sold.hash_at(seq), poison) == seq + 5
    with replicas.reading() as (replica,):
        assert sums_of(replica.connection) == sold.sums
    assert _rows(replicas, f"SELECT kind FROM journal WHERE seq > {seq} AND kind <> ''") == [
        [("of a later program",), ("transaction_completed",)]
    ]


def test_a_later_epoch_takes_over_what_came_before(replicas: Replicas, sold: Journal) -> None:
    """So that a shift opened under one key and closed under the next is one shift."""
    counted = next(n for n, raw in enumerate(sold.entries) if b"drawer_counted" in raw)
    replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries[:counted])
    replicas.put_records([((OTHER, 1), record) for record in sold.papers])
    assert replicas.append((OTHER, 2), *_after(sold, counted)) == len(sold.entries)
    assert replicas.heads() == {(OTHER, 1): counted, (OTHER, 2): len(sold.entries)}
    with replicas.reading() as (old, new):
        assert sums_of(old.connection).totals.count == 0
        assert sums_of(new.connection) == sold.sums
    assert _rows(replicas, "SELECT count(*) FROM receipt") == [[(0,)], [(len(sold.of_kind(RecordKind.RECEIPT)),)]]
    assert replicas.append((OTHER, 1), *_after(sold, 0)[:2], sold.entries[:counted]) == counted


def test_what_was_lost_in_a_fork_is_counted_beside(replicas: Replicas, sold: Journal) -> None:
    """Entries of the old epoch behind the common one stay, in whatever order the two are read."""
    common = len(sold.entries) - 20
    lost, went_on = sold.entries[common:], [b"\xc1"]
    for order in (1, 2), (2, 1):
        for epoch in order:
            if (order, epoch) == ((2, 1), 2):
                replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries[:common])
            if epoch == 1:
                replicas.append((OTHER, 1), 0, GENESIS_HASH, [*sold.entries[:common], *lost])
            else:
                replicas.append((OTHER, 2), common, sold.hash_at(common), went_on)
        assert replicas.heads() == {(OTHER, 1): len(sold.entries), (OTHER, 2): common + 1}
        assert _rows(replicas, "SELECT count(*), min(seq) FROM journal") == [[(20, common + 1)], [(common + 1, 1)]]
        replicas.close()
        shutil.rmtree(replicas.folder)


def test_a_later_epoch_cut_off_in_between_is_read_again(replicas: Replicas, sold: Journal) -> None:
    common = len(sold.entries) - 20
    replicas.append((OTHER, 1), *_after(sold, 0))
    replicas.append((OTHER, 2), common, sold.hash_at(common), [b"\xc1"])
    replicas.close()
    (replicas.folder / f"{OTHER.hex()}-1.db").unlink()
    assert replicas.heads() == {(OTHER, 2): common + 1}
    assert replicas.append((OTHER, 1), *_after(sold, 0)) == len(sold.entries)
    assert _rows(replicas, "SELECT count(*), min(seq) FROM journal") == [[(20, common + 1)], [(common + 1, 1)]]


def test_of_the_own_desk_only_what_the_own_journal_lacks(desk: OpenDesk, folder: Path) -> None:
    """After a restored backup the lost part comes back as another desk's does."""
    own, replicas = journal_of(folder), desk.replicas
    assert desk.desk is not None
    lost = [b"\xc1"]
    replicas.append((desk.desk.desk_id, 1), 0, GENESIS_HASH, own.entries)
    assert replicas.heads() == {}
    seq = len(own.entries)
    digest = own.hash_at(seq - 1)
    assert replicas.append((desk.desk.desk_id, 2), seq - 1, digest, [own.entries[-1], *lost]) == seq + 1
    assert _rows(replicas, "SELECT seq FROM journal") == [[(seq + 1,)]]
    stray = Record(RecordKind.RECEIPT, bytes(16), 1, 1, body_bytes(ReceiptBody("X", b"", None, "")))
    replicas.put_records([((desk.desk.desk_id, 1), stray)])
    assert _rows(replicas, "SELECT number FROM receipt") == [[]]


def test_receipts_and_details_lie_with_their_chain(replicas: Replicas, sold: Journal) -> None:
    receipt = sold.of_kind(RecordKind.RECEIPT)[0]
    with pytest.raises(ReplicaGap):
        replicas.put_records([((OTHER, 1), receipt)])
    replicas.append((OTHER, 1), *_after(sold, 0))
    replicas.put_records(((OTHER, 1), record) for record in sold.papers)
    named = "SELECT count(*) FROM receipt WHERE customer_block IS NOT NULL"
    (((before,),),) = _rows(replicas, named)
    assert before > 1
    (typed,) = _rows(replicas, "SELECT hex(case_id), row_key, value, valid_until FROM case_detail ORDER BY 1, 2")
    assert sorted(typed) == sorted(sold.details)
    body = msgspec.msgpack.decode(receipt.body or b"", type=ReceiptBody)
    erased = body_bytes(msgspec.structs.replace(body, customer_block=None))
    case = next(record for record in sold.records if record.kind == RecordKind.CASE_DETAIL)
    replicas.put_records(
        [
            ((OTHER, 1), msgspec.structs.replace(receipt, body=erased)),
            ((OTHER, 1), msgspec.structs.replace(case, body=body_bytes(CaseDetailBody(())))),
            ((OTHER, 1), Record(RecordKind.RECEIPT, receipt.key, 1, 9, b"\xc1")),
        ]
    )
    assert _rows(replicas, named) == [[(before - 1,)]]
    assert _rows(replicas, "SELECT count(*) FROM receipt") == [[(len(sold.of_kind(RecordKind.RECEIPT)),)]]
    assert _rows(replicas, f"SELECT count(*) FROM case_detail WHERE case_id = x'{case.key.hex()}'") == [[(0,)]]


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        ("SELECT 1", ""),
        ("UPDATE journal SET entry = zeroblob(9) WHERE seq = 5", "chain_broken"),
        ("DELETE FROM journal WHERE seq = 5", "chain_broken"),
        ("UPDATE desk_state SET head_seq = head_seq - 1", "head_differs"),
        ("UPDATE payment SET amount = amount + 1 WHERE position = 0", "row_differs"),
    ],
)
def test_a_check_of_the_store_checks_them_too(
    desk: OpenDesk, folder: Path, sold: Journal, tamper: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seq = len(sold.entries)
    poison = [b"\xc1", msgspec.msgpack.encode([seq + 2, "of a later program", 1, MORNING, "x", None, None, []])]
    desk.replicas.append((OTHER, 1), 0, GENESIS_HASH, sold.entries)
    desk.replicas.append((OTHER, 1), seq, sold.hash_at(seq), poison)
    desk.close()
    path = next((folder / "replicas").glob("*.db"))
    with contextlib.closing(connect(path, desk.store.key)) as connection:
        connection.execute(tamper)
    assert main(["verify", "--store", str(folder)]) == (1 if code else 0)
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is not bool(code)
    assert {fault["code"] for fault in told["faults"]} == ({code} if code else set())
    assert all(fault["where"].startswith(f"replica:{OTHER.hex()}-1:") for fault in told["faults"])
