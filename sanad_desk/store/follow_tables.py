"""Tables of cases that are followed after their receipt; all but the last are made from the journal."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text, text

from sanad_desk.store.columns import child_table as _child_table
from sanad_desk.store.columns import id_column as _id
from sanad_desk.store.columns import key_column as _key
from sanad_desk.store.columns import number_column as _number
from sanad_desk.store.columns import plain_table as _table
from sanad_desk.store.columns import text_column as _text

case_standing = _child_table(  # the last fact of each case that outlived its receipt, in this chain
    "case_standing",
    _key("case_id"),
    _text("reference"),
    _text("service_code"),
    _text("entity"),
    _id("customer_id", nullable=True),
    _id("representative_id", nullable=True),
    _text("state"),
    _text("before"),
    _text("action"),
    _text("reason"),
    _text("promised"),
    _text("remind_on"),
    _text("portal_reference"),
    _number("amount"),
    _number("begun_at"),
    _number("since"),
    _number("turn"),
    _number("moved_at"),
    _id("moved_by", nullable=True),
    _text("before_reason"),
    _number("is_open"),
    Index("ix_case_standing_is_open", "is_open", sqlite_where=text("is_open = 1")),
    Index("ix_case_standing_portal_reference", "portal_reference", sqlite_where=text("portal_reference <> ''")),
    Index("ix_case_standing_customer_id", "customer_id", sqlite_where=text("customer_id IS NOT NULL")),
)
case_move = _table(
    "case_move",
    _key("seq", Integer),
    _id("case_id"),
    _text("service_code"),
    _text("entity"),
    _text("move"),
    _text("state"),
    _text("reason"),
    _text("remark"),
    _text("promised"),
    _text("remind_on"),
    _text("portal_reference"),
    _number("amount"),
    _number("begun_at"),
    _number("turn"),
    _id("approved_by", nullable=True),
    _id("shift_id", nullable=True),
    _id("operator_id", nullable=True),
    _text("business_date"),
    _number("moved_at"),
    Index("ix_case_move_case_id", "case_id"),
    Index("ix_case_move_business_date", "business_date"),
    Index("ix_case_move_portal_reference", "portal_reference", sqlite_where=text("portal_reference <> ''")),
)
missing_paper = _child_table(  # what a case was returned for, and what a customer was sent home for
    "missing_paper",
    _key("seq", Integer),
    _key("position", Integer),
    _id("case_id"),
    _text("service_code"),
    _text("row_key"),
    _text("cause"),  # returned, not_ready
    _text("business_date"),
    Index("ix_missing_paper_business_date", "business_date"),
    Index("ix_missing_paper_case_id", "case_id"),
)
portal_payment_standing = _child_table(
    "portal_payment_standing",
    _key("payment_id"),
    _id("case_id"),
    _id("transaction_id", nullable=True),
    _number("case_position"),
    _text("entity"),
    _text("state"),
    _number("amount"),
    _text("channel"),
    _text("reference"),
    _number("asked_at"),
    _text("reason"),
    _number("moved_at"),
    _id("moved_by", nullable=True),
    _number("is_open"),
    Index("ix_portal_payment_standing_is_open", "is_open", sqlite_where=text("is_open = 1")),
    Index("ix_portal_payment_standing_case_id", "case_id"),
    Index("ix_portal_payment_standing_transaction_id", "transaction_id"),
)
portal_payment_move = _table(
    "portal_payment_move",
    _key("seq", Integer),
    _id("payment_id"),
    _id("case_id"),
    _text("entity"),
    _text("state"),
    _text("before"),
    _number("amount"),
    _text("channel"),
    _text("reference"),
    _text("reason"),
    _id("approved_by", nullable=True),
    _id("shift_id", nullable=True),
    _id("operator_id", nullable=True),
    _text("business_date"),
    _number("moved_at"),
    Index("ix_portal_payment_move_case_id", "case_id"),
    Index("ix_portal_payment_move_shift_id", "shift_id"),
    Index("ix_portal_payment_move_business_date", "business_date"),
)
outage = _child_table(
    "outage",
    _key("outage_id"),
    _text("entity"),
    _number("began_at"),
    _id("began_by", nullable=True),
    _number("ended_at"),  # 0 while it lasts
    _id("ended_by", nullable=True),
    Index("ix_outage_began_at", "began_at"),
    Index("ix_outage_ended_at", "ended_at", sqlite_where=text("ended_at = 0")),
)
customer_told = _table(
    "customer_told",
    _key("seq", Integer),
    _id("case_id"),
    _text("channel"),
    _text("state"),
    _id("operator_id", nullable=True),
    _number("told_at"),
    Index("ix_customer_told_case_id", "case_id"),
)
visit_rating = _table(
    "visit_rating",
    _key("seq", Integer),
    _id("transaction_id", nullable=True),
    _id("case_id", nullable=True),
    _number("stars"),
    _id("operator_id", nullable=True),
    _text("business_date"),
    _number("rated_at"),
    Index("ix_visit_rating_business_date", "business_date"),
    Index("ix_visit_rating_transaction_id", "transaction_id", sqlite_where=text("transaction_id IS NOT NULL")),
    Index("ix_visit_rating_case_id", "case_id", sqlite_where=text("case_id IS NOT NULL")),
)
complaint = _table(
    "complaint",
    _key("number", Text),
    _text("kind"),
    _id("case_id", nullable=True),
    _id("transaction_id", nullable=True),
    _id("operator_id", nullable=True),
    _text("business_date"),
    _number("made_at"),
    Index("ix_complaint_business_date", "business_date"),
    Index("ix_complaint_case_id", "case_id", sqlite_where=text("case_id IS NOT NULL")),
    Index("ix_complaint_transaction_id", "transaction_id", sqlite_where=text("transaction_id IS NOT NULL")),
)
complaint_settlement = _table(
    "complaint_settlement",
    _key("number", Text),
    _text("outcome"),
    _id("operator_id", nullable=True),
    _number("settled_at"),
)
customer_assisted = _table(
    "customer_assisted",
    _key("seq", Integer),
    _text("service_code"),
    _id("case_id"),
    _id("operator_id", nullable=True),
    _text("business_date"),
    Index("ix_customer_assisted_business_date", "business_date"),
)
service_not_offered = _table(
    "service_not_offered",
    _key("seq", Integer),
    _text("words"),
    _id("operator_id", nullable=True),
    _text("business_date"),
    Index("ix_service_not_offered_business_date", "business_date"),
)

FOLLOWED = (
    case_standing,
    case_move,
    missing_paper,
    portal_payment_standing,
    portal_payment_move,
    outage,
    customer_told,
    visit_rating,
    complaint,
    complaint_settlement,
    customer_assisted,
    service_not_offered,
)

# Beside the journal: it names a person and his phone, and goes once the server has it.
message_waiting = _table(
    "message_waiting",
    _key("id"),
    _id("case_id"),
    _text("reference"),
    _id("customer_id"),  # whose phone it is
    _text("phone"),
    _text("words"),
    _number("made_at"),
    _number("is_refused"),  # the gateway will never carry it: the phone is none it knows
)
