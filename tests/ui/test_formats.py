"""Amounts, dates and times as they are shown; preferences as they are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sanad_desk.domain.digits import strip_marks
from sanad_ui import formats
from sanad_ui.language import language
from sanad_ui.preferences import FILE_NAME, Preferences, load_preferences, save_preferences


def shown(text: str) -> str:
    assert text.startswith("\u2066")
    assert text.endswith("\u2069")
    return strip_marks(text)


def test_amounts_have_three_decimals_and_are_isolated() -> None:
    assert shown(formats.amount(1_234_500)) == "1,234.500"
    assert shown(formats.amount(-5)) == "-0.005"


def test_amounts_follow_the_chosen_digits() -> None:
    language.use("ar", "arabic")
    assert shown(formats.amount(1_234_500)) == "١٬٢٣٤٫٥٠٠"


def test_the_unit_stands_where_the_language_wants_it() -> None:
    assert strip_marks(formats.amount_with_unit(412_350)) == "412.350 ر.ع."
    language.use("en")
    assert strip_marks(formats.amount_with_unit(412_350)) == "OMR 412.350"


def test_dates_are_day_first_with_two_digits() -> None:
    assert shown(formats.date_text(date(2026, 1, 9))) == "09/01/2026"
    language.use("ar", "arabic")
    assert shown(formats.date_text(date(2026, 11, 21))) == "٢١/١١/٢٠٢٦"


def test_weekdays_have_names_in_both_languages() -> None:
    assert formats.weekday(date(2026, 11, 21)) == "السبت"
    language.use("en")
    assert formats.weekday(date(2026, 11, 21)) == "Saturday"


def test_times_are_those_of_muscat(now: int) -> None:
    assert shown(formats.time_text(now)) == "10:42"
    assert formats.muscat_time(0).isoformat() == "1970-01-01T04:00:00+04:00"


def test_a_moment_of_another_day_carries_its_date(now: int) -> None:
    assert shown(formats.moment_text(now - formats.MS_IN_HOUR, now)) == "09:42"
    assert strip_marks(formats.moment_text(now - formats.MS_IN_DAY, now)) == "20/11/2026، 10:42"


@pytest.mark.parametrize(("ms", "text"), [(0, "00:00"), (271_000, "04:31"), (3_661_000, "1:01:01"), (-5, "00:00")])
def test_a_running_time_counts_minutes_then_hours(ms: int, text: str) -> None:
    assert shown(formats.clock(ms)) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(10, "أقل من دقيقة"), (120_000, "دقيقتين"), (18 * formats.MS_IN_HOUR + 5, "18 ساعة"), (-1, "أقل من دقيقة")]
    + [(3 * formats.MS_IN_DAY, "3 أيام")],
)
def test_a_duration_is_told_in_its_largest_unit(ms: int, text: str) -> None:
    assert strip_marks(formats.duration(ms)) == text


def test_identifiers_keep_western_digits() -> None:
    language.use("ar", "arabic")
    assert shown(formats.identifier("KSB1-02-26-000418-X")) == "KSB1-02-26-000418-X"
    assert shown(formats.phone("+96891234567")) == "9123 4567"
    assert shown(formats.phone("+971501234567")) == "+971501234567"


def test_empty_parts_of_a_quiet_line_are_left_out() -> None:
    assert formats.listed(["a", "", "b"]) == "a · b"


def test_preferences_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = Preferences("en", "dark", "arabic", 25)
    save_preferences(tmp_path, kept)
    assert load_preferences(tmp_path) == kept
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"language": "fr", "theme": 3, "idle_minutes": true}'])
def test_unreadable_preferences_mean_the_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    assert load_preferences(tmp_path) == Preferences()


def test_one_bad_preference_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"language": "en", "theme": "pink", "idle_minutes": 0}')
    assert load_preferences(tmp_path) == Preferences(language="en")


def test_preferences_of_a_missing_folder_are_the_defaults(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "none") == Preferences()
