"""The find page: any receipt by what people remember, its paper beside it, and the check of a QR text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.sheet import Paper
from sanad_ui import tokens
from sanad_ui.background import Background, Job
from sanad_ui.find.door import FindDoor, Preview
from sanad_ui.find.receipt_card import ReceiptCard
from sanad_ui.find.results import Results
from sanad_ui.find.scanned import as_scanned, looks_like_code
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page

_RESULTS_WIDTH = 520


class FindPage(Page):
    """A newer question takes the place of an older one whose answer is still on its way."""

    title_key = "app.page.find"
    also_key = "command.also.find"

    def __init__(
        self,
        door: FindDoor,
        background: Background,
        room: PrintRoom,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="find_page", parent=parent)
        self._door, self._background, self._room = door, background, room
        self._who: SignedIn | None = None
        self._asking: Job | None = None
        self._drawing: Job | None = None
        self._number = ""
        self.results = Results(now)
        self.receipt = ReceiptCard()
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        self.results.setFixedWidth(_RESULTS_WIDTH)
        row.addWidget(self.results)
        row.addWidget(self.receipt, 1)
        self.results.asked.connect(self._look)
        self.results.pointed.connect(self._point)
        self.results.settled.connect(self._go_to_paper)
        self.receipt.paper_chosen.connect(self._draw)
        self.receipt.print_asked.connect(self.print_receipt)
        self.receipt.save_asked.connect(self.save_receipt)
        room.came_out.connect(self._on_out)

    def begin(self, signed_in: object) -> None:
        self._who = signed_in if isinstance(signed_in, SignedIn) else None

    def enter(self) -> None:
        self.results.focus_box()
        self.results.ask()

    def commands(self) -> Sequence[Command]:
        shown = self._has_receipt
        return (
            Command("find.box", "find.do.box", self.results.focus_box, "Ctrl+F", "search", hinted=True),
            Command(
                "find.print", "find.do.print", self.print_receipt, "Ctrl+P", "printer", hinted=True, is_enabled=shown
            ),
            Command(
                "find.paper",
                "find.do.paper",
                self.turn_paper,
                "Ctrl+Shift+P",
                "receipt-text",
                hinted=True,
                is_enabled=shown,
            ),
            Command(
                "find.save", "find.do.save", self.save_receipt, "Ctrl+S", "file-down", hinted=True, is_enabled=shown
            ),
        )

    def print_receipt(self) -> None:
        if self._who is not None and self._has_receipt():
            self._room.print_receipt(self._who, self._number, self.receipt.paper.value())

    def save_receipt(self) -> None:
        if self._who is not None and self._has_receipt():
            self._room.save_receipt(self._who, self._number, self.receipt.paper.value())

    def turn_paper(self) -> None:
        other = Paper.A4 if self.receipt.paper.value() is Paper.ROLL else Paper.ROLL
        self.receipt.paper.set_value(other)
        self._draw()

    def _has_receipt(self) -> bool:
        return self.receipt.is_showing and bool(self._number)

    def _look(self, text: str) -> None:
        if self._asking is not None:
            self._asking.cancel()
        results = self.results
        if looks_like_code(text):
            check = partial(self._door.verify, as_scanned(text))
            self._asking = self._background.run(check, results.show_verdict, results.show_no_code)
        else:
            self._asking = self._background.run(
                partial(self._door.find, text), results.show_found, self.receipt.show_error
            )

    def _point(self, number: str | None) -> None:
        if number == self._number and self.receipt.is_showing:
            return
        self._number = number or ""
        self.receipt.line.clear()
        self._draw()

    def _draw(self, _paper: object = None) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
        if not self._number:
            self.receipt.show_nothing()
            self.commands_changed.emit()
            return
        draw = partial(self._door.preview, self._number, self.receipt.paper.value())
        self._drawing = self._background.run(draw, self._on_drawn, self.receipt.show_error)

    def _on_drawn(self, preview: Preview) -> None:
        if preview.number == self._number:
            self.receipt.show_preview(preview)
            self.commands_changed.emit()

    def _go_to_paper(self) -> None:
        if self._has_receipt():
            self.receipt.print_button.setFocus()

    def _on_out(self, out: PaperOut) -> None:
        if out.number == self._number and self.isVisible():
            self.receipt.show_out(out)
            self._draw()
