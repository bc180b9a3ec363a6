"""What this desk and the central server know of each other: address, positions, keys of the line."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

from sqlalchemy import Connection

from sanad_desk.domain.errors import BugError, Refused
from sanad_desk.store import desk_book, tables
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.entries import GENESIS_HASH, chain_hash

LINE_KEY = "line_key"
NEXT_KEY = "next_key"
BOX_KEY = "box_key"
RESTORED = "restored"
_LEFT_KEY = "left_key."
# Two disks may give the same numbers: restored, or found to be one of two. Once an epoch is granted to a restored one,
# it reads what others know before it offers anything.
ASKS_FIRST, _FORKED, _ON_SPARE, _READS_FIRST = b"asks first", b"forked", b"on spare", b"reads first"


@dataclass(frozen=True, slots=True)
class ServerLink:
    """In the order of the table's columns; `clock_off_ms` is the server's clock less this one's."""

    address: str
    server_epoch: bytes
    epoch: int
    cursor: str = ""
    witness: bytes | None = None
    witness_seq: int = 0
    agreed_seq: int = 0
    clock_off_ms: int = 0
    records_seq: int = 0
    records_acknowledged: int = 0
    synced_at: int = 0
    is_revoked: bool = False
    open_incidents: int = 0


def load(connection: Connection) -> ServerLink | None:
    """None for a desk that was never enrolled."""
    row = driver(connection).execute("SELECT * FROM server_link WHERE id = 1").fetchone()
    if row is None:
        return None
    link = ServerLink(*row[1:])
    return replace(link, is_revoked=bool(link.is_revoked))


def save(connection: Connection, link: ServerLink) -> None:
    """Replaces what was known."""
    *values, is_revoked, open_incidents = astuple(link)
    insert(connection, tables.server_link, [(1, *values, int(is_revoked), open_incidents)], replace=True)


def acknowledged(connection: Connection) -> int:
    """The last entry that the server has for good."""
    (seq,) = driver(connection).execute("SELECT acknowledged_seq FROM desk_state WHERE id = 1").fetchone()
    return int(seq)


def acknowledge(connection: Connection, seq: int) -> None:
    """Moves the position; back only where the server says that it lost something."""
    driver(connection).execute("UPDATE desk_state SET acknowledged_seq = ? WHERE id = 1", (seq,))


def head(connection: Connection) -> tuple[int, bytes]:
    """Where the own chain ends."""
    seq, digest = driver(connection).execute("SELECT head_seq, head_hash FROM desk_state WHERE id = 1").fetchone()
    return int(seq), digest


def hash_at(connection: Connection, seq: int) -> bytes | None:
    """The chain's hash at an entry; the empty chain's before the first, None beyond the end."""
    if seq == 0:
        return GENESIS_HASH
    row = driver(connection).execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None


def entries_after(connection: Connection, seq: int, most: int, most_bytes: int) -> tuple[list[bytes], bytes]:
    """Entries in order, at least one where there is one, and the chain's hash after the last of them.

    Raises BugError journal_damaged for one that does not continue the chain: to a server it would look like another
    disk's. What is whole before it goes first.
    """
    found: list[bytes] = []
    size, digest = 0, hash_at(connection, seq) or b""
    rows = driver(connection).execute("SELECT entry, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (seq, most))
    for raw, after in rows:
        if chain_hash(digest, raw) != after:
            if not found:
                raise BugError("journal_damaged", seq=seq + 1)
            break
        size += len(raw)
        if found and size > most_bytes:
            break
        found.append(raw)
        digest = after
    return found, digest


def leave_epoch(connection: Connection, epoch: int) -> None:
    """Keeps the key of an epoch that was gone on from: a server from an old backup may know no later one."""
    key = desk_book.setting(connection, LINE_KEY)
    if key is not None:
        desk_book.save_setting(connection, f"{_LEFT_KEY}{epoch}", key)


def step_back(connection: Connection) -> bool:
    """To the epoch before, with the one in force still to be claimed from it; False where there is none before."""
    link = load(connection)
    current = desk_book.setting(connection, LINE_KEY)
    rows = connection.exec_driver_sql("SELECT name, value FROM setting WHERE name LIKE ?", (f"{_LEFT_KEY}%",))
    left = {int(row.name.removeprefix(_LEFT_KEY)): row.value for row in rows}
    before = max((epoch for epoch in left if link is not None and epoch < link.epoch), default=0)
    if link is None or current is None or not before:
        return False
    desk_book.save_setting(connection, LINE_KEY, left[before])
    if desk_book.setting(connection, NEXT_KEY) != desk_book.signing_key(connection):
        desk_book.save_setting(connection, NEXT_KEY, current)
    connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (f"{_LEFT_KEY}{before}",))
    # Where it comes back under another epoch, nobody will ever tell of this one again.
    forgotten = "DELETE FROM centre_chain WHERE epoch = ? AND desk_id = (SELECT desk_id FROM desk)"
    connection.exec_driver_sql(forgotten, (link.epoch,))
    begun = replace(link, epoch=before, cursor="", witness=None, witness_seq=0, agreed_seq=0, records_acknowledged=0)
    save(connection, begun)
    return True


def has_to_claim(connection: Connection) -> bool:
    """Whether the key in force is not the server's to know yet, or not any more."""
    key = desk_book.setting(connection, NEXT_KEY)
    return is_restored(connection) or (key is not None and key == desk_book.signing_key(connection))


def is_restored(connection: Connection) -> bool:
    """Whether the store may lack what was written under its number, and has to claim an epoch."""
    return desk_book.setting(connection, RESTORED) in (ASKS_FIRST, _FORKED, _ON_SPARE)


def needs_epoch(connection: Connection) -> bool:
    """Whether it may give no receipts, as their numbers may be on paper already."""
    return desk_book.setting(connection, RESTORED) in (ASKS_FIRST, _FORKED)


def reads_first(connection: Connection) -> bool:
    """Whether what others corrected since the backup is still to be read; until then its own records are old."""
    return desk_book.setting(connection, RESTORED) == _READS_FIRST


def may_give_receipts(connection: Connection) -> None:
    """Raises Refused: epoch_needed after a restore, desk_revoked once the server said so."""
    if needs_epoch(connection):
        raise Refused("epoch_needed")
    link = load(connection)
    if link is not None and link.is_revoked:
        raise Refused("desk_revoked")


def note_restored(connection: Connection) -> None:
    """By a restore, or by a server that has more of the chain; no receipts until an epoch is granted."""
    desk_book.save_setting(connection, RESTORED, ASKS_FIRST)


def note_forked(connection: Connection) -> None:
    """The server has other entries; no receipts until an epoch is granted, or under the spare number."""
    if not is_restored(connection):
        desk_book.save_setting(connection, RESTORED, _FORKED)


def note_went_on(connection: Connection) -> None:
    """An epoch was granted."""
    if desk_book.setting(connection, RESTORED) in (ASKS_FIRST, _ON_SPARE):
        desk_book.save_setting(connection, RESTORED, _READS_FIRST)
    elif not reads_first(connection):
        note_read(connection)


def note_read(connection: Connection) -> None:
    """Everything others know is here."""
    connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (RESTORED,))


def note_on_spare(connection: Connection) -> None:
    """A manager let it go on under the spare number; the claim of an epoch is still to come."""
    desk_book.save_setting(connection, RESTORED, _ON_SPARE)
