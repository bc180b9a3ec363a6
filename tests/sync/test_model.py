"""Any order of sales, rounds, cuts, deaths, copies and restores ends with every fact at the server once.

The large dose: `SANAD_FAULT_DOSE=full python -m pytest tests/sync/test_model.py`; SANAD_SYNC_EXAMPLES and
SANAD_SYNC_STEPS say how many runs of how many steps.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from sanad_desk.domain.case_life import REASONS, Move, Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.server import tables
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.judge import judge_waiting
from sanad_desk.store import server_link
from sanad_desk.store.backup import back_up, restore
from sanad_desk.store.mark import MARK_FILE
from sanad_desk.store.replica_file import remove
from sanad_desk.store.store import FILE
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.set_centre import set_price
from sanad_desk.usecases.set_customer import find_customers, save_customer
from tests.sync.bad_line import Died, Fault
from tests.sync.centre_at_work import CentreAtWork, centre_in, journal_of, twins
from tests.usecases.counter import Counter, a_customer

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
EXAMPLES = int(os.environ.get("SANAD_SYNC_EXAMPLES", "400" if FULL else "10"))
STEPS = int(os.environ.get("SANAD_SYNC_STEPS", "50" if FULL else "20"))
MOST_DISKS = 4
RENEW = "mol-work-permit-renew"  # its entity takes days
HOUR = 3_600_000

DISKS = st.integers(0, MOST_DISKS - 1)
PEOPLE = st.integers(1, 3)
FAULTS = st.sampled_from(list(Fault))
PLACES = st.integers(0, 6)


class SyncMachine(RuleBasedStateMachine):
    """`must` are entries that no disk has any more and that the server said to have for good."""

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__()
        self.open = contextlib.ExitStack()
        self.centre: CentreAtWork = self.open.enter_context(centre_in(folder, template))
        self.folder = folder
        self.names = (f"{number}" for number in itertools.count())
        self.backups: dict[Path, str] = {}
        self.server_backup: tuple[Path, set[bytes]] | None = None
        self.must: set[bytes] = set()
        self.ever: set[bytes] = set()
        self.sold: list[tuple[str, str, int]] = []
        self.server_lost = False
        self.has_parted = False

    # What people do

    def _name(self, disk: int) -> str:
        names = sorted(self.centre.counters)
        return names[disk % len(names)]

    def _counter(self, disk: int) -> Counter:
        return self.centre.counters[self._name(disk)]

    @rule(disk=DISKS, person=PEOPLE, times=st.integers(1, 3))
    def sells(self, disk: int, person: int, times: int) -> None:
        for _ in range(times):
            with _refused():
                sale = self._counter(disk).sell(customer=a_customer(person))
                self.sold.append((self._name(disk), sale.number, sale.total))

    @precondition(lambda self: self.sold)
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        name, number, total = data.draw(st.sampled_from(self.sold))
        if (counter := self.centre.counters.get(name)) is not None:
            approval = Approval(counter.manager, "goodwill")
            with _refused():
                paid = [TenderInput(Tender.CASH, total)]
                reverse_transaction(counter.desk, counter.clerk, number, None, paid, "wrong_service", approval)

    @rule(disk=DISKS, person=PEOPLE, last=st.integers(0, 9))
    def corrects_a_customer(self, disk: int, person: int, last: int) -> None:
        counter = self._counter(disk)
        for known in find_customers(counter.desk, f"Sample Customer {person}")[:1]:
            save_customer(counter.desk, counter.clerk, replace(known, phone=f"+9689920000{last}"))

    @rule(disk=DISKS, amount=st.sampled_from([None, 1_500, 2_500]))
    def sets_a_price(self, disk: int, amount: int | None) -> None:
        counter = self._counter(disk)
        set_price(counter.desk, counter.manager, min(counter.desk.catalogue.services), Action.SUBMIT, "", amount)

    @rule(disk=DISKS, person=PEOPLE)
    def begins_a_case(self, disk: int, person: int) -> None:
        with _refused():
            self._counter(disk).sell(RENEW, customer=a_customer(person))

    @rule(disk=DISKS, pick=st.integers(0, 9), move=st.sampled_from(Move))
    def moves_a_case(self, disk: int, pick: int, move: Move) -> None:
        """Whichever desk it was begun at; two desks may do it at once."""
        counter = self._counter(disk)
        rows = _open_cases(counter)
        if rows:
            reason = REASONS[move][0] if move in REASONS else ""
            asked = MoveInput(rows[pick % len(rows)].case_id, move, reason, amount=5_000, remind_on=date(2026, 12, 1))
            with _refused():
                move_case(counter.desk, counter.clerk, asked)

    @rule(hours=st.sampled_from([0.1, 3, 26]))
    def time_passes(self, hours: float) -> None:
        self.centre.clock.move(int(hours * HOUR))

    @rule(years=st.sampled_from([-3, 3]))
    def servers_clock_jumps(self, years: int) -> None:
        self.centre.server_clock.at += years * 365 * 24 * HOUR

    # What the line does

    @rule(disk=DISKS, fault=FAULTS, place=PLACES)
    def syncs(self, disk: int, fault: Fault, place: int) -> None:
        name = self._name(disk)
        try:
            self.centre.sync(name, *[Fault.NONE] * place, fault)
        except Died:
            self.centre.shut(name)
            self.centre.open(name)

    @rule(disk=DISKS)
    def syncs_well(self, disk: int) -> None:
        self.centre.sync(self._name(disk))

    @rule()
    def is_judged(self) -> None:
        judge_waiting(self.centre.db, self.centre.server_clock.now())

    # What happens to disks

    @precondition(lambda self: len(self.centre.counters) < MOST_DISKS)
    @rule(disk=DISKS)
    def is_copied(self, disk: int) -> None:
        name = self._name(disk)
        self.has_parted = True
        self.centre.copy_disk(name, name[0] + next(self.names))

    @rule(disk=DISKS)
    def is_backed_up(self, disk: int) -> None:
        name = self._name(disk)
        store = self.centre.counters[name].desk.store
        folder = self.folder / f"backup-{next(self.names)}"
        self.backups[back_up(store.path, store.key, folder, name, self.centre.clock.now())] = name[0]

    @precondition(lambda self: self.backups)
    @rule(data=st.data(), disk=DISKS, silent=st.booleans())
    def is_restored(self, data: st.DataObject, disk: int, silent: bool) -> None:
        """`silent`: the old file over the new one, and nothing says so."""
        name = self._name(disk)
        backup = data.draw(st.sampled_from([path for path, of in self.backups.items() if of == name[0]] or [None]))
        if backup is None:
            return
        key = self._destroy(name)
        folder = self.folder / name
        with contextlib.ExitStack() as undone:
            undone.callback(self.centre.open, name)
            if silent:
                remove(folder / FILE)
                (folder / MARK_FILE).unlink()
                shutil.copyfile(backup, folder / FILE)
                return
            shutil.rmtree(folder)
            restore(backup, folder, key, FILE)

    def _destroy(self, name: str) -> bytes:
        """The key of what was there."""
        self.has_parted = True
        store = self.centre.counters[name].desk.store
        with store.reading() as connection:
            last = server_link.acknowledged(connection)
            rows = connection.exec_driver_sql("SELECT seq, hash FROM journal").all()
        self.ever |= {row.hash for row in rows}
        self.must |= {row.hash for row in rows if row.seq <= last}
        self.centre.shut(name)
        return store.key

    @rule(disk=DISKS)
    def goes_on_spare(self, disk: int) -> None:
        counter = self._counter(disk)
        with _refused():
            go_on_spare(counter.desk, counter.manager, "the line is down")

    @rule(disk=DISKS)
    def loses_its_replicas(self, disk: int) -> None:
        name = self._name(disk)
        self.centre.shut(name)
        shutil.rmtree(self.folder / name / "replicas", ignore_errors=True)
        self.centre.open(name)

    @rule()
    def server_is_backed_up(self) -> None:
        path = self.folder / f"server-{next(self.names)}"
        self.centre.copy_server(path)
        self.server_backup = path, self._at_server()

    @precondition(lambda self: self.server_backup is not None)
    @rule()
    def server_is_restored(self) -> None:
        assert self.server_backup is not None
        path, held = self.server_backup
        self.centre.restore_server(path)
        self.must &= held
        self.server_lost = True

    def _at_server(self) -> set[bytes]:
        return {digest for _, digest, _ in self.centre.entries()}

    def _chains(self) -> int:
        with self.centre.db.reading() as connection:
            return len(connection.execute(select(tables.chain.c.epoch)).all())

    # What must be true

    def teardown(self) -> None:
        with self.open:
            self.centre.drain()
            self._check_everything()
            self._all_sell()  # copies that were in step part with it
            self.centre.drain()
            with self.centre.db.reading() as connection:
                known = set(connection.execute(select(tables.transaction_row.c.number)).scalars())
            fresh = self._all_sell()
            assert twins(fresh) == set()
            assert not set(fresh) & known, "a number given twice"
            self.centre.drain()
            self._check_everything()

    def _all_sell(self) -> list[str]:
        self.centre.clock.move(25 * HOUR)
        return [counter.sell().number for counter in self.centre.counters.values()]

    def _check_everything(self) -> None:
        at_server = self._at_server()
        on_disks = {digest for counter in self.centre.counters.values() for digest in journal_of(counter.desk)}
        assert self.must <= at_server, "acknowledged and lost"
        assert at_server <= self.ever | on_disks, "made up"
        self.centre.check(lost=True, other_desks=not self.server_lost)
        if not self.server_lost:
            lists = [{case.case_id: case for case in _open_cases(each)} for each in self.centre.counters.values()]
            assert all(one == lists[0] for one in lists), "two desks see other cases"
        opened = {incident.incident_id for incident in list_incidents(self.centre.db, self.centre.centre_id)}
        for name in self.centre.counters:
            assert {incident.id for incident in self.centre.state(name).incidents if not incident.closed_at} >= opened
        assert self.server_lost or "server_lost" not in self._codes(), "acknowledged before it was committed"
        begun = [code for code in self._codes() if code == "epoch_begun"]
        assert len(begun) == self._chains() - 2
        assert self.has_parted or not begun, "a disk taken for a copy"

    def _codes(self) -> list[str]:
        return [incident.code for incident in list_incidents(self.centre.db, self.centre.centre_id)]


def _open_cases(counter: Counter) -> list[Standing]:
    """As the desk's follow-up list has them."""
    rows = follow_up(counter.desk, counter.clerk, FollowFilter(Bucket.ALL)).rows
    return [row.standing for row in rows]


@contextlib.contextmanager
def _refused() -> Iterator[None]:
    """A refusal is an answer; where one may not come, the end shows it."""
    with contextlib.suppress(Refused, DomainError):
        yield


@pytest.mark.timeout(0 if FULL else 300)
def test_every_fact_is_at_the_server_once(joined: Path, tmp_path: Path) -> None:
    folders = (tmp_path / f"{number}" for number in itertools.count())
    run_state_machine_as_test(
        lambda: SyncMachine(joined, next(folders)),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],  # an example is shrunk for minutes, and its steps are told anyway
            suppress_health_check=list(HealthCheck),
        ),
    )
