"""The find page: anything by what people remember, a receipt's paper or a history beside it, and the check of codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import AuthError, SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.look_at_case import CaseStory
from sanad_desk.usecases.look_at_customer import CustomerStory
from sanad_desk.usecases.look_at_receipt import ReceiptStory
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import formats, tokens
from sanad_ui.approvals import Approvals, Attempt
from sanad_ui.background import Background, Job, OnError
from sanad_ui.case_words import reason_phrase
from sanad_ui.find.commands import page_commands
from sanad_ui.find.door import FindDoor, Preview
from sanad_ui.find.found_rows import Person, Pointed
from sanad_ui.find.history_view import HistoryView
from sanad_ui.find.receipt_card import ReceiptCard
from sanad_ui.find.results import Results
from sanad_ui.find.reversal_form import ReversalAsked
from sanad_ui.find.scanned import as_scanned, looks_like_receipt, looks_like_slip
from sanad_ui.find.tender_form import CorrectionAsked
from sanad_ui.kit import ApprovalGiven
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say

_RESULTS_WIDTH = 548


class FindPage(Page):
    """A newer question takes the place of an older one whose answer is still on its way."""

    title_key = "app.page.find"
    also_key = "command.also.find"
    changed = Signal()  # money went back or was booked anew
    served_again = Signal(object)  # the id of the visit that waits on the serve page
    case_asked = Signal(str)  # the reference of a case that is to be followed

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
        self._pointed: Pointed | None = None
        self._number = ""
        self._story: ReceiptStory | None = None
        self._look_again: Callable[[], CaseStory | CustomerStory] | None = None
        self.approvals = Approvals(door, background, self, name="find_approval")
        self.results = Results(now)
        self.receipt = ReceiptCard()
        self.history = HistoryView(now)
        self.shown = QStackedWidget()
        self.shown.setObjectName("find_shown")
        self.shown.addWidget(self.receipt)
        self.shown.addWidget(self.history)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        self.results.setFixedWidth(_RESULTS_WIDTH)
        row.addWidget(self.results)
        row.addWidget(self.shown, 1)
        self.results.asked.connect(self._look)
        self.results.pointed.connect(self._point)
        self.results.settled.connect(self._go_to_shown)
        self.receipt.paper_chosen.connect(self._draw)
        self.receipt.print_asked.connect(self.print_receipt)
        self.receipt.save_asked.connect(self.save_receipt)
        self.receipt.reversal_asked.connect(self.open_reversal)
        self.receipt.correction_asked.connect(self.open_correction)
        self.receipt.again_asked.connect(self.serve_again)
        self.receipt.story.number_asked.connect(self.results.look_for)
        self.receipt.reversal.asked.connect(self._on_reversal)
        self.receipt.tender.asked.connect(self._on_correction)
        self.history.receipt_asked.connect(self.results.look_for)
        self.history.case_asked.connect(self.show_case)
        self.history.customer_asked.connect(self.show_customer)
        self.history.follow_asked.connect(self.case_asked)
        self.history.serve_asked.connect(self._serve_case)
        self.history.reopen_asked.connect(self._reopen)
        room.came_out.connect(self._on_out)

    def begin(self, signed_in: object) -> None:
        who = signed_in if isinstance(signed_in, SignedIn) else None
        if who != self._who:
            self._who = who
            self._point(None)

    def enter(self) -> None:
        """A receipt that is shown is read again: work on other pages may have changed what can be done with it."""
        self.results.focus_box()
        self.results.ask()
        if self.has_receipt():
            self._draw()
        elif self.is_telling():
            self._tell_again()

    def commands(self) -> Sequence[Command]:
        return page_commands(self)

    def look_again(self) -> None:
        """The same list with what is new; a code that was checked and a form that is being filled in stay."""
        if self.results.is_listing and not self.receipt.is_asking:
            self.results.ask()
            if self.is_telling():
                self._tell_again()

    def show_case(self, case_id: object) -> None:
        """All that happened to it."""
        if self._who is not None:
            self._tell(partial(self._door.case_story, self._who, cast("UUID", case_id)))

    def show_customer(self, customer_id: object) -> None:
        """All that ever happened with him."""
        if self._who is not None:
            self._tell(partial(self._door.customer_story, self._who, cast("UUID", customer_id)))

    def turn_history(self) -> None:
        """From a receipt to what became of it, and back."""
        if self.is_telling() and self._number:
            self._draw()
        elif self._story is not None:
            fact = self._story.original.fact
            if len(fact.cases) == 1 or not fact.customer_id:
                self.show_case(UUID(bytes=fact.cases[0].case_id))
            else:
                self.show_customer(UUID(bytes=fact.customer_id))

    def print_receipt(self) -> None:
        if self._who is not None and self.has_receipt():
            self._room.print_receipt(self._who, self._number, self.receipt.paper.value())

    def save_receipt(self) -> None:
        if self._who is not None and self.has_receipt():
            self._room.save_receipt(self._who, self._number, self.receipt.paper.value())

    def turn_paper(self) -> None:
        other = Paper.A4 if self.receipt.paper.value() is Paper.ROLL else Paper.ROLL
        self.receipt.paper.set_value(other)
        self._draw()

    def open_reversal(self) -> None:
        if self._story is not None and self.can_reverse():
            self.receipt.open_reversal(self._story)

    def open_correction(self) -> None:
        if self._story is not None and self.can_correct():
            self.receipt.open_correction(self._story)

    def serve_again(self) -> None:
        if self._who is not None and self.can_serve_again():
            self.receipt.again_button.setEnabled(False)  # one visit, however often it is pressed
            again = partial(self._door.serve_again, self._who, self._number)
            self._background.run(again, self._on_served_again, self._on_not_served_again)

    def _on_served_again(self, visit_id: object) -> None:
        self.receipt.again_button.setEnabled(True)
        self.served_again.emit(visit_id)

    def _on_not_served_again(self, error: SanadError) -> None:
        self.receipt.again_button.setEnabled(True)
        self.receipt.show_error(error)

    def can_reverse(self) -> bool:
        return self.has_receipt() and self._story is not None and self._story.can_reverse

    def can_correct(self) -> bool:
        return self.has_receipt() and self._story is not None and bool(self._story.corrections_from)

    def can_serve_again(self) -> bool:
        can_serve = self._story is not None and self._story.can_serve_again
        return self.has_receipt() and can_serve and self.receipt.again_button.isEnabled()

    def _on_reversal(self, asked: ReversalAsked) -> None:
        form, who = self.receipt.reversal, self._who
        if who is None:
            return
        attempt = Attempt(
            _answered(partial(self._door.reverse, who, asked)),
            partial(self._on_answer, form.refuse, self._on_reversed),
            form.refuse,
            partial(form.set_busy, False),
            asked.reason,
        )
        number, amount = formats.identifier(asked.number), formats.amount_with_unit(asked.amount)
        self.approvals.ask("find.approve.reverse", attempt, number=number, amount=amount)

    def _on_correction(self, asked: CorrectionAsked) -> None:
        form, who = self.receipt.tender, self._who
        if who is None:
            return
        attempt = Attempt(
            _answered(partial(self._door.correct, who, asked)),
            partial(self._on_answer, form.refuse, self._on_corrected),
            form.refuse,
            partial(form.set_busy, False),
            asked.reason,
        )
        ways = {side: say(f"find.tender.{tender}") for side, tender in (("wrong", asked.wrong), ("right", asked.right))}
        self.approvals.ask("find.approve.correct", attempt, amount=formats.amount_with_unit(asked.amount), **ways)

    def _on_answer(self, refuse: OnError, done: Callable[[object], object], answer: object) -> None:
        if isinstance(answer, SanadError):
            refuse(answer)
            return
        self.receipt.show_paper()
        done(answer)
        self.results.ask()
        self._draw()
        self.changed.emit()

    def _on_reversed(self, sale: object) -> None:
        if isinstance(sale, Sale) and self._who is not None:
            self.receipt.say_done(say("find.reversed", number=formats.identifier(sale.number)))
            self._room.print_receipt(self._who, sale.number)

    def _on_corrected(self, _none: object) -> None:
        self.receipt.say_done("find.corrected")

    def has_receipt(self) -> bool:
        return not self.is_telling() and self.receipt.is_showing and bool(self._number)

    def is_telling(self) -> bool:
        """Whether a history is shown."""
        return self.shown.currentWidget() is self.history

    def can_turn(self) -> bool:
        if self.is_telling():
            return bool(self._number)
        return self.has_receipt() and self._story is not None and bool(self._story.original.fact.cases)

    def _look(self, text: str) -> None:
        if self._asking is not None:
            self._asking.cancel()
        results = self.results
        if looks_like_receipt(text):
            check = partial(self._door.verify, as_scanned(text))
            self._asking = self._background.run(check, results.show_verdict, results.show_no_code)
            return
        is_slip = looks_like_slip(text)
        find = partial(self._door.find, as_scanned(text) if is_slip else text)
        refuse = results.show_no_code if is_slip else self.receipt.show_error
        self._asking = self._background.run(find, results.show_found, refuse)

    def _point(self, pointed: Pointed | None) -> None:
        """The list tells its row again when the language changes: what is typed in a form stays."""
        is_shown = self.is_telling() or self.receipt.is_showing or self.receipt.is_asking
        if pointed is not None and pointed == self._pointed and is_shown:
            return
        self._pointed = pointed
        self._number = pointed if isinstance(pointed, str) else ""
        self.receipt.line.clear()
        if isinstance(pointed, Person):
            self.show_customer(pointed.customer_id)
        elif isinstance(pointed, UUID):
            self.show_case(pointed)
        else:
            self._draw()

    def _tell(self, look: Callable[[], CaseStory | CustomerStory]) -> None:
        self._stop_drawing()
        self._look_again = look
        self._drawing = self._background.run(look, self._on_told, self._on_not_told)

    def _tell_again(self) -> None:
        """With what happened since, on this page and others."""
        if self._look_again is not None:
            self._tell(self._look_again)

    def _on_told(self, story: CaseStory | CustomerStory) -> None:
        self.history.show_story(story)
        self.shown.setCurrentWidget(self.history)
        self.commands_changed.emit()

    def _on_not_told(self, error: SanadError) -> None:
        self.history.show_error(error)
        self.shown.setCurrentWidget(self.history)
        self.commands_changed.emit()

    def _serve_case(self, case_id: object, action: object) -> None:
        if self._who is not None:
            serve = partial(self._door.serve_case, self._who, cast("UUID", case_id), cast("Action", action))
            self._background.run(serve, self.served_again.emit, self.history.line.say_error)

    def _reopen(self, case_id: object, reason: str) -> None:
        """A manager decides; where none is signed in one is asked for."""
        case, who, line = self.history.case, self._who, self.history.line
        if who is None or case is None:
            return
        job = partial(self._door.reopen, who, cast("UUID", case_id), reason)
        if Role.MANAGER in who.roles:
            self._background.run(partial(job, None), self._on_reopened, line.say_error)
            return
        attempt = Attempt(job, self._on_reopened, line.say_error, line.clear, reason_phrase(reason)())
        self.approvals.ask("follow.approve.reopen", attempt, reference=formats.identifier(case.standing.reference))

    def _on_reopened(self, _none: object) -> None:
        self.results.ask()
        self._tell_again()
        self.changed.emit()

    def _stop_drawing(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()

    def _draw(self, _paper: object = None) -> None:
        self._stop_drawing()
        self._story = None
        if not self._number:
            self.shown.setCurrentWidget(self.receipt)
            self.receipt.show_nothing()
            self.commands_changed.emit()
            return
        draw = partial(self._shown, self._number, self.receipt.paper.value())
        self._drawing = self._background.run(draw, self._on_drawn, self.receipt.show_error)

    def _shown(self, number: str, paper: Paper) -> tuple[Preview, ReceiptStory | None]:
        """In the store's thread."""
        story = self._door.story(self._who, number) if self._who is not None else None
        return self._door.preview(number, paper), story

    def _on_drawn(self, shown: tuple[Preview, ReceiptStory | None]) -> None:
        preview, story = shown
        if preview.number == self._number:
            self._story = story
            self.receipt.show_story(story)
            self.receipt.show_standing(self.results.current)
            self.receipt.show_preview(preview)
            self.shown.setCurrentWidget(self.receipt)
            self.commands_changed.emit()

    def _go_to_shown(self) -> None:
        if self.has_receipt():
            self.receipt.print_button.setFocus()
        elif self.is_telling():
            self.history.focus()

    def _on_out(self, out: PaperOut) -> None:
        if out.number == self._number and self.isVisible():
            self.receipt.show_out(out)
            self._draw()


def _answered(job: Callable[[ApprovalGiven], object]) -> Callable[[ApprovalGiven | None], object]:
    """The sheet keeps what concerns the manager; any other refusal is for the form below it."""

    def tried(given: ApprovalGiven | None) -> object:
        assert given is not None
        try:
            return job(given)
        except AuthError:
            raise
        except SanadError as error:
            if error.code == "approver_is_requester":
                raise
            return error

    return tried
