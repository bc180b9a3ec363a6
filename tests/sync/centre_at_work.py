"""A centre at work for tests: a real server, desks with real stores, and what must be true of them in the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.totals import Totals
from sanad_desk.server import tables
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.server.totals import centre_totals
from sanad_desk.store import server_link
from sanad_desk.store.verify import verify
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.join_server import found_from_server, join_server
from sanad_desk.usecases.line_state import LineState, line_state
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.sync_now import SyncOutcome, sync_now
from sanad_desk.wire.closing_fold import Folded
from sanad_desk.wire.entries import read_entry
from sanad_desk.wire.postings import postings_of
from tests.conftest import MORNING
from tests.server.live_server import LiveServer, live_server, settings_in
from tests.sync.bad_line import BadLine, Fault
from tests.usecases.counter import Counter

DATABASE = "server.sqlite3"
MESSAGES = "messages"
_UNREAD = (ValueError, KeyError)


class CentreAtWork:
    """All of it lies in one folder, which may be copied while nothing is open: `server`, and a folder for each desk."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.clock = SetClock(MORNING + 3_600_000)
        self.server_clock = SetClock(MORNING + 3_600_000)
        self.counters: dict[str, Counter] = {}
        self.lines: dict[str, BadLine] = {}
        self.server: LiveServer = None  # type: ignore[assignment]  # once it is started
        self._database = database
        self._running = contextlib.ExitStack()

    def start(self) -> None:
        folder = self.folder / "server"
        settings = settings_in(folder, self._database, messages_folder=folder / MESSAGES)
        self.server = self._running.enter_context(live_server(settings, self.server_clock))

    def stop(self) -> None:
        self._running.close()

    def close(self) -> None:
        for name in list(self.counters):
            self.shut(name)
        self.stop()

    @property
    def db(self) -> Database:
        return self.server.db

    @property
    def centre_id(self) -> bytes:
        with self.db.reading() as connection:
            found: bytes = connection.execute(select(tables.centre.c.centre_id)).scalar_one()
        return found

    # Desks

    def open(self, name: str) -> Counter:
        desk = open_desk(self.folder / name, clock=self.clock)
        self._connect(name, desk)
        people = [SignedIn(o.id, o.name, o.roles) for o in list_operators(desk)]
        manager = next(person for person in people if Role.MANAGER in person.roles)
        clerk = next(person for person in people if Role.MANAGER not in person.roles)
        self.counters[name] = Counter(desk, self.clock, clerk, manager)
        return self.counters[name]

    def _connect(self, name: str, desk: OpenDesk) -> None:
        with desk.store.reading() as connection:
            link = server_link.load(connection)
        address = link.address if link else self.server.url
        self.lines[name] = BadLine(address, lambda: self.server.url)
        desk.line = self.lines[name]

    def shut(self, name: str) -> None:
        self.counters.pop(name).desk.close()

    def copy_disk(self, name: str, copy: str) -> Counter:
        """The same disk in a second PC."""
        shutil.copytree(self.folder / name, self.folder / copy, ignore=shutil.ignore_patterns("desk.lock"))
        return self.open(copy)

    def sync(self, name: str, *script: Fault) -> SyncOutcome:
        """One round, with these faults on its first requests."""
        self.lines[name].script = list(script)
        try:
            return sync_now(self.counters[name].desk)
        finally:
            self.lines[name].script = []

    def drain(self) -> None:
        """Until nobody has anything new to say or to hear."""
        for _ in range(12):
            outcomes = [self.sync(name) for name in self.counters]
            assert not {outcome.code for outcome in outcomes} - {""}, outcomes
            if not any(outcome.sent or outcome.received for outcome in outcomes):
                return
        raise AssertionError(outcomes)

    def state(self, name: str) -> LineState:
        return line_state(self.counters[name].desk)

    def incidents(self, name: str) -> set[str]:
        return {incident.code for incident in self.state(name).incidents if not incident.closed_at}

    # The server's disk

    def copy_server(self, to: Path) -> None:
        """A backup of the SQLite file while the server is running."""
        with (
            contextlib.closing(sqlite3.connect(self.folder / "server" / DATABASE)) as origin,
            contextlib.closing(sqlite3.connect(to)) as copy,
        ):
            origin.backup(copy)

    def restore_server(self, backup: Path) -> None:
        """An old database, and nobody says that it is one."""
        self.stop()
        for part in ("", "-wal", "-shm"):
            (self.folder / "server" / (DATABASE + part)).unlink(missing_ok=True)
        shutil.copyfile(backup, self.folder / "server" / DATABASE)
        self.start()

    def move_server(self, database: str) -> None:
        """The same keys, another database."""
        self.stop()
        self._database = database
        self.start()

    # What must be true

    def entries(self) -> list[tuple[str, bytes, bytes]]:
        """Of every chain at the server: business date, the chain's hash there, and the entry."""
        entry = tables.entry.c
        with self.db.reading() as connection:
            query = select(entry.business_date, entry.hash, entry.entry).order_by(entry.desk_id, entry.epoch, entry.seq)
            return [(row.business_date, row.hash, row.entry) for row in connection.execute(query)]

    def check(self, *, lost: bool = False, other_desks: bool = True) -> None:
        """Everything was sent: each fact once, sums equal, stores clean. `lost`: the server holds what no disk has.

        Not `other_desks`: a desk may know of what both its own disk and the server lost.
        """
        entries = self.entries()
        at_server = {digest: raw for _, digest, raw in entries}
        assert len(at_server) == len(entries), "an entry twice"
        on_disks: dict[bytes, bytes] = {}
        for name, counter in self.counters.items():
            check_store(counter.desk)
            journal = journal_of(counter.desk)
            assert len(set(journal)) == len(journal)
            assert set(journal) <= set(at_server), f"{name} has what the server lacks"
            on_disks |= journal
        if not lost:
            assert on_disks.keys() == at_server.keys()
        assert all(at_server[digest] == raw for digest, raw in on_disks.items())
        self.check_sums(entries, at_desks=other_desks)

    def check_sums(self, entries: list[tuple[str, bytes, bytes]], *, at_desks: bool = True) -> None:
        folded = fold_days(entries)
        for day in sorted(folded):
            told = centre_totals(self.db, self.centre_id, date.fromisoformat(day), self.clock.now())
            assert told.totals.without_zeros() == folded[day], day
            for name, counter in self.counters.items() if at_desks else ():
                period = Period.around(PeriodKind.DAY, date.fromisoformat(day))
                view = day_view(counter.desk, counter.manager, period)
                assert view.totals == folded[day], (name, day)


