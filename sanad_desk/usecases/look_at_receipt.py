"""A receipt with what happened to it since, and what may still be done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.reversal import as_paid, settle_refund
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import reversals, shifts
from sanad_desk.store.reversals import Original, PaidAtPortal, Reversal, load_original
from sanad_desk.store.shifts import Correction
from sanad_desk.usecases.correct_tender import correctable
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import holder_of, reading_centre
from sanad_desk.wire.transaction_facts import ChargeFact


@dataclass(frozen=True, slots=True)
class Part:
    """A charge that can be chosen: its VAT and whatever was waived go along unasked; amounts in baisa.

    `unsettled` is the payment which must be settled before this fee can be given back.
    """

    position: int
    service: Words
    reference: str
    kind: ChargeKind
    label: Words
    amount: int  # with its VAT
    is_gone: bool
    unsettled: PaymentState | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """What a choice of parts gives the customer now, what comes from the entity, and how if nobody says otherwise."""

    now: int
    from_entity: int
    tenders: dict[Tender, int]


@dataclass(frozen=True, slots=True)
class ReceiptStory:
    """`corrections_from` are the tenders that may be corrected, with what was booked to each."""

    number: str
    kind: str
    original_number: str  # of what this reverses
    reversals: tuple[Reversal, ...]
    corrections: tuple[Correction, ...]
    portal_payments: tuple[PaidAtPortal, ...]
    parts: tuple[Part, ...]
    original: Original
    corrections_from: dict[Tender, int]
    sensitive: bool
    elsewhere: int = 0  # the desk that gave it, if it was another one: there alone it can be changed

    @property
    def can_reverse(self) -> bool:
        return not self.elsewhere and self.original.is_reversible and bool(self.original.positions_left)

    @property
    def is_gone(self) -> bool:
        """Whether all of the sale was taken back."""
        return self.original.is_sale and bool(self.original.gone) and not self.original.positions_left

    @property
    def can_serve_again(self) -> bool:
        return self.is_gone and not self.elsewhere

    def refundable(self, tender: Tender) -> int:
        """What may go back by a tender, in baisa; cash is bounded by the drawer and by what is still owed."""
        return max(0, self.original.left.get(tender, 0))

    def give_back(self, chosen: Collection[int]) -> Back:
        """Raises Refused like reverse_transaction."""
        taken = self.original.taken_back(chosen)
        now = sum(part.back for part in taken)
        return Back(now, sum(part.refund_due for part in taken), as_paid(now, self.original.left))

    def check_refund(self, now: int, tenders: Sequence[TenderInput]) -> None:
        """Raises DomainError like reverse_transaction, before a manager is asked for."""
        settle_refund(now, tenders, self.original.left)


def look_at_receipt(desk: OpenDesk, who: SignedIn, number: str) -> ReceiptStory:
    """Raises DomainError for a number no desk of the centre is known to have given."""
    wanted = str(parse_receipt_number(number))
    with reading_centre(desk) as centre:
        desk_number, connection = holder_of(centre, wanted)
        is_own = connection is centre.own
        original = load_original(connection, wanted)
        fact = original.fact
        services = [desk.catalogue.services.get(case.service_code) for case in fact.cases]
        return ReceiptStory(
            number=wanted,
            kind=fact.kind,
            original_number=reversals.number_of(connection, fact.original_id) if fact.original_id else "",
            reversals=tuple(reversals.reversals_of(connection, fact.transaction_id)),
            corrections=tuple(reversals.corrections_of(connection, fact.transaction_id)),
            portal_payments=tuple(reversals.portal_payments_of(connection, fact.transaction_id)),
            parts=tuple(_parts(desk, original)),
            original=original,
            corrections_from=_corrections_from(connection, who, original) if is_own else {},
            sensitive=any(service is None or service.sensitive for service in services),
            elsewhere=0 if is_own else desk_number,
        )


def _parts(desk: OpenDesk, original: Original) -> list[Part]:
    if not original.is_reversible:
        return []
    fact = original.fact
    services = [desk.catalogue.services.get(case.service_code) for case in fact.cases]
    named = [service.name if service else NO_WORDS for service in services] or [NO_WORDS]
    references = [case.reference for case in fact.cases] or [""]  # money on an account is for no case
    return [
        Part(
            position,
            named[charge.case_position],
            references[charge.case_position],
            ChargeKind(charge.kind),
            Words(charge.label_ar, charge.label_en),
            charge.amount + _vat_of(fact.charges, charge),
            position in original.gone,
            original.unsettled.get(charge.case_position) if charge.kind == ChargeKind.GOVERNMENT_FEE else None,
        )
        for position, charge in enumerate(fact.charges)
        if charge.amount and not charge.paid_direct and charge.kind != ChargeKind.VAT
    ]


def _vat_of(charges: tuple[ChargeFact, ...], charge: ChargeFact) -> int:
    if charge.kind != ChargeKind.CENTRE_FEE:
        return 0
    place = (charge.case_position, charge.action_position)
    return sum(c.amount for c in charges if c.kind == ChargeKind.VAT and (c.case_position, c.action_position) == place)


def _corrections_from(connection: Connection, who: SignedIn, original: Original) -> dict[Tender, int]:
    """Empty once the drawer is counted, or where the shift is somebody else's."""
    shift_id = UUID(bytes=original.entry.shift_id or b"")
    is_ours = original.entry.operator_id == who.operator_id.bytes or Role.MANAGER in who.roles
    if not is_ours or shifts.count_of(connection, shift_id) or shifts.closing_of(connection, shift_id):
        return {}
    booked = {tender: correctable(original, tender) for tender in Tender}
    return {tender: amount for tender, amount in booked.items() if amount > 0}
