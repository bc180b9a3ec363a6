"""What the card of a case asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.customer_message import CustomerMessage, ToldBy
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.domain.row_words import row_words
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.complaint_slip import complaint_slip
from sanad_desk.usecases.customer_message import customer_message
from sanad_desk.usecases.follow_slip import follow_slip
from sanad_desk.usecases.follow_up import FollowRow
from sanad_desk.usecases.look_at_case import CaseStory, look_at_case
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.note_phone import note_phone
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper, prepare_slip
from sanad_desk.usecases.rate_visit import rate_visit
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from sanad_desk.usecases.tell_customer import tell_customer
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_ui.follow.move_form import CaseKnown
from sanad_ui.follow.payment_form import PaymentAnswer


@dataclass(frozen=True, slots=True)
class CaseLook:
    """A case with all that its card and its forms show."""

    story: CaseStory
    known: CaseKnown


class CaseDoor:
    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn, row: FollowRow) -> CaseLook:
        desk = self._desk
        code = row.standing.service_code
        service = desk.catalogue.service(code)
        papers = tuple((key, row_words(desk.catalogue, code, key)) for key in service.paper_keys)
        story = look_at_case(desk, who, row.standing.case_id)
        known = CaseKnown(papers, desk.calendar, business_date_at(desk.clock.now()), _paid_to_entity(story))
        return CaseLook(story, known)

    def move(self, who: SignedIn, asked: MoveInput) -> Standing:
        return move_case(self._desk, who, asked)

    def answer_payment(self, who: SignedIn, answer: PaymentAnswer) -> Standing:
        """How its case stands then."""
        if answer.payment_id is not None:
            settle_portal_payment(self._desk, who, answer.payment_id, answer.state, reference=answer.reference)
        else:
            asked = PaymentAsked(answer.case_id, answer.amount, answer.channel, answer.state, answer.reference)
            ask_portal_payment(self._desk, who, asked)
        with reading_centre(self._desk) as centre:
            return known_standing(centre, answer.case_id)

    def message(self, who: SignedIn, case_id: UUID) -> CustomerMessage:
        return customer_message(self._desk, who, case_id)

    def note_phone(self, who: SignedIn, case_id: UUID, phone: str) -> CustomerMessage:
        """The message as it can be sent now."""
        note_phone(self._desk, who, case_id, phone)
        return customer_message(self._desk, who, case_id)

    def tell(self, who: SignedIn, case_id: UUID, way: ToldBy, speech: str) -> None:
        tell_customer(self._desk, who, case_id, way, language=speech)

    def rate(self, who: SignedIn, case_id: UUID, stars: int) -> None:
        rate_visit(self._desk, who, stars, case_id=case_id)

    def complain(self, who: SignedIn, case_id: UUID, kind: str) -> str:
        """The complaint's number."""
        return make_complaint(self._desk, who, kind, case_id)

    def slip(self, who: SignedIn, case_id: UUID, title: str) -> ReadyPaper:
        return prepare_slip(self._desk, follow_slip(self._desk, who, case_id), title)

    def complaint_paper(self, who: SignedIn, number: str) -> ReadyPaper:
        return prepare_slip(self._desk, complaint_slip(self._desk, who, number), number)


def _paid_to_entity(story: CaseStory) -> int:
    """What the entity has of it by all that is written down, in baisa."""
    paid = 0
    for event in story.events:
        if event.kind == "portal_paid" or (event.kind == "payment" and event.params["state"] == PaymentState.CONFIRMED):
            paid += event.params["amount"]
        elif event.kind == "portal_taken_back":
            paid -= event.params["amount"]
    return paid
