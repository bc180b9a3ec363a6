"""After the closing: what came out of it, its paper once more, and the next thing to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, IconLabel, Label, PrimaryButton, SecondaryButton
from sanad_ui.kit.figures import Figures
from sanad_ui.till.count_card import verdict_key


@dataclass(frozen=True, slots=True)
class Closed:
    """A closing in three figures, in baisa."""

    z_number: int
    counted: int
    variance: int
    waits_for_manager: bool = False


class ClosedCard(QWidget):
    """Return opens the next shift; the other ways stand beside it."""

    open_asked = Signal()
    print_asked = Signal()
    leave_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("closed_view")
        self.title = Label(size=tokens.TEXT_LOUD, weight=tokens.BOLD, name="closed_title")
        self.figures = Figures(name="closed")
        self.banner = Banner(name="closed_banner", tone="warn")
        self.open_button = PrimaryButton("till.closed.open", name="closed_open", icon="lock-open", key="Return")
        self.print_button = SecondaryButton("till.closed.print", name="closed_print", icon="printer", key="Ctrl+P")
        self.leave_button = SecondaryButton("till.closed.leave", name="closed_leave", icon="log-out", key="Ctrl+L")
        self._lay_out()
        self.open_button.clicked.connect(self.open_asked)
        self.print_button.clicked.connect(self.print_asked)
        self.leave_button.clicked.connect(self.leave_asked)

    def _lay_out(self) -> None:
        card = Card(name="closed_card", margin=28)
        card.setFixedWidth(520)
        card.body.setSpacing(tokens.SPACE)
        card.add(IconLabel("circle-check", tone="brand", size=32))
        card.add(self.title)
        card.add(Label.secondary("till.closed.lead", wrap=True))
        card.add(self.figures)
        card.add(self.banner)
        card.add(self.open_button)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_SMALL)
        line.addWidget(self.print_button, 1)
        line.addWidget(self.leave_button, 1)
        card.body.addLayout(line)
        centre(self, card)

    def show_closed(self, closed: Closed) -> None:
        self.title.say("till.closed.title", number=lambda: formats.number(closed.z_number))
        self.figures.clear()
        self.figures.add("till.closed.counted", closed.counted, key="counted")
        tone = "brand" if not closed.variance else "bad" if closed.variance < 0 else "warn"
        self.figures.add(verdict_key(closed.variance), closed.variance, key="variance", strong=True, tone=tone)
        if closed.waits_for_manager:
            self.banner.say("till.closed.waits")
        else:
            self.banner.clear()
        self.open_button.setFocus(Qt.FocusReason.TabFocusReason)


def centre(page: QWidget, *cards: QWidget) -> None:
    """In the middle of the page, by stretches: an aligned part is asked for its height at the full width, and wrapped
    words get cut."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    middle = QHBoxLayout()
    middle.setSpacing(tokens.SPACE)
    middle.addStretch(1)
    for card in cards:
        middle.addWidget(card)
    middle.addStretch(1)
    column.addLayout(middle)
    column.addStretch(2)
