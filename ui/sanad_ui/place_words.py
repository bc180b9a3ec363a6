"""Where the desk stands, in words: the governorate as people call it, and the desk's number."""

from __future__ import annotations

from sanad_ui.texts import Phrase, both, plain, say


def place_words(governorate_ar: str, governorate_en: str, desk_number: int) -> Phrase:
    """Without a number while no desk is founded, without a governorate where the catalogue knows none."""
    name = both(governorate_ar, governorate_en)
    if not name():
        return say("app.frame.desk", desk=desk_number) if desk_number else plain("")
    place = say("app.frame.governorate", name=name)
    return say("app.frame.place", place=place, desk=desk_number) if desk_number else place
