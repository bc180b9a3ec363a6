"""The reader names every fault by file, service and field, and keeps what is sound."""

import string
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Action, Catalogue, FeeBasis, in_force
from sanad_desk.resources_path import resource_path
from tests.catalogue.conftest import Broken

FLAG = "sensitive = true"
LINE = "list_line = 1, "
PAPERS = "papers_source"
SERVICE_FAULTS = [
    (FLAG, FLAG + "\ncolour = 3", "key_unknown", "colour"),
    (FLAG, "sensitive = 1", "value_wrong", "sensitive"),
    ('asked_by = "person"', "", "value_missing", "asked_by"),
    ('asked_by = "person"', 'asked_by = "cat"', "value_unknown", "asked_by"),
    ('ar = "بطاقة", en = "Card"', 'ar = "بطاقة"', "value_missing", "name.en"),
    ('category = "cards"', 'category = "boats"', "category_unknown", "category"),
    ('source = "price-list"', 'source = "dream"', "source_unknown", "source"),
    ('flow = "print-only"', 'flow = "fly"', "flow_unknown", "flow"),
    ('flow = "print-only"', "", "steps_missing", "steps"),
    (
        PAPERS,
        'steps = [{ kind = "print", ar = "١", en = "1", source = "price-list" }]\n' + PAPERS,
        "steps_twice",
        "steps",
    ),
    ('fee = "2.000"', 'fee = "2"', "amount_wrong", "prices[1].fee"),
    ('fee = "2.000"', "fee = 2.000", "amount_wrong", "prices[1].fee"),
    ('fee = "2.000"', 'fee = "-2.000"', "amount_wrong", "prices[1].fee"),
    ("from = 2026-01-01, until", 'from = "1/1/2026", until', "date_wrong", "prices[1].from"),
    ("until = 2026-11-21", "until = 2025-11-21", "dates_reversed", "prices[1].until"),
    ("until = 2026-11-21, ", "", "dates_overlap", "prices[2]"),
    ('action = "submit"', 'action = "dance"', "value_unknown", "prices[1].action"),
    ('percent = "0.5"', 'percent = "150"', "percent_wrong", "fees[3].percent"),
    ('maximum = "9.000"', 'maximum = "0.500"', "range_reversed", "fees[2].maximum"),
    (', label = { ar = "سنة", en = "One year" }', "", "label_missing", "fees[1].label"),
    ('basis = "choice", amount', 'basis = "portal", amount', "key_unknown", "fees[1].amount"),
    ('"civil-id", ', '"moon-id", ', "paper_unknown", "papers[1].any_of"),
    ("when = { kind", "when = { mood", "question_unknown", "papers[1].when"),
    ('"first", "renewal"]', '"first", "third"]', "answer_unknown", "papers[1].when"),
    ("when = { kind =", 'when = { mood = "x", kind =', "condition_wrong", "papers[1].when"),
    ('    { code = "renewal", ar = "تجديد", en = "Renewal" },\n', "", "answers_too_few", "questions[1].answers"),
    ('check = "phone"', 'check = "smell"', "value_unknown", "fields[1].check"),
    ('check = "phone"', 'check = "text"', "free_text_sensitive", "fields[1].check"),
    ('code = "rop-card"', 'code = "rop card"', "code_wrong", "code"),
    (FLAG, FLAG + "\noften = 9", "value_wrong", "often"),
]


def test_the_sound_folder_has_no_fault(folder: Path):
    catalogue, faults = read_catalogue(folder)
    assert faults == []
    assert list(catalogue.services) == ["rop-card", "rop-other"]


@pytest.mark.parametrize(("old", "new", "code", "field"), SERVICE_FAULTS)
def test_a_broken_service_is_named_and_left_out(broken: Broken, old: str, new: str, code: str, field: str):
    catalogue, faults = broken(old, new)
    fault = next(f for f in faults if f.code == code)
    assert (fault.file, fault.field) == ("services/rop.toml", field)
    assert fault.service == ("rop card" if code == "code_wrong" else "rop-card")
    assert list(catalogue.services) == ["rop-other"]


