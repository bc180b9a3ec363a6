"""The judge: what is right stays silent, what is wrong becomes one incident, and nothing of it moves a sale."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, select

from sanad_desk.server import tables
from sanad_desk.server.database import Database
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_again, judge_chain, judge_waiting
from sanad_desk.server.keys import ServerKeys
from sanad_desk.wire.entries import (
    DayClosed,
    DeskEnrolled,
    Entry,
    ShiftClosed,
    TransactionCompleted,
    read_entry,
)
from sanad_desk.wire.messages import MOST_ENTRIES, EpochClaim
from tests.server.conftest import Join
from tests.server.pretend_desk import CENTRE_CODE, MORNING, TODAY, PretendDesk

LATER = MORNING + 60 * 86_400_000
Judge = Callable[..., list[tuple[str, int]]]


@pytest.fixture
def judge(server_db: Database, keys: ServerKeys) -> Judge:
    """Sends what is new, judges everything, and tells the code and position of each incident the judge opened."""

    def judged(desk: PretendDesk, base: int = 0) -> list[tuple[str, int]]:
        send(server_db, keys, desk, base)
        judge_waiting(server_db, LATER)
        return found(server_db, desk)

    return judged


def send(db: Database, keys: ServerKeys, desk: PretendDesk, base: int = 0) -> None:
    while base < desk.seq:
        last = min(desk.seq, base + MOST_ENTRIES)
        take_batch(db, keys, desk.signer(), desk.batch(base, last), LATER)
        base = last


def found(db: Database, desk: PretendDesk) -> list[tuple[str, int]]:
    incidents = list_incidents(db, desk.centre_id)
    return sorted(
        ((i.code, i.seq) for i in incidents if i.code != "epoch_begun" and i.desk_id == desk.desk_id),
        key=lambda one: one[1],
    )


def params(db: Database, desk: PretendDesk) -> list[dict[str, object]]:
    return [incident.params for incident in list_incidents(db, desk.centre_id) if incident.code != "epoch_begun"]


def agreed(db: Database, desk: PretendDesk, epoch: int = 1) -> int:
    with db.reading() as connection:
        query = select(tables.chain.c.judged_seq).filter_by(desk_id=desk.desk_id, epoch=epoch)
        return int(connection.execute(query).scalar_one())


def a_day(desk: PretendDesk, sales: int = 3) -> None:
    """A whole business date, and the desk stands before the next."""
    desk.open_shift()
    for _ in range(sales):
        desk.sell()
    desk.move_cash(2_000)
    desk.close_shift()
    desk.close_day()
    desk.next_day()


def rewrite(desk: PretendDesk, change: Callable[[Entry], Entry]) -> int:
    """The newest entry is another one in the chain that the desk signs."""
    raw = desk.entries.pop()
    desk.hashes.pop()
    fact = desk.facts.pop()
    return desk.write_raw(msgspec.msgpack.encode(change(read_entry(raw))), fact)


def with_fact(**changes: object) -> Callable[[Entry], Entry]:
    def change(entry: Entry) -> Entry:
        fact = msgspec.structs.replace(entry.read(), **changes)
        return msgspec.structs.replace(entry, fact=msgspec.Raw(msgspec.msgpack.encode(fact)))

    return change


def go_on(db: Database, keys: ServerKeys, desk: PretendDesk, base: int) -> None:
    """As a desk that claims an epoch from an entry on: the entry that says so comes after what it wrote meanwhile."""
    key = Ed25519PrivateKey.generate()
    public_key = key.public_key().public_bytes_raw()
    granted = claim_epoch(db, desk.signer(), EpochClaim(base, desk.hashes[base], public_key), LATER)
    desk.key, desk.epoch, desk.number, desk.last_receipt = key, granted.epoch, granted.desk_number, 0
    desk.write(
        DeskEnrolled(
            desk.centre_id,
            desk.desk_id,
            CENTRE_CODE,
            granted.desk_number,
            granted.spare_number,
            granted.epoch,
            public_key,
            bytes(16),
            bytes(32),
            "forked",
        )
    )


def test_a_right_chain_is_agreed_without_a_word(server_db: Database, join: Join, judge: Judge) -> None:
    desk = join()
    for _ in range(7):
        a_day(desk)
    desk.open_shift()
    desk.close_shift(counted=49_000)
    assert judge(desk) == []
    assert agreed(server_db, desk) == desk.seq


@pytest.mark.parametrize("step", [1, 3])
def test_steps_of_any_size_end_the_same(server_db: Database, keys: ServerKeys, join: Join, step: int) -> None:
    desk = join()
    for _ in range(6):
        a_day(desk, 1)
    desk.open_shift()
    desk.sell()
    send(server_db, keys, desk)
    while judge_chain(server_db, desk.centre_id, desk.desk_id, 1, LATER, most=step):
        pass
    assert agreed(server_db, desk) == desk.seq
    assert found(server_db, desk) == []


def test_a_receipt_signed_by_another_key_is_told(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    own, desk.key = desk.key, Ed25519PrivateKey.generate()
    number = desk.sell()
    desk.key = own
    assert judge(desk) == [("signature_wrong", desk.seq)]
    assert params(server_db, desk) == [{"number": number}]


def test_a_receipt_that_says_another_sum_than_was_signed_is_told(desk: PretendDesk, judge: Judge) -> None:
    desk.sell()

    def change(entry: Entry) -> Entry:
        return msgspec.structs.replace(entry, at=entry.at + 5_000)

    rewrite(desk, change)
    assert judge(desk) == [("signature_wrong", desk.seq)]


@pytest.mark.parametrize("what", [ShiftClosed, DayClosed])
def test_a_closing_signed_by_another_key_is_told(desk: PretendDesk, judge: Judge, what: type) -> None:
    if what is DayClosed:
        desk.close_shift()
    own, desk.key = desk.key, Ed25519PrivateKey.generate()
    closing = desk.close_shift() if what is ShiftClosed else desk.close_day()
    desk.key = own
    assert judge(desk) == [("signature_wrong", closing)]


def test_a_closing_that_names_other_sums_is_told(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    desk.hide_from_closing(government=1_000)
    closing = desk.close_shift()
    assert judge(desk) == [("closing_disagrees", closing)]
    assert params(server_db, desk) == [{"fields": "government"}]


def test_a_closing_that_expects_another_sum_is_told(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    closing = desk.close_shift(expected=1_000, counted=1_000)
    assert judge(desk) == [("closing_disagrees", closing)]
    assert params(server_db, desk) == [{"fields": "expected"}]


def test_a_day_that_is_closed_long_after_is_folded_again(
    server_db: Database, keys: ServerKeys, join: Join, judge: Judge
) -> None:
    desk = join()
    desk.open_shift()
    desk.sell()
    desk.close_shift()
    first, left_open = desk.today, desk.day_so_far
    for _ in range(6):
        desk.next_day()
        a_day(desk, 1)
    before = desk.seq
    assert judge(desk) == []
    desk.close_day(closed=(first, left_open))
    assert judge(desk, before) == []
    before = desk.seq
    left_open.totals = left_open.totals.corrected("cash", "card", 5)
    desk.close_day(closed=(first, left_open))
    assert judge(desk, before) == [("closing_disagrees", desk.seq)]


def test_a_missing_number_is_told_once(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    desk.last_receipt += 2
    number = desk.sell()
    desk.sell()
    assert judge(desk) == [("number_gap", desk.seq - 1)]
    assert params(server_db, desk) == [{"number": number}]


def test_a_missing_closing_number_is_told(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    desk.last_z += 1
    closing = desk.close_shift()
    assert judge(desk) == [("number_gap", closing)]
    assert params(server_db, desk) == [{"number": "Z 2"}]


def test_a_number_of_another_desk_is_told(desk: PretendDesk, judge: Judge) -> None:
    desk.number, desk.last_receipt = 9, 0
    desk.sell()
    assert judge(desk) == [("number_foreign", desk.seq)]


def test_a_number_that_is_none_is_told(desk: PretendDesk, judge: Judge) -> None:
    desk.sell()
    rewrite(desk, with_fact(number="0142-01-26-000004-X"))
    assert {code for code, _ in judge(desk)} == {"number_foreign", "signature_wrong"}


def test_a_new_year_begins_at_one(join: Join, judge: Judge) -> None:
    desk = join()
    a_day(desk)
    desk.today, desk.last_receipt = TODAY.replace(year=2027), 0
    a_day(desk)
    assert judge(desk) == []


def test_the_same_number_at_two_places_is_told_at_the_later_one(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, judge: Judge
) -> None:
    copy, base = desk.copied(), desk.seq
    send(server_db, keys, desk)
    number = desk.sell()
    send(server_db, keys, desk, base)
    copy.sell()
    go_on(server_db, keys, copy, base)
    copy.sell()
    assert judge(copy, base) == [("twin_number", base + 1)]
    (twin,) = params(server_db, desk)
    assert (twin["number"], twin["other_epoch"], twin["other_seq"]) == (number, 1, base + 1)


def test_a_new_epoch_goes_on_with_what_its_parent_was_at_the_base(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, judge: Judge
) -> None:
    """The parent was judged beyond the base, in the middle of a shift."""
    send(server_db, keys, desk)
    copy, base = desk.copied(), desk.seq
    desk.sell(fee=7_000)
    desk.close_shift()
    assert judge(desk, base) == []
    go_on(server_db, keys, copy, base)
    copy.sell()
    copy.close_shift()
    copy.close_day()
    assert judge(copy, base) == []
    assert agreed(server_db, copy, epoch=2) == copy.seq


def test_a_restored_desk_goes_on_where_its_parent_was_judged(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, judge: Judge
) -> None:
    assert judge(desk) == []
    base = desk.seq
    go_on(server_db, keys, desk, base)
    desk.sell()
    desk.close_shift()
    assert judge(desk, base) == []


def test_after_the_new_epoch_the_old_key_signs_nothing(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, judge: Judge
) -> None:
    send(server_db, keys, desk)
    base, old = desk.seq, desk.key
    go_on(server_db, keys, desk, base)
    new, desk.key = desk.key, old
    desk.sell()
    desk.key = new
    assert judge(desk, base) == [("signature_wrong", desk.seq)]


def test_an_entry_that_cannot_be_read_does_not_make_later_ones_wrong(
    server_db: Database, desk: PretendDesk, judge: Judge
) -> None:
    """A later program sold something under a number of its own; its closing counts that."""
    unread = desk.write_raw(b"\xc1")
    desk.last_receipt += 1
    desk.hide_from_closing(government=1_000)
    desk.close_shift()
    desk.close_day()
    desk.next_day()
    a_day(desk)
    assert judge(desk) == [("entry_unread", unread)]
    assert agreed(server_db, desk) == desk.seq


def test_a_transaction_that_does_not_balance_is_told(desk: PretendDesk, judge: Judge) -> None:
    desk.sell()
    wrong = rewrite(desk, with_fact(payments=()))
    desk.sell()
    assert set(judge(desk)) == {("ledger_unbalanced", wrong), ("entry_wrong", wrong)}


def test_a_clock_that_is_ahead_is_told_once_a_day(server_db: Database, join: Join, judge: Judge) -> None:
    desk = join()
    desk.at = LATER + 11 * 60_000
    desk.open_shift()
    desk.sell()
    assert judge(desk) == [("clock_off", 2)]
    assert params(server_db, desk) == [{"minutes": 11}]


def test_two_judges_of_one_chain_open_one_incident_each(
    server_db: Database, keys: ServerKeys, join: Join, judge: Judge
) -> None:
    desk = join()
    desk.open_shift()
    for _ in range(30):
        desk.last_receipt += 1
        desk.sell()
    send(server_db, keys, desk)
    together = threading.Barrier(2)

    def both(_: int) -> int:
        together.wait()
        taken = 0
        while agreed(server_db, desk) < desk.seq:
            taken += judge_chain(server_db, desk.centre_id, desk.desk_id, 1, LATER, most=3)
        return taken

    with ThreadPoolExecutor(2) as judges:
        assert sum(judges.map(both, range(2))) == desk.seq
    assert len(found(server_db, desk)) == 30


def test_a_judge_that_dies_before_its_commit_leaves_nothing(
    server_db: Database, keys: ServerKeys, desk: PretendDesk
) -> None:
    desk.last_receipt += 1
    desk.sell()
    send(server_db, keys, desk)

    def die(_: object) -> None:
        raise OSError("killed")

    event.listen(server_db.engine, "commit", die)
    with pytest.raises(OSError, match="killed"):
        judge_waiting(server_db, LATER)
    event.remove(server_db.engine, "commit", die)
    assert (agreed(server_db, desk), found(server_db, desk)) == (0, [])
    assert judge_waiting(server_db, LATER) == desk.seq
    assert found(server_db, desk) == [("number_gap", desk.seq)]


def test_what_was_judged_can_be_judged_again(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    desk.last_receipt += 1
    desk.sell()
    told = judge(desk)
    with server_db.writing() as connection:
        judge_again(connection, desk.centre_id, desk.desk_id)
    assert agreed(server_db, desk) == 0
    assert judge_waiting(server_db, LATER) == desk.seq
    assert found(server_db, desk) == told


def test_a_sale_is_never_moved(server_db: Database, desk: PretendDesk, judge: Judge) -> None:
    own, desk.key = desk.key, Ed25519PrivateKey.generate()
    desk.sell()
    desk.key = own
    judge(desk)
    sales = [fact for fact in desk.facts if isinstance(fact, TransactionCompleted)]
    with server_db.reading() as connection:
        rows = connection.execute(select(tables.transaction_row.c.number).order_by(tables.transaction_row.c.seq))
        assert list(rows.scalars()) == [sale.number for sale in sales]


def test_all_chains_are_judged(server_db: Database, keys: ServerKeys, join: Join) -> None:
    desks = [join(number) for number in range(1, 6)]
    for desk in desks:
        a_day(desk)
        send(server_db, keys, desk)
    assert judge_waiting(server_db, LATER) == sum(desk.seq for desk in desks)
    assert judge_waiting(server_db, LATER) == 0
