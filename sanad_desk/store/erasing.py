"""Taking a person out of a store: the row, the block of every receipt, what was typed for the cases; money stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.store import messages_waiting, record_revisions
from sanad_desk.store.cases import standing_of
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.visits import all_drafts
from sanad_desk.wire.records import RecordKind

_RECEIPTS = (
    "SELECT id FROM transactions WHERE customer_id = ?1 UNION SELECT id FROM transactions WHERE representative_id = ?1"
)
_CASES = (
    "SELECT p.case_id FROM transactions t CROSS JOIN paid_case p ON p.transaction_id = t.id WHERE t.customer_id = ?1"
)
_SEEN = f"SELECT 1 FROM transactions t WHERE t.id IN ({_RECEIPTS}) AND t.completed_at >= ?2"
_OWED = (
    f"SELECT t.number FROM transactions t WHERE t.id IN ({_RECEIPTS}) AND t.refund_due > "
    "(SELECT coalesce(sum(m.amount), 0) FROM cash_movement m WHERE m.kind = 'refund_paid' AND m.slip = t.number)"
)
_HIS_CASES = (
    f"SELECT p.case_id, p.reference FROM paid_case p WHERE p.transaction_id IN ({_RECEIPTS}) "
    "UNION SELECT s.case_id, s.reference FROM case_standing s WHERE s.customer_id = ?1"
)
_UNSETTLED = "SELECT 1 FROM portal_payment_standing WHERE case_id = ? AND is_open = 1"


class Traces(NamedTuple):
    """Transactions whose receipts name somebody, and cases for which something may have been typed."""

    receipts: tuple[bytes, ...]
    cases: tuple[bytes, ...]


def traces_of(connection: Connection, customer_id: bytes) -> Traces:
    """What one chain knows of a customer; a receipt names who came for him as well."""
    receipts, cases = (driver(connection).execute(query, (customer_id,)).fetchall() for query in (_RECEIPTS, _CASES))
    return Traces(tuple(row[0] for row in receipts), tuple(row[0] for row in cases))


def blank(connection: Connection, customer_id: bytes) -> Traces:
    """Erases what lies beside the entries of one chain; gives back only what was there."""
    receipts = driver(connection).execute(
        "UPDATE receipt SET customer_block = NULL WHERE customer_block IS NOT NULL "
        f"AND number IN (SELECT number FROM transactions WHERE id IN ({_RECEIPTS})) RETURNING transaction_id",
        (customer_id,),
    )
    found = tuple(row[0] for row in receipts.fetchall())
    cases = driver(connection).execute(
        f"DELETE FROM case_detail WHERE case_id IN ({_CASES}) RETURNING case_id", (customer_id,)
    )
    return Traces(found, tuple({row[0]: None for row in cases.fetchall()}))


def erase(connection: Connection, customer_id: bytes) -> bool:
    """In the desk's own store; its own receipts and cases go to the server so. Whether there was anything to erase."""
    row = driver(connection).execute("DELETE FROM customer WHERE id = ? RETURNING id", (customer_id,)).fetchone()
    messages_waiting.erase_of(connection, customer_id)
    gone = blank(connection, customer_id)
    note(connection, gone)
    return row is not None or any(gone)


def note(connection: Connection, gone: Traces) -> None:
    """What other desks gave is told to the server too: their PCs may be lost."""
    for key in gone.receipts:
        record_revisions.note(connection, RecordKind.RECEIPT, key)
    for key in gone.cases:
        record_revisions.note(connection, RecordKind.CASE_DETAIL, key)


def is_in_hand(connection: Connection, customer_id: bytes) -> bool:
    """Whether a visit of this desk that is not paid yet is his, or he came for it."""
    people = ((visit.customer_id, visit.representative_id) for visit in all_drafts(connection))
    return any(customer_id == person.bytes for visit in people for person in visit if person)


def last_seen_before(connection: Connection, instant: int) -> Iterator[bytes]:
    """Persons, no companies, whom this desk has not seen since; the longest away first."""
    query = "SELECT id FROM customer WHERE is_company = 0 AND seen_at < ? ORDER BY seen_at"
    return (row[0] for row in driver(connection).execute(query, (instant,)).fetchall())


def is_unfinished(chains: Sequence[Connection], customer_id: bytes, since: int) -> bool:
    """Whether any chain saw him since, or something of his is unfinished."""
    was_here = any(driver(chain).execute(_SEEN, (customer_id, since)).fetchone() for chain in chains)
    return was_here or unfinished_of(chains, customer_id) is not None


def unfinished_of(chains: Sequence[Connection], customer_id: bytes) -> str | None:
    """The reference of a case of his that is open or paid unsurely, or the receipt of a refund he has not got."""
    found = {row for chain in chains for row in driver(chain).execute(_HIS_CASES, (customer_id,)).fetchall()}
    still_open = (reference for case_id, reference in found if _is_open(chains, case_id))
    owed = (row[0] for chain in chains for row in driver(chain).execute(_OWED, (customer_id,)).fetchall())
    return min(still_open, default=None) or min(owed, default=None)


def _is_open(chains: Sequence[Connection], case_id: bytes) -> bool:
    """Another desk may have ended what this one began: the latest turn holds."""
    if any(driver(chain).execute(_UNSETTLED, (case_id,)).fetchone() for chain in chains):
        return True
    found = (standing_of(chain, UUID(bytes=case_id)) for chain in chains)
    stands = [standing for standing in found if standing is not None]
    return bool(stands) and max(stands, key=lambda standing: standing.precedence).is_open
