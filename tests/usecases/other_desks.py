"""Other desks of a centre for tests: journals taken from stores, and brought to a desk as the feed would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role
from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.store import records_here, server_link, tables
from sanad_desk.store.replicas import Chain
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.store import open_store
from sanad_desk.store.unit_of_work import insert
from sanad_desk.usecases.add_operator import add_operator
from sanad_desk.usecases.demo_centre import DEMO_CENTRE, MANAGER_PIN, OPERATOR_PINS
from sanad_desk.usecases.first_run import FirstRun, first_run
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire.entries import GENESIS_HASH
from sanad_desk.wire.records import Record, RecordKind, read_body

_KEYS = {
    RecordKind.OPERATOR: "SELECT id FROM operator",
    RecordKind.CUSTOMER: "SELECT id FROM customer",
    RecordKind.RECEIPT: "SELECT id FROM transactions",
    RecordKind.CASE_DETAIL: "SELECT DISTINCT case_id FROM case_detail",
}


@dataclass(frozen=True)
class Journal:
    """All that one desk offers the server, and what it means there."""

    chain: Chain
    number: int
    public_key: bytes
    entries: list[bytes]
    hashes: list[bytes]
    records: list[Record]
    details: list[tuple[str, str, str, str]]
    sums: Sums

    def of_kind(self, *kinds: str) -> list[Record]:
        return [record for record in self.records if record.kind in kinds]

    @property
    def papers(self) -> list[Record]:
        """What lies beside the entries of this very chain."""
        return self.of_kind(RecordKind.RECEIPT, RecordKind.CASE_DETAIL)

    def hash_at(self, seq: int) -> bytes:
        return self.hashes[seq - 1] if seq else GENESIS_HASH


def found_other_desk(folder: Path, number: int, at: int) -> Path:
    """Another desk of the demo centre: the same code, a number of its own, a manager and an operator."""
    desk = open_desk(folder, clock=SetClock(at), create=True)
    first_run(desk, FirstRun(DEMO_CENTRE, number, Words(f"مدير {number}", f"Manager {number}"), MANAGER_PIN))
    manager = sign_in(desk, list_operators(desk)[0].id, MANAGER_PIN)
    add_operator(desk, manager, Words(f"موظف {number}", f"Operator {number}"), {Role.OPERATOR}, OPERATOR_PINS[0])
    desk.close()
    return folder


def play(folder: Path, at: int, first_day: date, **how: Any) -> Path:
    """Days of sales at that desk."""
    clock = SetClock(at)
    desk = open_desk(folder, clock=clock)
    list(simulate(desk, clock, first_day=first_day, **how))
    desk.close()
    return folder


def journal_of(folder: Path) -> Journal:
    """Of a store that may be open elsewhere."""
    with open_store(folder, read_only=True) as store, store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT entry, hash FROM journal ORDER BY seq").all()
        desk = connection.exec_driver_sql("SELECT desk_id, epoch, number, public_key FROM desk").one()
        keys = [(kind, row[0]) for kind, query in _KEYS.items() for row in connection.exec_driver_sql(query)]
        bodies = [(kind, key, records_here.body_of(connection, kind, key)) for kind, key in keys]
        details = connection.exec_driver_sql("SELECT hex(case_id), row_key, value, valid_until FROM case_detail")
        return Journal(
            (desk.desk_id, desk.epoch),
            desk.number,
            desk.public_key,
            [row.entry for row in rows],
            [row.hash for row in rows],
            # Of people another desk told of, this one has nothing to say itself.
            [Record(kind, key, 1, place, body) for place, (kind, key, body) in enumerate(bodies, 1) if body],
            [(row[0], row[1], row[2], row[3]) for row in details],
            sums_of(connection),
        )


def bring(desk: OpenDesk, journal: Journal, seen_at: int = 0) -> None:
    """As the feed would, from the beginning; `seen_at` is when the server heard of that desk last."""
    desk.replicas.append(journal.chain, 0, GENESIS_HASH, journal.entries)
    desk.replicas.put_records((journal.chain, record) for record in journal.papers)
    with desk.store.unit_of_work() as unit:
        for record in journal.of_kind(RecordKind.OPERATOR, RecordKind.CUSTOMER):
            body: Any = read_body(record.kind, record.body or b"")
            if record.kind == RecordKind.OPERATOR:
                records_here.put_operator(unit.connection, record.key, body)
            else:
                records_here.put_customer(unit.connection, record.key, body, seen_at)
        told = (*journal.chain, journal.number, journal.public_key, 0, len(journal.entries), seen_at, 0)
        insert(unit.connection, tables.centre_chain, [told], replace=True)
        unit.commit()


def join_server(desk: OpenDesk, *, agreed: int = 0, acknowledged: int = 0) -> None:
    """What the desk would know after it talked to a server."""
    with desk.store.unit_of_work() as unit:
        server_link.save(unit.connection, ServerLink("https://server.example", bytes(16), 1, agreed_seq=agreed))
        server_link.acknowledge(unit.connection, acknowledged)
        unit.commit()
