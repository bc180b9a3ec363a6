"""One thing a person can have done by key, by palette or by status bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sanad_ui.texts import Phrase, as_phrase


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is stable and dotted (`serve.search`); `hinted` puts it into the status bar with its key.

    `also` holds everyday words that find it in the palette and are not shown.
    Under an overlay keys are dead but for those of commands that hold `everywhere`.
    """

    name: str
    phrase: Phrase | str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = "command"
    hinted: bool = False
    everywhere: bool = False
    also: Phrase | str = ""
    is_enabled: Callable[[], bool] = _always
    second_key: str = ""  # works too, and is not shown

    def text(self) -> str:
        return as_phrase(self.phrase)()
