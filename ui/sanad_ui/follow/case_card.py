"""The card of a case on the follow-up page: its story, and everything that can be done with it, in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from sanad_desk.domain.case_life import STAYS, Move, Standing, moves_from
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.follow_up import FollowRow
from sanad_desk.usecases.move_case import MoveInput
from sanad_ui.background import Background, Job
from sanad_ui.case_words import (
    MOVE_ICONS,
    PRICED_MOVES,
    move_phrase,
    priced_phrase,
    words_of,
)
from sanad_ui.follow.case_commands import case_commands, menu_entries
from sanad_ui.follow.case_door import CaseDoor, CaseLook
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.follow.case_menu import CaseMenu, MenuEntry
from sanad_ui.follow.case_talk import CaseTalk
from sanad_ui.follow.case_view import CaseView
from sanad_ui.follow.move_form import MoveForm, lead_of, needs_words
from sanad_ui.follow.payment_form import PaymentAnswer, PaymentForm
from sanad_ui.kit import Card, EmptyState
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.texts import say


class CaseCard(Card):
    """`changed` comes once what was done is done with, `serve_asked` where an action is to be charged for."""

    changed = Signal()
    moved = Signal(object)  # the standing of a case that came into another state
    serve_asked = Signal(object, str)  # the case's id, the action

    def __init__(
        self,
        door: CaseDoor,
        background: Background,
        room: PrintRoom,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="case_card", parent=parent)
        self._door, self._background, self._room, self._now = door, background, room, now
        self._who: SignedIn | None = None
        self._row: FollowRow | None = None
        self._look: CaseLook | None = None
        self._reading: Job | None = None
        self._pressed: Move | None = None
        self._is_changed = False
        self._came_from: QWidget | None = None
        self.view = CaseView()
        self.menu, self.move_form, self.payment_form = CaseMenu(), MoveForm(), PaymentForm()
        self.talk = CaseTalk(self, door, background, room)
        self.empty = EmptyState("list-checks", "follow.card.empty", name="case_empty", hint="follow.card.empty_hint")
        self.stack = QStackedWidget()
        self.stack.setObjectName("case_stack")
        self._forms: tuple[CaseForm, ...] = (
            self.menu,
            self.move_form,
            self.payment_form,
            *self.talk.forms,
        )
        for part in (self.empty, self.view, *self._forms):
            self.stack.addWidget(part)
        self.add(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        for form in self._forms:
            form.closed.connect(self.show_story)
        view = self.view
        view.next_button.clicked.connect(self.do_next)
        view.more_button.clicked.connect(self.open_menu)
        view.message_button.clicked.connect(self.talk.open_message)
        view.slip_button.clicked.connect(self.print_slip)
        view.head.refer_asked.connect(partial(self.start, Move.REFER))
        self.menu.chosen.connect(self._on_entry)
        self.move_form.asked.connect(self._on_asked)
        self.payment_form.answered.connect(self._on_answered)

    @property
    def who(self) -> SignedIn | None:
        return self._who

    @property
    def row(self) -> FollowRow | None:
        return self._row

    @property
    def is_asking(self) -> bool:
        """Whether a form stands in front of the story."""
        return self.stack.currentWidget() in self._forms

    def begin(self, who: SignedIn) -> None:
        """What one operator began to say of a case, nobody says in his name."""
        if self._who is not None and self._who.operator_id != who.operator_id and self.is_asking:
            self.show_story()
        self._who = who

    def commands(self) -> list[Command]:
        return case_commands(self)

    def can(self, move: Move | None = None) -> bool:
        """Whether a key of the card does something now: a form keeps those typed in it, the list of moves does not."""
        form = self.stack.currentWidget()
        if self._row is None or (isinstance(form, CaseForm) and form is not self.menu and form.has_keyboard()):
            return False
        return move is None or move in self.moves()

    def leave_for(self, run: Callable[[], object]) -> None:
        """Does something else with the case, unless what is typed in a form keeps it."""
        if not self.holds():
            run()

    def holds(self) -> bool:
        """Whether something typed would be lost: its form says so then, and takes the keyboard."""
        form = self.stack.currentWidget()
        return isinstance(form, CaseForm) and form.holds()

    def take_keyboard(self) -> None:
        """On what is shown: the form that is open, else the one thing to do."""
        form, view = self.stack.currentWidget(), self.view
        if isinstance(form, CaseForm):
            form.take_keyboard()
        elif form is view:
            start_on(view.next_button if view.next_button.isVisible() else view.more_button)

    def moves(self) -> tuple[Move, ...]:
        """All that make sense as the case stands."""
        return moves_from(self._row.standing.state) if self._row is not None else ()

    def show_case(self, row: FollowRow | None) -> None:
        """A form that is open stays while it is about the same case as it stood."""
        before, self._row = self._row, row
        is_same = before is not None and row is not None and _as_it_stood(before) == _as_it_stood(row)
        if not is_same:
            self._look = self._pressed = None
            self.view.line.clear()
            self.view.history.show_events((), self._today())
        if not (is_same and self.is_asking):
            self._turn_to(self.view if row is not None else self.empty)
        if row is not None:
            self.view.head.show_case(row, self._today())
            self.view.show_next(row)
            self._read(row)
        if not self.is_asking:
            self._tell_changes()

    def note_news(self) -> None:
        """Something came from elsewhere: told of once the form that is open is done with."""
        self._is_changed = True

    def look_again(self) -> None:
        """The same row, of which more may be known."""
        if self._row is not None:
            self._read(self._row)

    def show_story(self) -> None:
        """Back from a form; what was done meanwhile is told now."""
        self._turn_to(self.view if self._row is not None else self.empty)
        if self._tell_changes() and self._row is not None:
            self._read(self._row)  # where its row is as before the page does not show it anew

    def do_next(self) -> None:
        row = self._row
        if row is None:
            return
        if row.payment is not None:
            self.open_payment()
        elif row.next_move is not None:
            self.start(row.next_move)

    def start(self, move: Move) -> None:
        """Makes the move, or asks for what it needs to be said with it; with a price it can go to the bill instead."""
        row = self._row
        if row is None or move not in self.moves():
            return
        if self._look is None:
            self._pressed = move  # a quick hand is not made to press again
            return
        action = PRICED_MOVES.get(move)
        if action not in row.actions:
            self.start_free(move)
        elif action is Action.PAY:
            self.serve(action)
        elif action is not None:
            self._offer_both(move, action)

    def start_free(self, move: Move) -> None:
        """The move alone, whatever the tariff says."""
        row, look, who = self._row, self._look, self._who
        if row is None or look is None or who is None:
            return
        if needs_words(row, move):
            self.open_form(self.move_form)
            self.move_form.open(row, move, look.known)
        else:
            self._look = None  # a key held down moves it once
            asked = MoveInput(row.standing.case_id, move, turn=row.standing.turn)
            self._background.run(
                partial(self._door.move, who, asked), partial(self._on_moved, asked, False), self._on_not_moved
            )

    def serve(self, action: Action) -> None:
        if self._row is not None:
            self.serve_asked.emit(self._row.standing.case_id, action.value)

    def open_menu(self) -> None:
        if self._row is not None and self._look is not None:
            self.open_form(self.menu)
            self.menu.open(words_of(self._row.service), menu_entries(self))

    def open_payment(self) -> None:
        if self._row is not None:
            self.open_form(self.payment_form)
            self.payment_form.open(self._row)

    def print_slip(self) -> None:
        row, who = self._row, self._who
        if row is not None and who is not None:
            title = f"follow-up-{row.standing.reference}"
            self._room.print_paper(who, title, partial(self._door.slip, who, row.standing.case_id, title))

    def is_about(self, case_id: UUID) -> bool:
        return self._row is not None and self._row.standing.case_id == case_id

    def _tell_changes(self) -> bool:
        """Whether there were any that the page had not been told of."""
        is_changed, self._is_changed = self._is_changed, False
        if is_changed:
            self.changed.emit()
        return is_changed

    def _today(self) -> date:
        return business_date_at(self._now())

    def open_form(self, form: CaseForm) -> None:
        if not self.is_asking:
            self._came_from = QApplication.focusWidget()
        self.view.line.clear()
        self.stack.setCurrentWidget(form)

    def _turn_to(self, part: QWidget) -> None:
        """From a form the keyboard goes back where it was before."""
        was_asking, came_from = self.is_asking, self._came_from
        self.stack.setCurrentWidget(part)
        if was_asking:
            if came_from is not None and shiboken6.isValid(came_from) and came_from.isVisible():
                came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.take_keyboard()

    def _read(self, row: FollowRow) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self.view.show_reading(self._look is None)
        if self._who is not None:
            look = partial(self._door.look, self._who, row)
            self._reading = self._background.run(look, partial(self._on_look, row), self.fail)

    def _on_look(self, row: FollowRow, look: CaseLook) -> None:
        self._look = look
        pressed, self._pressed = self._pressed, None
        self.view.show_reading(False)
        self.view.head.show_story(row, look.story)
        self.view.history.show_events(look.story.events, look.known.today)
        if pressed is not None:
            self.start(pressed)

    def _offer_both(self, move: Move, action: Action) -> None:
        words = say("follow.card.free", move=move_phrase(move))
        free = MenuEntry("free", words, MOVE_ICONS[move], partial(self.start_free, move))
        priced = MenuEntry("priced", priced_phrase(action), "banknote", partial(self.serve, action))
        self.open_form(self.menu)
        self.menu.open(move_phrase(move), (free, priced), lead_of(move, self._look.known) if self._look else None)

    def _on_entry(self, entry: MenuEntry) -> None:
        self._turn_to(self.view)
        entry.run()

    def _on_asked(self, asked: MoveInput, tells: bool) -> None:
        who = self._who
        if who is None:
            return
        done = partial(self._on_moved, asked, tells)
        self._background.run(partial(self._door.move, who, asked), done, self.move_form.refuse)

    def _on_moved(self, asked: MoveInput, tells: bool, standing: Standing) -> None:
        """As it stands now it is not known here yet: no key does anything until its row comes anew."""
        self._is_changed = True
        if asked.move not in STAYS:
            self.moved.emit(standing)
        if not self.is_about(asked.case_id):
            self._tell_changes()
            return
        self._look = None
        if tells:
            self.talk.open_message()
        elif asked.move is Move.FINISH:
            self.talk.open_rating()
        else:
            self.show_story()

    def _on_answered(self, answer: PaymentAnswer) -> None:
        if self._who is not None:
            job = partial(self._door.answer_payment, self._who, answer)
            self._background.run(job, self._on_paid, self.payment_form.refuse)

    def _on_paid(self, standing: Standing) -> None:
        if self._row is not None and standing.state is not self._row.standing.state:
            self.moved.emit(standing)
        self._is_changed, self._look = True, None
        self.show_story()

    def _on_not_moved(self, error: SanadError) -> None:
        """The keys hold again."""
        self.fail(error)
        self.look_again()

    def fail(self, error: SanadError) -> None:
        """What a form did not ask for is said under the story."""
        self.view.show_reading(False)
        self.show_story()
        self.view.line.say_error(error)


def _as_it_stood(row: FollowRow) -> tuple[object, ...]:
    return row.standing, row.payment_id, row.payment
