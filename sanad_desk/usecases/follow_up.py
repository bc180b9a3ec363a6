"""The follow-up list: every case of the centre that has not come to its end, by what it waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import NEXT_MOVE, CaseState, Move, Standing, WaitsFor
from sanad_desk.domain.catalogue import NO_WORDS, Action, Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.folding import fold_text
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.outage import waits_for_now
from sanad_desk.domain.portal_payment_life import RESERVES, PaymentState
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers, people
from sanad_desk.store.cases import held_of_case
from sanad_desk.store.outages import open_entities
from sanad_desk.store.reversals import details_of
from sanad_desk.store.unsettled_payments import StandingPayment, unsettled
from sanad_desk.usecases.case_standings import desks_of, open_cases
from sanad_desk.usecases.day_view import entity_name, service_name
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import held_in_centre
from sanad_desk.usecases.serve_case import later_actions
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


class Bucket(StrEnum):
    """What is looked at: whom cases wait for, reminders of today and before, or all."""

    US = "us"
    CUSTOMER = "customer"
    ENTITY = "entity"
    MONEY = "money"
    HANDOVER = "handover"
    DUE = "due"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class FollowFilter:
    """Nothing said means everything."""

    bucket: Bucket = Bucket.US
    entity: str = ""
    operator_id: UUID | None = None
    service_code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FollowRow:
    """One case; amounts in baisa. `days_left` are working days to the promised date, negative once it has passed."""

    standing: Standing
    service: Words
    entity: Words
    customer: Words
    masked: str
    phone: str
    operator: Words
    waits_for: WaitsFor
    next_move: Move | None
    actions: tuple[Action, ...]  # that can be charged for now
    is_overdue: bool
    is_due: bool
    is_parked: bool  # its entity's portal does not work
    waits_days: int
    days_left: int | None
    promised_in_days: int | None  # the same in days of the calendar, closed ones among them
    amount: int
    held: int  # of its government fees, at this desk
    payment: PaymentState | None
    payment_id: UUID | None
    sensitive: bool
    desk_number: int  # that moved it last; 0 for this one


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The rows of a bucket that pass the filters, oldest first, then dearest; counts are of all that pass them."""

    rows: tuple[FollowRow, ...]
    counts: Mapping[Bucket, int] = field(default_factory=dict)
    entities: tuple[tuple[str, Words], ...] = ()
    operators: tuple[tuple[UUID, Words], ...] = ()
    services: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """An open case with what holds it up, before anybody's name is looked up."""

    standing: Standing
    payment: StandingPayment | None
    is_parked: bool
    held: int = 0  # of its fees, where they are still to be paid in the portal

    def waits_for(self, today: date) -> WaitsFor | None:
        """Money that nobody knows the whereabouts of goes before everything else."""
        if self.payment is not None:
            return WaitsFor.MONEY
        return waits_for_now(self.standing, today, is_down=self.is_parked)

    def is_in(self, bucket: Bucket, today: date) -> bool:
        if bucket is Bucket.DUE:
            return self.standing.is_due(today)
        return bucket is Bucket.ALL or self.waits_for(today) == bucket.value

    @property
    def amount(self) -> int:
        return self.payment.amount if self.payment else self.standing.amount or self.held


def follow_up(desk: OpenDesk, who: SignedIn, wanted: FollowFilter) -> FollowUp:
    """Of the whole centre, as far as it is known here."""
    today = business_date_at(desk.clock.now())
    with reading_centre(desk) as centre:
        known = followed_cases(centre)
        passing = [each for each in known if _passes(centre, each.standing, wanted)]
        chosen = [_with_held(centre, each) for each in passing if each.is_in(wanted.bucket, today)]
        chosen.sort(key=lambda each: _oldest_then_dearest(each, today))
        elsewhere = desks_of(centre, [each.standing for each in chosen])
        rows = tuple(_row(desk, centre, each, today, elsewhere) for each in chosen)
        everybody = {each.standing.moved_by for each in known if each.standing.moved_by}
        operators = tuple((key, people.name_of(centre.own, key)) for key in sorted(everybody))
    return FollowUp(
        rows=rows,
        counts={bucket: sum(each.is_in(bucket, today) for each in passing) for bucket in Bucket},
        entities=tuple((code, entity_name(desk, code)) for code in _most(each.standing.entity for each in known)),
        operators=operators,
        services=tuple(
            (code, service_name(desk, code)) for code in _most(each.standing.service_code for each in known)
        ),
    )


