"""What a move of a case needs to be said with it: why, which papers, how much, until when; in the story's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.case_life import ENDS, REASONS, Move, Standing
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.words import Words
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.usecases.follow_up import FollowRow
from sanad_desk.usecases.move_case import MoveInput
from sanad_ui import formats
from sanad_ui.case_words import MOVE_ICONS, move_phrase, reason_phrase
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.follow.day_choice import DayChoice
from sanad_ui.follow.paper_ticks import PaperTicks
from sanad_ui.kit import MoneyField, TextField, Tick
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say

REMARKED = frozenset({Move.RETURN, Move.TURN_DOWN, Move.HOLD})
TOLD_OF = frozenset({Move.APPROVE, Move.RETURN, Move.ISSUE, Move.TURN_DOWN})
_PRICED = frozenset({Move.APPROVE, Move.CLAIM_REFUND})
_DATED = frozenset({Move.PROMISE, Move.REMIND, Move.HOLD, Move.SUBMIT})
_REFERRED = frozenset({Move.REFER, Move.SUBMIT})
_ENDS = frozenset({Move.FINISH, Move.REFUND})
_PAPER_REASONS = frozenset({"paper_missing", "paper_unclear"})
_REMARK_LIMIT = 120


@dataclass(frozen=True, slots=True)
class CaseKnown:
    """What the forms need of a case besides its row: the papers of its service by their keys, and the calendar.

    `paid` is what the entity has of it, in baisa.
    """

    papers: tuple[tuple[str, Words], ...]
    calendar: WorkingCalendar
    today: date
    paid: int = 0


def needs_words(row: FollowRow, move: Move) -> bool:
    """Whether the move is not made by its key alone; what ends a case is, only where it is the next thing."""
    if move in _ENDS:
        return move is not row.next_move
    return move in REASONS or move in TOLD_OF or move in _PRICED | _DATED | _REFERRED or move is Move.PAY


def lead_of(move: Move, known: CaseKnown) -> Phrase | None:
    """What is worth knowing before the move is made."""
    if move in ENDS and known.paid:
        return say("follow.form.lead.paid_to_entity", amount=partial(formats.amount_with_unit, known.paid))
    return say(f"follow.form.lead.{move.value}") if move in _ENDS or move is Move.PAY else None


class MoveForm(CaseForm):
    """`asked` carries a MoveInput and whether the customer is told next; answer with `refuse` or by closing it."""

    asked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(name="case_move", confirm="follow.form.confirm")
        self._row: FollowRow | None = None
        self._move = Move.REMIND
        self.reasons = ListedRows("follow.form.reason", name="case_reason")
        self.papers = PaperTicks(name="case_papers")
        self.amount = MoneyField("follow.form.amount", name="case_amount")
        self.reference = TextField("follow.form.reference", name="case_reference", limit=40, left_to_right=True)
        self.day = DayChoice("follow.form.day", name="case_day")
        self.remark = TextField("follow.form.remark", name="case_remark", limit=_REMARK_LIMIT)
        self.tell = Tick("follow.form.tell", name="case_tell")
        for part in (self.reasons, self.papers, self.amount, self.reference, self.day, self.remark, self.tell):
            self.parts.addWidget(part)
        self.reasons.chosen.connect(self._on_reason)

    def open(self, row: FollowRow, move: Move, known: CaseKnown) -> None:
        self._row, self._move = row, move
        self.line.clear()
        self.set_busy(False)
        self.title.say(move_phrase(move))
        self.confirm_button.set_icon(MOVE_ICONS[move])
        self.explain(lead_of(move, known))
        self._fill(row, move, known)
        start_on(self._first())

    def _fill(self, row: FollowRow, move: Move, known: CaseKnown) -> None:
        standing = row.standing
        self.reasons.offer([(code, reason_phrase(code)) for code in REASONS.get(move, ())])
        set_shown(self.reasons, move in REASONS)
        self.papers.offer(known.papers)
        set_shown(self.papers, False)
        self.amount.set_amount(None)
        self.amount.set_hint("follow.form.amount_hint" if move is Move.APPROVE else None)
        set_shown(self.amount, move in _PRICED)
        self.reference.set_text(standing.portal_reference)
        set_shown(self.reference, move in _REFERRED)
        day = _day_of(standing, move, known)
        self.day.field.set_hint(_day_hint(move, has_day=day is not None))
        self.day.offer(known.calendar, known.today, day)
        set_shown(self.day, move in _DATED)
        self.remark.set_text("")
        set_shown(self.remark, move in REMARKED and not row.sensitive)
        self.tell.setChecked(bool(row.phone))
        set_shown(self.tell, move in TOLD_OF and bool(row.phone))

    def confirm(self) -> None:
        row, move = self._row, self._move
        if row is None or not self.confirm_button.isEnabled() or not self._holds(row):
            return
        self.line.clear()
        self.set_busy(True)
        day = self.day.day() if move in _DATED else None
        asked = MoveInput(
            row.standing.case_id,
            move,
            reason=self.reasons.value(),
            remark=self.remark.value() if self.remark.isVisibleTo(self) else "",
            rows=self.papers.chosen() if self.papers.isVisibleTo(self) else (),
            amount=int(self.amount.amount() or 0) if move in _PRICED else 0,
            promised=day if move in (Move.PROMISE, Move.SUBMIT) else None,
            remind_on=day if move in (Move.REMIND, Move.HOLD) else None,
            portal_reference=self.reference.value() if move in _REFERRED else "",
            turn=row.standing.turn,
        )
        self.asked.emit(asked, self.tell.isChecked() and self.tell.isVisibleTo(self))

    def refuse(self, error: SanadError) -> None:
        """At the field it concerns, else above the button."""
        self.set_busy(False)
        field: Any = {
            "reason": self.reasons,
            "amount": self.amount,
            "promised": self.day,
            "reference": self.reference,
            "remark": self.remark,
        }.get(str(error.params.get("field")))
        if isinstance(field, MoneyField | TextField) and field.isVisibleTo(self):
            field.set_error(error)
            start_on(field)
        elif isinstance(field, ListedRows | DayChoice) and field.isVisibleTo(self):
            field.refuse(error)
        else:
            self.line.say_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.reasons.isVisibleTo(self) and self.reasons.take_digit(event)):
            super().keyPressEvent(event)

    def _holds(self, row: FollowRow) -> bool:
        """What can be said at a field before anybody is asked."""
        move = self._move
        if move in REASONS and not self.reasons.value():
            self.reasons.refuse("follow.form.choose")
            return False
        if move is Move.REMIND and self.day.is_blank() and row.standing.remind_on is None:
            self.day.refuse(DomainError("date_missing"))
            return False
        if move in _DATED and not self.day.check():
            return False
        if move in _PRICED and self.amount.text().strip() and self.amount.check() is None:
            start_on(self.amount)
            return False
        return self.remark.check() is not None and self.reference.check() is not None

    def _on_reason(self, reason: str) -> None:
        about_papers = self._move is Move.RETURN and reason in _PAPER_REASONS
        set_shown(self.papers, about_papers and bool(self.papers.ticks))
        if self.papers.isVisibleTo(self):
            start_on(next(iter(self.papers.ticks.values())))
        else:
            start_on(self.amount if self.amount.isVisibleTo(self) else self.confirm_button)

    def _first(self) -> QWidget:
        fields = (self.amount, self.reference, self.day)
        if self.reasons.isVisibleTo(self):
            return self.reasons.options[0]
        return next((field for field in fields if field.isVisibleTo(self)), self.confirm_button)


def _day_of(standing: Standing, move: Move, known: CaseKnown) -> date | None:
    """The day that holds; of what is submitted after its promised day, as many working days on as were promised."""
    if move is Move.PROMISE:
        return standing.promised
    if move is Move.SUBMIT and standing.promised is not None and standing.promised < known.today:
        promised = known.calendar.between(business_date_at(standing.begun_at), standing.promised)
        return known.calendar.after(known.today, promised)
    return standing.remind_on if move is Move.REMIND else None


def _day_hint(move: Move, *, has_day: bool) -> str | None:
    if move is Move.REMIND:
        return "follow.form.remind_off_hint" if has_day else None
    return {Move.HOLD: "follow.form.hold_hint", Move.SUBMIT: "follow.form.submit_hint"}.get(move)