def test_a_service_code_used_twice(broken: Broken):
    catalogue, faults = broken('code = "rop-other"', 'code = "rop-card"')
    assert [(f.code, f.service, f.field) for f in faults] == [("code_twice", "rop-card", "code")]
    assert catalogue.services["rop-card"].name.en == "Card"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field"),
    [
        ("release.toml", "2026-01-01", '"soon"', "date_wrong", "tariff_date"),
        ("sources.toml", 'as_of = "2026-01-01"', 'as_of = "2026-13"', "date_wrong", "price-list.as_of"),
        ("sources.toml", 'grade = "price-list"', 'grade = "rumour"', "value_unknown", "price-list.grade"),
        ("entities.toml", 'kind = "government"', 'kind = "club"', "value_unknown", "entity[1].kind"),
        ("entities.toml", "https://", "http://", "value_wrong", "entity[1].portal_url"),
        ("papers.toml", 'code = "passport"', 'code = "civil-id"', "code_twice", "paper[2].code"),
        ("flows.toml", 'kind = "print"', 'kind = "jump"', "value_unknown", "flow[1].steps[1].kind"),
        ("places.toml", 'code = "MA-01", ', "", "value_missing", "governorate[1].wilayats[1].code"),
        ("synonyms.toml", '"card"', '"renew"', "synonym_twice", "groups[2]"),
    ],
)
def test_a_shared_file_names_its_fault(broken: Broken, file: str, old: str, new: str, code: str, field: str):
    _, faults = broken(old, new, file)
    assert (file, code, field) in [(f.file, f.code, f.field) for f in faults]


def test_a_file_that_is_no_toml_says_where(broken: Broken):
    catalogue, faults = broken("[[service]]", "[[service]")
    assert [(f.file, f.code) for f in faults] == [("services/rop.toml", "file_wrong")]
    assert "line" in faults[0].params["reason"]
    assert not catalogue.services


def test_a_missing_file_and_a_file_in_another_encoding(folder: Path):
    (folder / "papers.toml").unlink()
    (folder / "flows.toml").write_bytes("كود".encode("cp1256"))
    _, faults = read_catalogue(folder)
    assert {("papers.toml", "file_missing"), ("flows.toml", "file_not_utf8")} <= {(f.file, f.code) for f in faults}


def test_a_file_of_no_entity(folder: Path):
    (folder / "services" / "moon.toml").write_text("", encoding="utf-8")
    _, faults = read_catalogue(folder)
    assert [(f.code, f.file) for f in faults] == [("entity_unknown", "services/moon.toml")]


def test_a_list_that_repeats_itself_does_not_contradict_itself(broken: Broken):
    old = 'until = 2026-11-21, list_line = 1, list_name = "بطاقة" },\n  { action = "submit", fee = "2.500"'
    _, faults = broken(old, 'list_line = 1 },\n  { action = "submit", fee = "2.500"')
    assert [f.code for f in faults] == ["dates_overlap"]
    _, faults = broken(
        'fee = "2.500", from = 2026-11-22, list_line = 1', 'fee = "2.000", from = 2026-11-22, list_line = 2'
    )
    assert faults == []


def sound(folder: Path) -> Catalogue:
    return read_catalogue(folder)[0]


def test_tomorrows_price_is_there_and_not_yet_in_force(folder: Path):
    card = sound(folder).services["rop-card"]
    today, tomorrow = (
        card.price(Action.SUBMIT, "", date(2026, 11, 21)),
        card.price(Action.SUBMIT, "", date(2026, 11, 22)),
    )
    assert today is not None
    assert tomorrow is not None
    assert (today.centre_fee, tomorrow.centre_fee) == (2000, 2500)
    assert card.price(Action.SUBMIT, "", date(2025, 12, 31)) is None
    assert len(in_force(card.government_fees, date(2026, 1, 1))) == 3


def test_figures_arrive_as_baisa_and_parts_per_million(folder: Path):
    choice, span, percent = sound(folder).services["rop-card"].government_fees
    assert (choice.basis, choice.amount) == (FeeBasis.CHOICE, 6000)
    assert (span.minimum, span.maximum) == (1000, 9000)
    assert percent.rate_ppm == 5000
    assert choice.source.as_of == "2026-01-01"


def test_a_question_without_answers_is_yes_or_no(broken: Broken):
    catalogue, faults = broken(
        "questions = [", 'questions = [{ code = "child", text = { ar = "طفل؟", en = "A child?" } },'
    )
    assert faults == []
    child = catalogue.services["rop-card"].questions[0]
    assert [a.code for a in child.answers] == ["yes", "no"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_fault_has_its_sentence(broken: Broken, language: str):
    texts = tomllib.loads(resource_path("i18n", language, "error.toml").read_text(encoding="utf-8"))
    _, faults = broken("[[service]]", "[[service]]\nnoise = 1")
    codes = {code for _, _, code, _ in SERVICE_FAULTS} | {f.code for f in faults} | {"synonym_twice", "file_wrong"}
    for code in codes:
        fields = {name for _, name, _, _ in string.Formatter().parse(texts[f"catalogue_{code}"]) if name}
        assert "where" in fields
