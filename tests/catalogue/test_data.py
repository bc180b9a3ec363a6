"""The catalogue as shipped: complete, sound, and in force."""

import shutil
import tomllib
from collections import Counter
from datetime import date

import pytest

from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Action, Catalogue, FeeBasis, in_force
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.resources_path import resource_path

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, faults = read_catalogue(resource_path("catalogue"))
    assert faults == []
    return found


def test_every_row_of_the_source_tables_arrived(catalogue: Catalogue):
    services = catalogue.services.values()
    assert len(catalogue.entities) == 33
    assert len(services) == 468
    assert sum(len(s.prices) for s in services) == 325
    assert sum(s.on_price_list for s in services) == 197
    assert sum(len(s.government_fees) for s in services) == 236
    assert sum(len(s.observed_prices) for s in services) == 44
    assert len(catalogue.papers) == 90
    assert (len(catalogue.governorates), len(catalogue.wilayats)) == (11, 63)


def test_every_paper_of_a_service_arrived_as_a_row_or_a_field(catalogue: Catalogue):
    """264 rows, and six alternatives which those rows name in words ("or passport")."""
    asked = {
        (s.code, code)
        for s in catalogue.services.values()
        for code in [*(c for need in s.papers for c in need.papers), *(f.paper for f in s.fields if f.paper)]
    }
    assert len(asked) == 264 + 6


def test_steps_are_sourced_or_by_a_flow(catalogue: Catalogue):
    services = catalogue.services.values()
    assert sum(len(s.steps) for s in services if not s.flow) == 253
    assert sum(1 for s in services if not s.flow) == 54
    assert len({s.flow for s in services if s.flow}) == 20
    assert all(s.steps for s in services)


def test_every_line_of_the_price_list_is_there_once(catalogue: Catalogue):
    lines = Counter(p.list_line for s in catalogue.services.values() for p in s.prices)
    assert lines == Counter(range(1, 326))


def test_a_line_the_list_prints_twice_offers_no_choice(catalogue: Catalogue):
    offers = catalogue.services["safqat-my-offer"]
    assert [p.list_line for p in offers.prices] == [324, 325]
    assert [p.list_line for p in offers.variants(Action.SUBMIT, TODAY)] == [324]


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 6, 15), TODAY])
def test_all_figures_hold_all_year(catalogue: Catalogue, day: date):
    for service in catalogue.services.values():
        assert in_force(service.prices, day) == service.prices
        assert in_force(service.government_fees, day) == service.government_fees


def test_fees_of_every_basis(catalogue: Catalogue):
    bases = Counter(f.basis for s in catalogue.services.values() for f in s.government_fees)
    assert bases == {
        FeeBasis.CHOICE: 122,
        FeeBasis.NONE: 55,
        FeeBasis.FIXED: 34,
        FeeBasis.PORTAL: 14,
        FeeBasis.PERCENT: 9,
        FeeBasis.RANGE: 2,
    }
    late = next(f for f in catalogue.services["mol-work-permit-renew"].government_fees if f.part == "extra")
    assert (late.minimum, late.maximum) == (10_000, 500_000)
    assert catalogue.services["mohup-mortgage-registration"].government_fees[0].rate_ppm == 5_000


def test_variants_of_a_price_by_fleet_size(catalogue: Catalogue):
    card = catalogue.services["mtcit-operating-card-new"]
    assert [p.variant for p in card.variants(Action.SUBMIT, TODAY)] == [
        "1-5 vehicles",
        "6-10 vehicles",
        "11-15 vehicles",
        "16-20 vehicles",
    ]
    assert card.variants(Action.SUBMIT, TODAY)[0].variant_name.ar == "1–5 مركبات"


def test_sensitive_services_take_no_free_text(catalogue: Catalogue):
    assert sum(s.sensitive for s in catalogue.services.values()) == 76
    assert not [s.code for s in catalogue.services.values() if s.sensitive and any(f.check == "text" for f in s.fields)]


def test_conditions_became_questions(catalogue: Catalogue):
    """Rows which stay optional say in their note when they are wanted."""
    needs = [need for s in catalogue.services.values() for need in s.papers]
    assert sum(len(s.questions) for s in catalogue.services.values()) == 25
    assert all(need.note for need in needs if not need.required)


def test_a_house_driver_needs_the_ownership_card_of_his_car(catalogue: Catalogue):
    permit = catalogue.services["mol-permit-initial-individual"]
    wanted = {need.papers for need in permit.papers if need.when and "driver" in need.when.answers and need.required}
    assert wanted == {("birth-certificate", "marriage-contract"), ("mulkiya",)}


def test_details_are_asked_for_as_checked_fields(catalogue: Catalogue):
    checks = {f.check for s in catalogue.services.values() for f in s.fields}
    expected = "phone number email plate civil_number iban date amount text reference"
    assert checks == set(expected.split())


def test_the_calendar_names_every_official_holiday_of_three_years(catalogue: Catalogue):
    calendar = catalogue.calendar
    for year in (2026, 2027, 2028):
        names = {h.name.en for h in calendar.holidays if year in (h.span.first.year, h.span.last.year)}
        assert names == {
            *("Accession Day", "Isra and Mi'raj", "Eid al-Fitr", "Eid al-Adha"),
            *("Hijri New Year", "The Prophet's Birthday", "National Day"),
        }
        assert any(
            span.first.year == year and 28 < (span.last - span.first).days + 2 < 32 for span in calendar.ramadans
        )
    assert not calendar.is_working_day(date(2027, 3, 9)), "the first of Shawwal"
    assert calendar.is_ramadan(date(2027, 3, 7))
    dated = tomllib.loads((resource_path("catalogue") / "calendar.toml").read_text(encoding="utf-8"))
    spans = [span for holiday in dated["holiday"] for span in holiday["days"]] + dated["ramadan"]
    assert all(span["expected"] for span in spans if span["source"] == "umm-al-qura")


def test_a_release_of_before_the_calendar_knows_the_weekend_alone(tmp_path):
    shutil.copytree(resource_path("catalogue"), tmp_path, dirs_exist_ok=True)
    (tmp_path / "calendar.toml").unlink()
    old, faults = read_catalogue(tmp_path)
    assert faults == []
    assert old.calendar == WorkingCalendar()


def test_faults_of_the_calendar_are_named(tmp_path):
    shutil.copytree(resource_path("catalogue"), tmp_path, dirs_exist_ok=True)
    (tmp_path / "calendar.toml").write_text(
        'weekend = ["friday", "someday"]\nramadan_pace = 0\n'
        'ramadan = [{ first = 2027-02-08, last = 2027-01-08, source = "umm-al-qura" }]\n'
        '[[holiday]]\nname = { ar = "عيد", en = "Eid" }\ndays = [{ first = 2027-05-15, source = "hearsay" }]\n',
        encoding="utf-8",
    )
    _, faults = read_catalogue(tmp_path)
    assert [(fault.code, fault.field) for fault in faults] == [
        ("value_unknown", "weekend"),
        ("source_unknown", "holiday[1].days[1].source"),
        ("value_wrong", "ramadan[1].last"),
        ("value_wrong", "ramadan_pace"),
    ]
