"""A small catalogue folder to break in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue

FILES = {
    "release.toml": 'version = "1"\ntariff_date = 2026-01-01\n',
    "sources.toml": """
[price-list]
grade = "price-list"
ar = "القائمة"
en = "The list"
as_of = "2026-01-01"

[default-flow]
grade = "general-knowledge"
ar = "مسار"
en = "Flow"
""",
    "entities.toml": """
[[entity]]
code = "rop"
name = { ar = "الشرطة", en = "Police" }
kind = "government"
portal_url = "https://rop.gov.om"
""",
    "papers.toml": """
[[paper]]
code = "civil-id"
name = { ar = "البطاقة", en = "ID card" }
has_validity = true

[[paper]]
code = "passport"
name = { ar = "الجواز", en = "Passport" }
""",
    "flows.toml": """
[[flow]]
code = "print-only"
steps = [{ kind = "print", ar = "طباعة", en = "Print" }]
""",
    "places.toml": """
[[governorate]]
code = "OM-MA"
name = { ar = "مسقط", en = "Muscat" }
wilayats = [{ code = "MA-01", ar = "مسقط", en = "Muscat", is_main = true }]
""",
    "synonyms.toml": 'groups = [["تجديد", "renew"], ["بطاقة", "card"]]\nignored = ["ابغى"]\n',
    "services/rop.toml": """
[categories]
cards = { ar = "بطاقات", en = "Cards" }

[[service]]
code = "rop-card"
name = { ar = "بطاقة", en = "Card" }
category = "cards"
asked_by = "person"
sensitive = true
source = "price-list"
flow = "print-only"
prices = [
  { action = "submit", fee = "2.000", from = 2026-01-01, until = 2026-11-21, list_line = 1, list_name = "بطاقة" },
  { action = "submit", fee = "2.500", from = 2026-11-22, list_line = 1, list_name = "بطاقة" },
]
fees_source = "price-list"
fees = [
  { action = "pay", basis = "choice", amount = "6.000", label = { ar = "سنة", en = "One year" }, from = 2026-01-01 },
  { action = "pay", basis = "range", minimum = "1.000", maximum = "9.000", from = 2026-01-01 },
  { action = "pay", basis = "percent", percent = "0.5", label = { ar = "نسبة", en = "Share" }, from = 2026-01-01 },
]
questions = [
  { code = "kind", text = { ar = "ما المطلوب؟", en = "What is needed?" }, answers = [
    { code = "first", ar = "أول", en = "First" },
    { code = "renewal", ar = "تجديد", en = "Renewal" },
  ] },
]
papers_source = "price-list"
papers = [
  { any_of = ["civil-id", "passport"], when = { kind = ["first", "renewal"] } },
]
fields_source = "price-list"
fields = [
  { code = "phone", text = { ar = "هاتف", en = "Phone" }, check = "phone" },
]

[[service]]
code = "rop-other"
name = { ar = "أخرى", en = "Other" }
category = "cards"
asked_by = "both"
source = "price-list"
flow = "print-only"
""",
}

Broken = Callable[..., tuple[Catalogue, list[CatalogueFault]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "catalogue"
    (root / "services").mkdir(parents=True)
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def rewrite(folder: Path, old: str, new: str, file: str = "services/rop.toml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def broken(folder: Path) -> Broken:
    """Replaces one text of one file and reads the folder."""

    def break_it(old: str, new: str, file: str = "services/rop.toml") -> tuple[Catalogue, list[CatalogueFault]]:
        rewrite(folder, old, new, file)
        return read_catalogue(folder)

    return break_it
