"""The page of the centre's card: fees it pays in portals, and its statement held against what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import FOR_MANAGERS, PaymentState
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput
from sanad_ui import formats, tokens
from sanad_ui.approvals import Approvals, Attempt
from sanad_ui.background import Background, Job
from sanad_ui.kit import Banner, Label, Segmented
from sanad_ui.kit.shown import set_shown
from sanad_ui.language import language
from sanad_ui.portal_card.door import Answer, FeesView, PortalCardDoor, title_of
from sanad_ui.portal_card.fees_part import FeesPart
from sanad_ui.portal_card.reconcile_part import ReconcilePart
from sanad_ui.portal_card.recorded_part import RecordedPart
from sanad_ui.portal_card.settle_card import SettleCard
from sanad_ui.portal_card.unsettled_part import UnsettledPart
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say, t

_DAYS = (7, 31, 366)
_USUAL_DAYS = 31
_PARTS = ("fees", "unsettled", "recorded", "reconcile")


class PortalCardPage(Page):
    """A fee is written down once, at the second press of the key and however often it is pressed then."""

    title_key = "portal_card.title"
    also_key = "portal_card.also"

    def __init__(
        self, door: PortalCardDoor, background: Background, room: PrintRoom, parent: QWidget | None = None
    ) -> None:
        super().__init__(name="portal_card_page", parent=parent)
        self._door, self._background, self._room = door, background, room
        self._who: SignedIn | None = None
        self._looking: Job | None = None
        self._recording: Job | None = None
        self._dialog: QFileDialog | None = None
        self.fees = FeesPart()
        self.unsettled = UnsettledPart()
        self.recorded = RecordedPart()
        self.reconcile = ReconcilePart()
        self.approvals = Approvals(door, background, self, name="portal_approval")
        self.part = Segmented(
            [(part, f"portal_card.part.{part}") for part in _PARTS],
            name="portal_card_part",
            spoken="portal_card.part.spoken",
            value="fees",
        )
        self.days = Segmented(
            [(days, f"portal_card.days.{days}") for days in _DAYS],
            name="portal_card_days",
            spoken="portal_card.days.spoken",
            value=_USUAL_DAYS,
        )
        self.banner = Banner(name="portal_card_banner", tone="bad")
        self.stack = QStackedWidget()
        self._lay_out()
        self.part.chosen.connect(self._on_part)
        self.days.chosen.connect(self._on_days)
        self.banner.acted.connect(self.look)
        self.fees.pay_asked.connect(self.pay)
        self.recorded.asked.connect(self.take_back)
        for card in (self.unsettled.settle, self.reconcile.settle):
            card.asked.connect(self.settle)
        self.reconcile.settling.connect(self._on_settling)
        self.reconcile.choose_asked.connect(self.choose_file)
        self.reconcile.print_asked.connect(self.print_report)
        self.reconcile.excel_asked.connect(self.save_workbook)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.setSpacing(tokens.SPACE)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE)
        head.addWidget(Label(self.title_key, size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD))
        self.part.setFixedWidth(560)
        self.days.setFixedWidth(250)
        head.addWidget(self.part)
        head.addStretch(1)
        head.addWidget(self.days)
        column.addLayout(head)
        column.addWidget(self.banner)
        for part in (self.fees, self.unsettled, self.recorded, self.reconcile):
            self.stack.addWidget(part)
        column.addWidget(self.stack, 1)

    def begin(self, signed_in: object) -> None:
        """What the same operator had ticked before a lock is still there."""
        who = signed_in if isinstance(signed_in, SignedIn) else None
        if who is None or self._who is None or who.operator_id != self._who.operator_id:
            self.fees.forget()
            self.reconcile.begin(is_manager=who is not None and Role.MANAGER in who.roles)
        self._who = who

    def enter(self) -> None:
        self.look()
        self._focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """A dialog of files is not left open over the lock."""
        if self._dialog is not None:
            self._dialog.close()
        super().hideEvent(event)

    def commands(self) -> Sequence[Command]:
        other = Command(
            "portal_card.part", "portal_card.do.other_part", self.turn, "F8", "arrow-left-right", hinted=True
        )
        if self._settle_card() is not None:
            return [*self._settling(), other]
        if self.is_reconciling:
            return [*self._reconciling(), other]
        if self.stack.currentWidget() is self.recorded:
            return [
                Command("portal_card.take_back", "portal_card.do.take_back", self.take_back, "Delete", "undo-2"),
                other,
            ]
        return [
            Command("portal_card.pay", "portal_card.do.pay", self.pay, "F12", "credit-card", hinted=True),
            Command(
                "portal_card.all", "portal_card.do.tick_all", self.fees.toggle_all, "Ctrl+A", "list-checks", hinted=True
            ),
            Command("portal_card.reference", "portal_card.do.reference", self.fees.focus_reference, "Ctrl+F", "pencil"),
            Command(
                "portal_card.unknown", "portal_card.do.unknown", self.ask_unknown, "Ctrl+U", "circle-help", hinted=True
            ),
            Command("portal_card.look", "portal_card.do.look", self.look, "Ctrl+R", "refresh-cw"),
            other,
        ]

    def _reconciling(self) -> list[Command]:
        if not self.is_for_manager:
            return []
        has = self._has_card
        return [
            Command("portal_card.choose", "portal_card.do.choose", self.choose_file, "F12", "folder-open", hinted=True),
            Command(
                "portal_card.print", "portal_card.do.print", self.print_report, "Ctrl+P", "printer", is_enabled=has
            ),
            Command(
                "portal_card.excel", "portal_card.do.excel", self.save_workbook, "Ctrl+S", "download", is_enabled=has
            ),
        ]

    def _settling(self) -> list[Command]:
        found = [
            Command("portal_card.settle", "portal_card.do.settle", self.settle, "F12", "badge-check", hinted=True),
            Command("portal_card.look", "portal_card.do.look", self.look, "Ctrl+R", "refresh-cw"),
        ]
        if self.is_reconciling:
            close = self.reconcile.close_payment
            found.append(Command("portal_card.back", "portal_card.do.back", close, "Escape", "undo-2", hinted=True))
        return found

    def _settle_card(self) -> SettleCard | None:
        """The one whose answers are on the screen."""
        if self.is_reconciling:
            return self.reconcile.settle if self.reconcile.is_settling else None
        return self.unsettled.settle if self.stack.currentWidget() is self.unsettled else None

    @property
    def is_reconciling(self) -> bool:
        return self.stack.currentWidget() is self.reconcile

    @property
    def is_for_manager(self) -> bool:
        return self._who is not None and Role.MANAGER in self._who.roles

    def turn(self) -> None:
        """To the next part of the page."""
        part = _PARTS[(self.stack.currentIndex() + 1) % len(_PARTS)]
        self._on_part(part)
        self.part.set_value(part)

    def look(self) -> None:
        """Reads the fees of this moment."""
        if self._who is None or self._recording is not None:
            return
        if self._looking is not None:
            self._looking.cancel()
        read = partial(self._door.look, self._who, self.days.value())
        self._looking = self._background.run(read, self._on_looked, self._on_not_looked)

    def pay(self) -> None:
        """Writes down what is ticked, when it is asked for again."""
        if self._who is None or self._recording is not None:
            return
        payments = self.fees.payments()
        if not payments:
            self.fees.pay.refuse(DomainError("fees_not_chosen"))
            return
        if not self.fees.is_confirmed():
            return
        self.fees.pay.button.setEnabled(False)
        if self._looking is not None:
            self._looking.cancel()
        record = partial(self._door.record, self._who, payments, self.days.value())
        self._recording = self._background.run(record, partial(self._on_recorded, payments), self._on_refused)

    def ask_unknown(self) -> None:
        """The marked fee was tried in the portal, and nobody knows whether it took the money."""
        if self._who is None or self._recording is not None or (asked := self.fees.unknown_asked()) is None:
            return
        record = partial(self._door.record_unknown, self._who, *asked, self.days.value())
        self._recording = self._background.run(record, self._on_unknown, self._on_refused)

    def settle(self) -> None:
        """Writes down what is chosen for the payment; what was taken for failed needs a manager."""
        card = self._settle_card()
        if self._who is None or card is None or self._recording is not None:
            return
        unsure, state, reference = card.unsure, card.answer(), card.reference.check()
        if unsure is None or state is None or reference is None:
            return
        answer = Answer(unsure.payment_id, state, reference, unsure.reason)
        job = partial(self._door.settle, self._who, answer, self.days.value())
        on_done, on_refused = partial(self._on_settled, state), partial(self._on_not_settled, card)
        if (unsure.state, state) in FOR_MANAGERS:
            attempt = Attempt(job, on_done, on_refused, self._focus, "on_statement")
            self.approvals.ask("portal_card.settle.question", attempt, amount=formats.amount_with_unit(unsure.amount))
            return
        card.set_busy(True)
        self._recording = self._background.run(partial(job, None), on_done, on_refused)

    def take_back(self) -> None:
        """Takes the recording back that the arrows are on, with a manager."""
        who, paid = self._who, self.recorded.current()
        if who is None or paid is None:
            return
        job = partial(self._door.take_back, who, paid.seq, self.days.value())
        attempt = Attempt(job, self._on_taken_back, self.recorded.refuse, self._focus)
        amount, number = formats.amount_with_unit(paid.amount), formats.identifier(paid.number)
        self.approvals.ask("portal_card.recorded.question", attempt, amount=amount, number=number)

    def choose_file(self) -> None:
        """The bank's file, by the system's own dialog; it comes back to the folder of the last one."""
        if not self.is_for_manager:
            return
        if self._dialog is None:
            self._dialog = QFileDialog(self)
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.fileSelected.connect(self.read)
        self._dialog.setWindowTitle(t("portal_card.reconcile.dialog"))
        self._dialog.setNameFilters([t("portal_card.reconcile.files"), t("portal_card.reconcile.all_files")])
        self._dialog.open()

    def read(self, file: str) -> None:
        """Holds a statement against the records."""
        if self._who is not None:
            job = partial(self._door.reconcile, self._who, file)
            self._background.run(job, partial(self._on_reconciled, file), self.reconcile.refuse)

    def print_report(self) -> None:
        card = self.reconcile.card
        if self._who is not None and card is not None:
            make = partial(self._door.prepare_report, self._who, card, language.code)
            self._room.print_paper(self._who, title_of(card), make)

    def save_workbook(self) -> None:
        card = self.reconcile.card
        if self._who is not None and card is not None:
            save = partial(self._door.save_workbook, self._who, card, language.code)
            self._background.run(save, self._on_saved, self.reconcile.refuse)

    def _has_card(self) -> bool:
        return self.reconcile.card is not None

    def _focus(self) -> None:
        part = self.stack.currentWidget()
        if isinstance(part, FeesPart | UnsettledPart | RecordedPart | ReconcilePart):
            part.focus()

    def _on_part(self, part: object) -> None:
        self.stack.setCurrentIndex(_PARTS.index(str(part)))
        set_shown(self.days, part == "fees")
        self.commands_changed.emit()
        self._focus()

    def _on_days(self, _days: object) -> None:
        self.look()

    def _on_looked(self, view: FeesView) -> None:
        self.banner.clear()
        self.fees.show_view(view)
        self.unsettled.show_payments(view.unsettled)
        self.recorded.show_paid(view.paid)

    def _on_not_looked(self, error: SanadError) -> None:
        self.banner.say_error(error, action="app.action.retry")

    def _on_recorded(self, payments: Sequence[PortalPaymentInput], view: FeesView) -> None:
        self._recording = None
        self._on_looked(view)
        amount = sum(payment.amount for payment in payments)
        fees = say("portal_card.fees.count", n=len(payments))
        self.tell(say("portal_card.pay.done", fees=fees, amount=lambda: formats.amount(amount)))

    def _on_unknown(self, view: FeesView) -> None:
        self._recording = None
        self._on_looked(view)
        self._focus()
        self.tell("portal_card.fees.unknown_done")

    def _on_settled(self, state: PaymentState, view: FeesView) -> None:
        """A statement is held against the records anew: it may agree now."""
        self._recording = None
        for card in (self.unsettled.settle, self.reconcile.settle):
            card.set_busy(False)
        self._on_looked(view)
        if self.reconcile.is_settling:
            self.reconcile.close_payment()
            self.read(self.reconcile.file_path)
        self._focus()
        self.tell(say("portal_card.settle.done", answer=say(f"follow.payment.answer.{state.value}")))

    def _on_not_settled(self, card: SettleCard, error: SanadError) -> None:
        self._recording = None
        card.refuse(error)

    def _on_settling(self) -> None:
        self.commands_changed.emit()
        if not self.reconcile.is_settling:
            self._focus()

    def _on_taken_back(self, view: FeesView) -> None:
        self._on_looked(view)
        self._focus()
        self.tell("portal_card.recorded.taken_back")

    def _on_refused(self, error: SanadError) -> None:
        self._recording = None
        self.fees.pay.refuse(error)

    def _on_reconciled(self, file: str, card: CardReconciliation) -> None:
        """The answer to a manager who has left meanwhile is for nobody's eyes."""
        if self.is_for_manager:
            self.reconcile.show_card(card, file)
            self.commands_changed.emit()
            self._focus()

    def _on_saved(self, file: str) -> None:
        self.tell(say("portal_card.report.saved", file=formats.identifier(Path(file).name)))
