"""The journal goes up: every entry once, whatever the line and the desk do."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import msgspec
import pytest
from sqlalchemy import delete, select, update

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.totals import fold
from sanad_desk.server import tables
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import Incident, list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.projection import Measure
from sanad_desk.server.reproject import reproject
from sanad_desk.wire import entries
from sanad_desk.wire.entries import Entry, TransactionCompleted, read_entry
from sanad_desk.wire.messages import Acknowledged, JournalBatch, is_witness
from sanad_desk.wire.postings import postings_of, settled_of
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk

LATER = MORNING + 3_600_000


@pytest.fixture
def send(server_db: Database, keys: ServerKeys) -> Send:
    return Send(server_db, keys)


class Send:
    """One line to the server."""

    def __init__(self, db: Database, keys: ServerKeys) -> None:
        self.db, self.keys = db, keys

    def __call__(self, desk: PretendDesk, base: int = 0, last: int | None = None) -> Acknowledged:
        return self.batch(desk, desk.batch(base, last))

    def batch(self, desk: PretendDesk, batch: JournalBatch) -> Acknowledged:
        return take_batch(self.db, self.keys, desk.signer(), batch, LATER)

    def incidents(self, desk: PretendDesk) -> list[Incident]:
        return list(list_incidents(self.db, desk.centre_id))


def held(db: Database, desk: PretendDesk, epoch: int = 1) -> list[bytes]:
    query = select(tables.entry.c.entry).filter_by(desk_id=desk.desk_id, epoch=epoch).order_by(tables.entry.c.seq)
    with db.reading() as connection:
        return list(connection.execute(query).scalars())


def sums(db: Database, desk: PretendDesk) -> dict[tuple[str, str], int]:
    query = select(tables.day_sum.c.measure, tables.day_sum.c.code, tables.day_sum.c.amount)
    with db.reading() as connection:
        rows = connection.execute(query.filter_by(desk_id=desk.desk_id)).all()
    return {(row.measure, row.code): row.amount for row in rows if row.amount}


def folded(desk: PretendDesk) -> dict[tuple[str, str], int]:
    """What the desk itself makes of its facts."""
    found: Counter[tuple[str, str]] = Counter()
    totals = fold(settled_of(fact) for fact in desk.facts if isinstance(fact, TransactionCompleted))
    for raw, fact in zip(desk.entries, desk.facts, strict=True):
        if fact is None:
            continue
        if isinstance(fact, entries.TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
        if isinstance(fact, entries.CashMoved):
            found[Measure.MOVEMENT, fact.move] += fact.amount
        for posting in postings_of(read_entry(raw), fact):
            found[Measure.POSTING, posting.account] += posting.amount
    found.update({(Measure.TENDER, code): amount for code, amount in totals.tenders.items()})
    found.update({(Measure.ENTITY, code): amount for code, amount in totals.entities.items()})
    for name, amount in asdict(totals).items():
        if isinstance(amount, int):
            found[name, ""] = amount
    return {place: amount for place, amount in found.items() if amount}


def test_a_batch_is_stored_acknowledged_and_counted(send: Send, desk: PretendDesk) -> None:
    answer = send(desk)
    assert (answer.head_seq, answer.head_hash) == (desk.seq, desk.hashes[-1])
    with send.db.reading() as connection:
        server_id = connection.execute(select(tables.server_state.c.server_id)).scalar_one()
        numbers = connection.execute(select(tables.transaction_row.c.number)).scalars().all()
    chain = (desk.desk_id, 1, desk.seq, desk.hashes[-1])
    assert is_witness(send.keys.signing_public, server_id, *chain, answer.witness)
    assert held(send.db, desk) == desk.entries
    assert sorted(numbers) == sorted(desk.pictures)
    assert send.incidents(desk) == []


def test_kept_sums_are_the_fold_over_all_facts(send: Send, desk: PretendDesk) -> None:
    send(desk)
    base = desk.seq
    desk.move_cash(2_000)
    desk.sell(7_000, 500, tender="card", entity="MOL")
    sold = desk.facts[-1]
    assert isinstance(sold, TransactionCompleted)
    desk.transact("void", tuple(msgspec.structs.replace(charge, amount=-charge.amount) for charge in sold.charges))
    moved = (sold.transaction_id, sold.number, 1, "card", "cash", 500, "", None, "wrong key", b"m" * 16)
    desk.write(entries.TenderCorrected(*moved))
    desk.close_shift(counted=50_000)
    desk.close_day()
    send(desk, base)
    assert sums(send.db, desk) == folded(desk)
    assert sums(send.db, desk)[Measure.REVERSALS, ""] == 1


def test_a_lost_answer_costs_nothing(send: Send, desk: PretendDesk) -> None:
    first, again = send(desk), send(desk)
    assert first == again
    assert held(send.db, desk) == desk.entries
    assert sums(send.db, desk) == folded(desk)


def test_an_empty_batch_says_where_the_desk_is(send: Send, desk: PretendDesk) -> None:
    head = send(desk)
    assert send(desk, desk.seq) == head
    assert send(desk, 2, 2) == head
    with send.db.reading() as connection:
        assert connection.execute(select(tables.chain.c.seen_at)).scalar_one() == LATER
        assert len(connection.execute(select(tables.batch)).all()) == 1


def test_overlapping_and_reordered_batches_are_taken_once(send: Send, desk: PretendDesk) -> None:
    send(desk, 0, 3)
    assert send(desk, 1, 5).head_seq == 5
    assert send(desk, 0, 2).head_seq == 5
    assert send(desk, 3, 5).head_hash == desk.hashes[5]
    assert held(send.db, desk) == desk.entries[:5]
    assert sums(send.db, desk) == folded(desk)


def test_the_same_batch_at_once_is_stored_once(send: Send, desk: PretendDesk) -> None:
    together = threading.Barrier(4)

    def send_at_once(_: int) -> Acknowledged:
        together.wait()
        return send(desk)

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(send_at_once, range(4)))
    assert len(answers) == 1
    assert held(send.db, desk) == desk.entries
    assert sums(send.db, desk) == folded(desk)


def test_a_gap_names_the_position_that_is_wanted(send: Send, desk: PretendDesk) -> None:
    send(desk, 0, 2)
    with pytest.raises(Conflict) as gap:
        send(desk, 3)
    assert (gap.value.code, gap.value.params) == ("gap", {"head_seq": 2})
    assert send.incidents(desk) == []


def test_a_copied_disk_is_a_fork_and_its_batch_is_kept_aside(send: Send, desk: PretendDesk) -> None:
    copy = desk.copied()
    common = desk.seq
    desk.sell()
    copy.sell(9_000)
    copy.sell()
    send(desk)
    for _ in range(2):
        with pytest.raises(Conflict) as fork:
            send(copy, common - 1)
        assert (fork.value.code, fork.value.params) == ("fork", {"common_seq": common})
    with send.db.reading() as connection:
        kept = connection.execute(select(tables.aside.c.batch)).scalars().all()
    assert [msgspec.msgpack.decode(raw, type=JournalBatch) for raw in kept] == [copy.batch(common - 1)]
    (incident,) = send.incidents(desk)
    assert (incident.code, incident.seq) == ("chain_forked", common)
    assert held(send.db, desk) == desk.entries


def test_batches_that_fit_nowhere_do_not_pile_up(send: Send, desk: PretendDesk) -> None:
    send(desk)
    for base in (0, *range(desk.seq + 1)):
        for noise in (b"one", b"another"):
            with pytest.raises(Conflict, match="fork"):
                send.batch(desk, JournalBatch(1, base, (noise,), bytes(64)))
    with send.db.reading() as connection:
        assert sorted(connection.execute(select(tables.aside.c.base_seq)).scalars()) == list(range(desk.seq + 1))


def test_a_fork_before_the_batch_shows_at_the_signature(send: Send, desk: PretendDesk) -> None:
    copy = desk.copied()
    desk.sell(100)
    copy.sell(200)
    copy.sell()
    send(desk)
    with pytest.raises(Conflict) as fork:
        send(copy, desk.seq)
    assert (fork.value.code, fork.value.params) == ("fork", {"common_seq": desk.seq})


@pytest.mark.parametrize("signed_by", ["nobody", "another desk"])
def test_a_batch_that_its_desk_did_not_sign_is_not_taken(send: Send, desk: PretendDesk, signed_by: str) -> None:
    other = PretendDesk(desk.centre_id)
    whole = desk.batch()
    signature = b"" if signed_by == "nobody" else other.batch().signature
    with pytest.raises(Conflict, match="fork"):
        send.batch(desk, msgspec.structs.replace(whole, signature=signature))
    assert held(send.db, desk) == []


def poison(seq: int) -> dict[str, tuple[bytes, str]]:
    """Entries that nobody can read, and the incident each becomes."""
    sale = PretendDesk(b"c" * 16)
    sale.open_shift()
    sale.sell()
    parts = msgspec.msgpack.decode(sale.entries[-1])

    def changed(**at: object) -> bytes:
        names = Entry.__struct_fields__
        mine = list(parts)
        mine[0] = seq
        for name, value in at.items():
            mine[names.index(name)] = value
        return msgspec.msgpack.encode(mine)

    def fact(place: int, value: object) -> bytes:
        mine = list(parts[-1])
        mine[place] = value
        return changed(fact=mine)

    charges = TransactionCompleted.__struct_fields__.index("charges")
    charge = list(parts[-1][charges][0])
    return {
        "empty": (b"", "entry_unread"),
        "no entry": (b"\xc1 not msgpack", "entry_unread"),
        "a newer kind": (changed(kind="receipt_sung"), "entry_unread"),
        "no such kind": (changed(kind="nul\0"), "entry_wrong"),
        "a fact cut short": (changed(fact=parts[-1][:3]), "entry_unread"),
        "another place": (changed(seq=seq + 7), "entry_wrong"),
        "no date": (changed(business_date="2026-22-11"), "entry_wrong"),
        "an odd date": (changed(business_date="20261122"), "entry_wrong"),
        "an instant beyond time": (changed(at=2**63), "entry_wrong"),
        "a short id": (changed(shift_id=b"short"), "entry_wrong"),
        "a number with a nul": (fact(2, "0142\0"), "entry_wrong"),
        "a number without end": (fact(2, "9" * 4_000), "entry_wrong"),
        "a lone surrogate": (changed().replace(b"sale", b"\xed\xa0\x80x"), "entry_unread"),
        "unbalanced": (fact(charges, [[*charge[:7], 5, *charge[8:]]]), "entry_wrong"),
        "an unknown charge": (fact(charges, [[*charge[:2], "tip", *charge[3:]]]), "entry_wrong"),
        "more money than there is": (fact(charges, [[*charge[:12], 2**62, *charge[13:]]]), "entry_wrong"),
        "nested without end": (changed()[:-1] + b"\x91" * 100_000, "entry_unread"),
    }


@pytest.mark.parametrize("what", sorted(poison(1)))
def test_a_poison_entry_is_stored_and_the_others_are_counted(send: Send, desk: PretendDesk, what: str) -> None:
    raw, code = poison(desk.seq + 1)[what]
    bad = desk.write_raw(raw)
    desk.sell()
    assert send(desk).head_seq == desk.seq
    assert held(send.db, desk) == desk.entries
    assert sums(send.db, desk) == folded(desk)
    assert [(incident.code, incident.seq) for incident in send.incidents(desk)] == [(code, bad)]
    assert send(desk).open_incidents == 1


def test_a_newer_clients_kind_is_one_incident_until_it_is_settled(send: Send, desk: PretendDesk) -> None:
    for _ in range(2):
        for _ in range(3):
            desk.write_raw(poison(desk.seq + 1)["a newer kind"][0])
        send(desk)
    (incident,) = send.incidents(desk)
    assert incident.params == {"kind": "receipt_sung"}
    with send.db.reading() as connection:
        kinds = connection.execute(select(tables.entry.c.kind).filter_by(unread=1)).scalars().all()
    assert kinds == ["receipt_sung"] * 6


def test_fields_that_a_newer_client_adds_are_read_over(send: Send, desk: PretendDesk) -> None:
    desk.sell()
    parts = msgspec.msgpack.decode(desk.entries[-1])
    parts[0] += 1
    parts[-1] += ["a later field", 7]
    desk.write_raw(msgspec.msgpack.encode([*parts, "and one of the envelope"]), desk.facts[-1])
    send(desk)
    assert send.incidents(desk) == []
    assert sums(send.db, desk) == folded(desk)


def test_what_a_newer_server_can_read_is_counted_then(
    send: Send, desk: PretendDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = desk.write_raw(poison(desk.seq + 1)["unbalanced"][0])
    with monkeypatch.context() as older:
        older.delitem(entries.KINDS, "transaction_completed")
        send(desk)
        assert {incident.code for incident in send.incidents(desk)} == {"entry_unread"}
        assert reproject(send.db, LATER) == 0
    assert reproject(send.db, LATER) == 3
    assert reproject(send.db, LATER) == 0
    assert sums(send.db, desk) == folded(desk)
    assert [incident.code for incident in send.incidents(desk)] == ["entry_unread"]
    assert held(send.db, desk) == desk.entries
    assert odd == desk.seq


def test_a_revoked_desks_journal_is_still_taken(send: Send, desk: PretendDesk) -> None:
    revoked = desk.signer(is_revoked=True)
    for last in (3, desk.seq):
        answer = take_batch(send.db, send.keys, revoked, desk.batch(0, last), LATER)
        assert answer.is_revoked
        assert answer.head_seq == last
    assert [incident.code for incident in send.incidents(desk)] == ["desk_revoked_wrote"]


def test_each_batch_is_one_item_of_the_feed(send: Send, desk: PretendDesk) -> None:
    send(desk, 0, 2)
    send(desk, 1)
    send(desk, 1)
    query = select(tables.feed.c.first_seq, tables.feed.c.last_seq).filter_by(item="entries")
    with send.db.reading() as connection:
        rows = connection.execute(query.order_by(tables.feed.c.position)).all()
    assert [tuple(row) for row in rows] == [(1, 2), (3, desk.seq)]


def test_more_than_a_batch_may_hold_is_refused(send: Send, desk: PretendDesk) -> None:
    for _ in range(501):
        desk.write_raw(b"x")
    with pytest.raises(DomainError, match="body_too_large"):
        send(desk)
    with pytest.raises(DomainError, match="body_malformed"):
        send.batch(desk, msgspec.structs.replace(desk.batch(), epoch=2))


def test_one_entry_goes_whatever_its_size(send: Send, desk: PretendDesk) -> None:
    base = desk.seq
    send(desk)
    desk.write_raw(bytes(300 * 1024))
    assert send(desk, base).head_seq == desk.seq


def test_a_server_that_lost_entries_says_so_once(send: Send, desk: PretendDesk, join: Join) -> None:
    colleague = join(2)
    desks = (desk, colleague)
    last = [send(one) for one in desks]
    before = last[0].server_epoch
    forget(send.db, desk, 2)
    forget(send.db, colleague, 0)
    for one, answer in zip(desks, last, strict=True):
        witness = (answer.head_seq, answer.head_hash, answer.witness)
        with pytest.raises(Conflict, match="gap"):
            take_batch(send.db, send.keys, one.signer(), one.batch(one.seq), LATER, shown_witness=witness)
    assert [incident.code for incident in send.incidents(desk)] == ["server_lost"] * 2
    again = [send(one, 0) for one in desks]
    assert [answer.head_seq for answer in again] == [one.seq for one in desks]
    assert again[0].server_epoch == again[1].server_epoch != before


def test_a_witness_that_is_none_of_ours_changes_nothing(send: Send, desk: PretendDesk) -> None:
    before = send(desk, 0, 2).server_epoch
    with pytest.raises(Conflict, match="gap"):
        take_batch(
            send.db, send.keys, desk.signer(), desk.batch(4), LATER, shown_witness=(4, desk.hashes[4], bytes(64))
        )
    assert send.incidents(desk) == []
    assert send(desk, 2).server_epoch == before


def forget(db: Database, desk: PretendDesk, head_seq: int) -> None:
    """As a server is that was restored from an old backup."""
    with db.writing() as connection:
        for table in (tables.entry, tables.batch, tables.transaction_row, tables.day_sum):
            connection.execute(delete(table).where(table.c.desk_id == desk.desk_id))
        kept = {"head_seq": head_seq, "head_hash": desk.hashes[head_seq], "seen_at": LATER - 1}
        connection.execute(update(tables.chain).where(tables.chain.c.desk_id == desk.desk_id).values(kept))
