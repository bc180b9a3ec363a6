"""Messages to customers that the central server is to carry: beside the journal, and gone once it has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlalchemy import Connection

from sanad_desk.store import desk_book
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.follow_tables import message_waiting
from sanad_desk.store.unit_of_work import insert

# What is older is no news any more: it is not sent by itself, and stays listed until the customer is told again.
MOST_AGE_MS = 7 * 24 * 3_600_000
_GATEWAY = "has_gateway"


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """In the order of the table's columns; `made_at` in milliseconds UTC."""

    id: bytes
    case_id: bytes
    reference: str  # of the case
    customer_id: bytes  # whose phone it is
    phone: str
    words: str
    made_at: int
    is_refused: bool = False  # the gateway will never carry it


def put(connection: Connection, message: WaitingMessage) -> None:
    """Goes with the next round."""
    insert(connection, message_waiting, [astuple(message)])


def withdraw(connection: Connection, case_id: bytes) -> None:
    """What was not sent about a case is out of date once there is a newer word."""
    driver(connection).execute("DELETE FROM message_waiting WHERE case_id = ?", (case_id,))


def erase_of(connection: Connection, customer_id: bytes) -> None:
    """With the person himself."""
    driver(connection).execute("DELETE FROM message_waiting WHERE customer_id = ?", (customer_id,))


def to_send(connection: Connection, now: int, most: int) -> list[WaitingMessage]:
    """The next ones, the oldest first."""
    query = "SELECT * FROM message_waiting WHERE is_refused = 0 AND made_at >= ? ORDER BY made_at, id LIMIT ?"
    rows = driver(connection).execute(query, (now - MOST_AGE_MS, most)).fetchall()
    return [WaitingMessage(*row[:-1]) for row in rows]


def note_answer(connection: Connection, taken: Iterable[bytes], refused: Iterable[bytes]) -> None:
    """What was taken is kept no longer than it has to be; what was refused stays listed."""
    driver(connection).executemany("DELETE FROM message_waiting WHERE id = ?", [(key,) for key in taken])
    update = "UPDATE message_waiting SET is_refused = 1 WHERE id = ?"
    driver(connection).executemany(update, [(key,) for key in refused])


def listed(connection: Connection, now: int) -> tuple[int, tuple[str, ...]]:
    """How many wait for the line, and the references of the cases about which nothing will be sent."""
    query = "SELECT reference, is_refused = 1 OR made_at < ? FROM message_waiting ORDER BY reference"
    rows = driver(connection).execute(query, (now - MOST_AGE_MS,)).fetchall()
    unsent = tuple(reference for reference, is_unsent in rows if is_unsent)
    return len(rows) - len(unsent), unsent


def has_gateway(connection: Connection) -> bool:
    """Whether the central server said that it carries messages."""
    return desk_book.setting(connection, _GATEWAY) == b"1"


def note_gateway(connection: Connection, *, is_there: bool) -> None:
    """As the server said with its last page."""
    if is_there != has_gateway(connection):
        desk_book.save_setting(connection, _GATEWAY, b"1" if is_there else b"0")
