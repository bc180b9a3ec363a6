"""What a period teaches, folded from counts: pure, so that every rule has its small example."""

from __future__ import annotations

from datetime import date

from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue, Words
from sanad_desk.domain.lessons import EndedCase, LessonFacts, Lessons, fold_lessons
from sanad_desk.domain.shift import muscat_midnight
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.resources_path import resource_path

CATALOGUE: Catalogue = read_catalogue(resource_path("catalogue"))[0]
WORK_PERMIT, VEHICLE = "mol-work-permit-renew", "rop-vehicle-registration-renewal"
HOUR = 3_600_000


def fold(facts: LessonFacts) -> Lessons:
    return fold_lessons(facts, CATALOGUE, WorkingCalendar())


def at(day: int, hour: int = 10) -> int:
    """In November 2026, whose 1st is a Sunday."""
    return muscat_midnight(date(2026, 11, day)) + hour * HOUR


def test_nothing_teaches_nothing() -> None:
    assert fold(LessonFacts()).is_empty
    assert fold(LessonFacts()).mean_stars is None


def test_a_paper_is_one_wherever_it_stands_on_a_list() -> None:
    missing = {
        (WORK_PERMIT, "paper:1:photo"): 2,
        (WORK_PERMIT, "paper:2:photo"): 1,
        (VEHICLE, "paper:0:photo"): 1,
        (WORK_PERMIT, "paper:0:passport"): 3,
        (WORK_PERMIT, "consent"): 9,
    }
    photo, passport = fold(LessonFacts(missing=missing)).missing
    assert (photo.paper, photo.times) == (CATALOGUE.papers["photo"].name, 4)
    assert [name.en for name in photo.services] == [CATALOGUE.services[code].name.en for code in (WORK_PERMIT, VEHICLE)]
    assert (passport.paper, passport.times) == (CATALOGUE.papers["passport"].name, 3)


def test_returns_are_told_by_reason_and_entity() -> None:
    returned = {("mol", "paper_missing"): 1, ("rop", "paper_missing"): 3, ("mol", "data_wrong"): 2}
    first, second = fold(LessonFacts(returned=returned)).returns
    assert (first.reason, first.times) == ("paper_missing", 4)
    assert first.entities == ((CATALOGUE.entities["rop"].name, 3), (CATALOGUE.entities["mol"].name, 1))
    assert (second.reason, second.times) == ("data_wrong", 2)


def test_an_outage_that_two_desks_noticed_is_one() -> None:
    outages = (
        ("mol", at(3, 9), at(3, 11)),
        ("mol", at(3, 10), at(3, 12)),
        ("mol", at(5, 9), at(5, 10)),
        ("rop", at(3, 9), at(3, 10)),
    )
    mol, rop, withdrawn = fold(LessonFacts(outages=outages, parked={"mol": 7, "gone": 1})).outages
    assert (mol.times, mol.milliseconds, mol.parked) == (2, 4 * HOUR, 7)
    assert (rop.times, rop.milliseconds, rop.parked) == (1, HOUR, 0)
    assert (withdrawn.entity, withdrawn.times, withdrawn.parked) == (Words("gone", "gone"), 0, 1)


def test_durations_are_medians_of_working_days() -> None:
    ended = (
        EndedCase(WORK_PERMIT, at(1), at(4), date(2026, 11, 3)),  # a day late
        EndedCase(WORK_PERMIT, at(1), at(8), date(2026, 11, 9)),  # five days: a weekend lies between
        EndedCase(WORK_PERMIT, at(1), at(2), None),
        EndedCase(VEHICLE, at(1), at(1), date(2026, 11, 1)),
    )
    slow, quick = fold(LessonFacts(ended=ended)).durations
    assert (slow.times, slow.real_days, slow.promised_days) == (3, 3, 2)
    assert (slow.dated, slow.late) == (2, 1)
    assert (quick.real_days, quick.promised_days, quick.late) == (0, 0, 0)


def test_what_was_asked_for_is_one_however_it_is_spelt() -> None:
    asked = {"تأشيرة سياحية": 2, "تاشيرة سياحيه": 1, "car rental": 1}
    assert fold(LessonFacts(not_offered=asked)).not_offered == (("تأشيرة سياحية", 3), ("car rental", 1))


def test_stars_and_complaints() -> None:
    facts = LessonFacts(stars={5: 3, 2: 1}, complaints={("price", True): 1, ("price", False): 2, ("delay", False): 1})
    found = fold(facts)
    assert (found.ratings, found.mean_stars) == (4, 4.25)
    assert [(each.kind, each.times, each.waiting) for each in found.complaints] == [("price", 3, 1), ("delay", 1, 0)]
