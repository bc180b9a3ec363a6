"""The server's tables: keys begin with the centre, amounts are baisa, instants milliseconds UTC, ids 16 bytes.

The journal is `entry` and `batch`, which the application may add to and never change. `transaction_row` and `day_sum`
are made from it by server.projection; all else is the server's own or beside the journal.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

_Kind = type[BigInteger] | type[Date] | type[Integer] | type[LargeBinary] | type[Text]


def _key(name: str, kind: _Kind = LargeBinary) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False, nullable=False)


def _bytes(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, LargeBinary, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Text, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, BigInteger, nullable=nullable)


def _chain_key() -> tuple[Column[object], ...]:
    return _key("centre_id"), _key("desk_id"), _key("epoch", BigInteger)


centre = Table(
    "centre",
    metadata,
    _key("centre_id"),
    _text("code"),
    _text("name_ar"),
    _text("name_en"),
    _number("created_at"),
    _number("feed_position"),  # the counter of the centre's feed; see feed_counter.lock_feed
    Index("ix_centre_code", "code", unique=True),
)
enrolment_code = Table(
    "enrolment_code",
    metadata,
    _key("centre_id"),
    _key("code_hash"),
    _number("created_at"),
    _number("expires_at"),
    _number("used_at", nullable=True),
    _bytes("used_by", nullable=True),  # the public key, so that a lost answer can be given again
    _number("desk_number", nullable=True),  # kept for whoever brings this code
)
desk = Table(
    "desk",
    metadata,
    _key("centre_id"),
    _key("desk_id"),
    _number("created_at"),
    _number("revoked_at", nullable=True),
    _text("revoked_by", nullable=True),
    _text("program", nullable=True),  # the version it runs, as it said last
)
chain = Table(
    "chain",
    metadata,
    *_chain_key(),
    _number("desk_number"),
    _number("spare_number"),  # 0 for none
    _bytes("public_key"),
    _number("parent_epoch"),  # 0 for the first
    _number("base_seq"),
    _bytes("base_hash"),
    _number("head_seq"),
    _bytes("head_hash"),
    _number("judged_seq"),
    _number("record_revision"),
    _number("claimed_at"),
    _number("seen_at"),
)
entry = Table(
    "entry",
    metadata,
    *_chain_key(),
    _key("seq", BigInteger),
    _key("received_on", Date),  # in the key as PostgreSQL partitions by it; the chain's lock keeps `seq` unique
    _number("received_at"),
    _text("kind"),
    _text("business_date"),
    _bytes("shift_id", nullable=True),
    _bytes("hash"),
    _bytes("entry"),
    Column("unread", Integer, nullable=False),
    Index(
        "ix_entry_unread",
        "centre_id",
        "desk_id",
        "epoch",
        "seq",
        postgresql_where=text("unread = 1"),
        sqlite_where=text("unread = 1"),
    ),
    postgresql_partition_by="RANGE (received_on)",
)
counted_later = Table(
    "counted_later",  # entries that were unread when they came: a row of the journal is never changed
    metadata,
    *_chain_key(),
    _key("seq", BigInteger),
    _number("counted_at"),
)
batch = Table(
    "batch",
    metadata,
    *_chain_key(),
    _key("head_seq", BigInteger),
    _bytes("signature"),
    _number("received_at"),
    _text("came_by"),  # http, parcel
)
aside = Table(
    "aside",  # authentic batches that fit nowhere
    metadata,
    _key("centre_id"),
    _key("desk_id"),
    _key("aside_id"),
    _number("epoch"),
    _number("base_seq"),
    _bytes("batch"),
    _number("received_at"),
)
transaction_row = Table(
    "transaction_row",  # which numbers were given where; its money is in `day_sum` and in its entry
    metadata,
    *_chain_key(),
    _key("seq", BigInteger),
    _text("number"),
    Index("ix_transaction_row_number", "centre_id", "number"),
)
day_sum = Table(
    "day_sum",
    metadata,
    _key("centre_id"),
    _key("business_date", Text),
    _key("desk_id"),
    _key("epoch", BigInteger),
    _key("measure", Text),  # one of server.projection.Measure, or of lesson_sums.Lesson
    _key("code", Text),  # of a tender, an entity, a paper and so on; empty where there is none
    _number("amount"),
)
record = Table(
    "record",
    metadata,
    _key("centre_id"),
    _key("kind", Text),
    _key("key"),
    _bytes("desk_id"),
    _number("epoch"),
    _number("revision"),
    _number("position"),  # its place in the feed
    _bytes("body", nullable=True),  # none: erased
)
record_displaced = Table(
    "record_displaced",  # up to which revision a chain had written a record before another chain wrote it
    metadata,
    _key("centre_id"),
    _key("kind", Text),
    _key("key"),
    _key("desk_id"),
    _key("epoch", BigInteger),
    _number("revision"),
)
feed = Table(
    "feed",
    metadata,
    _key("centre_id"),
    _key("position", BigInteger),
    _text("item"),  # entries, record, incident
    _bytes("desk_id"),
    _number("epoch"),
    _number("first_seq"),
    _number("last_seq"),
    _text("kind"),
    _bytes("key"),
    _bytes("ref"),
)
incident = Table(
    "incident",
    metadata,
    _key("centre_id"),
    _key("incident_id"),
    _text("code"),
    _bytes("desk_id"),
    _number("epoch"),
    _number("seq"),
    _text("params"),  # JSON
    _number("opened_at"),
    _number("closed_at", nullable=True),
    _text("closed_by", nullable=True),
    _text("remark", nullable=True),
    _number("position"),  # its last place in the feed
    Index("ix_incident_place", "centre_id", "code", "desk_id", "epoch", "seq", unique=True),
    Index(
        "ix_incident_open",
        "centre_id",
        postgresql_where=text("closed_at IS NULL"),
        sqlite_where=text("closed_at IS NULL"),
    ),
)
judgement = Table(
    "judgement",  # what the judge knows of a chain at `chain.judged_seq`; apart, as ingest rewrites the chain's row
    metadata,
    *_chain_key(),
    _bytes("state"),
)

# The nation's, not a centre's.
server_state = Table(
    "server_state",
    metadata,
    _key("id", Integer),  # always 1
    _bytes("server_id"),
    _bytes("server_epoch"),
    _number("epoch_changed_at"),
    _number("release_position"),  # the counter of the releases' feed
)
release = Table(
    "release",
    metadata,
    _key("version", Text),
    _bytes("digest"),
    _text("valid_from"),
    _bytes("content"),
    _bytes("signature"),
    _text("proposed_by"),
    _number("proposed_at"),
    _text("approved_by", nullable=True),
    _number("approved_at", nullable=True),
    _text("recalled_by", nullable=True),
    _number("recalled_at", nullable=True),
    _text("recall_reason", nullable=True),
    _number("position"),  # its last place in the releases' feed; 0 until it is approved
    Index("ix_release_position", "position"),
)
program_wanted = Table(
    "program_wanted",  # which version every desk is to run; the last row holds
    metadata,
    _key("position", BigInteger),  # in the releases' feed
    _text("version"),  # empty: taken back
    _text("required_from"),
    _text("said_by"),
    _number("said_at"),
)
