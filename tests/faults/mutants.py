"""Programs with one line wrong, which the fault families must catch: a family that catches none counts for nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.errors import StoreError
from sanad_desk.store import backup, encrypted_file, receipts, store
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases import complete_transaction, hand_over

Announce = Callable[[str], None]
Mutant = Callable[[Announce], None]


def _commit_at_once(connection: Connection) -> None:
    driver(connection).commit()
    driver(connection).execute("BEGIN IMMEDIATE")


def journal_outside_the_commit(_: Announce) -> None:
    """The entry is written when the rows are safe."""
    append, commit = UnitOfWork.append, UnitOfWork.commit

    def append_rows_only(unit: UnitOfWork, fact: Any, envelope: Any) -> Any:
        entry = append(unit, fact, envelope)
        unit.late = (  # type: ignore[attr-defined]
            driver(unit.connection).execute("DELETE FROM journal WHERE seq = ? RETURNING *", (entry.seq,)).fetchall()
        )
        return entry

    def commit_and_write(unit: UnitOfWork) -> None:
        commit(unit)
        for row in getattr(unit, "late", ()):
            driver(unit.connection).execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", row)

    UnitOfWork.append, UnitOfWork.commit = append_rows_only, commit_and_write  # type: ignore[method-assign]


def number_told_before_the_commit(announce: Announce) -> None:
    """The customer hears his number while it is being written."""
    add = receipts.add

    def add_and_tell(connection: Any, number: str, *rest: Any) -> None:
        announce(number)
        add(connection, number, *rest)

    receipts.add = add_and_tell  # type: ignore[assignment]


def receipt_in_a_second_commit(_: Announce) -> None:
    """The picture is stored after the money."""
    add = receipts.add

    def commit_and_add(connection: Any, *rest: Any) -> None:
        _commit_at_once(connection)
        add(connection, *rest)

    receipts.add = commit_and_add  # type: ignore[assignment]


def counter_beside_the_commit(_: Announce) -> None:
    """Numbers are drawn from a counter that is saved first, as many programs do: every crash leaves a gap."""
    last_sequence = complete_transaction.desk_book.last_sequence

    def draw(connection: Any, number: int, year: int) -> int:
        last = last_sequence(connection, number, year)
        driver(connection).execute("INSERT OR REPLACE INTO receipt_counter VALUES (?, ?, ?)", (number, year, last + 1))
        _commit_at_once(connection)
        return last

    complete_transaction.desk_book.last_sequence = draw  # type: ignore[assignment]


def opening_in_a_second_commit(_: Announce) -> None:
    """Whoever leaves is signed off before the next one has the drawer."""
    write_opening = hand_over.write_opening

    def commit_and_open(desk: Any, unit: Any, *rest: Any) -> None:
        _commit_at_once(unit.connection)
        write_opening(desk, unit, *rest)

    hand_over.write_opening = commit_and_open


def commit_that_hides_its_failure(_: Announce) -> None:
    """An error of the disk is nobody's business."""
    commit = UnitOfWork.commit

    def commit_quietly(unit: UnitOfWork) -> None:
        with contextlib.suppress(StoreError):
            commit(unit)

    UnitOfWork.commit = commit_quietly  # type: ignore[method-assign]


def store_without_a_lock(_: Announce) -> None:
    """Each process believes to be the only one."""

    class NoLock:
        def release(self) -> None: ...

    store.take_lock = lambda folder: NoLock()  # type: ignore[assignment]


def file_named_before_it_is_whole(_: Announce) -> None:
    """A new store gets its name at once."""
    make_file = store._make_file
    store._make_file = lambda path, key: make_file(path.with_name(store.FILE), key)


def syncs_that_do_nothing(_: Announce) -> None:
    """The line that makes every program faster."""
    connect = encrypted_file.connect

    def connect_carelessly(path: Any, key: bytes, *, read_only: bool = False) -> Any:
        connection = connect(path, key, read_only=read_only)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    encrypted_file.connect = backup.connect = connect_carelessly


MUTANTS: dict[str, Mutant] = {
    mutant.__name__: mutant
    for mutant in (
        journal_outside_the_commit,
        number_told_before_the_commit,
        receipt_in_a_second_commit,
        counter_beside_the_commit,
        commit_that_hides_its_failure,
        store_without_a_lock,
        file_named_before_it_is_whole,
        opening_in_a_second_commit,
        syncs_that_do_nothing,
    )
}
