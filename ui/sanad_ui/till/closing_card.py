"""The four steps that close a shift or hand it over: count, lock, explain, print and sign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_ui import formats, tokens
from sanad_ui.kit import Amount, Banner, Card, Chip, Hairline, Label, MoneyField, PrimaryButton, SecondaryButton
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say
from sanad_ui.till.step_line import StepLine

VARIANCE_REASONS = ("change", "float", "uncollected", "unknown")
RECOUNT_KEY, HAND_OVER_KEY, LATER_KEY = "F11", "F9", "F8"


class Stage(StrEnum):
    """Where the closing stands."""

    COUNTING = "counting"
    RECOUNTING = "recounting"
    COUNTED = "counted"
    WELCOMING = "welcoming"  # the next operator says who he is
    RECEIVING = "receiving"  # and counts


@dataclass(frozen=True, slots=True)
class CardTakings:
    """What customers put on cards by our books, and the attempts nobody looked up at the terminal."""

    total: int
    unresolved: int = 0


class ClosingCard(Card):
    """Its buttons only ask; what a press means now is for the page to say."""

    forward_asked = Signal()
    hand_over_asked = Signal()
    later_asked = Signal()
    recount_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.close.title", name="closing_card", parent=parent)
        self.stage = Stage.COUNTING
        self.is_handing_over = False
        self.threshold = 0
        self.variance = 0
        words: tuple[Phrase | str, ...] = ("till.close.count", "till.close.lock", self._step_of_reason, self._last_step)
        self.steps = [StepLine(place, phrase, name=f"closing_step_{place}") for place, phrase in enumerate(words, 1)]
        self.cards = Amount(0, name="card_takings")
        self.terminal = MoneyField(name="terminal_total", largest=LARGEST_AMOUNT, spoken="till.close.terminal")
        self.agreement = Chip(name="terminal_agreement")
        self.unresolved = Chip(name="cards_unresolved", tone="warn", icon="triangle-alert")
        self.reason = ReasonField("till.close.reason", name="variance_reason")
        self.note = Label.secondary(wrap=True, name="closing_note")
        self.banner = Banner(name="closing_banner", tone="bad")
        self.forward = PrimaryButton("till.close.lock_button", name="closing_forward", key="F12")
        self.later = SecondaryButton("till.close.later", name="closing_later", key=LATER_KEY)
        self.hand_over = SecondaryButton(
            "till.do.hand_over", name="closing_hand_over", icon="arrow-left-right", key=HAND_OVER_KEY
        )
        self.recount = SecondaryButton("till.do.recount", name="closing_recount", icon="rotate-ccw", key=RECOUNT_KEY)
        self.back = SecondaryButton("app.action.back", name="closing_back", key="Escape")
        self._lay_out()
        self.forward.clicked.connect(self.forward_asked)
        self.terminal.submitted.connect(self.forward_asked)
        self.reason.submitted.connect(self.forward_asked)
        self.later.clicked.connect(self.later_asked)
        self.hand_over.clicked.connect(self.hand_over_asked)
        self.recount.clicked.connect(self.recount_asked)
        self.back.clicked.connect(self.back_asked)

    def _lay_out(self) -> None:
        for step in self.steps:
            self.add(step)
        self.add(Hairline())
        self.body.addLayout(_line("till.close.cards", self.cards))
        self.terminal.setFixedWidth(150)
        self.body.addLayout(_line("till.close.terminal", self.terminal))
        states = QHBoxLayout()
        states.addWidget(self.unresolved)
        states.addStretch(1)
        states.addWidget(self.agreement)
        self.body.addLayout(states)
        self.add(self.reason)
        self.body.addStretch(1)
        self.add(self.note)
        self.add(self.banner)
        self.add(self.forward)
        self.add(self.later)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_SMALL)
        for part in (self.hand_over, self.recount, self.back):
            part.padding = 6
            line.addWidget(part, 1)
        self.body.addLayout(line)

    def show_cards(self, cards: CardTakings, threshold: int) -> None:
        self.threshold = threshold
        self.cards.set_baisa(cards.total)
        set_shown(self.unresolved, bool(cards.unresolved))
        self.unresolved.say("till.close.unresolved", n=cards.unresolved)

    def show_span(self, phrase: Phrase) -> None:
        self.note.say("till.close.note", span=phrase)

    def begin_counting(self, stage: Stage = Stage.COUNTING) -> None:
        """From an empty grid, or again after a count that was locked."""
        self.stage = stage
        if stage is Stage.COUNTING:
            self.terminal.set_text("")
            self.reason.offer([f"variance_{code}" for code in VARIANCE_REASONS])
        self.variance = 0
        self.terminal.setEnabled(True)
        self._show_stage()

    def show_counted(self, variance: int, terminal_total: int | None) -> None:
        """After the lock, also one that was found half-way; what was typed as reason stays."""
        if not self.reason.chips:
            self.reason.offer([f"variance_{code}" for code in VARIANCE_REASONS])
        self.stage, self.variance = Stage.COUNTED, variance
        self.terminal.set_amount(terminal_total)
        self.terminal.setEnabled(False)
        difference = (terminal_total or 0) - (self.cards.baisa or 0)
        self.agreement.say(
            "till.close.differs" if difference else "till.close.agrees",
            tone="warn" if difference else "brand",
            amount=lambda: formats.amount(difference),
        )
        self._show_stage()

    def go_to(self, stage: Stage) -> None:
        """One step on or back, with the count as it is."""
        self.stage = stage
        self._show_stage()

    @property
    def is_beyond_threshold(self) -> bool:
        return abs(self.variance) > self.threshold

    @property
    def is_counting(self) -> bool:
        return self.stage in (Stage.COUNTING, Stage.RECOUNTING)

    def focus_first(self) -> None:
        if self.stage is Stage.COUNTED and self.variance:
            self.reason.focus()
        elif self.stage is Stage.COUNTED:
            self.forward.setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, error: SanadError) -> None:
        """At the field that is to blame, else above the buttons."""
        self.set_busy(False)
        field = error.params.get("field")
        if error.code.startswith("reason_") and not self.reason.isHidden():
            self.reason.refuse(error)
        elif field == "terminal_total":
            self.terminal.set_error(error)
            self.terminal.edit.setFocus()
        else:
            self.banner.say_error(error)

    def set_busy(self, is_busy: bool) -> None:
        for button in (self.forward, self.later, self.hand_over, self.recount):
            button.setEnabled(not is_busy)

    def _show_stage(self) -> None:
        is_counted, is_receiving = self.stage is Stage.COUNTED, self.stage is Stage.RECEIVING
        explains = is_counted and bool(self.variance)
        for step, state in zip(self.steps, self._states(explains), strict=True):
            step.show_state(state)
            step.words.retranslate()
        self.banner.clear()
        self.set_busy(False)
        ends_here = is_receiving or (is_counted and not self.is_handing_over)
        for part, is_shown in (
            (self.agreement, not self.is_counting and self.terminal.amount() is not None),
            (self.reason, explains),
            (self.note, self.is_counting),
            (self.recount, is_counted or is_receiving),
            (self.hand_over, is_counted and not self.is_handing_over),
            (self.later, ends_here and self.is_beyond_threshold),
            (self.back, not is_counted or self.is_handing_over),
            (self.forward, self.stage is not Stage.WELCOMING),
        ):
            set_shown(part, is_shown)
        key, icon = self._forward()
        self.forward.say(key)
        self.later.say("till.hand.later" if self.is_handing_over else "till.close.later")
        if self.title is not None:
            self.title.say("till.hand.title" if self.is_handing_over else "till.close.title")
        self.forward.set_icon(icon)

    def _states(self, explains: bool) -> tuple[str, ...]:
        if self.is_counting:
            return "current", "future", "future", "future"
        return "done", "done", "current" if explains else "done", "future" if explains else "current"

    def _forward(self) -> tuple[str, str]:
        if self.is_counting:
            return "till.close.lock_button", "lock"
        if self.stage is Stage.RECEIVING:
            return "till.hand.confirm", "check"
        return ("till.hand.go", "arrow-left-right") if self.is_handing_over else ("till.close.button", "printer")

    def _step_of_reason(self) -> str:
        return say("till.close.explain", amount=lambda: formats.amount(self.threshold))()

    def _last_step(self) -> str:
        return say("till.hand.step" if self.is_handing_over else "till.close.sign")()


def _line(key: str, part: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(Label(key, tone="ink2"), 1)
    line.addWidget(part)
    return line
