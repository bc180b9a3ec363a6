"""The server's first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _centres()
    _chains()
    _journal()
    _counted()
    _told()
    _incidents()
    _nation()


def _centres() -> None:
    op.create_table(
        "centre",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("feed_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre")),
    )
    op.create_index("ix_centre_code", "centre", ["code"], unique=True)
    op.create_table(
        "enrolment_code",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("centre_id", "code_hash", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "desk",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", name=op.f("pk_desk")),
    )


def _chains() -> None:
    op.create_table(
        "chain",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("desk_number", sa.BigInteger(), nullable=False),
        sa.Column("spare_number", sa.BigInteger(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("parent_epoch", sa.BigInteger(), nullable=False),
        sa.Column("base_seq", sa.BigInteger(), nullable=False),
        sa.Column("base_hash", sa.LargeBinary(), nullable=False),
        sa.Column("head_seq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("judged_seq", sa.BigInteger(), nullable=False),
        sa.Column("record_revision", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", name=op.f("pk_chain")),
    )
    op.create_table(
        "judgement",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", name=op.f("pk_judgement")),
    )
    op.create_table(
        "aside",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("aside_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("base_seq", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "aside_id", name=op.f("pk_aside")),
    )


def _journal() -> None:
    op.create_table(
        "entry",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_on", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", "seq", "received_on", name=op.f("pk_entry")),
        postgresql_partition_by="RANGE (received_on)",
    )
    op.create_index(
        "ix_entry_unread",
        "entry",
        ["centre_id", "desk_id", "epoch", "seq"],
        unique=False,
        postgresql_where=sa.text("unread = 1"),
        sqlite_where=sa.text("unread = 1"),
    )
    if op.get_bind().dialect.name == "postgresql":  # the months' own are made by server.migrate
        op.execute("CREATE TABLE entry_later PARTITION OF entry DEFAULT")
    op.create_table(
        "counted_later",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", "seq", name=op.f("pk_counted_later")),
    )
    op.create_table(
        "batch",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", "head_seq", name=op.f("pk_batch")),
    )


def _counted() -> None:
    op.create_table(
        "transaction_row",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "desk_id", "epoch", "seq", name=op.f("pk_transaction_row")),
    )
    op.create_index("ix_transaction_row_number", "transaction_row", ["centre_id", "number"], unique=False)
    op.create_table(
        "day_sum",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "centre_id", "business_date", "desk_id", "epoch", "measure", "code", name=op.f("pk_day_sum")
        ),
    )


def _told() -> None:
    op.create_table(
        "record",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("centre_id", "kind", "key", name=op.f("pk_record")),
    )
    op.create_table(
        "record_displaced",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "kind", "key", "desk_id", "epoch", name=op.f("pk_record_displaced")),
    )
    op.create_table(
        "feed",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("ref", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "position", name=op.f("pk_feed")),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("centre_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "incident_id", name=op.f("pk_incident")),
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["centre_id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_incident_place", "incident", ["centre_id", "code", "desk_id", "epoch", "seq"], unique=True)


def _nation() -> None:
    op.create_table(
        "server_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.LargeBinary(), nullable=False),
        sa.Column("server_epoch", sa.LargeBinary(), nullable=False),
        sa.Column("epoch_changed_at", sa.BigInteger(), nullable=False),
        sa.Column("release_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_state")),
    )
    op.create_table(
        "release",
        sa.Column("version", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("recalled_by", sa.Text(), nullable=True),
        sa.Column("recalled_at", sa.BigInteger(), nullable=True),
        sa.Column("recall_reason", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_release")),
    )
    op.create_index("ix_release_position", "release", ["position"], unique=False)
