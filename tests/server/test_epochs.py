"""Epochs: whoever comes second goes on under a number and a key nobody has had."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from sanad_desk.domain.errors import DomainError
from sanad_desk.server import tables
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.journal import held_hashes, own_page
from sanad_desk.server.keys import ServerKeys
from sanad_desk.wire.messages import EpochClaim, EpochGranted
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk


class Server:
    """What a desk asks of it."""

    def __init__(self, db: Database, keys: ServerKeys) -> None:
        self.db, self.keys = db, keys

    def send(self, desk: PretendDesk, base: int = 0, last: int | None = None) -> int:
        return take_batch(self.db, self.keys, desk.signer(), desk.batch(base, last), MORNING).head_seq

    def claim(
        self, desk: PretendDesk, base_seq: int, key: Ed25519PrivateKey, number: int | None = None
    ) -> EpochGranted:
        public_key = key.public_key().public_bytes_raw()
        claim = EpochClaim(base_seq, desk.hashes[base_seq], public_key, number)
        return claim_epoch(self.db, desk.signer(), claim, MORNING)

    def go_on(self, desk: PretendDesk, base_seq: int, number: int | None = None) -> EpochGranted:
        """Claims an epoch and takes its key and number over."""
        key = Ed25519PrivateKey.generate()
        granted = self.claim(desk, base_seq, key, number)
        desk.key, desk.epoch, desk.number = key, granted.epoch, granted.desk_number
        return granted

    def pages(self, desk: PretendDesk, epoch: int, after: int = 0, most: int = 500) -> list[bytes]:
        """Everything after a position, page by page."""
        entries: list[bytes] = []
        while True:
            page = own_page(self.db, desk.signer(), epoch, after + len(entries), most=most)
            assert page.base_seq == after + len(entries)
            if not page.entries:
                assert page.head_seq == after + len(entries)
                return entries
            entries += page.entries


@pytest.fixture
def server(server_db: Database, keys: ServerKeys) -> Server:
    return Server(server_db, keys)


def test_a_copied_disk_goes_on_beside_the_first(server: Server, desk: PretendDesk) -> None:
    copy = desk.copied()
    common = desk.seq
    server.send(desk)
    desk.sell()
    copy.sell(9_000)
    server.send(desk, common)
    granted = server.go_on(copy, common)
    assert (granted.epoch, granted.desk_number, granted.spare_number) == (2, 2, 98)
    copy.sell()
    assert server.send(copy, common) == copy.seq
    desk.sell()
    assert server.send(desk, common) == desk.seq
    assert server.pages(copy, 2) == copy.entries
    assert server.pages(desk, 1) == desk.entries
    assert server.pages(copy, 2, after=3, most=2) == copy.entries[3:]
    (incident,) = list_incidents(server.db, desk.centre_id)
    assert (incident.code, incident.epoch, incident.seq) == ("epoch_begun", 2, common)
    assert incident.params == {"old_number": 1, "new_number": 2}


def test_entries_before_the_base_are_compared_with_the_parents(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    base = desk.seq
    server.go_on(desk, base)
    desk.sell()
    assert server.send(desk, base - 2) == desk.seq
    other = desk.copied()
    other.entries[base - 2] = other.entries[0]
    with pytest.raises(Conflict) as fork:
        take_batch(server.db, server.keys, other.signer(), other.batch(base - 3), MORNING)
    assert fork.value.params == {"common_seq": base - 2}


def test_an_epoch_of_an_epoch_reads_through_all_its_parents(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    first = desk.seq
    server.go_on(desk, first)
    desk.sell()
    desk.sell()
    server.send(desk, first)
    granted = server.go_on(desk, first + 1)
    assert granted.epoch == 3
    del desk.entries[first + 1 :], desk.hashes[first + 2 :], desk.facts[first + 1 :]
    desk.sell(1, 2)
    server.send(desk, first + 1)
    assert server.pages(desk, 3) == desk.entries
    with server.db.reading() as connection:
        found = held_hashes(connection, desk.centre_id, desk.desk_id, 3, 0, desk.seq)
    assert [found[seq] for seq in range(desk.seq + 1)] == desk.hashes


def test_a_base_that_lies_before_the_parents_own_is_the_grandparents(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    server.go_on(desk, 4)
    server.go_on(desk, 2)
    del desk.entries[2:], desk.hashes[3:], desk.facts[2:]
    desk.sell()
    assert server.send(desk, 2) == 3
    assert server.pages(desk, 3) == desk.entries


def test_a_lost_answer_is_given_again(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    key = Ed25519PrivateKey.generate()
    with ThreadPoolExecutor(3) as threads:
        answers = set(threads.map(lambda _: server.claim(desk, 3, key), range(3)))
    assert len(answers) == 1
    server.send(desk)
    assert server.claim(desk, 3, key) in answers


def test_a_base_that_the_server_does_not_hold_is_refused(server: Server, desk: PretendDesk) -> None:
    server.send(desk, 0, 3)
    for base in (4, desk.seq):
        with pytest.raises(Conflict, match="base_unknown"):
            server.go_on(desk, base)
    desk.hashes[2] = bytes(32)
    with pytest.raises(Conflict, match="base_unknown"):
        server.go_on(desk, 2)
    assert server.go_on(desk, 0).epoch == 2


def test_the_spare_number_is_confirmed_once(server: Server, desk: PretendDesk, join: Join) -> None:
    colleague = join(2)
    copy, third = desk.copied(), desk.copied()
    server.send(desk)
    server.send(colleague)
    assert server.go_on(copy, 3, number=99).desk_number == 99
    assert server.go_on(third, 3, number=99).desk_number == 3
    assert server.go_on(colleague, 1, number=97).desk_number == 4
    with server.db.reading() as connection:
        rows = connection.execute(select(tables.chain.c.desk_number, tables.chain.c.spare_number)).all()
    assert len({number for row in rows for number in row}) == 2 * len(rows)
    said = take_batch(server.db, server.keys, desk.signer(), desk.batch(desk.seq), MORNING)
    assert (said.desk_number, said.spare_number) == (1, 97)  # another than its copy goes on under


def test_a_copy_with_a_key_in_use_needs_another(server: Server, desk: PretendDesk) -> None:
    """It was made between the claim and its answer."""
    server.send(desk)
    copy, key = desk.copied(), Ed25519PrivateKey.generate()
    granted = server.claim(desk, 3, key)
    desk.key, desk.epoch = key, granted.epoch
    desk.sell()
    assert server.claim(copy, 3, key) == granted
    server.send(desk, 3)
    with pytest.raises(Conflict, match="epoch_used") as used:
        server.claim(copy, 3, key)
    assert used.value.params == {"epoch": granted.epoch}
    assert server.go_on(copy, 3).epoch == 3


def test_a_claim_that_comes_again_may_have_another_base(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    key = Ed25519PrivateKey.generate()
    granted = server.claim(desk, 3, key)
    assert server.claim(desk, 5, key) == granted
    desk.key, desk.epoch = key, granted.epoch
    assert server.send(desk, 5) == desk.seq
    assert server.pages(desk, granted.epoch) == desk.entries


def test_nobody_claims_with_the_key_of_another_desk(server: Server, desk: PretendDesk, join: Join) -> None:
    colleague = join(2)
    server.send(desk)
    server.send(colleague)
    granted = server.claim(desk, 3, colleague.key)
    assert (granted.epoch, granted.desk_number) == (2, 3)
    colleague.sell()
    assert server.send(colleague, 1) == colleague.seq


def test_an_epoch_nobody_has_gives_no_page(server: Server, desk: PretendDesk) -> None:
    with pytest.raises(DomainError, match="epoch_unknown"):
        own_page(server.db, desk.signer(), 2, 0)


def test_a_page_ends_before_it_grows_too_large(server: Server, desk: PretendDesk) -> None:
    server.send(desk)
    base = desk.seq
    for size in (300, 100, 200, 1):
        desk.write_raw(bytes(size * 1024))
        server.send(desk, desk.seq - 1)
    lengths = [1, 1, 2]
    after = base
    for length in lengths:
        page = own_page(server.db, desk.signer(), 1, after)
        assert len(page.entries) == length
        after += length
    assert server.pages(desk, 1) == desk.entries
