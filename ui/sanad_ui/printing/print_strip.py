"""The line over the status bar that says a paper did not come out, and prints it again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_ui.error_text import error_phrase
from sanad_ui.formats import identifier
from sanad_ui.kit.banner import Banner
from sanad_ui.kit.buttons import IconButton
from sanad_ui.printing.print_room import PaperOut, PaperStuck, PrintRoom
from sanad_ui.texts import Phrase, plain, say


class PrintStrip(Banner):
    """Hidden while all is well; several papers that got stuck are one line and go out again together."""

    changed = Signal()

    def __init__(self, room: PrintRoom, parent: QWidget | None = None) -> None:
        super().__init__(name="print_strip", tone="bad", parent=parent)
        self._stuck: dict[str, PaperStuck] = {}
        self.forget_button = IconButton("x", "printing.forget", name="print_strip_forget")
        self.forget_button.ink = "bad"
        row = self.layout()
        if row is not None:
            row.addWidget(self.forget_button)
        self.forget_button.clicked.connect(self.forget)
        room.got_stuck.connect(self._on_stuck)
        room.came_out.connect(self._on_out)
        self.acted.connect(self.print_again)

    @property
    def stuck(self) -> list[PaperStuck]:
        return list(self._stuck.values())

    def print_again(self) -> None:
        """Leaves the line standing until the papers are really out."""
        for paper in self.stuck:
            paper.again()

    def forget(self) -> None:
        """The clerk knows, and goes on without the paper; Find prints it at any time."""
        self._stuck.clear()
        self._show()

    def _on_stuck(self, paper: PaperStuck) -> None:
        self._stuck[paper.title] = paper
        self._show()

    def _on_out(self, paper: PaperOut) -> None:
        self._stuck.pop(paper.title, None)
        self._show()

    def _show(self) -> None:
        if not self._stuck:
            self.clear()
        else:
            last = self.stuck[-1]
            why = error_phrase(last.error)
            if len(self._stuck) > 1:
                self.say("printing.stuck_many", tone="bad", action="printing.again", n=len(self._stuck), why=why)
            elif last.number:
                number = identifier(last.number)
                self.say("printing.stuck", tone="bad", action="printing.again", number=number, why=why)
            else:
                self.say("printing.stuck_paper", tone="bad", action="printing.again", why=why)
        self.changed.emit()


def out_phrase(paper: PaperOut) -> Phrase:
    """The short good news: printed where, or where the PDF lies."""
    if paper.file:
        return say("printing.saved", path=plain(identifier(paper.file)))
    key = "printing.copy_printed" if paper.copy else "printing.printed"
    return say(key, printer=plain(paper.printer), n=paper.copy)
