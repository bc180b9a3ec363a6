"""Correcting how a payment was booked, in the place of the receipt's paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.reversal import CORRECTION_REASONS
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.correct_tender import CORRECT_INTO
from sanad_desk.usecases.look_at_receipt import ReceiptStory
from sanad_ui import formats, tokens
from sanad_ui.keys import is_return
from sanad_ui.kit import Banner, ChoiceField, Label, MoneyField, PrimaryButton, SecondaryButton, TextField
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import say


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """So much was booked to one tender and came by another; in baisa."""

    number: str
    wrong: Tender
    right: Tender
    amount: int
    approval_code: str
    reason: str  # a listed code or words


class TenderForm(QWidget):
    """`asked` carries a CorrectionAsked, `closed` comes with Esc or its button."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tender_form")
        self._story: ReceiptStory | None = None
        self.title = Label.heading(name="tender_title")
        self.lead = Label.secondary("find.tender_form.lead", wrap=True)
        self.wrong = ChoiceField("find.tender_form.wrong", name="tender_wrong", required=True)
        self.right = ChoiceField("find.tender_form.right", name="tender_right", required=True)
        self.amount = MoneyField("find.tender_form.amount", name="tender_amount", required=True, loud=True)
        self.code = TextField("find.tender_form.code", name="tender_code", limit=24, left_to_right=True, tall=48)
        self.reason = ReasonField("find.tender_form.reason", name="tender_reason")
        self.line = Banner(name="tender_line", tone="bad")
        self.confirm_button = PrimaryButton(
            "find.tender_form.confirm", name="tender_confirm", icon="arrow-left-right", key="Return"
        )
        self.close_button = SecondaryButton("app.action.close", name="tender_close", key="Escape")
        self._lay_out()
        self.wrong.chosen.connect(self._on_wrong)
        self.right.chosen.connect(self._on_right)
        self.amount.submitted.connect(self.confirm)
        self.code.submitted.connect(self.confirm)
        self.reason.submitted.connect(self.confirm)
        self.confirm_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE)
        grid.setVerticalSpacing(tokens.SPACE)
        for place, part in enumerate((self.wrong, self.right, self.amount, self.code)):
            grid.addWidget(part, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(self.reason)
        column.addWidget(self.line)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.close_button.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.confirm_button, 1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def open(self, story: ReceiptStory) -> None:
        self._story = story
        self.line.clear()
        self.title.say("find.tender_form.title", number=formats.identifier(story.number))
        booked = list(story.corrections_from)
        self.wrong.set_options([(tender, say(f"find.tender.{tender.value}")) for tender in booked])
        self.wrong.set_value(booked[0])
        self.code.set_text("")
        self.reason.offer(CORRECTION_REASONS)
        self._on_wrong()
        self.set_busy(False)
        (self.right if len(booked) == 1 else self.wrong).setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        if self._story is None or not self.confirm_button.isEnabled():
            return
        self.line.clear()
        amount = self.amount.check()
        right = self.right.check()
        if not amount or right is None:
            (self.right if right is None else self.amount).setFocus()
            return
        code = self.code.value() if right is not Tender.CASH else ""
        if not code and right is not Tender.CASH:
            self.code.set_error(DomainError("approval_code_missing"))
            self.code.setFocus()
            return
        reason = self.reason.check()
        if reason is None:
            self.reason.focus()
            return
        self.set_busy(True)
        self.asked.emit(CorrectionAsked(self._story.number, self.wrong.value(), right, amount, code, reason))

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        if error.params.get("field") == "amount":
            self.amount.set_error(error)
        elif error.params.get("field") == "reason":
            self.reason.refuse(error)
        else:
            self.line.say_error(error)

    def set_busy(self, is_busy: bool) -> None:
        self.confirm_button.setEnabled(not is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        if is_return(event):
            self.confirm()
            return
        super().keyPressEvent(event)

    def _on_wrong(self, _wrong: object = None) -> None:
        """The whole of it, and what is left to choose from; two ways leave one."""
        wrong = self.wrong.value()
        others = [tender for tender in CORRECT_INTO if tender is not wrong]
        self.right.set_options([(tender, say(f"find.tender.{tender.value}")) for tender in others])
        if self.right.value() is None:
            self.right.set_value(others[0])
        if self._story is not None:
            self.amount.set_amount(self._story.corrections_from.get(wrong))
        self._on_right()

    def _on_right(self, _right: object = None) -> None:
        set_shown(self.code, self.right.value() is not Tender.CASH)