def _with_held(centre: WholeCentre, followed: Followed) -> Followed:
    if followed.standing.state is not CaseState.READY:
        return followed
    return replace(followed, held=held_in_centre(centre, followed.standing))


def followed_cases(centre: WholeCentre) -> list[Followed]:
    """Every open case of the centre."""
    asked = sorted((p for at in centre.connections for p in unsettled(at)), key=lambda p: (p.asked_at, p.payment_id))
    payments = {payment.case_id: payment for payment in asked}  # of several the last asked
    down = open_entities(centre.connections)
    return [
        Followed(standing, payments.get(standing.case_id), standing.entity in down) for standing in open_cases(centre)
    ]


def _oldest_then_dearest(followed: Followed, today: date) -> tuple[int, int, int]:
    since = business_date_at(followed.standing.since)
    return -(today - since).days, -followed.amount, followed.standing.since


def _most(codes: Iterable[str]) -> list[str]:
    return [code for code, _ in Counter(codes).most_common()]


def _passes(centre: WholeCentre, standing: Standing, wanted: FollowFilter) -> bool:
    if wanted.entity and standing.entity != wanted.entity:
        return False
    if wanted.service_code and standing.service_code != wanted.service_code:
        return False
    if wanted.operator_id and standing.moved_by != wanted.operator_id:
        return False
    return not wanted.text.strip() or _is_named(centre, standing, wanted.text)


def _is_named(centre: WholeCentre, standing: Standing, text: str) -> bool:
    """By reference, portal reference, who is served or came for him, or anything that was typed for the case."""
    said = [standing.reference, standing.portal_reference]
    for customer in _people_of(centre.own, standing):
        said += [customer.name.ar, customer.name.en, customer.civil_number, customer.cr_number, customer.phone]
    for connection in centre.connections:
        said += [value for value, _ in details_of(connection, standing.case_id.bytes).values()]
    folded, digits = fold_text(text), only_digits(text)
    return folded in fold_text("\n".join(said)) or (
        len(digits) > 2 and any(digits in only_digits(each) for each in said)
    )


def _people_of(own: Connection, standing: Standing) -> list[Customer]:
    ids = (standing.customer_id, standing.representative_id)
    found = (customers.load(own, customer_id) for customer_id in ids if customer_id)
    return [customer for customer in found if customer is not None]


def _row(
    desk: OpenDesk, centre: WholeCentre, followed: Followed, today: date, elsewhere: Mapping[UUID, int]
) -> FollowRow:
    standing, payment = followed.standing, followed.payment
    service = desk.catalogue.services.get(standing.service_code)
    known = _people_of(centre.own, standing)
    first = known[0] if known else None
    calendar, since = desk.calendar, business_date_at(standing.since)
    return FollowRow(
        standing=standing,
        service=service_name(desk, standing.service_code),
        entity=entity_name(desk, standing.entity),
        customer=first.name if first else NO_WORDS,
        masked=first.masked if first else "",
        phone=next((person.phone for person in reversed(known) if person.phone), ""),
        operator=people.name_of(centre.own, standing.moved_by) if standing.moved_by else NO_WORDS,
        waits_for=followed.waits_for(today) or WaitsFor.US,
        next_move=NEXT_MOVE.get(standing.state),
        actions=later_actions(desk, standing, is_unsure=payment is not None and payment.state in RESERVES),
        is_overdue=standing.is_overdue(today),
        is_due=standing.is_due(today),
        is_parked=followed.is_parked,
        waits_days=(today - since).days,
        days_left=calendar.between(today, standing.promised) if standing.promised else None,
        promised_in_days=(standing.promised - today).days if standing.promised else None,
        amount=followed.amount,
        held=held_of_case(centre.own, standing.case_id)[0],
        payment=payment.state if payment else None,
        payment_id=payment.payment_id if payment else None,
        sensitive=service is None or service.sensitive,
        desk_number=elsewhere.get(standing.case_id, 0),
    )
