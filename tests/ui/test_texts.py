"""Both languages are complete, and counts take their forms."""

from __future__ import annotations

import string
import tomllib

import pytest

from sanad_desk.domain.digits import strip_marks
from sanad_desk.resources_path import resource_path
from sanad_ui import texts
from sanad_ui.language import LANGUAGES, language
from sanad_ui.plurals import FORMS, plural_form
from sanad_ui.texts import MissingText, all_keys, both, in_every_language, plain, say, t

AREAS = sorted(path.stem for path in resource_path("i18n", "ar").glob("*.toml"))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_keys(area: str) -> None:
    keys = all_keys(area)
    assert set(keys["ar"]) == set(keys["en"])


def test_every_area_exists_in_both_languages() -> None:
    assert sorted(path.stem for path in resource_path("i18n", "en").glob("*.toml")) == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_a_text_is_a_plural_in_both_languages_or_in_none(area: str) -> None:
    keys = all_keys(area)
    for key, arabic in keys["ar"].items():
        assert isinstance(arabic, str) == isinstance(keys["en"][key], str), key


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_fill_the_same_places(area: str) -> None:
    """Forms for none, one and two may leave the number out: a word says it."""
    keys = all_keys(area)
    for key, arabic in keys["ar"].items():
        english = keys["en"][key]
        if isinstance(arabic, str) and isinstance(english, str):
            assert places(arabic) == places(english), key
        elif not isinstance(arabic, str) and not isinstance(english, str):
            assert places(arabic["other"]) == places(english["other"]), key


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_plurals_have_every_form_that_counts_take(area: str, code: str) -> None:
    """Zero may be missing where the text is never said of nothing."""
    for key, entry in all_keys(area)[code].items():  # type: ignore[index]
        if not isinstance(entry, str):
            assert set(FORMS[code]) - {"zero"} <= set(entry), key


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_empty_or_untranslated(area: str, code: str) -> None:
    for key, entry in all_keys(area)[code].items():  # type: ignore[index]
        for text in [entry] if isinstance(entry, str) else entry.values():
            assert text.strip() == text, key
            assert text, key


def test_text_files_are_plain_tables() -> None:
    for code in LANGUAGES:
        for area in AREAS:
            tomllib.loads(resource_path("i18n", code, f"{area}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other")]
    + [(102, "other"), (103, "few"), (111, "many"), (1000, "other"), (1003, "few")],
)
def test_arabic_counts_take_six_forms(n: int, form: str) -> None:
    assert plural_form("ar", n) == form


@pytest.mark.parametrize(("n", "form"), [(0, "other"), (1, "one"), (2, "other"), (21, "other")])
def test_english_counts_take_two_forms(n: int, form: str) -> None:
    assert plural_form("en", n) == form


@pytest.mark.parametrize(
    ("n", "text"), [(1, "يوم"), (2, "يومين"), (3, "3 أيام"), (18, "18 يومًا"), (100, "100 يوم"), (1003, "1,003 أيام")]
)
def test_a_count_is_said_in_its_form(n: int, text: str) -> None:
    assert strip_marks(t("app.duration.days", n=n)) == text


def test_the_count_follows_the_chosen_digits() -> None:
    language.use("ar", "arabic")
    assert strip_marks(t("app.duration.days", n=18)) == "١٨ يومًا"


def test_a_number_in_a_sentence_is_isolated_left_to_right() -> None:
    assert "\u206618\u2069" in t("app.duration.days", n=18)


def test_a_name_in_a_sentence_keeps_its_own_direction() -> None:
    assert "\u2068Sample\u2069" in t("app.frame.operator", name="Sample", role="موظف")


def test_a_missing_text_is_an_error_in_tests() -> None:
    with pytest.raises(MissingText):
        t("app.no_such_text")


def test_a_missing_text_at_the_counter_shows_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "strict", False)
    assert t("app.no_such_text") == "app.no_such_text"


def test_a_phrase_follows_the_language() -> None:
    phrase, words = say("app.page.till"), both("مسقط", "Muscat")
    assert (phrase(), words()) == ("الصندوق", "مسقط")
    language.use("en")
    assert (phrase(), words()) == ("Till", "Muscat")


def test_words_missing_in_one_language_are_taken_from_the_other() -> None:
    language.use("en")
    assert both("مسقط", "")() == "مسقط"


def test_a_phrase_is_found_in_either_language() -> None:
    assert {"الصندوق", "Till"} <= set(in_every_language("app.page.till").split())
    assert in_every_language(plain("X")) == "X"


def test_a_phrase_inside_a_phrase_follows_too() -> None:
    going = say("command.do.go_to", page=say("app.page.till"))
    language.use("en")
    assert strip_marks(going()) == "Go to Till"
