"""Playing days of realistic visits over the real catalogue, through the same use cases as the screens."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sanad_desk.domain.catalogue import FeeBasis, GovernmentFee
from sanad_desk.domain.checklist import Row, RowKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import CardOutcome, Tender, TenderInput
from sanad_desk.domain.visit import ActionDraft, GovernmentPart
from sanad_desk.store import desk_book
from sanad_desk.usecases.approve import Approval, approve
from sanad_desk.usecases.begin_visit import begin_visit, hold_visit, resume_visit
from sanad_desk.usecases.change_action import (
    chosen_fee,
    set_centre_fee,
    set_government_fee,
    set_quantity,
    typed_fee,
    waive_fee,
)
from sanad_desk.usecases.complete_step import complete_step, override_step
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS, is_demo_centre
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, open_shift
from sanad_desk.usecases.pretend_customers import pretend_customer, pretend_value
from sanad_desk.usecases.set_customer import save_customer, set_customer
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.simulate_cases import CaseLives
from sanad_desk.usecases.simulate_odd import OPENING_FLOAT, OddDays
from sanad_desk.usecases.take_payment import Sale, note_card_attempt, take_payment

MUSCAT_MORNING_UTC = 4  # 08:00 in Muscat
VISITS_IN_A_DAY = 80  # at people's pace; more are played faster, so that the day still ends before the night


@dataclass(frozen=True, slots=True)
class Day:
    """One played day: its operator, the manager's approval that is at hand, and how many times faster than people."""

    operator: SignedIn
    approval: Approval
    haste: int
    odd: OddDays | None


