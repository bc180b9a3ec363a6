"""Builders of services and cases with valid defaults, for tests of the bill and the checklist."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sanad_desk.domain.catalogue import (
    Action,
    Catalogue,
    Entity,
    FeeBasis,
    GovernmentFee,
    Paper,
    Price,
    Service,
    Source,
    Words,
)
from sanad_desk.domain.visit import ActionDraft, Case, GovernmentPart, RowState

SOURCE = Source("general-knowledge")
LONG_AGO = date(2020, 1, 1)
ENTITY = Entity("labour", Words("وزارة", "Ministry"), "government")


def price(action: Action = Action.SUBMIT, fee: int = 3_000, **changes: Any) -> Price:
    return Price(action, fee, changes.pop("valid_from", LONG_AGO), SOURCE, **changes)


def fee(amount: int | None = 5_000, basis: FeeBasis = FeeBasis.FIXED, **changes: Any) -> GovernmentFee:
    action = changes.pop("action", Action.SUBMIT)
    return GovernmentFee(action, basis, changes.pop("valid_from", LONG_AGO), SOURCE, amount=amount, **changes)


def service(code: str = "permit", **changes: Any) -> Service:
    fields: dict[str, Any] = {"prices": (price(),), **changes}
    return Service(code, ENTITY.code, Words("خدمة", "Service"), Words("", ""), SOURCE, **fields)


def catalogue(*services: Service, papers: tuple[Paper, ...] = ()) -> Catalogue:
    return Catalogue(
        version="test",
        tariff_date=LONG_AGO,
        entities={ENTITY.code: ENTITY},
        services={each.code: each for each in services},
        papers={paper.code: paper for paper in papers},
    )


def draft(action: Action = Action.SUBMIT, centre_fee: int | None = 3_000, **changes: Any) -> ActionDraft:
    return ActionDraft(action, centre_fee=centre_fee, **changes)


def part(amount: int | None = 5_000, **changes: Any) -> GovernmentPart:
    return GovernmentPart(Words("", ""), FeeBasis.FIXED, amount=amount, **changes)


def case(*actions: ActionDraft, code: str = "permit", rows: tuple[RowState, ...] = ()) -> Case:
    return Case(UUID(int=1), "KSB1-02-000001", code, 0, actions or (draft(),), rows)
