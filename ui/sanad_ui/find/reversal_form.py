"""Choosing what of a sale goes back: its parts, how, and why; in the place of its paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.reversal import REVERSAL_REASONS
from sanad_desk.domain.transaction import TenderInput
from sanad_desk.usecases.look_at_receipt import Back, Part, ReceiptStory
from sanad_ui import formats, tokens
from sanad_ui.case_words import payment_phrase
from sanad_ui.find.refund_fields import RefundFields
from sanad_ui.keys import is_return
from sanad_ui.kit import Amount, Banner, Hairline, Label, PrimaryButton, ScrollColumn, SecondaryButton, Tick
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, both, t

_TWO_PARTS = 78
_NARROWEST = 160  # the end of a long line may go, never its amount


@dataclass(frozen=True, slots=True)
class ReversalAsked:
    """What goes back, None for all that is left; `reason` is a listed code or words."""

    number: str
    positions: frozenset[int] | None
    tenders: tuple[TenderInput, ...]
    reason: str
    amount: int


class ReversalForm(QWidget):
    """`asked` carries a ReversalAsked, `closed` comes with Esc or its button."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reversal_form")
        self._story: ReceiptStory | None = None
        self.ticks: dict[int, Tick] = {}
        self.title = Label.heading(name="reversal_title")
        self.parts = ScrollColumn(name="reversal_parts", spacing=2)
        self.now = Amount(0, size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="reversal_now")
        self.later = Amount(0, size=tokens.TEXT_LOUD, weight=tokens.SEMIBOLD, tone="accent", name="reversal_later")
        self.later_words = Label("find.back.from_entity", weight=tokens.SEMIBOLD, tone="accent", wrap=True)
        self.refund = RefundFields()
        self.reason = ReasonField("find.back.reason", name="reversal")
        self.line = Banner(name="reversal_line", tone="bad")
        self.confirm_button = PrimaryButton("find.back.confirm", name="reversal_confirm", icon="undo-2", key="Return")
        self.close_button = SecondaryButton("app.action.close", name="reversal_close", key="Escape")
        self._lay_out()
        self.refund.submitted.connect(self.confirm)
        self.reason.submitted.connect(self.confirm)
        self.confirm_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addWidget(self.title)
        self.parts.setMinimumHeight(_TWO_PARTS)
        column.addWidget(self.parts, 1)
        column.addWidget(Hairline())
        sums = QGridLayout()
        sums.setColumnStretch(0, 1)
        sums.addWidget(Label("find.back.now", size=tokens.TEXT_HEADING, weight=tokens.BOLD), 0, 0)
        sums.addWidget(self.now, 0, 1)
        sums.addWidget(self.later_words, 1, 0)
        sums.addWidget(self.later, 1, 1)
        column.addLayout(sums)
        column.addWidget(self.refund)
        column.addWidget(self.reason)
        column.addWidget(self.line)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self.close_button.tall = tokens.PRIMARY_HEIGHT
        foot.addWidget(self.confirm_button, 1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def open(self, story: ReceiptStory) -> None:
        """Everything that is left is ticked, as a void is the usual case; what may be paid twice is locked."""
        self._story = story
        self.line.clear()
        self.title.say("find.back.title", number=formats.identifier(story.number))
        self._show_parts(story)
        self.refund.offer(story)
        self.reason.offer(REVERSAL_REASONS)
        self._on_ticked()
        self.set_busy(False)
        first = next((tick for tick in self.ticks.values() if tick.isEnabled()), None)
        (first or self.reason.field.edit).setFocus(Qt.FocusReason.TabFocusReason)

    def chosen(self) -> frozenset[int]:
        return frozenset(position for position, tick in self.ticks.items() if tick.isEnabled() and tick.isChecked())

    def confirm(self) -> None:
        """Asks for the manager once the reason is there and the sum is not nothing."""
        if self._story is None or not self.confirm_button.isEnabled():
            return
        self.line.clear()
        reason = self.reason.check()
        if reason is None:
            self.reason.focus()
            return
        tenders = tuple(self.refund.tenders())
        try:
            back = self._story.give_back(self.chosen())
            self._story.check_refund(back.now, tenders)
        except DomainError as error:
            self.refuse(error)
            return
        self.set_busy(True)
        positions = None if self._is_all(self._story) else self.chosen()
        self.asked.emit(ReversalAsked(self._story.number, positions, tenders, reason, back.now))

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        if error.params.get("field") == "reason":
            self.reason.refuse(error)
        elif not self.refund.refuse(error):
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

    def _show_parts(self, story: ReceiptStory) -> None:
        while (item := self.parts.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        holder = QWidget()
        holder.setProperty("look", "clear")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self.ticks = {part.position: _tick(part) for part in story.parts}
        for line, part in enumerate(story.parts):
            self.ticks[part.position].toggled.connect(self._on_ticked)
            grid.addWidget(self.ticks[part.position], line, 0)
            tone = "ink" if self.ticks[part.position].isEnabled() else "ink3"
            grid.addWidget(Amount(part.amount, size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, tone=tone), line, 1)
        self.parts.column.addWidget(holder)
        self.parts.column.addStretch(1)

    def _is_all(self, story: ReceiptStory) -> bool:
        return all(part.is_gone or self.ticks[part.position].isChecked() for part in story.parts)

    def _on_ticked(self, _checked: bool = False) -> None:
        back = self._back()
        self.now.set_baisa(back.now if back is not None else 0)
        self.later.set_baisa(back.from_entity if back is not None else 0)
        for part in (self.later, self.later_words):
            set_shown(part, back is not None and back.from_entity > 0)
        self.refund.show_back(back)
        self.line.clear()

    def _back(self) -> Back | None:
        try:
            return self._story.give_back(self.chosen()) if self._story is not None else None
        except DomainError:
            return None  # nothing is chosen as yet


def _tick(part: Part) -> Tick:
    tick = Tick(_words_of(part), name=f"reversal_part_{part.position}")
    tick.setMinimumWidth(_NARROWEST)
    can_go = not part.is_gone and part.unsettled is None
    tick.setChecked(can_go)
    tick.setEnabled(can_go)
    return tick


def _words_of(part: Part) -> Phrase:
    def words() -> str:
        label, service = both(part.label.ar, part.label.en)(), both(part.service.ar, part.service.en)()
        is_of_account = part.kind is ChargeKind.ACCOUNT_PAYMENT  # its label says it all
        parts = [label] if is_of_account else [t(f"find.back.{part.kind.value}"), label, service]
        line = formats.listed([*parts, formats.identifier(part.reference)])
        if part.unsettled is not None and not part.is_gone:
            return t("find.back.locked", line=line, state=payment_phrase(part.unsettled))
        return t("find.back.gone", line=line) if part.is_gone else line

    return words
