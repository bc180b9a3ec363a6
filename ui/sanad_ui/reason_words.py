"""Reasons on the screen: those from a list in the language in use, all others as they were typed."""

from __future__ import annotations

from sanad_ui.texts import Phrase, has_text, plain, say


def reason_key(code: str) -> str:
    """Where the words of a listed reason stand; papers use the same."""
    return f"picture.reason.{code}"


def reason_phrase(reason: str) -> Phrase:
    """What a fact of the journal gives as its reason."""
    key = reason_key(reason)
    return say(key) if has_text(key) else plain(reason)
