"""How a row of the follow-up list is written: its state, its age, and what comes next with its key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sanad_desk.domain.case_life import CaseState, Move, Standing, waits_for
from sanad_desk.usecases.follow_up import Bucket, FollowRow
from sanad_ui import formats
from sanad_ui.case_words import (
    MOVE_KEYS,
    PAYMENT_KEY,
    payment_phrase,
    payment_tone,
    state_phrase,
    state_tone,
    words_of,
)
from sanad_ui.follow.door import DraftRow, ListedRow, reference_of
from sanad_ui.texts import Phrase, say, t

BUCKET_ICONS: Mapping[Bucket, str] = {
    Bucket.US: "inbox",
    Bucket.CUSTOMER: "user",
    Bucket.ENTITY: "landmark",
    Bucket.MONEY: "coins",
    Bucket.HANDOVER: "package-check",
    Bucket.DUE: "calendar-clock",
}
_STATE_ICONS: Mapping[CaseState, str] = {
    CaseState.DRAFT: "pencil",
    CaseState.READY: "upload",
    CaseState.SUBMITTED: "landmark",
    CaseState.IN_REVIEW: "hourglass",
    CaseState.RETURNED: "undo-2",
    CaseState.APPROVED: "coins",
    CaseState.PAID: "badge-check",
    CaseState.ISSUED: "package-check",
    CaseState.ON_HOLD: "pause",
    CaseState.REFUND_DUE: "banknote",
}


BUCKETS = tuple(BUCKET_ICONS)


def bucket_key(bucket: Bucket) -> str:
    return f"Alt+{BUCKETS.index(bucket) + 1}"


def bucket_phrase(bucket: Bucket) -> Phrase:
    return say(f"follow.bucket.{bucket.value}")


def chip_of(row: ListedRow) -> tuple[str, str, str]:
    """Words, tone and icon: what is unsure about its money goes before where a case stands."""
    if isinstance(row, DraftRow):
        return t(f"follow.state.{row.state.value}"), "quiet", _STATE_ICONS[row.state]
    if row.payment is not None:
        return payment_phrase(row.payment)(), payment_tone(row.payment), "circle-help"
    standing = row.standing
    return state_phrase(standing)(), state_tone(standing.state), _STATE_ICONS.get(standing.state, "circle-dot")


def age_of(row: ListedRow) -> str:
    """What is promised tells how far off it is, all else how long it has waited."""
    if isinstance(row, DraftRow) or row.days_left is None or not (row.is_overdue or row.waits_for == "entity"):
        return t("follow.age.days", n=row.waits_days) if row.waits_days else t("follow.age.today")
    # Also on a Saturday after a promised Thursday, between which no working day lies.
    if row.is_overdue:
        return t("follow.age.over", n=max(1, -row.days_left))
    if row.promised_in_days is not None and row.promised_in_days <= 1:
        return t("follow.age.left_tomorrow" if row.promised_in_days else "follow.age.left_today")
    return t("follow.age.left", n=max(1, row.days_left))


def age_is_bad(row: ListedRow) -> bool:
    return isinstance(row, FollowRow) and row.is_overdue


def beside_age(row: ListedRow) -> str:
    """What else is worth a glance: a portal that is down, a reminder, another desk."""
    if isinstance(row, DraftRow):
        return t("follow.page.unpaid")
    if row.is_parked:
        return t("follow.page.parked")
    if row.is_due:
        return t("follow.page.reminder")
    return t("follow.page.desk", n=row.desk_number) if row.desk_number else ""


def next_of(row: ListedRow) -> tuple[str, str]:
    """Words and key; empty where nothing is to be done but to wait."""
    if isinstance(row, DraftRow):
        return t("follow.next.resume"), MOVE_KEYS[Move.RESUME]
    if row.payment is not None:
        return t("follow.next.verify"), PAYMENT_KEY
    if row.next_move is None:
        return "", ""
    return t(f"follow.next.{row.next_move.value}"), MOVE_KEYS[row.next_move]


def where_phrase(what: Phrase, standing: Standing, today: date) -> Phrase:
    """Into which state it came, and the key that shows it there."""
    waits = waits_for(standing, today)
    if waits is None:
        return say("follow.page.ended", what=what, state=state_phrase(standing))
    key = bucket_key(Bucket(waits.value)).replace("+", " ")
    return say("follow.page.went", what=what, state=state_phrase(standing), press=key)


def service_text(row: ListedRow) -> str:
    if isinstance(row, DraftRow) and row.others:
        return t("follow.page.and_others", service=words_of(row.service), n=row.others)
    return words_of(row.service)()


def below_service(row: ListedRow) -> str:
    """The number first: where the room ends, the entity gives way."""
    return formats.listed([formats.identifier(reference_of(row)), words_of(row.entity)()])


def customer_text(row: ListedRow) -> str:
    return words_of(row.customer)() or t("follow.page.nobody")


def spoken_row(row: ListedRow) -> str:
    """The row as it is read out."""
    said, key = next_of(row)
    parts = [
        service_text(row),
        below_service(row),
        customer_text(row),
        chip_of(row)[0],
        age_of(row),
        beside_age(row),
        formats.amount_with_unit(row.amount) if row.amount else "",
        f"{said} {key}" if said else "",
    ]
    return formats.listed(parts)
