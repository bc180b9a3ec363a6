"""Taking back what was sold: which charges go back, what of them the entity has, and how the rest is handed back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.transaction import ChargedLine, Payment, Tender, TenderInput, check_tender

# Listed reasons are all that a sensitive service takes; the words of each stand in picture.toml.
REVERSAL_REASONS = (
    "wrong_service",
    "wrong_amount",
    "wrong_customer",
    "entered_twice",
    "changed_mind",
    "entity_rejected",
    "portal_down",
    "papers_missing",
)
CORRECTION_REASONS = ("wrong_tender", "wrong_amount")  # of a tender that was booked wrong
# A terminal or a bank gives money back to whom it came from; what cash cannot do is asked of the drawer.
_AS_PAID = (Tender.ON_ACCOUNT, Tender.DEPOSIT, Tender.CARD, Tender.TRANSFER)


class SoldCharge(ChargedLine, Protocol):
    """What must be known of a charge to take it back: its money, and which action it was for."""

    @property
    def case_position(self) -> int: ...
    @property
    def action_position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A charge of the sale by its position: handed back now, and what the entity has of it, both in baisa."""

    position: int
    back: int
    refund_due: int


def left_to_reverse(charges: Sequence[SoldCharge], gone: Collection[int]) -> tuple[int, ...]:
    """What can still be taken back; a fee that was paid direct never came here."""
    return tuple(n for n, charge in enumerate(charges) if not charge.paid_direct and n not in gone)


def chosen_with_companions(
    charges: Sequence[SoldCharge], chosen: Collection[int], gone: Collection[int]
) -> tuple[int, ...]:
    """What is chosen with what cannot stay behind; raises Refused: already_reversed, not_reversible.

    VAT goes with its centre fee; what was waived to nothing goes with the last charge of the sale.
    """
    for position in chosen:
        if position in gone:
            raise Refused("already_reversed")
        if not 0 <= position < len(charges) or charges[position].paid_direct:
            raise Refused("not_reversible")
    ours = (ChargeKind.CENTRE_FEE, ChargeKind.VAT)
    actions = {_action(charges[n]) for n in chosen if charges[n].kind in ours}
    left = left_to_reverse(charges, gone)
    together = {n for n in left if n in chosen or (charges[n].kind in ours and _action(charges[n]) in actions)}
    if together and not any(charges[n].amount for n in left if n not in together):
        together = set(left)
    if not together:
        raise Refused("reversal_empty")
    return tuple(sorted(together))


def _action(charge: SoldCharge) -> tuple[int, int]:
    return charge.case_position, charge.action_position


def take_back(
    charges: Sequence[SoldCharge],
    positions: Collection[int],
    gone: Collection[int],
    at_portal: Mapping[int, int],
    held: Mapping[str, int],
) -> tuple[TakenBack, ...]:
    """`at_portal` is what entities have, by case position: paid by the centre's card and not claimed back so far.

    `held` is what the centre still holds for each entity: what it handed over in one sum it cannot give back either.
    Both stand for the fees in their order, whichever of them is chosen, so that no order of reversals changes it.
    """
    entity_has, still_here = dict(at_portal), dict(held)
    due = dict.fromkeys(range(len(charges)), 0)
    for position in left_to_reverse(charges, gone):
        charge = charges[position]
        if charge.kind == ChargeKind.GOVERNMENT_FEE:
            paid = min(charge.amount, entity_has.get(charge.case_position, 0))
            entity_has[charge.case_position] = entity_has.get(charge.case_position, 0) - paid
            back = min(charge.amount - paid, max(0, still_here.get(charge.entity, 0)))
            still_here[charge.entity] = still_here.get(charge.entity, 0) - back
            due[position] = charge.amount - back
    return tuple(TakenBack(n, charges[n].amount - due[n], due[n]) for n in positions)


def as_paid(total: int, paid: Mapping[str, int]) -> dict[Tender, int]:
    """How `total` goes back if nobody says otherwise: the way it came, the rest in cash."""
    shares: dict[Tender, int] = {}
    for tender in _AS_PAID:
        share = min(total, max(0, paid.get(tender, 0)))
        if share:
            shares[tender] = share
            total -= share
    if total:
        shares[Tender.CASH] = total
    return shares


def settle_refund(total: int, tenders: Sequence[TenderInput], paid: Mapping[str, int]) -> tuple[Payment, ...]:
    """Negative payments of `total` exactly; `paid` is what came and did not go back yet, by tender.

    What is still owed goes off the account before any cash leaves the drawer: nobody has paid that.
    Raises DomainError: refund_over(over), refund_short(missing), refund_tender_unpaid(tender, available),
    refund_debt_first(available), approval_code_missing, card_declined, card_unknown.
    """
    handed: dict[Tender, int] = {}
    for tender in tenders:
        check_tender(tender)
        handed[tender.tender] = handed.get(tender.tender, 0) + tender.amount
    given = sum(handed.values())
    if given > total:
        raise DomainError("refund_over", over=given - total)
    if given < total:
        raise DomainError("refund_short", missing=total - given)
    for way, amount in handed.items():
        available = max(0, paid.get(way, 0))
        if way is not Tender.CASH and amount > available:
            raise DomainError("refund_tender_unpaid", tender=way.value, available=available)
    in_cash = total - min(total, max(0, paid.get(Tender.ON_ACCOUNT, 0)))
    if handed.get(Tender.CASH, 0) > in_cash:
        raise DomainError("refund_debt_first", tender=Tender.ON_ACCOUNT.value, available=in_cash)
    return tuple(
        Payment(t.tender, -t.amount, -t.amount, 0, only_digits(t.approval_code).upper()) for t in tenders if t.amount
    )
