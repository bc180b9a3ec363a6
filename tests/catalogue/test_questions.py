"""Real questions against the shipped catalogue, and its names with a letter wrong."""

import random
import tomllib
from pathlib import Path

import pytest

from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.search import ServiceIndex
from sanad_desk.resources_path import resource_path
from tests.catalogue.wrong_letters import with_one_wrong_letter

QUESTIONS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(resource_path("catalogue"))[0]


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> ServiceIndex:
    return ServiceIndex(catalogue)


def test_questions_name_services_that_exist_and_cover_every_entity(catalogue: Catalogue):
    named = {code for part in QUESTIONS.values() for question in part for code in question["services"]}
    assert named <= set(catalogue.services)
    assert {catalogue.services[code].entity for code in named} == set(catalogue.entities)
    assert len(named) > 400


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_the_service_meant_is_first_or_among_five(index: ServiceIndex, part: str):
    found = [[h.service_code for h in index.find(q["ask"], limit=5)] for q in QUESTIONS[part]]
    first = sum(bool(hits) and hits[0] in q["services"] for hits, q in zip(found, QUESTIONS[part], strict=True))
    five = sum(any(hit in q["services"] for hit in hits) for hits, q in zip(found, QUESTIONS[part], strict=True))
    assert five / len(found) >= 0.97
    assert first / len(found) >= 0.93


def test_a_name_or_alias_with_one_wrong_letter_is_still_found(catalogue: Catalogue, index: ServiceIndex):
    dice = random.Random(2026)
    asked = found = 0
    for service in catalogue.services.values():
        for text in (service.name.ar, service.name.en, *service.aliases):
            typed = with_one_wrong_letter(text, dice)
            if typed is not None:
                asked += 1
                found += service.code in [h.service_code for h in index.find(typed)]
    assert asked > 4000
    assert found / asked >= 0.99


def test_every_service_is_first_by_its_own_names(catalogue: Catalogue, index: ServiceIndex):
    """Names shared by two entities may come in either order."""
    for service in catalogue.services.values():
        for name in (service.name.ar, service.name.en):
            assert service.code in [h.service_code for h in index.find(name, limit=3)], name


def test_every_service_is_first_by_its_code(catalogue: Catalogue, index: ServiceIndex):
    assert [c for c in catalogue.services if index.find(c, limit=1)[0].service_code != c] == []
