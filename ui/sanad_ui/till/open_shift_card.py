"""Where the work begins: today's shift is opened with the money in the drawer, typed as a sum or counted by piece."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_desk.domain.shift import business_date_at
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, IconLabel, Label, MoneyField, PrimaryButton, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.till.closed_card import centre
from sanad_ui.till.count_grid import CountGrid
from sanad_ui.updates.keys import RESTART_KEY

# The key of every approval by a manager.
APPROVAL_KEY = "Ctrl+O"

# What drawers usually start the day with, in baisa.
_USUAL_FLOATS = (0, 20_000, 50_000, 100_000)


class OpenShiftCard(QWidget):
    """`asked` carries the float in baisa and its pieces, none for a sum that was typed.

    `update_asked` comes where a newer version of the program has to take over before a shift may open.
    The button waits until the answer is there.
    """

    asked = Signal(int, object)
    approval_asked = Signal()
    update_asked = Signal()

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("open_shift")
        self._now = now
        self.day = Label(size=tokens.TEXT_HEADING, tone="ink2", name="open_shift_day")
        self.float = MoneyField(
            "till.float.label", name="float", largest=LARGEST_AMOUNT, required=True, loud=True, hint="till.float.hint"
        )
        self.grid = CountGrid(name="float_count")
        self.banner = Banner(name="open_shift_banner", tone="bad")
        self.button = PrimaryButton("till.open.button", name="open_shift_button", icon="lock-open", key="Return")
        self.approval = SecondaryButton("till.clock.approve", name="open_shift_approval", key=APPROVAL_KEY)
        self.approval.hide()
        self.update_button = SecondaryButton("updates.restart", name="open_shift_update", key=RESTART_KEY)
        self.update_button.hide()
        self._usual = [_UsualFloat(baisa, self.float) for baisa in _USUAL_FLOATS]
        self._lay_out()
        self.float.submitted.connect(self.open)
        self.float.edited.connect(self._forget_count)
        self.grid.changed.connect(self._on_counted)
        self.grid.finished.connect(self.open)
        self.button.clicked.connect(self.open)
        self.approval.clicked.connect(self.approval_asked)
        self.update_button.clicked.connect(self.update_asked)

    def _lay_out(self) -> None:
        card = Card(name="open_shift_card", margin=28)
        card.setFixedWidth(480)
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
        card.body.addStretch(1)
        card.add(self.banner)
        card.add(self.approval)
        card.add(self.update_button)
        card.add(self.button)
        count = Card("till.count.float", name="float_count_card", margin=20)
        count.setFixedWidth(440)
        count.add_to_header(Label.secondary("till.count.optional"))
        count.add(self.grid, 1)
        self.columns: tuple[QWidget, ...] = (card, count)
        centre(self, card, count)

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
            self.asked.emit(amount, self.grid.pieces())

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
            set_shown(self.update_button, error.code == "update_first")

    def clear(self) -> None:
        self.grid.clear()
        self.float.set_text("")
        self.forget_refusal()

    def forget_refusal(self) -> None:
        self.banner.clear()
        self.approval.hide()
        self.update_button.hide()

    def _on_counted(self) -> None:
        self.float.set_amount(self.grid.total() if self.grid.pieces() else None)

    def _forget_count(self) -> None:
        """A sum that is typed was not counted by piece."""
        typed = self.float.text()
        self.grid.clear()
        self.float.edit.setText(typed)

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
        self._field.edited.emit()
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
