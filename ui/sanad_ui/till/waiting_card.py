"""Shifts that nobody closed: counted and closed first, or left for later while today's goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_ui import formats, tokens
from sanad_ui.kit import Card, IconLabel, Label, PrimaryButton, Row, RowList, SecondaryButton
from sanad_ui.texts import both, language, t
from sanad_ui.till.closed_card import centre

TODAY_KEY = "Ctrl+T"
_LIST_HEIGHT = 180


@dataclass(frozen=True, slots=True)
class WaitingShift:
    """An unclosed shift; `is_counted` says that its count is locked already."""

    id: UUID
    operator: Words
    business_date: date
    opened_at: int
    is_counted: bool = False


class WaitingCard(QWidget):
    """`chosen` carries the id of the shift to be counted and closed; `today_asked` leaves them for later."""

    chosen = Signal(object)
    today_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting_view")
        self._shifts: tuple[WaitingShift, ...] = ()
        self.title = Label(size=tokens.TEXT_LOUD, weight=tokens.BOLD, wrap=True, name="waiting_title")
        self.list = RowList("till.waiting.list", name="waiting_list")
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.close_button = PrimaryButton("till.waiting.close", name="waiting_close", icon="calculator", key="Return")
        self.today_button = SecondaryButton("till.waiting.open", name="waiting_today", key=TODAY_KEY)
        self._lay_out()
        self.list.chosen.connect(self.chosen)
        self.close_button.clicked.connect(self.list.choose_current)
        self.today_button.clicked.connect(self.today_asked)
        language.changed.connect(self._show)

    def _lay_out(self) -> None:
        card = Card(name="waiting_card", margin=28)
        card.setFixedWidth(560)
        card.body.setSpacing(tokens.SPACE)
        card.add(IconLabel("history", tone="warn", size=32))
        card.add(self.title)
        card.add(Label.secondary("till.waiting.lead", wrap=True))
        card.add(self.list)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.today_button.tall = tokens.PRIMARY_HEIGHT
        line.addWidget(self.close_button, 1)
        line.addWidget(self.today_button)
        card.body.addLayout(line)
        centre(self, card)

    def show_shifts(self, shifts: Sequence[WaitingShift], *, has_today: bool) -> None:
        """Oldest first; `has_today` tells whether a shift of today is open already."""
        self._shifts = tuple(shifts)
        self.title.say("till.waiting.title", n=len(shifts))
        self.today_button.say("till.waiting.go_on" if has_today else "till.waiting.open")
        self._show()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        self.list.show_rows([_row(shift) for shift in self._shifts])


def _row(shift: WaitingShift) -> Row:
    day = f"{formats.weekday(shift.business_date)} {formats.date_text(shift.business_date)}"
    since = t("till.waiting.since", time=formats.time_text(shift.opened_at))
    state = t("till.waiting.counted" if shift.is_counted else "till.waiting.uncounted")
    return Row(
        shift.id, day, formats.listed([both(shift.operator.ar, shift.operator.en)(), since, state]), icon="clock"
    )
