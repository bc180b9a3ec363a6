"""Enrolment codes that go with a desk's number: it is printed on receipts before the desk was ever heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment_code", sa.Column("desk_number", sa.BigInteger(), nullable=True))
