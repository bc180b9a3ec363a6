"""What moved in a shift: the drawer's cash line by line, and the entities' money below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.cash_movement import MoveKind, touches_drawer
from sanad_desk.store.shifts import Correction, Movement
from sanad_desk.usecases.look_at_shift import ShiftView
from sanad_ui import formats, tokens
from sanad_ui.kit import Card, Label, QuietButton, ScrollColumn
from sanad_ui.kit.figures import Figures
from sanad_ui.kit.shown import set_shown
from sanad_ui.reason_words import reason_phrase
from sanad_ui.texts import Phrase, say

PORTAL_KEY = "Alt+7"


class MovementCard(Card):
    """Cash is masked while it may not be known: for the operator until the count is locked, for all while counting.

    `portal_asked` comes from the button beside the entities' money.
    """

    portal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.moved.title", name="moved_card", parent=parent)
        self.hint = Label.secondary("till.moved.masked", name="moved_hint")
        self.add_to_header(self.hint)
        self.drawer = Figures(name="drawer")
        self.government = Figures(name="government")
        self.at_portals = QuietButton("portal_card.title", name="go_to_portal_card", icon="credit-card", key=PORTAL_KEY)
        self.at_portals.clicked.connect(self.portal_asked)
        scroll = ScrollColumn(name="moved_scroll")
        scroll.column.addWidget(self.drawer)
        scroll.column.addSpacing(tokens.SPACE)
        entities = QHBoxLayout()
        entities.addWidget(Label("till.government.title", weight=tokens.SEMIBOLD, tone="ink2"), 1)
        entities.addWidget(self.at_portals)
        scroll.column.addLayout(entities)
        scroll.column.addSpacing(tokens.SPACE_SMALL)
        scroll.column.addWidget(self.government)
        scroll.column.addStretch(1)
        self.add(scroll, 1)

    def show_view(self, view: ShiftView, *, is_counting: bool) -> None:
        masked = is_counting or view.is_blind
        set_shown(self.hint, masked)
        self.drawer.clear()
        self.drawer.add("till.drawer.float", view.shift.opening_float, key="float")
        back = sum(part.cash for part in view.handed_back)
        cash = None if masked else view.totals.tenders.get("cash", 0) + back
        self.drawer.add(say("till.drawer.cash", n=view.cash_receipts), cash, key="cash", masked=masked)
        for part in view.handed_back:
            title = say("till.drawer.handed_back", number=formats.identifier(part.original_number))
            self.drawer.add(title, -part.cash, key=f"back_{part.number}", masked=is_counting)
        for place, movement in enumerate(view.movements):
            amount = _drawer_amount(movement)
            if amount:
                self.drawer.add(_moved(movement), amount, key=f"moved_{place}", masked=is_counting)
        for place, correction in enumerate(view.corrections):
            amount = _corrected(correction)
            if amount:
                self.drawer.add(_correction(correction), amount, key=f"corrected_{place}", masked=masked)
        if not masked and view.expected is not None:
            self.drawer.add("till.drawer.expected", view.expected, key="expected", strong=True)
        self._show_government(view, masked)

    def _show_government(self, view: ShiftView, masked: bool) -> None:
        totals = view.totals
        self.government.clear()
        # With the takings by card this would tell the cash.
        held = None if masked else totals.government
        self.government.add("till.government.held", held, key="held", masked=masked)
        self.government.add("till.government.portal", view.portal_paid, key="portal")
        remitted = sum(move.amount for move in view.movements if move.kind == MoveKind.REMITTANCE)
        if remitted:
            self.government.add("till.government.remitted", remitted, key="remitted", masked=masked)
        self.government.add("till.government.direct", totals.paid_direct, key="direct", tone="ink2")
        if totals.refund_due:
            self.government.add("till.government.refund_due", totals.refund_due, key="refund_due")


def _drawer_amount(movement: Movement) -> int:
    """In baisa, negative for what left the drawer, nothing for money that never was in it."""
    if not touches_drawer(MoveKind(movement.kind), movement.source):
        return 0
    return movement.amount if movement.kind == MoveKind.CASH_IN else -movement.amount


def _moved(movement: Movement) -> Phrase:
    title = f"till.move.title.{movement.kind}"
    if not movement.reason:
        return say(title)
    return say("till.moved.because", title=say(title), reason=reason_phrase(movement.reason))


def _corrected(correction: Correction) -> int:
    sign = (correction.right == "cash") - (correction.wrong == "cash")
    return sign * correction.amount


def _correction(correction: Correction) -> Phrase:
    return say("till.moved.correction", number=formats.identifier(correction.number))
