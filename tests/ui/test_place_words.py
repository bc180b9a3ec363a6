"""Where a desk stands: a centre without a wilayat leaves no dot behind."""

from __future__ import annotations

from sanad_desk.domain.digits import strip_marks
from sanad_ui.place_words import place_words


def test_only_what_is_known_is_said(qapp: object) -> None:
    told = [place_words(*known)() for known in (("مسقط", "Muscat", 3), ("", "", 3), ("مسقط", "Muscat", 0), ("", "", 0))]
    assert [strip_marks(text) for text in told] == ["محافظة مسقط · مكتب 3", "مكتب 3", "محافظة مسقط", ""]
