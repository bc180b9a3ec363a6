"""The panel that stands where the work begins: today's shift is opened with the money in the drawer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_desk.domain.shift import business_date_at
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, IconLabel, Label, MoneyField, PrimaryButton, SecondaryButton
from sanad_ui.kit.shown import set_shown

# The key of every approval by a manager.
APPROVAL_KEY = "Ctrl+O"

# What drawers usually start the day with, in baisa.
_USUAL_FLOATS = (0, 20_000, 50_000, 100_000)


class OpenShiftCard(QWidget):
    """`asked` carries the float in baisa; the button waits until the answer is there."""

    asked = Signal(int)
    approval_asked = Signal()

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("open_shift")
        self._now = now
        self.day = Label(size=tokens.TEXT_HEADING, tone="ink2", name="open_shift_day")
        self.float = MoneyField(
            "till.float.label", name="float", largest=LARGEST_AMOUNT, required=True, loud=True, hint="till.float.hint"
        )
        self.banner = Banner(name="open_shift_banner", tone="bad")
        self.button = PrimaryButton("till.open.button", name="open_shift_button", icon="lock-open", key="Return")
        self.approval = SecondaryButton("till.clock.approve", name="open_shift_approval", key=APPROVAL_KEY)
        self.approval.hide()
        self._usual = [_UsualFloat(baisa, self.float) for baisa in _USUAL_FLOATS]
        self._lay_out()
        self.float.submitted.connect(self.open)
        self.button.clicked.connect(self.open)
        self.approval.clicked.connect(self.approval_asked)

    def _lay_out(self) -> None:
        card = Card(name="open_shift_card", margin=28)
        card.setFixedWidth(520)
        card.body.setSpacing(tokens.SPACE)
        card.add(IconLabel("wallet", tone="brand", size=32))
        card.add(Label("till.open.title", size=tokens.TEXT_LOUD, weight=tokens.BOLD))
        card.add(self.day)
        card.add(Label.secondary("till.open.lead", wrap=True))
        card.add(self.float)
        usual = QHBoxLayout()
        usual.setSpacing(tokens.SPACE_SMALL)
        for button in self._usual:
            usual.addWidget(button, 1)
        card.body.addLayout(usual)
        card.add(self.banner)
        card.add(self.approval)
        card.add(self.button)
        column = QVBoxLayout(self)
        column.addStretch(1)
        # Centred by stretches: an aligned part is asked for its height at the full width, and wrapped words get cut.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def enter(self) -> None:
        day = business_date_at(self._now())
        self.day.say(lambda: f"{formats.weekday(day)} {formats.date_text(day)}")
        self.set_busy(False)
        self.float.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def open(self) -> None:
        amount = self.float.check()
        if amount is None:
            self.float.edit.setFocus()
        elif self.button.isEnabled():
            self.set_busy(True)
            self.forget_refusal()
            self.asked.emit(amount)

    def set_busy(self, is_busy: bool) -> None:
        self.button.setEnabled(not is_busy)

    def refuse(self, error: SanadError) -> None:
        """At the field where it is to blame, else above the button, with the way on where a manager can give one."""
        self.set_busy(False)
        if error.params.get("field") == "float":
            self.float.set_error(error)
            self.float.edit.setFocus()
        else:
            self.banner.say_error(error)
            set_shown(self.approval, error.code == "clock_went_back")

    def forget_refusal(self) -> None:
        self.banner.clear()
        self.approval.hide()

    def needs_approval(self) -> bool:
        return not self.approval.isHidden()


class _UsualFloat(SecondaryButton):
    """Puts a usual amount into the field."""

    def __init__(self, baisa: int, field: MoneyField) -> None:
        super().__init__(partial(formats.amount, baisa), name=f"float_{baisa}")
        self._baisa, self._field = baisa, field
        self.clicked.connect(self._put)

    def _put(self) -> None:
        self._field.set_amount(self._baisa)
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
