"""What the judge claims after an entry that it could not read, and once it can."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from sanad_desk.server.database import Database
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.judged_facts import HeldEntry, Judged, Sums, Walk
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.reproject import reproject
from sanad_desk.wire import entries
from sanad_desk.wire.entries import ShiftOpened
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk

LATER = MORNING + 60 * 86_400_000
Told = list[tuple[str, int]]


def walk(desk: PretendDesk) -> Told:
    """Between any two entries what is known is written down and read again."""
    known = Judged()
    told: Told = []
    for seq, raw in enumerate(desk.entries, 1):
        going = Walk(msgspec.msgpack.decode(msgspec.msgpack.encode(known), type=Judged), none_kept)
        told += [(code, at) for code, at, _ in going.take(HeldEntry(seq, raw, desk.hashes[seq], LATER))]
        known = going.known
    return told


def none_kept(business_date: str, before_seq: int) -> Sums:
    raise AssertionError(business_date, before_seq)


@pytest.fixture
def desk() -> PretendDesk:
    desk = PretendDesk(uuid4().bytes)
    desk.open_shift()
    desk.sell()
    return desk


def unread(desk: PretendDesk) -> None:
    desk.write_raw(b"\xc1")


def test_what_is_known_survives_being_written_down(desk: PretendDesk) -> None:
    desk.sell(tender="card")
    desk.move_cash(1_000)
    desk.close_shift()
    desk.close_day()
    assert walk(desk) == []


def test_numbers_may_skip_what_could_not_be_read_once(desk: PretendDesk) -> None:
    unread(desk)
    desk.last_receipt += 3
    desk.sell()
    assert walk(desk) == []
    desk.last_receipt += 1
    desk.sell()
    assert walk(desk) == [("number_gap", desk.seq)]


def test_numbers_never_go_back(desk: PretendDesk) -> None:
    unread(desk)
    desk.last_receipt = 0
    desk.sell()
    assert walk(desk) == [("number_gap", desk.seq)]


def test_a_drawer_handed_over_by_an_unread_closing_is_not_blamed(desk: PretendDesk) -> None:
    first = desk.shift_id
    unread(desk)
    desk.open_shift()
    desk.entries.pop(), desk.hashes.pop(), desk.facts.pop()
    assert desk.shift_id is not None
    desk.write(ShiftOpened(desk.shift_id, 56_000, (), first))
    desk.last_z += 1
    desk.close_shift(expected=56_000)
    assert walk(desk) == []


def test_a_shift_that_nobody_opened_cannot_be_closed_in_silence() -> None:
    desk = PretendDesk(uuid4().bytes)
    desk.shift_id = uuid4().bytes
    desk.sell()
    desk.close_shift()
    assert ("closing_disagrees", desk.seq) in walk(desk)


@pytest.mark.parametrize("changes", [{"seq": 1}, {"business_date": "zzzz"}, {"at": 2**60}])
def test_an_envelope_that_cannot_be_is_counted_by_nobody(desk: PretendDesk, changes: dict[str, object]) -> None:
    """As ingest has it: the shift is closed with a sale that the server did not count."""
    wrong = msgspec.structs.replace(entries.read_entry(desk.entries.pop()), **changes)
    desk.hashes.pop()
    desk.write_raw(msgspec.msgpack.encode(wrong), desk.facts.pop())
    desk.close_shift()
    desk.close_day()
    desk.next_day()
    desk.open_shift()
    desk.sell()
    desk.close_shift()
    desk.close_day()
    assert walk(desk) == []


def test_a_key_that_is_none_signs_nothing(desk: PretendDesk) -> None:
    identity = (desk.centre_id, desk.desk_id, "0142", 1, 0, 1, b"short", bytes(16), bytes(32), "enrolled")
    desk.write(entries.DeskEnrolled(*identity))
    desk.sell()
    assert walk(desk) == [("signature_wrong", desk.seq)]


def test_what_can_be_read_at_last_is_judged_then(
    server_db: Database, keys: ServerKeys, centre_id: bytes, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older server knew no transactions; the newer one finds the number that is missing."""
    desk = join()
    desk.open_shift()
    desk.last_receipt += 1
    desk.sell()
    desk.close_shift()
    with monkeypatch.context() as older:
        older.delitem(entries.KINDS, "transaction_completed")
        take_batch(server_db, keys, desk.signer(), desk.batch(), LATER)
        assert judge_waiting(server_db, LATER) == desk.seq
        assert [incident.code for incident in list_incidents(server_db, centre_id)] == ["entry_unread"]
    assert reproject(server_db, LATER) == 1
    assert judge_waiting(server_db, LATER) == desk.seq
    assert [(i.code, i.seq) for i in list_incidents(server_db, centre_id)] == [("number_gap", 3)]
