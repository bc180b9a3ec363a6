"""The five figures a manager asks for first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.day import By, DayView, PeriodKind
from sanad_desk.domain.transaction import Tender
from sanad_ui import tokens
from sanad_ui.day.figure_card import FigureCard
from sanad_ui.day.words import Drill, amount_phrase, compared, number_phrase
from sanad_ui.texts import say


class Figures(QWidget):
    """`drilled` carries the Drill of the card that was pressed."""

    drilled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day_figures")
        self.transactions = FigureCard("day.figure.transactions", name="figure_transactions")
        self.government = FigureCard("day.figure.government", name="figure_government")
        self.centre = FigureCard("day.figure.centre", name="figure_centre")
        self.vat = FigureCard("day.figure.vat", name="figure_vat")
        self.cash = FigureCard("day.figure.expected", name="figure_cash")
        self._vat_by = By.VAT
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        for card in (self.transactions, self.government, self.centre, self.vat, self.cash):
            row.addWidget(card, 1)
        for card, by in ((self.transactions, By.ALL), (self.government, By.GOVERNMENT), (self.centre, By.CENTRE)):
            card.clicked.connect(partial(self._drill, by))
        self.vat.clicked.connect(self._drill_vat)
        self.cash.clicked.connect(self._drill_cash)

    def show_view(self, view: DayView, *, is_running: bool) -> None:
        now, before = view.totals, view.before
        note, tone = compared(
            view.sales, view.sales_before, view.period, number_phrase(view.sales_before), is_running=is_running
        )
        self.transactions.show_figure(number_phrase(view.sales), note, tone=tone)
        self.government.show_figure(
            amount_phrase(now.government), say("day.figure.held", amount=amount_phrase(view.government_held))
        )
        note, tone = compared(
            now.centre, before.centre, view.period, amount_phrase(before.centre), is_running=is_running
        )
        self.centre.show_figure(amount_phrase(now.centre), note, tone=tone)
        self._show_vat(view)
        self._show_cash(view)

    def _show_vat(self, view: DayView) -> None:
        """Where no VAT is charged the place is for what was given back."""
        self._vat_by = By.VAT if view.has_vat else By.REVERSALS
        if not view.has_vat:
            note = say("day.figure.reversals", n=view.totals.reversals)
            self.vat.show_figure(amount_phrase(view.refunded), note, title="day.figure.refunds")
            return
        given_back = say("day.figure.vat_refunds", amount=amount_phrase(view.refunded))
        note = given_back if view.refunded else say("day.figure.vat_note")
        self.vat.show_figure(amount_phrase(view.totals.vat), note, title="day.figure.vat")

    def _show_cash(self, view: DayView) -> None:
        """Floats of many days make no sum, and closed drawers hold nothing: then it is what was taken in cash."""
        tenders = view.totals.tenders
        cards, transfers = tenders.get(Tender.CARD, 0), tenders.get(Tender.TRANSFER, 0)
        is_held = view.period.kind is PeriodKind.DAY and bool(view.open_drawers)
        note = say("day.figure.cards", amount=amount_phrase(cards))
        if transfers:
            note = say("day.figure.cards_and_transfers", cards=amount_phrase(cards), transfers=amount_phrase(transfers))
        self.cash.show_figure(
            amount_phrase(view.expected_cash if is_held else tenders.get(Tender.CASH, 0)),
            note,
            title="day.figure.expected" if is_held else "day.figure.cash",
        )

    def _drill(self, by: By) -> None:
        self.drilled.emit(Drill(by, "", say(f"day.receipts.{by}")))

    def _drill_vat(self) -> None:
        self._drill(self._vat_by)

    def _drill_cash(self) -> None:
        self.drilled.emit(Drill(By.TENDER, Tender.CASH, say("day.tender.cash")))
