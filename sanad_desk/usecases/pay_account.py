"""Money on a customer's account: a company pays what it owes, leaves a deposit, or gets one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.charges import ChargeKind, VatMode
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.customer_account import CustomerAccount
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.ledger import DRAWER
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Payment, Tender, TenderInput, TransactionKind, settle
from sanad_desk.reports.sums import balance_of
from sanad_desk.store import customers, visits
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import Approval, must_be_second
from sanad_desk.usecases.complete_transaction import next_receipt_number, write_transaction
from sanad_desk.usecases.draw_account_receipt import draw_account_receipt
from sanad_desk.usecases.draw_picture import word
from sanad_desk.usecases.open_desk import OpenDesk, envelope_of, new_id, shift_in_hand
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.transaction_facts import ChargeFact, PaymentFact

MONEY = (Tender.CASH, Tender.CARD, Tender.TRANSFER)
_CHARGES = {
    TransactionKind.ACCOUNT_PAYMENT: ChargeKind.ACCOUNT_PAYMENT,
    TransactionKind.DEPOSIT: ChargeKind.DEPOSIT,
    TransactionKind.DEPOSIT_RETURN: ChargeKind.DEPOSIT,
}


@dataclass(frozen=True, slots=True)
class Voucher:
    """What the counter needs after the commit, in baisa; `balance` is what is owed, or left, from now on."""

    number: str
    amount: int
    change: int
    balance: int


def receive_on_account(
    desk: OpenDesk,
    who: SignedIn,
    customer_id: UUID,
    amount: int,
    tenders: Sequence[TenderInput],
    *,
    visit_id: UUID | None = None,
) -> Voucher:
    """A company pays some or all of what it owes; `visit_id` tells a second call for the same money from other money.

    Raises Refused: shift_not_open, customer_unknown, more_than_owed(available), visit_already_paid;
    DomainError: amount_missing, tender_not_allowed, and those of `settle`.
    """
    with desk.store.unit_of_work() as unit:
        work = _AccountWork(desk, unit, who, customer_id, amount, TransactionKind.ACCOUNT_PAYMENT, visit_id)
        if amount > work.account.balance:
            raise Refused("more_than_owed", available=max(work.account.balance, 0), field="amount")
        voucher = work.write(_received(amount, tenders), work.account.balance - amount)
        unit.commit()
    return voucher


def receive_deposit(
    desk: OpenDesk,
    who: SignedIn,
    customer_id: UUID,
    amount: int,
    tenders: Sequence[TenderInput],
    *,
    visit_id: UUID | None = None,
) -> Voucher:
    """A customer leaves money for what he will ask for later; raises as `receive_on_account` does."""
    with desk.store.unit_of_work() as unit:
        work = _AccountWork(desk, unit, who, customer_id, amount, TransactionKind.DEPOSIT, visit_id)
        voucher = work.write(_received(amount, tenders), work.account.deposit + amount)
        unit.commit()
    return voucher


def return_deposit(
    desk: OpenDesk,
    who: SignedIn,
    customer_id: UUID,
    amount: int,
    approval: Approval,
    *,
    visit_id: UUID | None = None,
) -> Voucher:
    """Cash out of the drawer for what is left of a deposit.

    Raises Refused: deposit_too_small(available), drawer_too_low, approver_is_requester, shift_not_open,
    visit_already_paid.
    """
    with desk.store.unit_of_work() as unit:
        must_be_second(unit.connection, who, approval)
        work = _AccountWork(desk, unit, who, customer_id, amount, TransactionKind.DEPOSIT_RETURN, visit_id)
        if amount > work.account.deposit:
            raise Refused("deposit_too_small", available=work.account.deposit, field="amount")
        if amount > balance_of(unit.connection, DRAWER, work.shift.id.hex):
            raise Refused("drawer_too_low")  # without the figure: the count is blind
        handed = Payment(Tender.CASH, -amount, -amount, 0)
        voucher = work.write((handed,), work.account.deposit - amount, approval)
        unit.commit()
    return voucher


def _received(amount: int, tenders: Sequence[TenderInput]) -> tuple[Payment, ...]:
    for tender in tenders:
        if tender.amount and tender.tender not in MONEY:
            raise DomainError("tender_not_allowed")
    return settle(amount, tenders)


class _AccountWork:
    """One movement of a customer's money, inside the caller's unit of work."""

    def __init__(
        self,
        desk: OpenDesk,
        unit: UnitOfWork,
        who: SignedIn,
        customer_id: UUID,
        amount: int,
        kind: TransactionKind,
        visit_id: UUID | None,
    ) -> None:
        with at_field("amount"):
            if not check_baisa(amount):
                raise DomainError("amount_missing")
        self._desk, self._unit, self._who, self._kind, self._amount = desk, unit, who, kind, amount
        self._visit_id = visit_id or new_id()  # nobody opens a visit for it
        visits.refuse_paid(unit.connection, self._visit_id)
        self.shift: Shift = shift_in_hand(desk, unit.connection, who)
        self._customer = _customer(unit.connection, customer_id)
        self.account: CustomerAccount = account_of(unit.connection, customer_id)

    def write(self, payments: tuple[Payment, ...], balance: int, approval: Approval | None = None) -> Voucher:
        """`balance` is what stands on the account, or in the deposit, after it."""
        envelope = envelope_of(self._desk, self._who, self.shift)
        number = next_receipt_number(self._desk, self._unit, self.shift)
        fact = self._fact(number, payments, approval)
        centre, identity, _ = self._desk.identity_in(self._unit.connection)
        draw = partial(
            draw_account_receipt, fact, self._customer, envelope, identity, self._who, centre, payments, balance
        )
        write_transaction(self._desk, self._unit, fact, envelope, draw)
        return Voucher(number, self._amount, sum(payment.change for payment in payments), balance)

    def _fact(self, number: str, payments: tuple[Payment, ...], approval: Approval | None) -> TransactionCompleted:
        label = word("account", self._kind.value)
        amount = sum(payment.amount for payment in payments)
        kind = _CHARGES[self._kind].value
        charge = ChargeFact(0, 0, kind, "", "", "", 1, amount, label.ar, label.en, False, None, 0, "")
        return TransactionCompleted(
            transaction_id=new_id().bytes,
            visit_id=self._visit_id.bytes,
            number=number,
            customer_id=self._customer.id.bytes,
            representative_id=None,
            cases=(),
            charges=(charge,),
            payments=tuple(
                PaymentFact(p.tender.value, p.amount, p.received, p.change, p.approval_code) for p in payments
            ),
            card_attempts=(),
            vat_mode=VatMode.OFF.value,  # of a fee that is already invoiced, or not yet due
            vat_rate_ppm=0,
            catalogue_version="",
            tariff_date="",
            kind=self._kind.value,
            reason=approval.reason if approval else "",
            approved_by=approval.manager.operator_id.bytes if approval else None,
        )


def _customer(connection: Connection, customer_id: UUID) -> Customer:
    customer = customers.load(connection, customer_id)
    if customer is None:
        raise Refused("customer_unknown")
    return customer
