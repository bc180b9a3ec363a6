"""The line to the server: epochs of the desk, what is to be sent, and what the server told of the centre."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _identity()
    _line()
    _told()


def _identity() -> None:
    """Tables whose rows the journal decides: made anew, filled by the reprojection after every upgrade."""
    op.drop_table("desk")
    op.drop_table("receipt_counter")
    op.create_table(
        "desk",
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("centre_id", sa.LargeBinary(), nullable=False),
        sa.Column("centre_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("spare_number", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.LargeBinary(), nullable=True),
        sa.Column("server_key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("desk_id", name=op.f("pk_desk")),
        sqlite_strict=True,
    )
    op.create_table(
        "desk_epoch",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_desk_epoch")),
        sqlite_strict=True,
    )
    op.create_table(
        "receipt_counter",
        sa.Column("desk_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk_number", "year", name=op.f("pk_receipt_counter")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _line() -> None:
    op.add_column("desk_state", sa.Column("last_revision", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "server_link",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("server_epoch", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("witness", sa.LargeBinary(), nullable=True),
        sa.Column("witness_seq", sa.Integer(), nullable=False),
        sa.Column("agreed_seq", sa.Integer(), nullable=False),
        sa.Column("clock_off_ms", sa.Integer(), nullable=False),
        sa.Column("records_seq", sa.Integer(), nullable=False),
        sa.Column("records_acknowledged", sa.Integer(), nullable=False),
        sa.Column("synced_at", sa.Integer(), nullable=False),
        sa.Column("is_revoked", sa.Integer(), nullable=False),
        sa.Column("open_incidents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_link")),
        sqlite_strict=True,
    )
    op.create_table(
        "record_revision",
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_record_revision")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_revision_revision", "record_revision", ["revision"])


def _told() -> None:
    op.create_table(
        "centre_chain",
        sa.Column("desk_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("base_seq", sa.Integer(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=False),
        sa.Column("is_revoked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", "epoch", name=op.f("pk_centre_chain")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sqlite_strict=True,
    )
    op.create_index("ix_incident_opened_at", "incident", ["opened_at"])
