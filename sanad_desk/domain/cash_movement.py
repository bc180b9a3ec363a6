"""Money that moves without a customer: into and out of the drawer, to the safe, the bank and the entities."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MoveKind(StrEnum):
    """What is done with the money; the words stand in the journal."""

    CASH_IN = "cash_in"  # change brought to the drawer
    CASH_OUT = "cash_out"  # a small expense
    DROP = "drop"  # from the drawer to the safe
    BANK_DEPOSIT = "bank_deposit"
    REMITTANCE = "remittance"  # government money handed to its entity
    CARD_TOP_UP = "card_top_up"  # the card that pays in the portals is filled
    CARD_SETTLED = "card_settled"  # the acquirer paid what customers' cards brought
    TRANSFER_SETTLED = "transfer_settled"
    OWNER_IN = "owner_in"  # the owner fills the safe, as on the first day
    OWNER_DRAW = "owner_draw"
    ENTITY_REFUND = "entity_refund"  # an entity gave a fee back
    REFUND_PAID = "refund_paid"  # and the customer gets it


# Where the money may come from, by account of the ledger; the first is what people mean when they say nothing.
SOURCES: Mapping[MoveKind, tuple[str, ...]] = {
    MoveKind.CASH_IN: ("safe", "owner"),
    MoveKind.CASH_OUT: ("drawer", "safe"),
    MoveKind.DROP: ("drawer",),
    MoveKind.BANK_DEPOSIT: ("safe", "drawer"),
    MoveKind.REMITTANCE: ("bank", "safe", "drawer"),
    MoveKind.CARD_TOP_UP: ("bank", "safe", "drawer"),
    MoveKind.CARD_SETTLED: ("card_clearing",),
    MoveKind.TRANSFER_SETTLED: ("transfer_clearing",),
    MoveKind.OWNER_IN: ("owner",),
    MoveKind.OWNER_DRAW: ("safe", "bank"),
    MoveKind.ENTITY_REFUND: ("refund_due",),
    MoveKind.REFUND_PAID: ("drawer", "safe", "bank"),
}
TARGETS: Mapping[MoveKind, str] = {
    MoveKind.CASH_IN: "drawer",
    MoveKind.CASH_OUT: "expenses",
    MoveKind.DROP: "safe",
    MoveKind.BANK_DEPOSIT: "bank",
    MoveKind.REMITTANCE: "government_fees_held",
    MoveKind.CARD_TOP_UP: "portal_card",
    MoveKind.CARD_SETTLED: "bank",
    MoveKind.TRANSFER_SETTLED: "bank",
    MoveKind.OWNER_IN: "safe",
    MoveKind.OWNER_DRAW: "owner",
    MoveKind.ENTITY_REFUND: "portal_card",  # portals pay back to the card that paid
    MoveKind.REFUND_PAID: "refunds_owed",
}
NAMES_ENTITY = frozenset({MoveKind.REMITTANCE, MoveKind.ENTITY_REFUND})
NAMES_RECEIPT = frozenset({MoveKind.REFUND_PAID})  # the slip is the number of the reversal


def touches_drawer(kind: MoveKind, source: str) -> bool:
    """Whether the money comes out of or goes into the drawer of whoever moves it."""
    return "drawer" in (source, TARGETS[kind])
