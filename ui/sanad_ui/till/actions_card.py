"""What can be done with the money of the drawer while the shift runs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.cash_movement import MoveKind
from sanad_ui import tokens
from sanad_ui.kit import Amount, Card, Hairline, Label
from sanad_ui.kit.figures import Masked
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown

# What an operator does every day; the rest is found in the list of commands.
DAILY: dict[MoveKind, str] = {
    MoveKind.CASH_IN: "coins",
    MoveKind.CASH_OUT: "hand-coins",
    MoveKind.DROP: "banknote-arrow-down",
    MoveKind.BANK_DEPOSIT: "landmark",
    MoveKind.REMITTANCE: "building-2",
    MoveKind.CARD_TOP_UP: "credit-card",
}


def key_of(kind: MoveKind) -> str:
    """`Alt+1` to `Alt+6`; the rarer ones have none."""
    return f"Alt+{list(DAILY).index(kind) + 1}" if kind in DAILY else ""


class ActionsCard(Card):
    """`chosen` carries the kind of movement; the page's commands own the keys."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.move.heading", name="actions_card", parent=parent)
        self.options = {
            kind: OptionRow(
                f"till.move.title.{kind}",
                name=f"move_{kind}",
                caption=f"till.move.lead.{kind}",
                key=key_of(kind),
                icon=icon,
            )
            for kind, icon in DAILY.items()
        }
        for kind, option in self.options.items():
            option.clicked.connect(partial(self._choose, kind))
            self.add(option)
        self.body.addStretch(1)
        self.why_masked = Label.secondary("till.drawer.blind", wrap=True, name="drawer_blind")
        self.expected = Amount(size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="expected_drawer")
        self.masked = Masked(size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="masked_drawer")
        self.add(Hairline())
        self.add(self.why_masked)
        foot = QHBoxLayout()
        foot.addWidget(Label("till.drawer.expected", size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD), 1)
        foot.addWidget(self.expected)
        foot.addWidget(self.masked)
        self.body.addLayout(foot)

    def show_expected(self, expected: int | None) -> None:
        """None while the count has to be blind."""
        self.expected.set_baisa(expected)
        set_shown(self.expected, expected is not None)
        set_shown(self.masked, expected is None)
        set_shown(self.why_masked, expected is None)

    def focus(self, kind: MoveKind) -> None:
        option = self.options.get(kind)
        if option is not None:
            option.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, kind: MoveKind) -> None:
        self.chosen.emit(kind)
