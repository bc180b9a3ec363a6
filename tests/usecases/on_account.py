"""A company with an account at the desk: sales to it in one call, and what the ledger says of it."""

from __future__ import annotations

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.verify import verify
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_customer import set_customer
from sanad_desk.usecases.take_payment import Sale, take_payment
from tests.usecases.played import known, ready_visit

DAY = 24 * 3_600_000
CONTRACT_FEE = 3_000  # of the service that ready_visit takes


def sample_company(desk: OpenDesk, operator: SignedIn) -> Customer:
    return known(
        desk,
        operator,
        is_company=True,
        name=Words("شركة النموذج للتجارة", "Sample Trading LLC"),
        cr_number="1234567",
        civil_number="",
    )


def cash(amount: int) -> list[TenderInput]:
    return [TenderInput(Tender.CASH, amount)]


def sell_to(desk: OpenDesk, who: SignedIn, customer: Customer, *tenders: TenderInput) -> Sale:
    visit = ready_visit(desk, who).visit.id
    set_customer(desk, who, visit, customer.id)
    return take_payment(desk, who, visit, tenders, CONTRACT_FEE)


def on_account(amount: int = CONTRACT_FEE) -> TenderInput:
    return TenderInput(Tender.ON_ACCOUNT, amount)


def ledger(desk: OpenDesk, account: str, customer: Customer) -> int:
    with desk.store.reading() as connection:
        return balance_of(connection, account, customer.id.hex)


def is_sound(desk: OpenDesk) -> bool:
    with desk.store.reading() as connection:
        return verify(connection).faults == []
