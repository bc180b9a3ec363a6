"""Whoever approves a release reads every change of it: amounts with dates, papers, names, and the rest by name."""

from datetime import date

import pytest

from sanad_desk.catalogue.difference import Change, difference
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.resources_path import resource_path
from tests.catalogue.conftest import Broken

LAST_PRICE = 'fee = "2.500", from = 2026-11-22'
ONE_YEAR = 'amount = "6.000", label = { ar = "سنة", en = "One year" }, from = 2026-01-01'


@pytest.fixture
def before(folder) -> Catalogue:
    return read_catalogue(folder)[0]


def only(old: Catalogue, read: tuple[Catalogue, list]) -> Change:
    new, faults = read
    assert faults == []
    (change,) = difference(old, new)
    return change


def figures(change: Change) -> tuple:
    return change.kind, change.code, change.action, change.old, change.new, change.valid_from, change.valid_until


def test_a_catalogue_does_not_differ_from_itself(before: Catalogue):
    shipped = read_catalogue(resource_path("catalogue"))[0]
    assert difference(before, before) == difference(shipped, shipped) == []


def test_a_new_version_alone_is_no_difference(before: Catalogue, broken: Broken):
    assert difference(before, broken('"1"', '"2"', "release.toml")[0]) == []


def test_a_price_changes_from_its_date_on(before: Catalogue, broken: Broken):
    change = only(before, broken(LAST_PRICE, 'fee = "2.700", from = 2026-11-22'))
    assert figures(change) == ("price_changed", "rop-card", "submit", "2.500", "2.700", date(2026, 11, 22), None)
    assert (change.name.ar, change.name.en) == ("بطاقة", "Card")


def test_a_price_that_holds_from_an_earlier_day_changes_for_those_days(before: Catalogue, broken: Broken):
    broken("until = 2026-11-21", "until = 2026-11-11")
    change = only(before, broken(LAST_PRICE, 'fee = "2.500", from = 2026-11-12'))
    assert figures(change)[3:] == ("2.000", "2.500", date(2026, 11, 12), date(2026, 11, 21))


def test_a_price_that_ends_is_gone_from_the_day_after(before: Catalogue, broken: Broken):
    change = only(before, broken(LAST_PRICE, LAST_PRICE + ", until = 2026-12-31"))
    assert figures(change) == ("price_removed", "rop-card", "submit", "2.500", "", date(2027, 1, 1), None)


def test_a_price_of_another_size_is_a_price_of_its_own(before: Catalogue, broken: Broken):
    large = '{ action = "submit", variant = "large", variant_name = { ar = "كبير", en = "Large" }, '
    added = (
        large + 'fee = "9.000", unit = "page", from = 2026-12-01, list_line = 2, list_name = "بطاقة" },\n]\nfees_source'
    )
    change = only(before, broken("]\nfees_source", added))
    assert figures(change) == ("price_added", "rop-card", "submit", "", "9.000 / page", date(2026, 12, 1), None)
    assert change.what.en == "Large"


def test_a_fee_changes(before: Catalogue, broken: Broken):
    change = only(before, broken(ONE_YEAR, ONE_YEAR.replace("6.000", "7.500")))
    assert figures(change) == ("fee_changed", "rop-card", "pay", "6.000", "7.500", date(2026, 1, 1), None)
    assert change.what.en == "One year"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('maximum = "9.000"', 'maximum = "9.500"', ("1.000–9.000", "1.000–9.500")),
        ('percent = "0.5"', 'percent = "0.75"', ("0.5 %", "0.75 %")),
        ('basis = "range", minimum = "1.000", maximum = "9.000"', 'basis = "portal"', ("1.000–9.000", "portal")),
    ],
)
def test_a_fee_that_is_no_amount(before: Catalogue, broken: Broken, old: str, new: str, told: tuple[str, str]):
    change = only(before, broken(old, new))
    assert (change.kind, change.old, change.new) == ("fee_changed", *told)


def test_papers_are_told_with_when_they_are_asked_for(before: Catalogue, broken: Broken):
    change = only(before, broken(', when = { kind = ["first", "renewal"] } }', " }"))
    assert (change.kind, change.what.en) == ("paper_changed", "ID card / Passport")
    assert (change.old, change.new) == ("required, when kind = first or renewal", "required")


def test_one_paper_instead_of_another(before: Catalogue, broken: Broken):
    changes = difference(before, broken('any_of = ["civil-id", "passport"]', 'paper = "passport"')[0])
    assert {(change.kind, change.what.en) for change in changes} == {
        ("paper_added", "Passport"),
        ("paper_removed", "ID card / Passport"),
    }


def test_a_service_that_comes_is_told_with_all_it_costs(before: Catalogue, broken: Broken):
    without = broken('code = "rop-card"', 'code = "rop-gone"')[0]
    changes = difference(without, before)
    assert [change.kind for change in changes if change.code == "rop-gone"] == ["service_removed"]
    assert [change.kind for change in changes if change.code == "rop-card"] == [
        "service_added",
        "price_added",
        "price_added",
        "fee_added",
        "fee_added",
        "fee_added",
        "paper_added",
    ]


def test_a_service_that_is_called_otherwise(before: Catalogue, broken: Broken):
    change = only(before, broken('en = "Other"', 'en = "Another"'))
    assert (change.kind, change.old, change.new) == ("service_renamed", "Other · أخرى", "Another · أخرى")


def test_a_service_that_ends(before: Catalogue, broken: Broken):
    change = only(before, broken('code = "rop-other"', 'code = "rop-other"\nuntil = 2026-12-31'))
    assert (change.kind, change.old, change.new) == ("service_dates", "–", "–2026-12-31")


def test_what_has_no_row_of_its_own_is_named(before: Catalogue, broken: Broken):
    broken("sensitive = true", 'sensitive = false\naliases = ["id"]')
    change = only(before, broken('check = "phone"', 'check = "phone", required = false'))
    assert (change.kind, change.code, change.new) == ("service_other", "rop-card", "sensitive, aliases, fields")


def test_a_line_that_costs_the_same_but_says_something_else(before: Catalogue, broken: Broken):
    change = only(before, broken(LAST_PRICE, LAST_PRICE + ', note = "as printed"'))
    assert (change.kind, change.action, change.new) == ("price_other", "submit", "note")


def test_entities(before: Catalogue, broken: Broken):
    change = only(before, broken('en = "Police"', 'en = "Royal Police"', "entities.toml"))
    assert (change.kind, change.new) == ("entity_renamed", "Royal Police · الشرطة")
    after = broken("https://rop.gov.om", "https://www.rop.gov.om", "entities.toml")[0]
    assert [(c.kind, c.new) for c in difference(before, after)][1:] == [("entity_other", "portal_url")]


def test_what_is_no_services_own(before: Catalogue, broken: Broken):
    broken("2026-01-01", "2027-01-01", "release.toml")
    broken('en = "Passport"', 'en = "A passport"', "papers.toml")
    after = broken('"card"', '"karte"', "synonyms.toml")[0]
    told = [(change.code, change.old, change.new) for change in difference(before, after) if change.code != "rop-card"]
    assert told == [("tariff_date", "2026-01-01", "2027-01-01"), ("papers", "", "passport"), ("synonyms", "", "")]
