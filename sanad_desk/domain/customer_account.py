"""A customer's account: what he may owe, what he left with the centre, its statement, and how old his debt is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.transaction import Payment, Tender

SPANS = (30, 60, 90)  # days; the last age is what is older still


@dataclass(frozen=True, slots=True)
class CustomerAccount:
    """How a customer stands with the centre, in baisa: what he owes, and what he left for later."""

    credit_limit: int = 0
    active: bool = False
    balance: int = 0
    deposit: int = 0

    @property
    def available(self) -> int:
        """What he may still take on account."""
        return max(self.credit_limit - self.balance, 0) if self.active else 0

    def refuse_more_than_available(self, payments: Iterable[Payment]) -> None:
        """Raises Refused: account_missing, credit_limit(available), deposit_too_small(available)."""
        sums = dict.fromkeys(Tender, 0)
        for payment in payments:
            sums[payment.tender] += payment.amount
        if sums[Tender.ON_ACCOUNT] and not self.active:
            raise Refused("account_missing")
        if sums[Tender.ON_ACCOUNT] > self.available:
            raise Refused("credit_limit", available=self.available)
        if sums[Tender.DEPOSIT] > self.deposit:
            raise Refused("deposit_too_small", available=self.deposit)


NO_ACCOUNT = CustomerAccount()


@dataclass(frozen=True, slots=True)
class AccountMovement:
    """One change of what a customer owes, in baisa, positive where he owes more; `kind` names what changed it."""

    day: date
    number: str
    kind: str
    amount: int
    takes_back: str = ""  # the receipt whose debt goes away before any older one
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement and what was owed after it."""

    movement: AccountMovement
    balance: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is owed by the age of its receipts: up to 30, 60 and 90 days, and over; `ahead` is what was paid too much.

    `oldest` is the age in days of the oldest debt, None where nothing is owed.
    """

    amounts: tuple[int, int, int, int]
    ahead: int
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """An account from one day to another, both included; debt is aged as of the last."""

    first: date
    last: date
    opening: int
    lines: tuple[StatementLine, ...]
    closing: int
    ageing: Ageing

    @property
    def debit(self) -> int:
        return sum(line.movement.amount for line in self.lines if line.movement.amount > 0)

    @property
    def credit(self) -> int:
        return -sum(line.movement.amount for line in self.lines if line.movement.amount < 0)


def statement_of(movements: Sequence[AccountMovement], first: date, last: date) -> Statement:
    """From all movements of an account, in the order they were written."""
    until = [movement for movement in movements if movement.day <= last]
    opening = balance = sum(movement.amount for movement in until if movement.day < first)
    lines = []
    for movement in until:
        if movement.day >= first:
            balance += movement.amount
            lines.append(StatementLine(movement, balance))
    return Statement(first, last, opening, tuple(lines), balance, age(until, last))


def age(movements: Iterable[AccountMovement], on: date) -> Ageing:
    """Payments settle the oldest debt first; what takes a receipt back settles that receipt's before."""
    debts, ahead = _unpaid(movements)
    amounts = [0, 0, 0, 0]
    for debt in debts:
        amounts[sum((on - debt.day).days > span for span in SPANS)] += debt.rest
    oldest = max(((on - debt.day).days for debt in debts), default=None)
    return Ageing((amounts[0], amounts[1], amounts[2], amounts[3]), ahead, oldest)


@dataclass(slots=True)
class _Debt:
    day: date
    number: str
    rest: int


def _standing(movements: Iterable[AccountMovement]) -> list[AccountMovement]:
    """Without payments that were taken back: what they had settled is as old as it was."""
    known = list(movements)
    undone = {movement.takes_back for movement in known if movement.amount > 0}
    return [
        movement
        for movement in known
        if not (movement.amount > 0 and movement.takes_back) and (movement.amount > 0 or movement.number not in undone)
    ]


def _unpaid(movements: Iterable[AccountMovement]) -> tuple[list[_Debt], int]:
    """Open debts, oldest first, and what was paid ahead of any."""
    debts: list[_Debt] = []
    ahead = 0
    for movement in _standing(movements):
        if movement.amount > 0:
            debts.append(_Debt(movement.day, movement.number, movement.amount))
        else:
            ahead -= movement.amount
        own_first = sorted(debts, key=lambda debt: debt.number != movement.takes_back)
        for debt in own_first if ahead else ():
            settled = min(debt.rest, ahead)
            debt.rest -= settled
            ahead -= settled
        debts = [debt for debt in debts if debt.rest]
    return debts, ahead
