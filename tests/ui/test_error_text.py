"""Every code the core raises is a sentence that says what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import AuthError, BugError, DomainError, SanadError
from sanad_ui.error_text import error_phrase, error_text, warning_text
from sanad_ui.language import LANGUAGES, language
from sanad_ui.texts import all_keys

CORE = Path(__file__).resolve().parents[2] / "sanad_desk"
ERRORS = {"DomainError", "Refused", "AuthError", "OfflineError", "StoreError", "BugError"}
TABLES_OF_CODES = {"_BY_RESULT", "_BY_ERRNO"}


def codes() -> set[str]:
    """Wherever the core writes one: in an error it raises, in a name or a table it raises from, in a block."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in CORE.rglob("*.py")]
    return {code for tree in trees for node in ast.walk(tree) for code in codes_at(node)}


def codes_at(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in ERRORS:
            yield from words_in(first)
        case ast.Assign(targets=[ast.Name(id=name)], value=table) if name in TABLES_OF_CODES:
            yield from words_in(table)
        case ast.Assign(targets=[ast.Name(id="code")], value=ast.IfExp() as either):
            yield from words_in(either)
        case ast.Tuple(elts=[ast.Constant(value=str(code)), place, _]) if is_place(place):
            yield code


def words_in(node: ast.expr) -> Iterator[str]:
    """SQLite's own names are in capitals."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.islower():
            yield part.value


def is_place(node: ast.expr) -> bool:
    """Of a case in the visit: a block is its code and the place to jump to."""
    is_none = isinstance(node, ast.UnaryOp) and ast.unparse(node) == "-1"
    return is_none or (isinstance(node, ast.Name) and node.id in ("position", "case_position"))


def test_every_code_the_core_raises_has_its_sentence() -> None:
    known = all_keys("error")["ar"]
    assert {code for code in codes() if f"error.{code}" not in known and f"error.warning.{code}" not in known} == set()


@pytest.mark.parametrize(
    "code", ["disk_failing", "place_unusable", "print_folder_full", "price_missing", "visit_empty"]
)
def test_codes_are_found_where_none_is_raised_by_name(code: str) -> None:
    assert code in codes()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_ends_and_none_is_a_bare_word(code: str) -> None:
    for key, entry in all_keys("error")[code].items():  # type: ignore[index]
        for text in [entry] if isinstance(entry, str) else entry.values():
            assert text.endswith("."), key
            assert len(text.split()) >= 2, key


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DomainError("amount_too_large", largest=99_999_999), "المبلغ أكبر من المسموح. الحد الأقصى 99,999.999 ر.ع."),
        (AuthError("pin_wrong", left=1), "الرمز غير صحيح. بقيت محاولة واحدة قبل الإيقاف المؤقت."),
        (AuthError("pin_wrong", left=3), "الرمز غير صحيح. بقيت 3 محاولات قبل الإيقاف المؤقت."),
        (
            DomainError("date_too_far", last=date(2028, 11, 22)),
            "هذا اليوم بعيد جدًا. آخر يوم يمكن اختياره 22/11/2028؛ راجع السنة.",
        ),
        (DomainError("text_too_long", limit=120), "النص طويل. اختصره إلى 120 حرفًا."),
        (DomainError("payment_short", missing=1_900), "المبلغ لا يكفي. بقي 1.900 ر.ع."),
        (DomainError("quantity_malformed", largest=999), "العدد من 1 إلى 999. صححه للمتابعة."),
    ],
)
def test_parameters_are_written_as_people_write_them(error: SanadError, sentence: str) -> None:
    assert strip_marks(error_text(error)) == sentence


def test_a_moment_is_told_in_muscat_time(now: int) -> None:
    assert "10:42" in strip_marks(error_text(AuthError("operator_locked", until=now)))


def test_an_unknown_code_says_to_call_support_and_names_itself() -> None:
    sentence = strip_marks(error_text(BugError("gremlins_in_the_drawer")))
    assert "gremlins_in_the_drawer" in sentence
    assert "الدعم" in sentence


def test_an_error_on_the_screen_follows_the_language() -> None:
    phrase = error_phrase(DomainError("visit_empty"))
    arabic = phrase()
    language.use("en")
    assert phrase() != arabic
    assert phrase() == "This visit has no service yet. Choose a service first."


def test_warnings_have_sentences_of_their_own() -> None:
    assert strip_marks(warning_text("card_expires_soon", {"days": 2})) == "تنتهي البطاقة بعد يومين. نبّه المستفيد."
    assert "2.000" in warning_text("price_above_official", {"official": 2_000})
    assert "الدعم" in warning_text("never_heard_of")
