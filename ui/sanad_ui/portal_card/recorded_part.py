"""What was recorded today, and taking a wrong recording back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.take_back_portal_payment import PaidFee
from sanad_ui.kit import Banner, Card, EmptyState, Label, RowList, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.portal_card.words import paid_row
from sanad_ui.texts import language


class RecordedPart(QWidget):
    """`asked` comes from the button; the page's command owns the key."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recorded_part")
        self._paid: tuple[PaidFee, ...] = ()
        self.list = RowList("portal_card.recorded.title", name="recorded_list")
        self.none = EmptyState(
            "clock", "portal_card.recorded.none", name="none_recorded", hint="portal_card.recorded.none_hint"
        )
        self.stack = QStackedWidget()
        self.refusal = Banner(name="recorded_refusal", tone="bad")
        self.button = SecondaryButton("portal_card.do.take_back", name="take_back", icon="undo-2", key="Delete")
        card = Card("portal_card.recorded.title", name="recorded_card")
        card.add(Label.secondary("portal_card.recorded.lead", wrap=True))
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.none)
        card.add(self.stack, 1)
        card.add(self.refusal)
        card.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.button.clicked.connect(self.asked)
        language.changed.connect(self._show_rows)

    def show_paid(self, paid: Sequence[PaidFee]) -> None:
        """The newest first."""
        self._paid = tuple(paid)
        self.refusal.clear()
        self.stack.setCurrentWidget(self.list if paid else self.none)
        set_shown(self.button, bool(paid))
        self._show_rows()

    def current(self) -> PaidFee | None:
        """The one the arrows are on."""
        return next((paid for paid in self._paid if paid.seq == self.list.current_id()), None)

    def refuse(self, error: SanadError) -> None:
        self.refusal.say_error(error)

    def focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_rows(self) -> None:
        self.list.show_rows([paid_row(paid) for paid in self._paid])
