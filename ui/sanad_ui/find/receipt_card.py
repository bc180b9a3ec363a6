"""The side of the page that shows: the receipt's paper, and the ways to give it out again."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.find_receipts import FoundReceipt
from sanad_desk.usecases.look_at_receipt import ReceiptStory
from sanad_ui import formats, tokens
from sanad_ui.find.door import Preview
from sanad_ui.find.paper_view import PaperView
from sanad_ui.find.reversal_form import ReversalForm
from sanad_ui.find.story_lines import StoryLines
from sanad_ui.find.tender_form import TenderForm
from sanad_ui.kit import Banner, Card, Chip, EmptyState, Label, PrimaryButton, SecondaryButton, Segmented
from sanad_ui.kit.shown import set_shown
from sanad_ui.printing.print_room import PaperOut
from sanad_ui.receipt_rows import standing_text, standing_tip, standing_tone
from sanad_ui.texts import Phrase, plain, say

_WIDTHS = {Paper.ROLL: 400, Paper.A4: 680}


class ReceiptCard(Card):
    """The `..._asked` come from buttons; the page's commands own their keys.

    What is done with a receipt takes the place of its paper and gives it back.
    """

    paper_chosen = Signal(object)
    print_asked = Signal()
    save_asked = Signal()
    reversal_asked = Signal()
    correction_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="find_receipt", parent=parent)
        self.number = Label(size=tokens.TEXT_TITLE, weight=tokens.BOLD, name="find_number")
        self.prints = Chip(name="find_prints")
        self.standing = Chip(name="find_standing")
        self.paper = Segmented(
            [(Paper.ROLL, "find.paper.roll"), (Paper.A4, "find.paper.a4")],
            name="find_paper",
            spoken="find.paper.spoken",
            value=Paper.ROLL,
        )
        self.view = PaperView("find.paper.view", name="find_view")
        self.print_button = PrimaryButton("find.print", name="find_print", icon="printer", key="Ctrl+P")
        self.save_button = SecondaryButton("find.save", name="find_save", icon="file-down", key="Ctrl+S")
        self.story = StoryLines()
        self.reverse_button = SecondaryButton("find.reverse", name="find_reverse", icon="undo-2", key="Ctrl+Shift+V")
        self.correct_button = SecondaryButton(
            "find.correct", name="find_correct", icon="arrow-left-right", key="Ctrl+Shift+T"
        )
        self.again_button = SecondaryButton("find.again", name="find_again", icon="rotate-ccw", key="Ctrl+Shift+A")
        self.reversal = ReversalForm()
        self.tender = TenderForm()
        self.line = Banner(name="find_line", tone="brand")
        self.empty = EmptyState("receipt-text", "find.empty.title", name="find_empty", hint="find.empty.hint")
        self._last_file = ""
        self._lay_out()
        self.paper.chosen.connect(self.paper_chosen)
        self.print_button.clicked.connect(self.print_asked)
        self.save_button.clicked.connect(self.save_asked)
        self.reverse_button.clicked.connect(self.reversal_asked)
        self.correct_button.clicked.connect(self.correction_asked)
        self.again_button.clicked.connect(self.again_asked)
        self.reversal.closed.connect(self.show_paper)
        self.tender.closed.connect(self.show_paper)
        self.line.acted.connect(self._open_file)
        self.show_nothing()

    def _lay_out(self) -> None:
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.number)
        head.addWidget(self.prints)
        head.addWidget(self.standing)
        head.addStretch(1)
        self.paper.setMinimumWidth(220)
        head.addWidget(self.paper)
        column.addLayout(head)
        column.addWidget(self.story)
        column.addWidget(self.view, 1)
        column.addWidget(self.line)
        column.addLayout(self._actions())
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.save_button.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.print_button, 1)
        foot.addWidget(self.save_button)
        column.addLayout(foot)
        self.stack = QStackedWidget()
        self.stack.setObjectName("find_receipt_stack")
        self.stack.addWidget(self.empty)
        for part in (self.inside, self.reversal, self.tender):
            self.stack.addWidget(part)
        self.add(self.stack, 1)

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.reverse_button, self.correct_button, self.again_button):
            row.addWidget(button)
            set_shown(button, False)
        row.addStretch(1)
        return row

    @property
    def is_showing(self) -> bool:
        return self.stack.currentWidget() is self.inside

    @property
    def is_asking(self) -> bool:
        """Whether a form stands in front of the paper."""
        return self.stack.currentWidget() in (self.reversal, self.tender)

    def show_nothing(self) -> None:
        self.stack.setCurrentWidget(self.empty)
        self.line.clear()

    def show_preview(self, preview: Preview) -> None:
        self.number.say(plain(formats.identifier(preview.number)))
        if preview.prints:
            self.prints.say("find.prints", tone="quiet", n=preview.prints)
            self.print_button.say("find.print_copy", n=preview.prints)
        else:
            self.prints.say("find.never_printed", tone="warn")
            self.print_button.say("find.print")
        self.view.show_pages(preview.pages, _WIDTHS[preview.paper])
        self.stack.setCurrentWidget(self.inside)

    def show_paper(self) -> None:
        """Back from a form to the paper it was about."""
        self.stack.setCurrentWidget(self.inside)
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_story(self, story: ReceiptStory | None) -> None:
        self.story.show_story(story)
        set_shown(self.reverse_button, story is not None and story.can_reverse)
        set_shown(self.correct_button, story is not None and bool(story.corrections_from))
        set_shown(self.again_button, story is not None and story.can_serve_again)

    def show_standing(self, receipt: FoundReceipt | None) -> None:
        """How far the receipt came, or which desk gave it; nothing where there is no server."""
        set_shown(self.standing, receipt is not None and bool(standing_text(receipt)))
        if receipt is not None:
            self.standing.say(lambda: standing_text(receipt), tone=standing_tone(receipt))
            self.standing.setToolTip(standing_tip(receipt))

    def open_reversal(self, story: ReceiptStory) -> None:
        self.stack.setCurrentWidget(self.reversal)
        self.reversal.open(story)

    def open_correction(self, story: ReceiptStory) -> None:
        self.stack.setCurrentWidget(self.tender)
        self.tender.open(story)

    def say_done(self, phrase: Phrase | str) -> None:
        self._last_file = ""
        self.line.say(phrase, tone="brand")

    def show_error(self, error: SanadError) -> None:
        self._last_file = ""
        self.line.say_error(error)

    def show_out(self, out: PaperOut) -> None:
        """Only a file needs a line of its own: paper is in the hand."""
        self._last_file = out.file
        if out.file:
            path = plain(formats.identifier(out.file))
            self.line.say(say("find.saved", path=path), tone="brand", action="find.open_file")
        else:
            self.line.clear()

    def _open_file(self) -> None:
        if self._last_file:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._last_file))
