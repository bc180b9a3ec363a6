"""What the frame expects of a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sanad_ui.shell.command import Command
from sanad_ui.texts import Phrase
from sanad_ui.theme import set_look


class Page(QWidget):
    """A page is layout plus slots: it shows read models and hands what was typed to use cases.

    `enter` is called each time it comes to the front, `leave` before it goes; answering False keeps it there.
    `commands_changed` has the frame read `commands()` again; `told` puts a short line into the status bar.
    `also_key` names everyday words that find the page in the palette.
    """

    title_key = ""
    also_key = ""
    commands_changed = Signal()
    told = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, look="page")
        self.setProperty("ring", "own")  # where nothing on it can be worked the keyboard rests on the page itself

    def begin(self, signed_in: object) -> None:
        """Who works from now on; comes with each sign-in, also after a lock."""

    def enter(self) -> None:
        """The page is in front; put the focus where work begins."""

    def leave(self) -> bool:
        """Whether the page can be left now without losing anything."""
        return True

    def commands(self) -> Sequence[Command]:
        """What can be done on this page now."""
        return ()

    def tell(self, phrase: Phrase | str) -> None:
        """Success is the next thing being ready, plus this short line."""
        self.told.emit(phrase)
