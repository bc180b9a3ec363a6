"""Visits that wait: put aside, or in a colleague's hand; each comes back with one key."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.usecases.look_at_visit import VisitView
from sanad_ui import formats
from sanad_ui.keys import digit_of
from sanad_ui.kit import Card, EmptyState, Label, QuietButton, Row, RowList
from sanad_ui.kit.confirm_line import ConfirmLine
from sanad_ui.serve.customer_words import name_of
from sanad_ui.texts import both, language, t


class HeldList(Card):
    """`resumed` and `dropped` carry the id of a visit, `closed` that the checklist is wanted again."""

    resumed = Signal(object)
    dropped = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("serve.held.title", name="held_card", parent=parent)
        self._visits: tuple[VisitView, ...] = ()
        self._now = 0
        self.start = EmptyState(
            "hand-helping", "serve.start.title", name="serve_start", hint="serve.start.hint", key="F8"
        )
        self.start.setMaximumHeight(220)
        self.back = QuietButton("app.action.back", name="held_back", key="Escape")
        self.add_to_header(self.back)
        self.list = RowList("serve.held.title", name="held_list")
        self.nothing = Label.secondary("serve.held.none", name="held_none")
        self.confirm = ConfirmLine(name="held_confirm")
        self.drop = QuietButton("serve.held.drop", name="held_drop", icon="trash-2", key="Delete")
        self.body.addWidget(self.start)
        self.heading = Label.heading("serve.held.title", name="held_heading")
        self.add(self.heading)
        self.add(self.nothing)
        self.add(self.list, 1)
        self.add(self.confirm)
        line = QHBoxLayout()
        line.addWidget(self.drop)
        line.addStretch(1)
        self.body.addLayout(line)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.installEventFilter(self)
        self.back.clicked.connect(self.closed)
        self.drop.clicked.connect(self.ask_to_drop)
        language.changed.connect(self._show_rows)

    def show_waiting(self, visits: Sequence[VisitView], now: int) -> None:
        self._visits, self._now = tuple(visits), now
        self._show_rows()

    def show_as_start(self, is_start: bool) -> None:
        """With no visit in hand the page teaches its first key here; else this is only the list."""
        self.start.setVisible(is_start)
        self.back.setVisible(not is_start)
        if self.title is not None:
            self.title.setVisible(not is_start)
        self.heading.setVisible(is_start and bool(self._visits))
        self.nothing.setVisible(not is_start and not self._visits)

    def focus_list(self) -> None:
        (self.list if self._visits else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_to_drop(self) -> None:
        visit_id = self.list.current_id()
        if visit_id is not None:
            self.confirm.ask("serve.held.drop_question", "serve.held.drop", self._drop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.ask_to_drop()
                return True
            if (digit := digit_of(event)) and digit <= len(self._visits):
                self.resumed.emit(self._visits[digit - 1].visit.id)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _show_rows(self) -> None:
        self.list.show_rows([self._row(place, view) for place, view in enumerate(self._visits)])
        self.list.setVisible(bool(self._visits))
        self.drop.setVisible(bool(self._visits))

    def _row(self, place: int, view: VisitView) -> Row:
        customer = view.customer
        title = name_of(customer)() if customer is not None else t("serve.held.nobody")
        services = [both(case.service.name.ar, case.service.name.en)() for case in view.cases]
        state = t("serve.held.since", since=formats.duration(self._now - view.visit.opened_at))
        if not view.visit.held:
            state = t("serve.held.in_hand")
        return Row(
            id=view.visit.id,
            title=title,
            subtitle=formats.listed([state, *services]),
            trailing=formats.amount(view.bill.total) if view.bill.total else "",
            icon="pause" if view.visit.held else "users",
            key=str(place + 1) if place < 9 else "",
        )

    def _on_chosen(self, visit_id: UUID | None) -> None:
        if visit_id is not None:
            self.resumed.emit(visit_id)

    def _drop(self) -> None:
        visit_id = self.list.current_id()
        if visit_id is not None:
            self.dropped.emit(visit_id)
