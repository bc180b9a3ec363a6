"""Any sequence of what people may do with money, drawn by Hypothesis: refused or done, the books stay true."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.cash import break_down
from sanad_desk.domain.cash_movement import NAMES_ENTITY, NAMES_RECEIPT, SOURCES, MoveKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import AuthError, DomainError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store.verify import verify
from sanad_desk.usecases.account_statement import account_list
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day, reopen_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.hand_over import hand_over
from sanad_desk.usecases.look_at_shift import waiting_shifts
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_account import close_account, open_account
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.pay_account import receive_deposit, receive_on_account, return_deposit
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.sign_in import list_operators
from tests.conftest import MORNING
from tests.usecases.counter import Counter, a_customer

AMOUNTS = st.sampled_from((0, 1, 5, 995, 2_000, 7_500, 23_000, 60_000))
PEOPLE = st.integers(0, 2)
TENDERS = st.sampled_from(tuple(Tender))
EXAMPLES, STEPS = (400, 60) if os.environ.get("SANAD_FAULT_DOSE") == "full" else (40, 40)


class AnySequence(RuleBasedStateMachine):
    """Two operators and a manager at one desk; each rule is one of their doors, with whatever arguments."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.clock = SetClock(MORNING)
        self.desk = open_desk(Path(shutil.copytree(self.template, self.place / "store")), clock=self.clock)
        self.people = [SignedIn(o.id, o.name, o.roles) for o in list_operators(self.desk)]
        self.manager = next(person for person in self.people if Role.MANAGER in person.roles)
        self.approval = Approval(self.manager, "goodwill")
        self.numbers: list[str] = []

    def _allowed(self) -> contextlib.AbstractContextManager[None]:
        """Refusals are part of the rules; faults of the program are not."""
        self.clock.move(1_000)
        return contextlib.suppress(DomainError, AuthError)

    @rule(who=PEOPLE, amount=AMOUNTS)
    def opens(self, who: int, amount: int) -> None:
        with self._allowed():
            open_shift(self.desk, self.people[who], amount, break_down(amount)[0] if not amount % 5 else {})

    @rule(who=PEOPLE, customer=st.integers(1, 3), tender=TENDERS, government=AMOUNTS, fee=AMOUNTS)
    def sells(self, who: int, customer: int, tender: Tender, government: int, fee: int) -> None:
        counter = Counter(self.desk, self.clock, self.people[who], self.manager)
        with self._allowed():
            sale = counter.sell(customer=a_customer(customer), tender=tender, government=government, fee=fee)
            self.numbers.append(sale.number)

    @rule(who=PEOPLE, data=st.data(), tender=TENDERS, amount=AMOUNTS, part=st.none() | st.integers(0, 3))
    def reverses(self, who: int, data: st.DataObject, tender: Tender, amount: int, part: int | None) -> None:
        if self.numbers:
            number = data.draw(st.sampled_from(self.numbers))
            positions = None if part is None else [part]
            with self._allowed():
                paid = [TenderInput(tender, amount, "112233")]
                sale = reverse_transaction(
                    self.desk, self.people[who], number, positions, paid, "wrong_service", self.approval
                )
                self.numbers.append(sale.number)

    @rule(who=PEOPLE, data=st.data(), wrong=TENDERS, right=TENDERS, amount=AMOUNTS)
    def corrects(self, who: int, data: st.DataObject, wrong: Tender, right: Tender, amount: int) -> None:
        if self.numbers:
            number = data.draw(st.sampled_from(self.numbers))
            with self._allowed():
                correct_tender(self.desk, self.people[who], number, wrong, right, amount, "654321", self.approval)

    @rule(
        who=PEOPLE,
        kind=st.sampled_from(MoveKind),
        place=st.integers(0, 2),
        amount=AMOUNTS,
        data=st.data(),
        approved=st.booleans(),
    )
    def moves(self, who: int, kind: MoveKind, place: int, amount: int, data: st.DataObject, approved: bool) -> None:
        source = SOURCES[kind][place % len(SOURCES[kind])]
        entity = "rop" if kind in NAMES_ENTITY else ""
        slip = data.draw(st.sampled_from(self.numbers)) if kind in NAMES_RECEIPT and self.numbers else "S"
        approval = self.approval if approved else None
        where = {"source": source, "entity": entity, "reason": "any", "slip": slip}
        with self._allowed():
            move_cash(self.desk, self.people[who], kind, amount, approval=approval, **where)

    @rule(who=PEOPLE, share=st.sampled_from((1, 2, 3)))
    def pays_portal(self, who: int, share: int) -> None:
        today = business_date_at(self.clock.now())
        due = fees_to_pay(self.desk, self.people[who], today, today)
        fees = [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held // share, "P") for fee in due]
        with self._allowed():
            record_portal_payments(self.desk, self.people[who], fees)

    @rule(who=PEOPLE, what=st.sampled_from(("open", "close", "pay", "deposit", "return")), amount=AMOUNTS)
    def keeps_accounts(self, who: int, what: str, amount: int) -> None:
        with self.desk.store.reading() as connection:
            ids = connection.exec_driver_sql("SELECT id FROM customer LIMIT 1").scalars().all()
        if not ids:
            return
        customer, person = UUID(bytes=ids[0]), self.people[who]
        cash = [TenderInput(Tender.CASH, amount)]
        with self._allowed():
            if what == "open":
                open_account(self.desk, person, customer, amount)
            elif what == "close":
                close_account(self.desk, person, customer)
            elif what == "pay":
                self.numbers.append(receive_on_account(self.desk, person, customer, amount, cash).number)
            elif what == "deposit":
                receive_deposit(self.desk, person, customer, amount, cash)
            else:
                return_deposit(self.desk, person, customer, amount, self.approval)

    @rule(who=PEOPLE, off=st.sampled_from((0, 0, 500, -500, 5_000, -5_000)), step=st.integers(0, 3), to=PEOPLE)
    def ends(self, who: int, off: int, step: int, to: int) -> None:
        """Counts; perhaps closes too, or hands over."""
        waiting = waiting_shifts(self.desk, self.manager)
        if not waiting:
            return
        view = waiting[0]
        pieces, _ = break_down(max(0, (view.expected or 0) + off))
        with self._allowed():
            lock_count(self.desk, self.people[who], view.shift.id, pieces)
        with self._allowed():
            if step == 1:
                close_shift(self.desk, self.people[who], view.shift.id, reason="any", approve_later=True)
            elif step == 2:
                close_shift(self.desk, self.people[who], view.shift.id, reason="any", approval=self.approval)
            elif step == 3:
                hand_over(
                    self.desk, self.people[who], view.shift.id, self.people[to], pieces, reason="x", approve_later=True
                )

    @rule(who=PEOPLE, back=st.booleans())
    def closes_the_day(self, who: int, back: bool) -> None:
        day, person = business_date_at(self.clock.now()), self.people[who]
        with self.desk.store.reading() as connection:
            waits = connection.exec_driver_sql("SELECT shift_id FROM shift_closing WHERE approve_later").scalars().all()
        for shift_id in waits:
            with self._allowed():
                approve_variance(self.desk, person, UUID(bytes=shift_id), "explained")
        with self._allowed():
            reopen_day(self.desk, person, day, "too early") if back else close_day(self.desk, person, day)

    @rule(hours=st.sampled_from((-30, -1, 3, 9, 24)))
    def clock_jumps(self, hours: int) -> None:
        self.clock.move(hours * 3_600_000)
        if hours < 0:
            with self._allowed():
                accept_clock(self.desk, self.people[0], self.approval)

    @invariant()
    def the_ledger_is_balanced(self) -> None:
        with self.desk.store.reading() as connection:
            assert connection.exec_driver_sql("SELECT coalesce(sum(amount), 0) FROM balance").scalar_one() == 0
            below = "SELECT account, detail FROM balance WHERE account IN ('drawer', 'refund_due') AND amount < 0"
            assert connection.exec_driver_sql(below).all() == []
            more = "SELECT detail FROM balance WHERE account IN ('customer_deposits', 'refunds_owed') AND amount > 0"
            assert connection.exec_driver_sql(more).all() == []
            owed = "SELECT coalesce(sum(amount), 0) FROM balance WHERE account IN ('refunds_owed', 'refund_due')"
            assert connection.exec_driver_sql(owed).scalar_one() <= 0  # no customer got what no entity gave back
        assert all(row.account.balance >= 0 for row in account_list(self.desk, self.manager))

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            with self.desk.store.reading() as connection:
                assert verify(connection).faults == []
            self.desk.close()
            shutil.rmtree(self.place)


def test_any_sequence_leaves_the_books_true(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnySequence, "template", demo_store, raising=False)
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
