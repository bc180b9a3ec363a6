"""What a list of services tells of each at a glance: how many steps, how long it takes, what it will cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sanad_desk.domain.catalogue import Catalogue, FeeBasis, Service, in_force
from sanad_desk.domain.charges import CentrePrices, default_actions, draft_action
from sanad_desk.domain.checklist import RowKind, build_checklist
from sanad_desk.domain.visit import Case

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Glance:
    """`least` in baisa is what is known to be due; the rest is in the two flags. None: the price is free."""

    steps: int
    days: int | None
    least: int | None
    is_from: bool = False  # one of several fees will be chosen, the least is counted in
    adds_entity_fee: bool = False  # the entity's portal names a fee on top


def glance_at(catalogue: Catalogue, service: Service, on: date, prices: CentrePrices) -> Glance:
    """A service as it would start out that day, before anything is answered."""
    drafts = tuple(draft_action(service, action, "", on, prices) for action in default_actions(service, on))
    rows = build_checklist(catalogue, Case(_NOBODY, "", service.code, 0, drafts)).rows
    days = next((row.typical_days for row in rows if row.kind is RowKind.HANDOVER), None)
    if any(draft.centre_fee is None for draft in drafts):
        return Glance(len(rows), days, None)
    least = sum(draft.centre_fee or 0 for draft in drafts)
    is_from = adds = False
    for draft in drafts:
        if any(part.amount is None for part in draft.government):
            amounts = _amounts(service, on, draft.action)
            is_from, adds = is_from or bool(amounts), adds or not amounts
            least += min(amounts, default=0)
        else:
            least += sum(part.total for part in draft.government)
    return Glance(len(rows), days, least, is_from and not adds, adds)


def _amounts(service: Service, on: date, action: str) -> list[int]:
    fees = [f for f in in_force(service.government_fees, on) if f.action == action and f.part == "main"]
    found = [f.minimum if f.basis is FeeBasis.RANGE else f.amount for f in fees]
    return [amount for amount in found if amount is not None]
