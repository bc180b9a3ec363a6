"""The side of the page that tells: all that happened to a case, or to a customer, newest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.case_life import REASONS, Move
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.look_at_case import CaseEvent, CaseStory
from sanad_desk.usecases.look_at_customer import CustomerStory
from sanad_ui import formats, tokens
from sanad_ui.case_words import (
    MOVE_ICONS,
    day_text,
    priced_phrase,
    reason_phrase,
    state_phrase,
    state_tone,
    words_of,
)
from sanad_ui.find.history_rows import history_rows, receipt_of
from sanad_ui.find.time_line import TimeLine
from sanad_ui.kit import Banner, Card, Chip, ElidedLabel, Label, PrimaryButton, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import language, plain, say, t

FOLLOW_KEY, PERSON_KEY = "Ctrl+G", "Ctrl+Shift+G"
_MOST_ACTIONS = 3


class HistoryView(Card):
    """`receipt_asked` and `case_asked` come from rows; the buttons' keys are the page's commands."""

    receipt_asked = Signal(str)
    case_asked = Signal(object)
    customer_asked = Signal(object)
    follow_asked = Signal(str)  # by its reference
    serve_asked = Signal(object, object)  # the case and the action
    reopen_asked = Signal(object, str)  # the case and why

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(name="find_history", parent=parent)
        self._now = now
        self.story: CaseStory | CustomerStory | None = None
        self.headline = ElidedLabel(size=tokens.TEXT_TITLE, weight=tokens.BOLD, name="history_title")
        self.chip = Chip(name="history_state")
        self.about = Label.secondary(wrap=True, name="history_about")
        self.more = Label.secondary(wrap=True, name="history_more")
        self.line = Banner(name="history_line", tone="brand")
        self.list = TimeLine(name="history_list")
        self.follow_button = PrimaryButton("find.history.follow", name="history_follow", icon="list", key=FOLLOW_KEY)
        self.person_button = SecondaryButton(
            "find.history.of_customer", name="history_person", icon="user", key=PERSON_KEY
        )
        self.action_buttons: list[SecondaryButton] = []
        self._lay_out()
        self._furnish()
        self.list.chosen.connect(self._on_chosen)
        self.follow_button.clicked.connect(self.ask_follow)
        self.person_button.clicked.connect(self.ask_customer)
        language.changed.connect(self._tell)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.headline, 1)
        head.addWidget(self.chip)
        self.body.addLayout(head)
        for part in (self.about, self.more, self.line):
            self.add(part)
        self.add(self.list, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(10)
        self._actions.addStretch(1)
        self.body.addLayout(self._actions)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.person_button.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.follow_button, 1)
        foot.addWidget(self.person_button)
        self.body.addLayout(foot)

    @property
    def case(self) -> CaseStory | None:
        return self.story if isinstance(self.story, CaseStory) else None

    @property
    def is_open(self) -> bool:
        """Whether it is a case that can be followed."""
        return self.case is not None and self.case.standing.is_open

    @property
    def customer_id(self) -> UUID | None:
        """Whose whole history can be shown."""
        return self.case.customer_id if self.case is not None else None

    def show_story(self, story: CaseStory | CustomerStory) -> None:
        self.story = story
        self.line.clear()
        self._furnish()
        self._tell()

    def show_error(self, error: SanadError) -> None:
        """Instead of a history."""
        self.story = None
        for words in (self.headline, self.about, self.more):
            words.say(None)
        self._furnish()
        self._tell()
        self.line.say_error(error)

    def ask_follow(self) -> None:
        if self.is_open:
            self.follow_asked.emit(cast("CaseStory", self.story).standing.reference)

    def ask_customer(self) -> None:
        if self.customer_id is not None:
            self.customer_asked.emit(self.customer_id)

    def focus(self) -> None:
        first = self.follow_button if self.is_open else self.list
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _furnish(self) -> None:
        """With what can be done about it: what has ended can be opened again."""
        set_shown(self.chip, self.story is not None)
        set_shown(self.follow_button, self.is_open)
        set_shown(self.person_button, self.customer_id is not None)
        for button in self.action_buttons:
            button.hide()
            button.deleteLater()
        self.action_buttons = []
        case = self.case
        if case is None:
            return
        case_id = case.standing.case_id
        for action in case.actions[:_MOST_ACTIONS]:
            button = SecondaryButton(priced_phrase(action), name=f"history_serve_{action.value}", icon="hand-helping")
            self._add_action(button, partial(self.serve_asked.emit, case_id, action))
        for reason in () if case.standing.is_open else REASONS[Move.REOPEN]:
            words = say("find.history.reopen", reason=reason_phrase(reason))
            button = SecondaryButton(words, name=f"history_{reason}", icon=MOVE_ICONS[Move.REOPEN])
            self._add_action(button, partial(self.reopen_asked.emit, case_id, reason))

    def _add_action(self, button: SecondaryButton, run: Callable[[], object]) -> None:
        button.clicked.connect(run)
        self._actions.insertWidget(len(self.action_buttons), button)
        self.action_buttons.append(button)

    def _on_chosen(self, place: int) -> None:
        event = self._events[place]
        if number := receipt_of(event):
            self.receipt_asked.emit(number)
        elif "case_id" in event.params:
            self.case_asked.emit(event.params["case_id"])

    @property
    def _events(self) -> tuple[CaseEvent, ...]:
        return self.story.events if self.story is not None else ()

    def _tell(self) -> None:
        if isinstance(self.story, CaseStory):
            self._tell_case(self.story)
        elif self.story is not None:
            self._tell_customer(self.story)
        self.list.show_story(history_rows(self._events, self._now()))

    def _tell_case(self, story: CaseStory) -> None:
        standing, today = story.standing, business_date_at(self._now())
        tone = "bad" if standing.is_overdue(today) else state_tone(standing.state)
        self.headline.say(words_of(story.service))
        self.chip.say(state_phrase(standing), tone=tone)
        parts = [formats.identifier(standing.reference), words_of(story.entity)()]
        if standing.portal_reference:
            parts.append(t("find.history.portal", reference=formats.identifier(standing.portal_reference)))
        if standing.promised:
            parts.append(t("find.history.promised", day=day_text(standing.promised, today)))
        self.about.say(plain(formats.listed(parts)))
        self.more.say(plain(formats.listed(_people(story))))

    def _tell_customer(self, story: CustomerStory) -> None:
        waiting = sum(case.standing.is_open for case in story.cases)
        self.headline.say(words_of(story.customer) if story.customer else say("find.nobody_named"))
        self.chip.say("find.history.open", tone="warn" if waiting else "quiet", n=waiting)
        phone = formats.phone(story.phone) if story.phone else ""
        self.about.say(plain(formats.listed([formats.identifier(story.masked), phone])))
        self.more.say(plain(formats.listed(_money(story))))


def _people(story: CaseStory) -> list[str]:
    phone = formats.phone(story.phone) if story.phone else ""
    customer = [words_of(story.customer)() or t("find.nobody_named"), formats.identifier(story.masked), phone]
    if story.representative:
        customer.append(t("find.history.brought_by", name=words_of(story.representative)()))
    return customer


def _money(story: CustomerStory) -> list[str]:
    """What is nothing is not told, but for the first."""
    told = [t("find.history.served", amount=formats.amount_with_unit(story.served))]
    for name, amount in (("waiting", story.waiting), ("balance", story.balance), ("deposit", story.deposit)):
        if amount:
            told.append(t(f"find.history.{name}", amount=formats.amount_with_unit(amount)))
    return [*told, *([t("find.history.cut")] if story.is_cut else [])]
