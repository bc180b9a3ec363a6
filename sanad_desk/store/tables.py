"""The tables of the store; amounts in baisa, instants in milliseconds UTC, ids as 16 bytes of a time-ordered UUID."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, text

from sanad_desk.store.columns import child_table as _child_table
from sanad_desk.store.columns import id_column as _id
from sanad_desk.store.columns import key_column as _key
from sanad_desk.store.columns import metadata as metadata
from sanad_desk.store.columns import number_column as _number
from sanad_desk.store.columns import plain_table as _table
from sanad_desk.store.columns import text_column as _text

# The chain of facts, and where it stands. Everything in the second group below can be made again from it.
journal = _table(
    "journal",
    _key("seq", Integer),
    _text("kind"),
    _number("at"),
    Column("entry", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
desk_state = _table(
    "desk_state",
    _key("id", Integer),  # always 1
    _number("head_seq"),
    Column("head_hash", LargeBinary, nullable=False),
    _number("acknowledged_seq"),
    _number("last_at"),
    _number("last_case"),
    _number("last_revision"),  # of the records that were changed here
)

# Rows which the journal decides; store.projection is the one place that makes them.
desk = _table(
    "desk",
    _key("desk_id"),
    _id("centre_id"),
    _text("centre_code"),
    _number("number"),
    _number("epoch"),
    Column("public_key", LargeBinary, nullable=False),
    _number("spare_number"),
    _id("server_id", nullable=True),  # of the central server, once the desk is enrolled
    Column("server_key", LargeBinary, nullable=True),
)
desk_epoch = _table(  # which number and key were in force from an entry on
    "desk_epoch",
    _key("seq", Integer),
    _number("epoch"),
    _number("number"),
    Column("public_key", LargeBinary, nullable=False),
    _text("reason"),
)
centre = _table("centre", _key("id", Integer), Column("profile", LargeBinary, nullable=False))
operator_right = _table("operator_right", _key("operator_id"), _text("roles"), _number("active"))
centre_price = _child_table(
    "centre_price", _key("service_code", Text), _key("action", Text), _key("variant", Text), _number("amount")
)
shift = _table(
    "shift",
    _key("id"),
    _id("operator_id"),
    _text("business_date"),
    _number("opened_at"),
    _number("opening_float"),
    _number("seq"),
    _id("handed_from", nullable=True),
    Index("ix_shift_business_date", "business_date"),
    Index("ix_shift_operator_id", "operator_id"),
)
cash_count = _child_table(  # notes and coins of a float or a count
    "cash_count", _key("seq", Integer), _key("denomination", Integer), _number("pieces")
)
shift_count = _table(
    "shift_count",
    _key("shift_id"),
    _number("seq"),
    _number("counted_at"),
    _id("operator_id"),
    _number("counted"),
    _number("expected"),
    _number("terminal_total", nullable=True),
)
shift_closing = _table(
    "shift_closing",
    _key("shift_id"),
    _number("seq"),
    _number("z_number"),
    _number("closed_at"),
    _id("operator_id"),
    _text("business_date"),
    _number("expected"),
    _number("counted"),
    _text("reason"),
    _id("approved_by", nullable=True),
    _number("approve_later"),
    _id("handed_to", nullable=True),
    Index("ix_shift_closing_z_number", "z_number", unique=True),
    Index("ix_shift_closing_business_date", "business_date"),
    Index("ix_shift_closing_approve_later", "approve_later", sqlite_where=text("approve_later = 1")),
)
open_shift = _child_table(  # those that are not closed: few, whatever is stored
    "open_shift", _key("shift_id"), _id("operator_id")
)
variance_approval = _table(
    "variance_approval", _key("shift_id"), _number("approved_at"), _id("operator_id"), _text("reason")
)
cash_movement = _table(
    "cash_movement",
    _key("seq", Integer),
    _text("kind"),
    _text("source"),
    _number("amount"),
    _text("entity"),
    _text("reason"),
    _text("slip"),
    _id("approved_by", nullable=True),
    _id("shift_id", nullable=True),
    _id("operator_id"),
    _text("business_date"),
    _number("moved_at"),
    Index("ix_cash_movement_shift_id", "shift_id"),
    Index("ix_cash_movement_business_date", "business_date"),
    Index("ix_cash_movement_slip", "slip", sqlite_where=text("kind = 'refund_paid'")),
)
portal_payment = _table(
    "portal_payment",
    _key("seq", Integer),
    _id("transaction_id"),
    _number("case_position"),
    _text("entity"),
    _number("amount"),
    _text("reference"),
    _id("shift_id", nullable=True),
    _id("operator_id"),
    _text("business_date"),
    _number("paid_at"),
    Index("ix_portal_payment_transaction_id", "transaction_id"),
    Index("ix_portal_payment_shift_id", "shift_id"),
    Index("ix_portal_payment_business_date", "business_date"),
)
tender_correction = _table(
    "tender_correction",
    _key("seq", Integer),
    _id("transaction_id"),
    _text("number"),
    _text("wrong"),
    _text("right"),
    _number("amount"),
    _text("reason"),
    _id("approved_by"),
    _id("shift_id"),
    _id("operator_id"),
    _text("business_date"),
    _number("corrected_at"),
    Index("ix_tender_correction_transaction_id", "transaction_id"),
    Index("ix_tender_correction_shift_id", "shift_id"),
    Index("ix_tender_correction_business_date", "business_date"),
)
reversed_charge = _child_table(  # a charge can be taken back once
    "reversed_charge", _key("transaction_id"), _key("position", Integer), _id("reversal_id")
)
credit_account = _table("credit_account", _key("customer_id"), _number("credit_limit"), _number("active"))
day_closing = _child_table(
    "day_closing", _key("business_date", Text), _number("seq"), _number("closed_at"), _id("operator_id")
)
transactions = _table(
    "transactions",
    _key("id"),
    _number("seq"),
    _id("visit_id"),
    _text("number"),
    _id("shift_id"),
    _id("operator_id"),
    _text("business_date"),
    _number("completed_at"),
    _id("customer_id", nullable=True),
    _id("representative_id", nullable=True),
    _number("government"),
    _number("paid_direct"),
    _number("centre"),
    _number("vat"),
    _number("total"),
    _text("kind"),
    _id("original_id", nullable=True),
    _number("account"),
    _number("refund_due"),
    _number("seconds"),
    _text("reason"),
    _id("approved_by", nullable=True),
    Index("ix_transactions_original_id", "original_id", sqlite_where=text("original_id IS NOT NULL")),
    Index("ix_transactions_representative_id", "representative_id", sqlite_where=text("representative_id IS NOT NULL")),
    Index("ix_transactions_visit_id", "visit_id", unique=True),
    Index("ix_transactions_number", "number", unique=True),
    Index("ix_transactions_business_date", "business_date"),
    Index("ix_transactions_shift_id", "shift_id"),
    Index("ix_transactions_customer_id", "customer_id"),
)
paid_case = _child_table(
    "paid_case",
    _key("transaction_id"),
    _key("position", Integer),
    _id("case_id"),
    _text("reference"),
    _text("service_code"),
    _text("portal_reference"),
    _text("portal_outcome"),
    _text("delivery"),
    _text("expected_date"),
    Index("ix_paid_case_case_id", "case_id"),
    Index("ix_paid_case_portal_reference", "portal_reference"),
    Index("ix_paid_case_reference", "reference"),
)
charge = _child_table(
    "charge",
    _key("transaction_id"),
    _key("position", Integer),
    _number("case_position"),
    _text("kind"),
    _text("action"),
    _text("variant"),
    _text("entity"),
    _number("quantity"),
    _number("amount"),
    _number("paid_direct"),
    _number("official", nullable=True),
    _number("waived"),
    _number("refund_due"),
)
payment = _child_table(
    "payment",
    _key("transaction_id"),
    _key("position", Integer),
    _text("tender"),
    _number("amount"),
    _number("received"),
    _number("change"),
    _text("approval_code"),
)
posting = _child_table(
    "posting", _key("seq", Integer), _key("position", Integer), _text("account"), _text("detail"), _number("amount")
)
balance = _child_table(  # kept sums of the postings: an account's standing without reading its years
    "balance", _key("account", Text), _key("detail", Text), _number("amount")
)
print_record = _child_table(
    "print_record",
    _key("number", Text),
    _key("copy", Integer),
    _number("at"),
    _text("paper"),
    _text("printer"),
)
receipt_counter = _child_table("receipt_counter", _key("desk_number", Integer), _key("year", Integer), _number("last"))

# The picture is held by its digest in the journal; the customer's block by its digest in the picture.
receipt = _table(
    "receipt",
    _key("number", Text),
    _id("transaction_id"),
    Column("picture", LargeBinary, nullable=False),
    Column("customer_block", LargeBinary, nullable=True),
    _text("code"),
)

# Beside the journal: people (correctable, erasable), work in hand, habits and settings.
operator = _table(
    "operator",
    _key("id"),
    _text("name_ar"),
    _text("name_en"),
    _text("pin_hash"),
    _number("failed"),
    _number("locked_until"),
)
customer = _table(
    "customer",
    _key("id"),
    _number("is_company"),
    _text("name_ar"),
    _text("name_en"),
    _text("civil_number"),
    _text("cr_number"),
    _text("phone"),
    _text("search"),
    _number("visits"),
    _number("seen_at"),
    Index("ix_customer_civil_number", "civil_number"),
    Index("ix_customer_cr_number", "cr_number"),
    Index("ix_customer_phone", "phone"),
)
case_detail = _child_table(
    "case_detail",  # what was typed in the checklist of a paid case: plates, phones, dates
    _key("case_id"),
    _key("row_key", Text),
    _text("value"),
    _text("valid_until"),
    Index("ix_case_detail_value", "value"),  # a plate comes again after a year
)
visit_draft = _table(
    "visit_draft",
    _key("id"),
    _id("operator_id"),
    _id("shift_id"),
    _number("held"),
    Column("document", LargeBinary, nullable=False),
    _number("updated_at"),
)
service_use = _child_table(
    "service_use", _key("operator_id"), _key("service_code", Text), _number("uses"), _number("last_at")
)
pinned_service = _child_table("pinned_service", _key("operator_id"), _key("service_code", Text), _number("position"))

# The line: what this desk and the server know of each other, and what it told of the centre.
server_link = _table(
    "server_link",
    _key("id", Integer),  # always 1; no row, no server
    _text("address"),
    _id("server_epoch"),
    _number("epoch"),  # under which the journal is sent
    _text("cursor"),
    Column("witness", LargeBinary, nullable=True),
    _number("witness_seq"),
    _number("agreed_seq"),
    _number("clock_off_ms"),  # the server's clock less this one's
    _number("records_seq"),  # receipts up to this entry have a revision
    _number("records_acknowledged"),  # the revision up to which the server has them all
    _number("synced_at"),
    _number("is_revoked"),
    _number("open_incidents"),
)
record_revision = _child_table(  # the last change of each record: those after a position are still to be sent
    "record_revision",
    _key("kind", Text),
    _key("key"),
    _number("revision"),
    Index("ix_record_revision_revision", "revision"),
)
centre_chain = _child_table(  # every chain of the centre as the server told last
    "centre_chain",
    _key("desk_id"),
    _key("epoch", Integer),
    _number("number"),
    Column("public_key", LargeBinary, nullable=False),
    _number("base_seq"),
    _number("head_seq"),
    _number("seen_at"),
    _number("is_revoked"),
)
incident = _table(
    "incident",
    _key("id"),
    _text("code"),
    _id("desk_id"),
    _number("epoch"),
    _number("seq"),
    _text("params"),
    _number("opened_at"),
    _number("closed_at"),
    Index("ix_incident_opened_at", "opened_at"),
)
setting = _table("setting", _key("name", Text), Column("value", LargeBinary, nullable=False))
