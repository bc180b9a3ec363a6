"""The words of the paper exist in both languages and take the same parameters."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from sanad_desk.receipts.labels import _words, label

RECEIPTS = Path(__file__).resolve().parents[2] / "sanad_desk" / "receipts"


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_parameters() -> None:
    arabic, english = _words("ar"), _words("en")
    assert arabic.keys() == english.keys()
    assert all(parameters(arabic[key]) == parameters(english[key]) for key in arabic)
    assert all(arabic[key].strip() and english[key].strip() for key in arabic)


def test_every_word_is_used_and_every_used_word_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in RECEIPTS.glob("*.py"))
    quoted = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", source))
    tables = set(re.findall(r'label\(f"([a-z_]+)\.\{', source))
    known = set(_words("ar"))
    used = {key for key in known if key in quoted or key.split(".")[0] in tables}
    assert known == used
    assert {key for key in quoted if key.split(".")[0] in {k.split(".")[0] for k in known}} <= known


def test_parameters_are_filled_in() -> None:
    assert label("mark.copy", n=2).en == "COPY 2"
    assert label("mark.copy", n=2).ar == "نسخة 2"
