"""The centre's totals: what the server keeps is the fold over what desks wrote, and it says what it may lack."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import update

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.totals import Totals, fold
from sanad_desk.server import tables
from sanad_desk.server.centres import add_centre
from sanad_desk.server.database import Database
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.totals import CentreTotals, ChainStanding, centre_totals
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire.entries import (
    GENESIS_HASH,
    CashMoved,
    TenderCorrected,
    TransactionCompleted,
    read_entry,
)
from sanad_desk.wire.messages import MOST_ENTRIES, EpochClaim
from sanad_desk.wire.postings import postings_of, settled_of
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, TODAY, PretendDesk

DAY_MS = 86_400_000
NIGHT = MORNING + 21 * 3_600_000  # 05:00 of the next day in Muscat, when nobody is still at work


@pytest.fixture(scope="module")
def odd_journal(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """What a real desk wrote in days with reversals, corrections, accounts and handovers."""
    clock = SetClock(MORNING)
    desk = open_desk(Path(shutil.copytree(demo_store, tmp_path_factory.mktemp("odd") / "store")), clock=clock)
    list(simulate(desk, clock, first_day=TODAY, days=3, per_day=14, seed=5, odd=True))
    with desk.store.reading() as connection:
        raws = list(connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars())
    desk.close()
    return raws


def send(db: Database, keys: ServerKeys, desk: PretendDesk, now: int = MORNING, base: int = 0) -> None:
    while base < desk.seq:
        last = min(desk.seq, base + MOST_ENTRIES)
        take_batch(db, keys, desk.signer(), desk.batch(base, last), now)
        base = last


def read(db: Database, desk: PretendDesk, day: date = TODAY, now: int = NIGHT) -> CentreTotals:
    return centre_totals(db, desk.centre_id, day, now)


def standing(db: Database, desk: PretendDesk, day: date = TODAY) -> list[ChainStanding]:
    return [chain for chain in read(db, desk, day).chains if chain.desk_id == desk.desk_id]


def folded(raws: list[bytes], day: date) -> tuple[Totals, dict[str, int], dict[str, int]]:
    """Totals, movements and postings of a business date, straight from the facts."""
    totals = Totals()
    movements: Counter[str] = Counter()
    postings: Counter[str] = Counter()
    for entry in map(read_entry, raws):
        if entry.business_date != day.isoformat():
            continue
        fact = entry.read()
        if isinstance(fact, TransactionCompleted):
            totals = totals.plus(settled_of(fact))
        if isinstance(fact, TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
        if isinstance(fact, CashMoved):
            movements[fact.move] += fact.amount
        for posting in postings_of(entry, fact):
            postings[posting.account] += posting.amount
    return totals.without_zeros(), _not_nothing(movements), _not_nothing(postings)


def _not_nothing(sums: Counter[str]) -> dict[str, int]:
    return {code: amount for code, amount in sums.items() if amount}


def test_a_real_desks_odd_days_are_the_fold_and_nothing_is_wrong_with_them(
    server_db: Database, keys: ServerKeys, join: Join, odd_journal: list[bytes]
) -> None:
    desk = join()
    desk.entries, desk.hashes, desk.facts = [], [GENESIS_HASH], []
    for raw in odd_journal:
        desk.write_raw(raw)
    send(server_db, keys, desk, MORNING + 60 * DAY_MS)
    assert judge_waiting(server_db, NIGHT) == desk.seq
    assert not list_incidents(server_db, desk.centre_id)
    days = {TODAY + timedelta(days=n) for n in range(8)}
    assert sum(read(server_db, desk, day).totals.count for day in days) > 30
    for day in days:
        found = read(server_db, desk, day)
        assert (found.totals, found.movements, found.postings) == folded(odd_journal, day)


def test_the_totals_of_a_centre_are_those_of_all_its_desks(server_db: Database, keys: ServerKeys, join: Join) -> None:
    desks = [join(number) for number in (1, 2)]
    for desk in desks:
        desk.open_shift()
        desk.sell()
        desk.sell(tender="card", entity="MOL")
        send(server_db, keys, desk, NIGHT)
    facts = [fact for desk in desks for fact in desk.facts if isinstance(fact, TransactionCompleted)]
    found = read(server_db, desks[0])
    assert found.totals == fold(settled_of(fact) for fact in facts).without_zeros()
    assert (found.business_date, found.as_of, found.is_complete) == ("2026-11-22", NIGHT, True)
    assert [(chain.desk_number, chain.head_seq, chain.judged_seq) for chain in found.chains] == [(1, 4, 0), (2, 4, 0)]
    assert msgspec.json.decode(msgspec.json.encode(found), type=CentreTotals) == found


def test_another_centre_counts_nothing_of_it(server_db: Database, keys: ServerKeys, desk: PretendDesk) -> None:
    send(server_db, keys, desk)
    other = add_centre(server_db, "0143", "مركز آخر", "Another Centre", MORNING)
    found = centre_totals(server_db, other, TODAY, NIGHT)
    assert (found.totals, found.chains) == (Totals(), ())


@pytest.mark.parametrize(("seen_at", "is_behind"), [(NIGHT - 1, True), (NIGHT, False)])
def test_a_desk_not_heard_of_since_the_date_ended_may_be_behind(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, seen_at: int, is_behind: bool
) -> None:
    send(server_db, keys, desk, seen_at)
    found = read(server_db, desk)
    assert (found.chains[0].seen_at, found.chains[0].is_behind) == (seen_at, is_behind)
    assert found.is_complete is not is_behind


def test_the_last_date_of_the_calendar_has_an_end_too(server_db: Database, keys: ServerKeys, desk: PretendDesk) -> None:
    send(server_db, keys, desk, NIGHT)
    assert [chain.is_behind for chain in standing(server_db, desk, date.max)] == [True]


def test_a_desk_that_was_shut_out_before_is_not_waited_for(
    server_db: Database, keys: ServerKeys, desk: PretendDesk
) -> None:
    send(server_db, keys, desk)
    with server_db.writing() as connection:
        connection.execute(update(tables.desk).values(revoked_at=NIGHT - 3_600_000, revoked_by="support"))
    assert [chain.is_behind for chain in standing(server_db, desk)] == [True]
    assert [chain.is_behind for chain in standing(server_db, desk, TODAY + timedelta(days=2))] == [False]


def test_a_chain_that_went_on_under_a_new_epoch_is_over_unless_it_is_heard_of(
    server_db: Database, keys: ServerKeys, desk: PretendDesk
) -> None:
    send(server_db, keys, desk)
    claim = EpochClaim(desk.seq, desk.hashes[-1], b"k" * 32)
    claim_epoch(server_db, desk.signer(), claim, MORNING + 1)
    assert [(chain.epoch, chain.is_behind) for chain in standing(server_db, desk)] == [(1, False), (2, True)]
    desk.sell()
    send(server_db, keys, desk, MORNING + 2, desk.seq - 1)
    assert [(chain.epoch, chain.is_behind) for chain in standing(server_db, desk)] == [(1, True), (2, True)]


def test_what_could_not_be_read_makes_the_sums_incomplete(
    server_db: Database, keys: ServerKeys, desk: PretendDesk
) -> None:
    desk.write_raw(b"\xc1")
    send(server_db, keys, desk, NIGHT)
    found = read(server_db, desk)
    assert ([chain.unread for chain in found.chains], found.is_complete) == ([1], False)