def simulate(
    desk: OpenDesk,
    clock: SetClock,
    *,
    first_day: date,
    days: int,
    per_day: int,
    seed: int,
    odd: bool = False,
    follow: bool = False,
) -> Iterator[Sale]:
    """Yields each sale only after its commit; the same seed plays the same visits.

    `odd` adds what else happens in a centre, and closes shifts and days; without it the drawers stay open. `follow`
    lets cases of before live on each day.
    Raises Refused anywhere but in the demo centre.
    """
    if not is_demo_centre(desk):
        raise Refused("simulate_needs_demo")
    dice = random.Random(seed)
    services = sorted(desk.catalogue.services)
    lives_dice = random.Random(f"{seed} lives")
    for day in range(days):
        clock.at = _morning(first_day + timedelta(days=day))
        played = _begin_day(desk, clock, 1 + per_day // VISITS_IN_A_DAY, random.Random(dice.random()) if odd else None)
        for _ in range(per_day):
            clock.move(dice.randrange(60_000, 420_000) // played.haste)
            sale = _play_visit(desk, clock, played, dice, services)
            yield sale
            if played.odd is not None:
                played = replace(played, operator=played.odd.after_sale(played.operator, sale.number))
        if follow:
            lives = CaseLives(
                desk, clock, lives_dice, played.approval, partial(_settle, desk, clock, played, lives_dice)
            )
            yield from lives.live(played.operator, per_day)
        if played.odd is not None:
            played.odd.end_of_day()


def next_free_day(desk: OpenDesk, wanted: date) -> date:
    """The first day whose morning comes after everything that is stored: facts are never dated back."""
    if not desk.is_founded:
        return wanted
    with desk.store.reading() as connection:
        last_shift = connection.exec_driver_sql("SELECT max(business_date) FROM shift").scalar()
        last_fact = desk_book.last_fact_at(connection)
    free = business_date_at(last_fact)
    if _morning(free) < last_fact or free.isoformat() == last_shift:
        free += timedelta(days=1)
    return max(wanted, free)


def _morning(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, MUSCAT_MORNING_UTC, tzinfo=UTC).timestamp() * 1000)


def _begin_day(desk: OpenDesk, clock: SetClock, haste: int, odd_dice: random.Random | None) -> Day:
    operators = list_operators(desk)
    clerks = [operator for operator in operators if Role.MANAGER not in operator.roles]
    managers = [operator for operator in operators if Role.MANAGER in operator.roles]
    who = sign_in(desk, clerks[0].id, OPERATOR_PINS[0])
    approval = approve(desk, managers[0].id, MANAGER_PIN, "goodwill")
    odd = None
    if odd_dice is not None:
        people = [who, *(SignedIn(clerk.id, clerk.name, clerk.roles) for clerk in clerks[1:])]
        odd = OddDays(desk, clock, odd_dice, approval, people)
        odd.before_opening(who)
    if current_shift(desk, who) is None:
        open_shift(desk, who, OPENING_FLOAT)
    return Day(who, approval, haste, odd)


def _play_visit(desk: OpenDesk, clock: SetClock, day: Day, dice: random.Random, services: list[str]) -> Sale:
    view = begin_visit(desk, day.operator)
    visit_id = view.visit.id
    customer = save_customer(desk, day.operator, pretend_customer(dice)).customer
    set_customer(desk, day.operator, visit_id, customer.id)
    if customer.is_company:
        agent = save_customer(desk, day.operator, pretend_customer(dice)).customer
        set_customer(desk, day.operator, visit_id, agent.id, representative=True)
    for _ in range(dice.choice((1, 1, 1, 1, 2, 3))):
        view = open_case(desk, day.operator, visit_id, dice.choice(services))
        view = _play_checklist(desk, clock, day, dice, view)
        view = _play_money(desk, day, dice, view)
    if dice.random() < 0.05:
        hold_visit(desk, day.operator, visit_id)
        view = resume_visit(desk, day.operator, visit_id)
    return _pay(desk, day, dice, view)


def _settle(desk: OpenDesk, clock: SetClock, day: Day, dice: random.Random, who: SignedIn, view: VisitView) -> Sale:
    """A visit that was begun on a known case."""
    played = replace(day, operator=who)
    return _pay(desk, played, dice, _play_money(desk, played, dice, _play_checklist(desk, clock, played, dice, view)))


def _play_checklist(desk: OpenDesk, clock: SetClock, day: Day, dice: random.Random, view: VisitView) -> VisitView:
    position = len(view.cases) - 1
    while (row := view.cases[position].checklist.current) is not None:
        clock.move(dice.randrange(2_000, 30_000) // day.haste)
        case = view.cases[position]
        if row.required and dice.random() < 0.01 and row.kind is RowKind.PAPER:
            view = override_step(desk, day.operator, view.visit.id, case.case.id, row.key, day.approval)
            continue
        outcome, value = _answer(dice, row)
        view = complete_step(desk, day.operator, view.visit.id, case.case.id, row.key, outcome, value=value)
    return view


def _answer(dice: random.Random, row: Row) -> tuple[str, str]:
    if row.kind is RowKind.FIELD:
        return "typed", pretend_value(row.check)
    if row.kind is RowKind.REFERENCE:
        return ("typed", f"R{dice.randrange(10**7):07d}") if dice.random() < 0.9 else ("none_given", "")
    return dice.choice(row.choices).code, ""


def _play_money(desk: OpenDesk, day: Day, dice: random.Random, view: VisitView) -> VisitView:
    case = view.cases[-1]
    for position, draft in enumerate(case.case.actions):
        view = _play_action(desk, day, dice, view, case, position, draft)
    return view


def _play_action(
    desk: OpenDesk, day: Day, dice: random.Random, view: VisitView, case: CaseView, position: int, draft: ActionDraft
) -> VisitView:
    where = (desk, day.operator, view.visit.id, case.case.id, position)
    if draft.centre_fee is None:
        view = set_centre_fee(*where, dice.choice((1_000, 2_000, 3_000, 5_000)))
    if draft.unit == "page" or dice.random() < 0.05:
        view = set_quantity(*where, dice.randrange(1, 6))
    if draft.government and draft.government[0].amount is None:
        fees = case.service.fees(draft.action, business_date_at(desk.clock.now()))
        part = _government(dice, [fee for fee in fees if fee.part == "main"])
        view = set_government_fee(*where, (part,))
    fee = view.cases[-1].case.actions[position].centre_fee or 0
    if fee and dice.random() < 0.02:
        view = waive_fee(*where, fee // 2, day.approval)
    return view


def _government(dice: random.Random, fees: list[GovernmentFee]) -> GovernmentPart:
    fee = dice.choice(fees)
    direct = dice.random() < 0.15
    if fee.basis in (FeeBasis.FIXED, FeeBasis.CHOICE, FeeBasis.NONE):
        return chosen_fee(fee, paid_direct=direct)
    if fee.basis is FeeBasis.RANGE:
        low, high = fee.minimum or 0, fee.maximum or 100_000
        return chosen_fee(fee, dice.randrange(low, high + 1, 5) if high > low else low, paid_direct=direct)
    return typed_fee(dice.randrange(500, 60_000, 5), paid_direct=direct)


def _pay(desk: OpenDesk, day: Day, dice: random.Random, view: VisitView) -> Sale:
    total = view.bill.total
    way = dice.random()
    agreed = day.odd.tenders(view) if day.odd is not None else None
    if agreed is not None:
        return take_payment(desk, day.operator, view.visit.id, agreed, total)
    if way < 0.2 and total:
        if dice.random() < 0.1:
            note_card_attempt(desk, day.operator, view.visit.id, total, CardOutcome.DECLINED)
        tenders = [TenderInput(Tender.CARD, total, f"{dice.randrange(10**6):06d}")]
    elif way < 0.25 and total:
        tenders = [TenderInput(Tender.TRANSFER, total, f"T{dice.randrange(10**6):06d}")]
    elif way < 0.3 and total > 2_000:
        by_card = total // 2
        tenders = [
            TenderInput(Tender.CARD, by_card, f"{dice.randrange(10**6):06d}"),
            TenderInput(Tender.CASH, total - by_card),
        ]
    else:
        tenders = [TenderInput(Tender.CASH, -(-total // 1_000) * 1_000)]
    return take_payment(desk, day.operator, view.visit.id, tenders, total)
