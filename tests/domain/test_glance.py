"""What a list tells of a service agrees with what its case will ask and cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sanad_desk.catalogue.cache import load_catalogue
from sanad_desk.domain.catalogue import (
    Action,
    Catalogue,
    FeeBasis,
    GovernmentFee,
    Price,
    Service,
    Source,
)
from sanad_desk.domain.glance import glance_at
from sanad_desk.resources_path import resource_path

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)
LISTED = Source("price-list")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    cache: Path = tmp_path_factory.mktemp("glance") / "catalogue.cache"
    return load_catalogue(resource_path("catalogue"), cache).catalogue


def a_service(catalogue: Catalogue, *fees: GovernmentFee, price: int | None = 2_000) -> Service:
    plain = next(s for s in catalogue.services.values() if not s.papers and not s.fields and not s.questions)
    prices = () if price is None else (Price(Action.SUBMIT, price, SINCE, LISTED),)
    return replace(plain, prices=prices, government_fees=fees)


def known(catalogue: Catalogue, service: Service) -> Catalogue:
    return replace(catalogue, services={**catalogue.services, service.code: service})


def fee(basis: FeeBasis, amount: int | None = None, **more: int) -> GovernmentFee:
    return GovernmentFee(Action.SUBMIT, basis, SINCE, LISTED, amount=amount, **more)  # type: ignore[arg-type]


def test_a_known_price_is_the_whole_price(catalogue: Catalogue) -> None:
    service = a_service(catalogue, fee(FeeBasis.FIXED, 21_000))
    glance = glance_at(known(catalogue, service), service, TODAY, {})
    assert (glance.least, glance.is_from, glance.adds_entity_fee) == (23_000, False, False)
    assert glance.steps == 4


def test_of_several_fees_the_least_is_counted(catalogue: Catalogue) -> None:
    service = a_service(catalogue, fee(FeeBasis.CHOICE, 9_000), fee(FeeBasis.CHOICE, 4_000))
    glance = glance_at(known(catalogue, service), service, TODAY, {})
    assert (glance.least, glance.is_from) == (6_000, True)


def test_a_range_begins_at_its_least(catalogue: Catalogue) -> None:
    service = a_service(catalogue, fee(FeeBasis.RANGE, minimum=1_000, maximum=5_000))
    assert glance_at(known(catalogue, service), service, TODAY, {}).least == 3_000


def test_what_only_the_portal_knows_comes_on_top(catalogue: Catalogue) -> None:
    service = a_service(catalogue, fee(FeeBasis.PORTAL))
    glance = glance_at(known(catalogue, service), service, TODAY, {})
    assert (glance.least, glance.adds_entity_fee) == (2_000, True)


def test_without_a_price_there_is_none_to_show(catalogue: Catalogue) -> None:
    service = a_service(catalogue, price=None)
    assert glance_at(known(catalogue, service), service, TODAY, {}).least is None


def test_the_centres_own_price_goes_before_the_official_one(catalogue: Catalogue) -> None:
    service = a_service(catalogue)
    own = {(service.code, "submit", ""): 1_500}
    assert glance_at(known(catalogue, service), service, TODAY, own).least == 1_500


def test_every_service_of_the_catalogue_can_be_glanced_at(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        glance = glance_at(catalogue, service, TODAY, {})
        assert glance.steps >= 4
        assert glance.least is None or glance.least >= 0
