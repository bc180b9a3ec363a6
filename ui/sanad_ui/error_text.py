"""From an error's code to the sentence that says what is wrong and what to do next."""

from __future__ import annotations

from datetime import date

from sanad_desk.domain.errors import SanadError
from sanad_desk.english import AMOUNTS, COUNTED_CODES, COUNTS, MOMENTS
from sanad_ui import formats
from sanad_ui.texts import Phrase, has_text, t


def error_text(error: SanadError) -> str:
    """The sentence of the language in use; an unknown code says to call support and names the code."""
    return _sentence("error", error.code, error.params)


def warning_text(code: str, params: dict[str, object] | None = None) -> str:
    """The same for a warning, which holds nothing up."""
    return _sentence("error.warning", code, params or {})


def error_phrase(error: SanadError) -> Phrase:
    """Follows the language while the error stays on the screen."""

    def speak() -> str:
        return error_text(error)

    return speak


def warning_phrase(code: str, **params: object) -> Phrase:
    def speak() -> str:
        return warning_text(code, params)

    return speak


def _sentence(space: str, code: str, params: dict[str, object]) -> str:
    key = f"{space}.{code}"
    if not has_text(key):
        return t("error.unknown", code=formats.identifier(code))
    return t(key, **_shown(params, code))


def written(params: dict[str, object]) -> dict[str, object]:
    """Amounts and moments as people write them, by the names of the parameters."""
    return {name: _value(name, value) for name, value in params.items()}


def _shown(params: dict[str, object], code: str) -> dict[str, object]:
    shown = dict(params) if code in COUNTED_CODES else written(params)
    count = next((params[name] for name in COUNTS if isinstance(params.get(name), int)), None)
    return shown if count is None else {"n": count} | shown


def _value(name: str, value: object) -> object:
    if isinstance(value, int) and name in AMOUNTS:
        return formats.amount(value)
    if isinstance(value, int) and name in MOMENTS:
        return formats.time_text(value)
    return formats.date_text(value) if isinstance(value, date) else value
