"""Quiet buttons that take little room: for what stands beside a heading or a name."""

from __future__ import annotations

from sanad_ui import tokens
from sanad_ui.kit import IconButton, QuietButton
from sanad_ui.texts import Phrase


class SmallQuietButton(QuietButton):
    """Lower than a control: there is always a key that does the same."""

    tall = 26
    padding = 7
    text_size = tokens.TEXT_CAPTION


class KeyedIconButton(IconButton):
    """An icon with the key that does the same."""

    def __init__(self, icon: str, phrase: Phrase | str, *, name: str, key: str) -> None:
        super().__init__(icon, phrase, name=name)
        self._key = key
        self.updateGeometry()
