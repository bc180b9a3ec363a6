"""What is said between the customer and the desk about a case: messages, a rating, a complaint."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sanad_desk.domain.customer_message import CustomerMessage, ToldBy
from sanad_desk.usecases.follow_up import FollowRow
from sanad_ui import formats
from sanad_ui.background import Background
from sanad_ui.follow.case_door import CaseDoor
from sanad_ui.follow.case_form import CaseForm
from sanad_ui.follow.complaint_form import ComplaintForm
from sanad_ui.follow.message_form import MessageForm
from sanad_ui.follow.rating_form import RatingForm
from sanad_ui.printing.print_room import PrintRoom

if TYPE_CHECKING:
    from sanad_ui.follow.case_card import CaseCard


class CaseTalk:
    """Its forms stand in the card's story's place as the card's own do."""

    def __init__(self, card: CaseCard, door: CaseDoor, background: Background, room: PrintRoom) -> None:
        self._card, self._door, self._background, self._room = card, door, background, room
        self.message_form, self.rating_form, self.complaint_form = MessageForm(), RatingForm(), ComplaintForm()
        self.forms: tuple[CaseForm, ...] = (self.message_form, self.rating_form, self.complaint_form)
        self.message_form.told.connect(self._on_told)
        self.message_form.phone_typed.connect(self._on_phone)
        self.rating_form.rated.connect(self._on_rated)
        self.complaint_form.made.connect(self._on_complaint)

    def open_message(self) -> None:
        row, who = self._card.row, self._card.who
        if row is not None and who is not None:
            read = partial(self._door.message, who, row.standing.case_id)
            self._background.run(read, partial(self._on_message, row), self._card.fail)

    def open_rating(self) -> None:
        self._card.open_form(self.rating_form)
        self.rating_form.open()

    def open_complaint(self) -> None:
        self._card.open_form(self.complaint_form)
        self.complaint_form.open()

    def _on_message(self, row: FollowRow, message: CustomerMessage) -> None:
        """Never over the card of another case, which he has walked on to meanwhile."""
        if self._card.is_about(row.standing.case_id):
            self._card.open_form(self.message_form)
            self.message_form.open(message)

    def _on_phone(self, phone: str) -> None:
        """Written down with its customer, and the message is shown again, ready to go there."""
        row, who = self._card.row, self._card.who
        if row is not None and who is not None:
            self._card.note_news()
            job = partial(self._door.note_phone, who, row.standing.case_id, phone)
            self._background.run(job, partial(self._on_message, row), self.message_form.refuse)

    def _on_told(self, way: ToldBy, speech: str) -> None:
        row, who = self._card.row, self._card.who
        if row is not None and who is not None:
            job = partial(self._door.tell, who, row.standing.case_id, way, speech)
            self._background.run(job, partial(self._on_told_noted, way), self.message_form.refuse)

    def _on_told_noted(self, way: ToldBy, _none: object) -> None:
        self._card.note_news()
        self.message_form.show_told(way)

    def _on_rated(self, stars: int) -> None:
        row, who = self._card.row, self._card.who
        if row is not None and who is not None:
            job = partial(self._door.rate, who, row.standing.case_id, stars)
            self._background.run(job, self._on_rating_noted, self.rating_form.refuse)

    def _on_rating_noted(self, _none: object) -> None:
        self._card.note_news()
        self._card.show_story()
        self._card.view.line.say("follow.rating.done", tone="brand")

    def _on_complaint(self, kind: str) -> None:
        row, who = self._card.row, self._card.who
        if row is not None and who is not None:
            job = partial(self._door.complain, who, row.standing.case_id, kind)
            self._background.run(job, self._on_complaint_made, self.complaint_form.refuse)

    def _on_complaint_made(self, number: str) -> None:
        if self._card.who is not None:
            make = partial(self._door.complaint_paper, self._card.who, number)
            self._room.print_paper(self._card.who, number, make)
        self._card.note_news()
        self._card.show_story()
        self._card.view.line.say("follow.complaint.done", tone="brand", number=formats.identifier(number))
