"""A desk whose customers' fees are paid in portals, for tests: asking, settling, and what every account came to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, PORTAL_CARD, PORTAL_CLAIMS
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balances_of
from sanad_desk.store.cases import standing_of
from sanad_desk.store.found_cases import of_receipt
from sanad_desk.store.portal_payments import HeldFee, held_fees_of_case
from sanad_desk.store.unsettled_payments import StandingPayment, payment_standing
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from tests.usecases.played import sold

FOLLOWED = "rop-traffic-escort"  # its fee is taken with the submission, and the police looks at it for days


@dataclass
class Portal:
    """The desk of one test, and who stands at it."""

    desk: OpenDesk
    clock: SetClock
    clerk: SignedIn
    manager: SignedIn

    def case(self, service: str = FOLLOWED) -> UUID:
        """One whose fee the desk holds and which the entity takes days for."""
        number = sold(self.desk, self.clerk, service).number
        with self.desk.store.reading() as connection:
            return of_receipt(connection, number)[0]

    def fee(self, case_id: UUID) -> HeldFee | None:
        with self.desk.store.reading() as connection:
            return next(iter(held_fees_of_case(connection, case_id)), None)

    def ask(
        self,
        case_id: UUID,
        state: PaymentState,
        channel: Channel = Channel.CENTRE_CARD,
        *,
        amount: int = 0,
        who: SignedIn | None = None,
        reference: str = "",
    ) -> UUID:
        """The whole of what is held, where nothing else is said."""
        fee = self.fee(case_id)
        asked = PaymentAsked(case_id, amount or (fee.held if fee else 1_000), channel, state, reference)
        return ask_portal_payment(self.desk, who or self.clerk, asked)

    def settle(self, payment_id: UUID, *states: PaymentState, who: SignedIn | None = None) -> None:
        """One after the other, with a manager who approves."""
        approval = Approval(self.manager, "on_statement")
        for state in states:
            settle_portal_payment(self.desk, who or self.clerk, payment_id, state, approval=approval)

    def payment(self, payment_id: UUID) -> StandingPayment:
        with self.desk.store.reading() as connection:
            payment = payment_standing(connection, payment_id)
        assert payment is not None
        return payment

    def standing(self, case_id: UUID) -> Standing:
        with self.desk.store.reading() as connection:
            standing = standing_of(connection, case_id)
        assert standing is not None
        return standing

    def accounts(self) -> tuple[int, int, int]:
        """The card, what is claimed from all entities, and what is held for them, debits positive."""
        with self.desk.store.reading() as connection:
            card, claims, held = (
                sum(balances_of(connection, account).values())
                for account in (PORTAL_CARD, PORTAL_CLAIMS, GOVERNMENT_FEES_HELD)
            )
        return card, claims, held

    def is_sound(self) -> bool:
        with self.desk.store.reading() as connection:
            return not verify(connection).faults


@pytest.fixture
def portal(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, shift: Shift) -> Portal:
    return Portal(desk, clock, operator, manager)
