"""A quiet button in the size of the small print, for what stands beside a heading."""

from __future__ import annotations

from sanad_ui import tokens
from sanad_ui.kit import QuietButton


class SmallQuietButton(QuietButton):
    """Lower than a control: there is always a key that does the same."""

    tall = 26
    padding = 7
    text_size = tokens.TEXT_CAPTION
