"""The journal beyond what the server has acknowledged: what is on this PC alone, counted by the chain itself."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from sanad_desk.store import desk_book

_SETTING = "outbox_so_far"


class OutboxSums(msgspec.Struct, frozen=True):
    """Receipts between two positions of the chain, in baisa; `oldest_at` is 0 while there are none."""

    acknowledged: int = 0
    counted_to: int = 0
    receipts: int = 0
    total: int = 0
    oldest_at: int = 0


@dataclass(frozen=True, slots=True)
class _Position:
    head: int
    acknowledged: int


def count_on(connection: Connection, known: OutboxSums | None) -> OutboxSums:
    """Goes on from what was counted before, so that a long outbox is read once and not after every sale."""
    position = _position(connection)
    sums = known if known is not None else _kept(connection)
    if sums.acknowledged != position.acknowledged or sums.counted_to > position.head:
        sums = OutboxSums(position.acknowledged, position.acknowledged)
    if sums.counted_to == position.head:
        return sums
    return _add(connection, sums, position.head)


def keep(connection: Connection, sums: OutboxSums) -> None:
    """Where the next start goes on counting."""
    desk_book.save_setting(connection, _SETTING, msgspec.json.encode(sums))


def _kept(connection: Connection) -> OutboxSums:
    raw = desk_book.setting(connection, _SETTING)
    return msgspec.json.decode(raw, type=OutboxSums) if raw else OutboxSums()


def _position(connection: Connection) -> _Position:
    row = connection.exec_driver_sql("SELECT head_seq, acknowledged_seq FROM desk_state WHERE id = 1").first()
    return _Position(row.head_seq, row.acknowledged_seq) if row else _Position(0, 0)


def _add(connection: Connection, sums: OutboxSums, head: int) -> OutboxSums:
    span = (sums.counted_to, head)
    receipts = connection.exec_driver_sql(
        "SELECT count(*) AS n, min(at) AS oldest FROM journal "
        "WHERE seq > ? AND seq <= ? AND kind = 'transaction_completed'",
        span,
    ).one()
    # The money that came, less what went back: what is owed on an account has not come yet.
    total = connection.exec_driver_sql(
        "SELECT coalesce(sum(p.amount), 0) FROM journal j JOIN posting p ON p.seq = j.seq "
        "WHERE j.seq > ? AND j.seq <= ? AND j.kind = 'transaction_completed' "
        "AND p.account IN ('drawer', 'card_clearing', 'transfer_clearing')",
        span,
    ).scalar_one()
    return OutboxSums(
        acknowledged=sums.acknowledged,
        counted_to=head,
        receipts=sums.receipts + receipts.n,
        total=sums.total + int(total),
        oldest_at=sums.oldest_at or int(receipts.oldest or 0),
    )