def journal_of(desk: OpenDesk) -> dict[bytes, bytes]:
    """Each entry by the chain's hash after it."""
    with desk.store.reading() as connection:
        return {
            row.hash: row.entry for row in connection.exec_driver_sql("SELECT hash, entry FROM journal ORDER BY seq")
        }


def numbers_of(desk: OpenDesk) -> list[str]:
    """Every receipt number in its own journal."""
    with desk.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT number FROM transactions ORDER BY seq").scalars())


def check_store(desk: OpenDesk) -> None:
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def fold_days(entries: list[tuple[str, bytes, bytes]]) -> dict[str, Totals]:
    """What each business date came to, folded from the facts."""
    days: dict[str, Folded] = {}
    for day, _, raw in entries:
        with contextlib.suppress(*_UNREAD):
            entry = read_entry(raw)
            fact = entry.read()
            days.setdefault(day, Folded()).take(fact, postings_of(entry, fact))
    return {day: folded.totals.without_zeros() for day, folded in days.items() if folded.totals.count}


def twins(numbers: list[str]) -> set[str]:
    """Numbers that were given more than once."""
    return {number for number, times in Tally(numbers).items() if times > 1}


def make_centre(folder: Path, demo_store: Path, database: str = "") -> Path:
    """Desk `a` was founded offline and joined; `b` is a fresh PC that the server told everything."""
    shutil.copytree(demo_store, folder / "a")
    at_work = CentreAtWork(folder, database)
    with contextlib.closing(at_work):
        at_work.start()
        counter = at_work.open("a")
        centre, _, _ = counter.desk.identity()
        add_centre(at_work.db, centre.code, centre.name.ar, centre.name.en, at_work.clock.now())
        code = new_enrolment_code(at_work.db, centre.code, at_work.clock.now())
        join_server(counter.desk, counter.manager, at_work.server.url, code)
        assert at_work.sync("a").code == ""
        code = new_enrolment_code(at_work.db, centre.code, at_work.clock.now())
        fresh = open_desk(folder / "b", clock=at_work.clock, create=True)
        found_from_server(fresh, at_work.server.url, code)
        fresh.close()
        at_work.open("b")
        at_work.drain()
    return folder


@contextlib.contextmanager
def centre_in(folder: Path, template: Path | None, database: str = "") -> Iterator[CentreAtWork]:
    """A copy of the centre for one test, or what lies there, its server running and both desks open."""
    if template is not None:
        shutil.copytree(template, folder)
    at_work = CentreAtWork(folder, database)
    with contextlib.closing(at_work):
        at_work.start()
        at_work.open("a")
        at_work.open("b")
        yield at_work


assert os.environ["SANAD_DESK_KEYS"] == "file"
