"""Cases that are followed: their standing and moves, portal payments, outages, and what customers say."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    _moves()
    _payments()
    _around()
    _said()


def _cases() -> None:
    op.create_table(
        "case_standing",
        sa.Column("case_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.LargeBinary(), nullable=True),
        sa.Column("representative_id", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("promised", sa.Text(), nullable=False),
        sa.Column("remind_on", sa.Text(), nullable=False),
        sa.Column("portal_reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.LargeBinary(), nullable=True),
        sa.Column("before_reason", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_standing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_standing_customer_id",
        "case_standing",
        ["customer_id"],
        sqlite_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("ix_case_standing_is_open", "case_standing", ["is_open"], sqlite_where=sa.text("is_open = 1"))
    op.create_index(
        "ix_case_standing_portal_reference",
        "case_standing",
        ["portal_reference"],
        sqlite_where=sa.text("portal_reference <> ''"),
    )
    op.create_index("ix_case_detail_value", "case_detail", ["value"])


def _moves() -> None:
    op.create_table(
        "case_move",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("promised", sa.Text(), nullable=False),
        sa.Column("remind_on", sa.Text(), nullable=False),
        sa.Column("portal_reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=True),
        sa.Column("shift_id", sa.LargeBinary(), nullable=True),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_case_move")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_move_business_date", "case_move", ["business_date"])
    op.create_index("ix_case_move_case_id", "case_move", ["case_id"])
    op.create_index(
        "ix_case_move_portal_reference",
        "case_move",
        ["portal_reference"],
        sqlite_where=sa.text("portal_reference <> ''"),
    )
    op.create_table(
        "missing_paper",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_missing_paper")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_missing_paper_business_date", "missing_paper", ["business_date"])
    op.create_index("ix_missing_paper_case_id", "missing_paper", ["case_id"])


def _payments() -> None:
    op.create_table(
        "portal_payment_standing",
        sa.Column("payment_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("transaction_id", sa.LargeBinary(), nullable=True),
        sa.Column("case_position", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.LargeBinary(), nullable=True),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_portal_payment_standing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_portal_payment_standing_case_id", "portal_payment_standing", ["case_id"])
    op.create_index(
        "ix_portal_payment_standing_is_open",
        "portal_payment_standing",
        ["is_open"],
        sqlite_where=sa.text("is_open = 1"),
    )
    op.create_index("ix_portal_payment_standing_transaction_id", "portal_payment_standing", ["transaction_id"])
    op.create_table(
        "portal_payment_move",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=True),
        sa.Column("shift_id", sa.LargeBinary(), nullable=True),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_portal_payment_move")),
        sqlite_strict=True,
    )
    op.create_index("ix_portal_payment_move_business_date", "portal_payment_move", ["business_date"])
    op.create_index("ix_portal_payment_move_shift_id", "portal_payment_move", ["shift_id"])
    op.create_index("ix_portal_payment_move_case_id", "portal_payment_move", ["case_id"])


def _around() -> None:
    op.create_table(
        "outage",
        sa.Column("outage_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Integer(), nullable=False),
        sa.Column("began_by", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("outage_id", name=op.f("pk_outage")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outage_began_at", "outage", ["began_at"])
    op.create_index("ix_outage_ended_at", "outage", ["ended_at"], sqlite_where=sa.text("ended_at = 0"))
    op.create_table(
        "customer_told",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_customer_told")),
        sqlite_strict=True,
    )
    op.create_index("ix_customer_told_case_id", "customer_told", ["case_id"])
    op.create_table(
        "visit_rating",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.LargeBinary(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("rated_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_visit_rating")),
        sqlite_strict=True,
    )
    op.create_index("ix_visit_rating_business_date", "visit_rating", ["business_date"])
    op.create_index("ix_visit_rating_case_id", "visit_rating", ["case_id"], sqlite_where=sa.text("case_id IS NOT NULL"))
    op.create_index(
        "ix_visit_rating_transaction_id",
        "visit_rating",
        ["transaction_id"],
        sqlite_where=sa.text("transaction_id IS NOT NULL"),
    )
    op.create_table(
        "message_waiting",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("is_refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_waiting")),
        sqlite_strict=True,
    )


def _said() -> None:
    op.create_table(
        "complaint",
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=True),
        sa.Column("transaction_id", sa.LargeBinary(), nullable=True),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaint")),
        sqlite_strict=True,
    )
    op.create_index("ix_complaint_business_date", "complaint", ["business_date"])
    op.create_index("ix_complaint_case_id", "complaint", ["case_id"], sqlite_where=sa.text("case_id IS NOT NULL"))
    op.create_index(
        "ix_complaint_transaction_id",
        "complaint",
        ["transaction_id"],
        sqlite_where=sa.text("transaction_id IS NOT NULL"),
    )
    op.create_table(
        "complaint_settlement",
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaint_settlement")),
        sqlite_strict=True,
    )
    op.create_table(
        "customer_assisted",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_customer_assisted")),
        sqlite_strict=True,
    )
    op.create_index("ix_customer_assisted_business_date", "customer_assisted", ["business_date"])
    op.create_table(
        "service_not_offered",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_service_not_offered")),
        sqlite_strict=True,
    )
    op.create_index("ix_service_not_offered_business_date", "service_not_offered", ["business_date"])
