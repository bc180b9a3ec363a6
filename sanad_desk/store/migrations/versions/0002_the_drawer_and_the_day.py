"""The drawer and the day: counts, closings, movements, reversals and kept sums."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "balance",
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "detail", name=op.f("pk_balance")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cash_count",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("denomination", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "denomination", name=op.f("pk_cash_count")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cash_movement",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=True),
        sa.Column("shift_id", sa.LargeBinary(), nullable=True),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_cash_movement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("cash_movement", schema=None) as batch_op:
        batch_op.create_index("ix_cash_movement_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_cash_movement_shift_id", ["shift_id"], unique=False)
        batch_op.create_index("ix_cash_movement_slip", ["slip"], sqlite_where=sa.text("kind = 'refund_paid'"))

    op.create_table(
        "credit_account",
        sa.Column("customer_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("credit_limit", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_credit_account")),
        sqlite_strict=True,
    )
    op.create_table(
        "day_closing",
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("business_date", name=op.f("pk_day_closing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_shift",
        sa.Column("shift_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_open_shift")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_payment",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.LargeBinary(), nullable=False),
        sa.Column("case_position", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.LargeBinary(), nullable=True),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("paid_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_portal_payment")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("portal_payment", schema=None) as batch_op:
        batch_op.create_index("ix_portal_payment_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_portal_payment_shift_id", ["shift_id"], unique=False)
        batch_op.create_index("ix_portal_payment_transaction_id", ["transaction_id"], unique=False)

    op.create_table(
        "reversed_charge",
        sa.Column("transaction_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reversal_id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", "position", name=op.f("pk_reversed_charge")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shift_closing",
        sa.Column("shift_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("z_number", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=True),
        sa.Column("approve_later", sa.Integer(), nullable=False),
        sa.Column("handed_to", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift_closing")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("shift_closing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shift_closing_approve_later", ["approve_later"], sqlite_where=sa.text("approve_later = 1")
        )
        batch_op.create_index("ix_shift_closing_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_shift_closing_z_number", ["z_number"], unique=True)

    op.create_table(
        "shift_count",
        sa.Column("shift_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("terminal_total", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift_count")),
        sqlite_strict=True,
    )
    op.create_table(
        "tender_correction",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=False),
        sa.Column("shift_id", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tender_correction")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("tender_correction", schema=None) as batch_op:
        batch_op.create_index("ix_tender_correction_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_tender_correction_shift_id", ["shift_id"], unique=False)
        batch_op.create_index("ix_tender_correction_transaction_id", ["transaction_id"], unique=False)

    op.create_table(
        "variance_approval",
        sa.Column("shift_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("approved_at", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_variance_approval")),
        sqlite_strict=True,
    )
    # Made anew: their rows come again from the journal, in the columns that these tables have now.
    op.drop_table("shift")
    op.drop_table("charge")
    op.drop_table("transactions")
    op.create_table(
        "shift",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.Column("opening_float", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("handed_from", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index("ix_shift_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_shift_operator_id", ["operator_id"], unique=False)
    op.create_table(
        "charge",
        sa.Column("transaction_id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_direct", sa.Integer(), nullable=False),
        sa.Column("official", sa.Integer(), nullable=True),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.Column("refund_due", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", "position", name=op.f("pk_charge")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "transactions",
        sa.Column("id", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("completed_at", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.LargeBinary(), nullable=True),
        sa.Column("representative_id", sa.LargeBinary(), nullable=True),
        sa.Column("government", sa.Integer(), nullable=False),
        sa.Column("paid_direct", sa.Integer(), nullable=False),
        sa.Column("centre", sa.Integer(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("original_id", sa.LargeBinary(), nullable=True),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("refund_due", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("transactions", schema=None) as batch_op:
        batch_op.create_index("ix_transactions_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_transactions_customer_id", ["customer_id"], unique=False)
        batch_op.create_index("ix_transactions_number", ["number"], unique=True)
        batch_op.create_index("ix_transactions_shift_id", ["shift_id"], unique=False)
        batch_op.create_index("ix_transactions_visit_id", ["visit_id"], unique=True)
        batch_op.create_index(
            "ix_transactions_original_id", ["original_id"], sqlite_where=sa.text("original_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_transactions_representative_id",
            ["representative_id"],
            sqlite_where=sa.text("representative_id IS NOT NULL"),
        )
