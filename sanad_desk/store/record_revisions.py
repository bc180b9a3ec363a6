"""Which records were changed since the server had them all: numbered in the order of their changes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from sanad_desk.store import server_link
from sanad_desk.store.encrypted_file import driver
from sanad_desk.wire.records import PROFILE_KEY, RecordKind, price_key


def note(connection: Connection, kind: str, key: bytes) -> None:
    """A record was changed here; a desk without a server has nobody to tell."""
    if server_link.load(connection) is not None:
        _number(connection, kind, [key])


def note_price(connection: Connection, service_code: str, action: str, variant: str) -> None:
    """The centre's price of one action was changed here."""
    note(connection, RecordKind.PRICE, price_key(service_code, action, variant))


def note_all(connection: Connection, but: Collection[tuple[str, bytes]] = ()) -> None:
    """At the enrolment: whatever is known here is news to the server, `but` what it said; receipts follow entries."""
    for kind, table in ((RecordKind.CUSTOMER, "customer"), (RecordKind.OPERATOR, "operator")):
        keys = [row[0] for row in driver(connection).execute(f"SELECT id FROM {table} ORDER BY id")]
        _number(connection, kind, [key for key in keys if (kind, key) not in but])
    if (RecordKind.CENTRE, PROFILE_KEY) not in but:
        _number(connection, RecordKind.CENTRE, [PROFILE_KEY])
    prices = driver(connection).execute("SELECT service_code, action, variant FROM centre_price")
    _number(connection, RecordKind.PRICE, [price_key(*row) for row in prices])


def note_receipts(connection: Connection, after: int, up_to: int, most: int) -> int:
    """Numbers the receipts and typed details of entries after a position, a few at a time; gives back the new one.

    A receipt that was lost with a disk is none to tell of: what is not there would be taken for erased.
    """
    rows = driver(connection).execute(
        "SELECT t.seq, t.id, r.number FROM transactions t LEFT JOIN receipt r ON r.number = t.number "
        "WHERE t.seq > ? AND t.seq <= ? ORDER BY t.seq LIMIT ?",
        (after, up_to, most),
    )
    found = list(rows)
    _number(connection, RecordKind.RECEIPT, [row[1] for row in found if row[2] is not None])
    for _, transaction_id, _ in found:
        cases = driver(connection).execute(
            "SELECT DISTINCT d.case_id FROM paid_case p JOIN case_detail d ON d.case_id = p.case_id "
            "WHERE p.transaction_id = ?",
            (transaction_id,),
        )
        _number(connection, RecordKind.CASE_DETAIL, [case_id for (case_id,) in cases])
    return int(found[-1][0]) if len(found) == most else up_to


def changed_after(connection: Connection, revision: int, most: int) -> list[tuple[str, bytes, int]]:
    """Kind, key and revision of the records to send next."""
    query = "SELECT kind, key, revision FROM record_revision WHERE revision > ? ORDER BY revision LIMIT ?"
    return list(driver(connection).execute(query, (revision, most)))


def last_revision(connection: Connection) -> int:
    """Of whatever was changed here."""
    (last,) = driver(connection).execute("SELECT last_revision FROM desk_state WHERE id = 1").fetchone()
    return int(last)


def is_waiting(connection: Connection, kind: str, key: bytes, acknowledged: int) -> bool:
    """Whether a change made here has not come to the server yet."""
    query = "SELECT 1 FROM record_revision WHERE kind = ? AND key = ? AND revision > ?"
    return driver(connection).execute(query, (kind, key, acknowledged)).fetchone() is not None


def forget(connection: Connection, kind: str, key: bytes) -> None:
    """What came from the server is newer than the change made here."""
    driver(connection).execute("DELETE FROM record_revision WHERE kind = ? AND key = ?", (kind, key))


def _number(connection: Connection, kind: str, keys: list[bytes]) -> None:
    if not keys:
        return
    revision = last_revision(connection)
    rows = [(kind, key, revision + place) for place, key in enumerate(keys, start=1)]
    driver(connection).executemany("INSERT OR REPLACE INTO record_revision VALUES (?, ?, ?)", rows)
    driver(connection).execute("UPDATE desk_state SET last_revision = ? WHERE id = 1", (revision + len(keys),))
