"""The card's statement against the records: each difference in words, with what to do about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, ElidedLabel, EmptyState, Label, PrimaryButton, SecondaryButton
from sanad_ui.kit.answered_list import AnsweredList
from sanad_ui.kit.figures import Figures
from sanad_ui.kit.shown import set_shown
from sanad_ui.portal_card.settle_card import SettleCard
from sanad_ui.portal_card.words import difference_rows, unsure_entries
from sanad_ui.texts import Phrase, language, plain, say

_WIDTH = 380


class ReconcilePart(QWidget):
    """`choose_asked`, `print_asked` and `excel_asked` come from buttons; the page's commands own their keys.

    `settling` comes when a payment is opened beside the list, or closed.
    """

    settling = Signal()
    choose_asked = Signal()
    print_asked = Signal()
    excel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reconcile_part")
        self.card: CardReconciliation | None = None
        self.file_path = ""
        self.list = AnsweredList("portal_card.reconcile.list", name="difference_list")
        self.none_yet = EmptyState(
            "file-text",
            "portal_card.reconcile.none.title",
            name="reconcile_none",
            hint="portal_card.reconcile.none.hint",
        )
        self.agrees = EmptyState(
            "badge-check", "portal_card.reconcile.agrees", name="agrees", hint="portal_card.reconcile.agrees_hint"
        )
        self.managers_only = EmptyState(
            "lock", "portal_card.reconcile.manager", name="managers_only", hint="portal_card.reconcile.manager_hint"
        )
        self.stack = QStackedWidget()
        self.beside = QStackedWidget()
        self.settle = SettleCard(name="settle_statement")
        self.side = Card("portal_card.report.title", name="statement_card")
        self.file = ElidedLabel(weight=tokens.MEDIUM, name="statement_file")
        self.span = Label.secondary(name="statement_span")
        self.counts = {key: Label(name=f"statement_{key}") for key in ("lines", "matched", "differences", "unread")}
        self.figures = Figures(name="statement")
        self.refusal = Banner(name="statement_refusal", tone="bad")
        self.choose = PrimaryButton("portal_card.reconcile.choose", name="choose_statement", key="F12")
        self.print = SecondaryButton("portal_card.report.print", name="statement_print", icon="printer", key="Ctrl+P")
        self.excel = SecondaryButton("portal_card.report.excel", name="statement_excel", icon="download", key="Ctrl+S")
        self._lay_out()
        self.choose.clicked.connect(self.choose_asked)
        self.print.clicked.connect(self.print_asked)
        self.excel.clicked.connect(self.excel_asked)
        self.list.chosen.connect(self.open_payment)
        self.list.moved.connect(self._on_moved)
        self.list.digit.connect(self.settle.take_digit)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        differences = Card("portal_card.reconcile.title", name="differences_card")
        for part in (self.none_yet, self.list, self.agrees, self.managers_only):
            self.stack.addWidget(part)
        differences.add(self.stack, 1)
        self.side.setFixedWidth(_WIDTH)
        self.told = QWidget()
        column = QGridLayout(self.told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setVerticalSpacing(7)
        column.setColumnStretch(0, 1)
        column.addWidget(self.file, 0, 0, 1, 2)
        column.addWidget(self.span, 1, 0, 1, 2)
        for place, (key, count) in enumerate(self.counts.items(), 2):
            column.addWidget(Label(f"portal_card.reconcile.figure.{key}"), place, 0)
            column.addWidget(count, place, 1)
        column.addWidget(self.figures, 6, 0, 1, 2)
        self.side.add(self.told)
        self.side.body.addStretch(1)
        self.side.add(self.refusal)
        papers = QHBoxLayout()
        papers.setSpacing(tokens.SPACE_SMALL)
        papers.addWidget(self.print)
        papers.addWidget(self.excel)
        self.side.body.addLayout(papers)
        self.side.add(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        row.addWidget(differences, 1)
        self.beside.setFixedWidth(_WIDTH)
        self.beside.addWidget(self.side)
        self.beside.addWidget(self.settle)
        row.addWidget(self.beside)

    def begin(self, *, is_manager: bool) -> None:
        """Nothing of the statement stays for the next operator."""
        self.card = None
        self.refusal.clear()
        self.stack.setCurrentWidget(self.none_yet if is_manager else self.managers_only)
        set_shown(self.beside, is_manager)
        self.close_payment()
        self._show_papers()

    def show_card(self, card: CardReconciliation, file: str) -> None:
        self.close_payment()
        self.card, self.file_path = card, file
        self.refusal.clear()
        result, statement = card.result, card.statement
        self.file.say(plain(formats.identifier(Path(file).name)))
        self.span.say(_span_phrase(statement.span))
        told = (result.explained, result.only_on_statement, result.only_recorded, result.amount_differs)
        differences = sum(map(len, told))
        counted = (len(statement.lines), len(result.matched), differences, len(statement.unread))
        for label, count in zip(self.counts.values(), counted, strict=True):
            label.say(_number(count))
        self.figures.clear()
        if statement.closing is not None:
            self.figures.add("portal_card.reconcile.figure.closing", statement.closing, key="closing")
        self.figures.add("portal_card.reconcile.figure.by_the_books", card.by_the_books, key="by_the_books")
        if statement.lines:
            self.figures.add("portal_card.report.difference", result.difference, key="difference", strong=True)
        self._show_rows()
        self._show_papers()

    @property
    def is_settling(self) -> bool:
        return self.beside.currentWidget() is self.settle

    def open_payment(self, key: object) -> None:
        """Of a row that a payment stands behind; nothing happens at the others."""
        unsure = unsure_entries(self.card).get(key) if self.card is not None and isinstance(key, UUID) else None
        if unsure is not None:
            self.settle.show_payment(unsure)
            self.beside.setCurrentWidget(self.settle)
            self.settling.emit()

    def close_payment(self) -> None:
        """The statement's card again."""
        if self.is_settling:
            self.beside.setCurrentWidget(self.side)
            self.settle.show_payment(None)
            self.settling.emit()

    def refuse(self, error: SanadError) -> None:
        self.refusal.say_error(error)

    def focus(self) -> None:
        target = self.list if self.stack.currentWidget() is self.list else self.choose
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_papers(self) -> None:
        has_card = self.card is not None
        for part in (self.told, self.print, self.excel):
            set_shown(part, has_card)
        self.choose.say(f"portal_card.reconcile.{'another' if has_card else 'choose'}")

    def _on_moved(self, key: object) -> None:
        if self.settle.unsure is not None and key != self.settle.unsure.payment_id:
            self.close_payment()

    def _show_rows(self) -> None:
        if self.card is not None:
            rows = list(difference_rows(self.card))
            self.list.show_rows(rows)
            self.stack.setCurrentWidget(self.list if rows else self.agrees)


def _span_phrase(span: tuple[date, date] | None) -> Phrase:
    if span is None:
        return say("portal_card.reconcile.nothing_read")
    first, last = span
    return say(
        "portal_card.reconcile.span",
        first=lambda: formats.date_text(first),
        last=lambda: formats.date_text(last),
    )


def _number(count: int) -> Phrase:
    return lambda: formats.number(count)
