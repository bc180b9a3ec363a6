"""Amounts beyond belief are counted by nobody, and a chain that cannot be judged keeps no other one waiting."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import delete, select, update

from sanad_desk.server import tables
from sanad_desk.server.cli import main
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.logs import JsonLines
from sanad_desk.wire.entries import CashMoved, PortalPaymentRecorded, ShiftOpened
from sanad_desk.wire.transaction_facts import ChargeFact
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk

LATER = MORNING + 60_000
HUGE = 2**62


def send(db: Database, keys: ServerKeys, desk: PretendDesk, base: int = 0) -> None:
    assert take_batch(db, keys, desk.signer(), desk.batch(base), LATER).head_seq == desk.seq


def told(db: Database, desk: PretendDesk) -> list[tuple[str, int]]:
    return [(one.code, one.seq) for one in list_incidents(db, desk.centre_id) if one.desk_id == desk.desk_id]


def agreed(db: Database, desk: PretendDesk) -> int:
    with db.reading() as connection:
        query = select(tables.chain.c.judged_seq).filter_by(desk_id=desk.desk_id)
        return int(connection.execute(query).scalar_one())


def damage(db: Database, desk: PretendDesk) -> None:
    """Its newest entry is gone from a disk that forgets."""
    with db.writing() as connection:
        connection.execute(delete(tables.entry).filter_by(desk_id=desk.desk_id, seq=desk.seq))


@pytest.fixture
def rich(desk: PretendDesk) -> PretendDesk:
    """It writes what no centre ever had, again and again: more together than 64 bits hold."""
    assert desk.shift_id is not None
    for _ in range(5):
        desk.sell(HUGE, HUGE - 1)
        desk.move_cash(HUGE)
        desk.write(CashMoved("drop", "safe", -HUGE, "", "", ""))
        desk.write(PortalPaymentRecorded(bytes(16), 0, "ROP", HUGE, ""))
        desk.write(ShiftOpened(desk.shift_id, HUGE))
        charge = ChargeFact(0, 0, "centre_fee", "submit", "", "", 1, 10**12, "رسم", "Fee", False, None, 0, "")
        desk.transact("sale", (charge, charge))
        desk.close_shift(counted=-HUGE, expected=HUGE)
        desk.open_shift()
    return desk


def test_amounts_beyond_belief_are_stored_and_not_counted(
    server_db: Database, keys: ServerKeys, rich: PretendDesk
) -> None:
    rich.sell()
    send(server_db, keys, rich)
    with server_db.reading() as connection:
        count = select(tables.day_sum.c.amount).filter_by(desk_id=rich.desk_id, measure="count")
        assert connection.execute(count).scalar_one() == 4  # the desk's own three sales and the last one
        most = select(tables.day_sum.c.amount).filter_by(desk_id=rich.desk_id)
        assert max(map(abs, connection.execute(most).scalars())) < 10**9
    kinds = {one.params["kind"] for one in list_incidents(server_db, rich.centre_id) if one.code == "entry_wrong"}
    assert {"cash_moved", "portal_payment_recorded", "shift_opened", "transaction_completed"} <= kinds
    assert judge_waiting(server_db, LATER) == rich.seq
    assert agreed(server_db, rich) == rich.seq
    assert "chain_unjudged" not in dict(told(server_db, rich))


def test_a_chain_that_cannot_be_judged_is_told_and_the_others_go_on(
    server_db: Database, keys: ServerKeys, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    desks = [join(number) for number in range(1, 5)]
    for desk in desks:
        send(server_db, keys, desk)
    assert judge_waiting(server_db, LATER) == 4
    missing, garbled, *whole = desks
    for desk in desks:
        desk.open_shift()
        send(server_db, keys, desk, 1)
    damage(server_db, missing)
    with server_db.writing() as connection:
        connection.execute(update(tables.judgement).filter_by(desk_id=garbled.desk_id).values(state=b"\xc1"))
    with caplog.at_level(logging.ERROR):
        assert judge_waiting(server_db, LATER) == 2
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert {line["desk"] for line in lines if line["event"] == "chain_unjudged"} == {
        missing.desk_id.hex(),
        garbled.desk_id.hex(),
    }
    assert judge_waiting(server_db, LATER) == 0  # and told no second time
    assert [told(server_db, desk) for desk in (missing, garbled)] == [[("chain_unjudged", 2)]] * 2
    assert [told(server_db, desk) for desk in whole] == [[], []]
    assert [agreed(server_db, desk) for desk in desks] == [1, 1, 2, 2]


def test_more_stuck_chains_than_are_judged_at_once_keep_nobody_waiting(
    server_db: Database, keys: ServerKeys, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanad_desk.server.judge._CHAINS_AT_ONCE", 2)
    desks = [join(number) for number in range(1, 6)]
    for desk in desks:
        send(server_db, keys, desk)
    for desk in desks[:4]:
        damage(server_db, desk)
    assert judge_waiting(server_db, LATER) == 1
    assert [agreed(server_db, desk) for desk in desks] == [0, 0, 0, 0, 1]


def test_the_command_judges_the_others_too(
    server_url: str,
    server_db: Database,
    keys: ServerKeys,
    join: Join,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desks = [join(number) for number in (1, 2)]
    for desk in desks:
        send(server_db, keys, desk)
    damage(server_db, desks[0])
    monkeypatch.setenv("SANAD_SERVER_DATABASE", server_url)
    assert main(["judge"]) == 0
    assert capsys.readouterr().out == "Entries judged: 1.\n"
    assert told(server_db, desks[0]) == [("chain_unjudged", 1)]
