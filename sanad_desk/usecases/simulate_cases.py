"""The life of played cases after their receipts: reviews, returns, later payments, outages, money nobody can find."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sanad_desk.domain.case_life import FOR_MANAGERS, REASONS, CaseState, Move, Standing, moves_from
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.complaint import KINDS
from sanad_desk.domain.customer_message import ToldBy
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import NEXT, Channel, PaymentState
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store.cases import held_of_case
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, FollowRow, follow_up
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cases import move_cases
from sanad_desk.usecases.note_not_offered import note_not_offered
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.rate_visit import rate_visit
from sanad_desk.usecases.serve_case import serve_case
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.usecases.tell_customer import tell_customer

# Of every hundred things that happen to a case, how many are a move, a charge, a payment in a portal, and the rest.
_MOVES, _CHARGES, _PAYMENTS = 60, 75, 92
_FEES = (7_500, 20_000, 201_000)


@dataclass(slots=True)
class CaseLives:
    """What may happen on a day to cases of before; whatever the rules refuse then does not happen."""

    desk: OpenDesk
    clock: SetClock
    dice: random.Random
    approval: Approval
    # Works a visit through and settles it, as the day's own visits are.
    settle: Callable[[SignedIn, VisitView], Sale]

    def live(self, who: SignedIn, events: int) -> list[Sale]:
        """Some events of a day, after its morning; gives back what was charged for."""
        self._outage(who)
        sales = []
        for _ in range(events):
            self.clock.move(self.dice.randrange(30_000, 120_000))
            rows = follow_up(self.desk, who, FollowFilter(Bucket.ALL)).rows
            if not rows:
                break
            with contextlib.suppress(Refused, DomainError):
                sale = self._happen(who, self.dice.choice(rows))
                sales += [sale] if sale is not None else []
        return sales

    def _happen(self, who: SignedIn, row: FollowRow) -> Sale | None:
        chance = self.dice.randrange(100)
        if chance < _MOVES:
            self._move(who, row.standing)
        elif chance < _CHARGES:
            return self._charge(who, row)
        elif chance < _PAYMENTS:
            self._pay_in_portal(who, row)
        else:
            self._say(who, row)
        return None

    def _move(self, who: SignedIn, standing: Standing) -> None:
        possible = [move for move in moves_from(standing.state) if move not in FOR_MANAGERS]
        move_case(self.desk, who, self._said(standing, self.dice.choice(possible)))

    def _said(self, standing: Standing, move: Move) -> MoveInput:
        today = business_date_at(self.clock.now())
        later = today + timedelta(days=self.dice.randrange(1, 12))
        asks = move in (Move.APPROVE, Move.CLAIM_REFUND)
        return MoveInput(
            standing.case_id,
            move,
            reason=self.dice.choice(REASONS[move]) if move in REASONS else "",
            rows=self._papers(standing) if move is Move.RETURN else (),
            amount=self.dice.choice(_FEES) if asks else 0,
            promised=later if move is Move.PROMISE else None,
            remind_on=later if move is Move.REMIND else None,
            portal_reference=f"P{self.dice.randrange(10**6):06d}" if move is Move.REFER else "",
            turn=standing.turn,
        )

    def _papers(self, standing: Standing) -> tuple[str, ...]:
        keys = self.desk.catalogue.service(standing.service_code).paper_keys
        return tuple(self.dice.sample(keys, min(len(keys), 1)))

    def _charge(self, who: SignedIn, row: FollowRow) -> Sale | None:
        if not row.actions:
            return None
        wanted = Action.PAY if row.standing.state is CaseState.APPROVED else self.dice.choice(row.actions)
        return self.settle(who, serve_case(self.desk, who, row.standing.case_id, wanted))

    def _pay_in_portal(self, who: SignedIn, row: FollowRow) -> None:
        """An unsettled payment becomes something else; else one is tried, mostly of a fee that lies here."""
        if row.payment is not None and row.payment_id is not None:
            state = self.dice.choice(sorted(NEXT[row.payment]))
            settle_portal_payment(self.desk, who, row.payment_id, state, approval=self.approval)
            return
        first = self.dice.choice((PaymentState.ASKED, PaymentState.UNKNOWN, PaymentState.DEDUCTED, PaymentState.FAILED))
        channel = self.dice.choice((Channel.CENTRE_CARD, Channel.CENTRE_CARD, Channel.CUSTOMER_CARD))
        amount = self._held(row) if channel is Channel.CENTRE_CARD else self.dice.choice(_FEES)
        ask_portal_payment(self.desk, who, PaymentAsked(row.standing.case_id, amount, channel, first))

    def _held(self, row: FollowRow) -> int:
        with self.desk.store.reading() as connection:
            return held_of_case(connection, row.standing.case_id)[0]

    def _say(self, who: SignedIn, row: FollowRow) -> None:
        case_id = row.standing.case_id
        self.dice.choice(
            (
                lambda: tell_customer(self.desk, who, case_id, ToldBy.COPIED),
                lambda: rate_visit(self.desk, who, self.dice.randrange(1, 6), case_id=case_id),
                lambda: make_complaint(self.desk, who, self.dice.choice(KINDS), case_id=case_id),
                lambda: note_not_offered(self.desk, who, "passport photos"),
            )
        )()

    def _outage(self, who: SignedIn) -> None:
        """A portal that is down works again within days, and most of what was parked is taken up."""
        for outage in outages(self.desk):
            if self.dice.random() < 0.5:
                parked = end_outage(self.desk, who, outage.outage_id)
                resumed = [MoveInput(each.case_id, Move.RESUME) for each in parked if self.dice.random() < 0.8]
                move_cases(self.desk, who, resumed)
        entities = sorted({row.standing.entity for row in follow_up(self.desk, who, FollowFilter(Bucket.ALL)).rows})
        if entities and self.dice.random() < 0.3:
            with contextlib.suppress(Refused):
                begin_outage(self.desk, who, self.dice.choice(entities))
