"""Three columns for a shift: what is done, what moved, and how far the shift has come."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from sanad_ui import tokens
from sanad_ui.till.actions_card import ActionsCard
from sanad_ui.till.closing_card import ClosingCard
from sanad_ui.till.count_card import CountCard
from sanad_ui.till.hand_over_card import HandOverCard
from sanad_ui.till.movement_card import MovementCard
from sanad_ui.till.movement_form import MovementForm
from sanad_ui.till.running_card import RunningCard

_WIDE, _NARROW = 410, 322


class ShiftDesk(QWidget):
    """The movements keep their place in the middle; the columns beside them change with what is being done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shift_desk")
        self.moves = ActionsCard()
        self.form = MovementForm()
        self.count = CountCard(name="count")
        self.hand_over = HandOverCard()
        self.incoming = CountCard(name="incoming", blind="till.hand.blind")
        self.moved = MovementCard()
        self.running = RunningCard()
        self.closing = ClosingCard()
        self.leading = _stack("till_leading", _WIDE, self.moves, self.form, self.count, self.hand_over, self.incoming)
        self.trailing = _stack("till_trailing", _NARROW, self.running, self.closing)
        self.moved.setMinimumWidth(_WIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        for part, stretch in ((self.leading, 7), (self.moved, 7), (self.trailing, 5)):
            row.addWidget(part, stretch)

    @property
    def columns(self) -> tuple[QWidget, ...]:
        return self.leading, self.moved, self.trailing

    def show_running(self) -> None:
        self.leading.setCurrentWidget(self.moves)
        self.running.set_open(True)
        self.trailing.setCurrentWidget(self.running)

    def show_form(self) -> None:
        self.leading.setCurrentWidget(self.form)
        self.running.set_open(False)
        self.trailing.setCurrentWidget(self.running)

    def show_closing(self, leading: QWidget) -> None:
        """`leading` is the count, who takes over, or his count."""
        self.leading.setCurrentWidget(leading)
        self.trailing.setCurrentWidget(self.closing)

    @property
    def is_moving(self) -> bool:
        return self.leading.currentWidget() is self.form

    @property
    def is_closing(self) -> bool:
        return self.trailing.currentWidget() is self.closing


def _stack(name: str, narrowest: int, *parts: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.setObjectName(name)
    stack.setMinimumWidth(narrowest)
    for part in parts:
        stack.addWidget(part)
    return stack
