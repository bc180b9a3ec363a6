"""The odd side of played days: money that moves, reversals, accounts, handovers, drawers that are off, wrong clocks."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.reversal import REVERSAL_REASONS, as_paid, chosen_with_companions, left_to_reverse, take_back
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import shifts
from sanad_desk.store.reversals import load_original
from sanad_desk.usecases.account_statement import account_list
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.hand_over import hand_over
from sanad_desk.usecases.look_at_shift import ShiftState, ShiftView, waiting_shifts
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.pay_account import receive_deposit, receive_on_account, return_deposit
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction

CREDIT_LIMIT = 500_000
OPENING_FLOAT = 50_000
DAY_MS = 24 * 3_600_000


@dataclass(slots=True)
class OddDays:
    """What may happen besides visits; whatever the rules refuse on that day does not happen then."""

    desk: OpenDesk
    clock: SetClock
    dice: random.Random
    approval: Approval
    clerks: list[SignedIn]

    @property
    def manager(self) -> SignedIn:
        return self.approval.manager

    def before_opening(self, who: SignedIn) -> None:
        """Now and then the clock is a day ahead; it is noticed after the shift was opened, and that one is closed."""
        if self.dice.random() < 0.05:
            self.clock.move(DAY_MS)
            shift = open_shift(self.desk, who, OPENING_FLOAT)
            self.clock.move(-DAY_MS)
            accept_clock(self.desk, who, self.approval)
            self._close(who, shift.id)
        if self.dice.random() < 0.1:
            open_shift(self.desk, self._other(who), OPENING_FLOAT, {10_000: 5})  # and sells nothing all day

    def tenders(self, view: VisitView) -> list[TenderInput] | None:
        """A company pays later, now and then; None leaves it to the visit."""
        total, customer = view.bill.total, view.customer
        if customer is None or not customer.is_company or not total or self.dice.random() < 0.7:
            return None
        known = {row.customer_id: row.account for row in account_list(self.desk, self.manager)}
        account = known.get(customer.id)
        if account is None or not account.active:
            open_account(self.desk, self.manager, customer.id, CREDIT_LIMIT)
            return [TenderInput(Tender.ON_ACCOUNT, total)] if total <= CREDIT_LIMIT else None
        return [TenderInput(Tender.ON_ACCOUNT, total)] if total <= account.available else None

    def after_sale(self, who: SignedIn, number: str) -> SignedIn:
        """Gives back who stands at the drawer now."""
        chance = self.dice.random()
        if chance < 0.02:
            return self._hand_over(who)
        events: tuple[tuple[float, Callable[[], None]], ...] = (
            (0.07, lambda: self._reverse(who, number)),
            (0.10, lambda: self._correct(who, number)),
            (0.16, lambda: self._move(who)),
            (0.22, lambda: self._pay_portals(who)),
            (0.30, lambda: self._accounts(who)),
        )
        event = next((event for limit, event in events if chance < limit), None)
        if event is not None:
            with contextlib.suppress(Refused):
                event()
        return who

    def end_of_day(self) -> None:
        """Counts and closes everything that waits, unless it is forgotten; mostly closes the day too."""
        if self.dice.random() < 0.1:
            return
        for view in waiting_shifts(self.desk, self.manager):
            who = self.manager if self.dice.random() < 0.2 else self._operator(view)
            self._close(who, view.shift.id, is_counted=view.state is ShiftState.COUNTED)
        today = business_date_at(self.clock.now())
        for day in (today - timedelta(days=1), today):
            with contextlib.suppress(Refused):
                self._accept_variances(day)
                close_day(self.desk, self.manager, day)

    def _operator(self, view: ShiftView) -> SignedIn:
        return next(clerk for clerk in self.clerks if clerk.operator_id == view.shift.operator_id)

    def _other(self, who: SignedIn) -> SignedIn:
        return next(clerk for clerk in self.clerks if clerk.operator_id != who.operator_id)

    def _reverse(self, who: SignedIn, number: str) -> None:
        with self.desk.store.reading() as connection:
            original = load_original(connection, number)
        charges, gone = original.fact.charges, original.gone
        left = left_to_reverse(charges, gone)
        chosen = chosen_with_companions(charges, left if self.dice.random() < 0.5 else left[:1], gone)
        total = sum(part.back for part in take_back(charges, chosen, gone, original.at_portal, original.held))
        tenders = [TenderInput(way, part, "112233") for way, part in as_paid(total, original.left).items()]
        reason = self.dice.choice(REVERSAL_REASONS)
        reverse_transaction(self.desk, who, number, chosen, tenders, reason, self.approval)

    def _correct(self, who: SignedIn, number: str) -> None:
        with self.desk.store.reading() as connection:
            left = load_original(connection, number).left
        if cash := left.get(Tender.CASH, 0):
            approval = replace(self.approval, reason="wrong_tender")
            correct_tender(self.desk, who, number, Tender.CASH, Tender.CARD, cash, "654321", approval)

    def _move(self, who: SignedIn) -> None:
        kind = self.dice.choice((MoveKind.DROP, MoveKind.DROP, MoveKind.CASH_OUT, MoveKind.CASH_IN))
        amount = self.dice.randrange(1_000, 80_000, 500)
        move_cash(self.desk, who, kind, amount, reason="printer paper", slip="S-1", approval=self.approval)

    def _pay_portals(self, who: SignedIn) -> None:
        today = business_date_at(self.clock.now())
        due = fees_to_pay(self.desk, who, today, today)[:5]
        fees = [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held, "SAMPLE") for fee in due]
        if fees:
            record_portal_payments(self.desk, who, fees)

    def _accounts(self, who: SignedIn) -> None:
        rows = account_list(self.desk, who)
        if not rows:
            return
        row = self.dice.choice(rows)
        amount = self.dice.randrange(1_000, 40_000, 500)
        cash = [TenderInput(Tender.CASH, amount)]
        if row.account.deposit and self.dice.random() < 0.3:
            return_deposit(self.desk, who, row.customer_id, min(amount, row.account.deposit), self.approval)
        elif row.account.balance >= amount:
            receive_on_account(self.desk, who, row.customer_id, amount, cash)
        else:
            receive_deposit(self.desk, who, row.customer_id, amount, cash)

    def _hand_over(self, who: SignedIn) -> SignedIn:
        following = self._other(who)
        views = waiting_shifts(self.desk, self.manager)
        if any(view.shift.operator_id == following.operator_id and view.is_running for view in views):
            return who  # has a drawer of his own today
        running = next(view for view in views if view.shift.operator_id == who.operator_id and view.is_running)
        pieces = self._pieces(running.shift.id)
        lock_count(self.desk, who, running.shift.id, pieces)
        hand_over(self.desk, who, running.shift.id, following, pieces, reason="shift change", approve_later=True)
        return following

    def _close(self, who: SignedIn, shift_id: UUID, *, is_counted: bool = False) -> None:
        if not is_counted:
            lock_count(self.desk, who, shift_id, self._pieces(shift_id))
        close_shift(self.desk, who, shift_id, reason="counted at night", approve_later=True)

    def _pieces(self, shift_id: UUID) -> dict[int, int]:
        """What lies in the drawer: now and then more or less than it should; less than a coin is always off."""
        view = next(v for v in waiting_shifts(self.desk, self.manager) if v.shift.id == shift_id)
        off = self.dice.choice((0, 0, 0, 0, 500, -500, -2_000, 3_000))
        pieces, _ = break_down(max(0, (view.expected or 0) + off))
        return pieces

    def _accept_variances(self, day: date) -> None:
        with self.desk.store.reading() as connection:
            waiting = [
                shift.id
                for shift in shifts.shifts_on(connection, day)
                if (closing := shifts.closing_of(connection, shift.id)) is not None and closing.waits
            ]
        for shift_id in waiting:
            approve_variance(self.desk, self.manager, shift_id, "explained")
