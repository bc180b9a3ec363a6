"""The case that is worked on: its name, its time, how far it is, and its rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.complete_step import complete_step, reopen_step
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_desk.usecases.open_case import drop_case, turn_to_case
from sanad_ui import formats, tokens
from sanad_ui.case_words import day_text
from sanad_ui.kit import Card, Chip, ElidedLabel, Label, ProgressLine
from sanad_ui.kit.confirm_line import ConfirmLine
from sanad_ui.serve.case_tabs import CaseTabs
from sanad_ui.serve.checklist_view import ChecklistView
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.rows.row_item import Outcome, RowTools
from sanad_ui.serve.small_button import SmallQuietButton
from sanad_ui.texts import both

TIME_BETWEEN_LOOKS_MS = 1_000


class ChecklistCard(Card):
    """`override_wanted` carries a row key, `finished` says that the open case waits for nothing more."""

    override_wanted = Signal(str)
    not_ready_wanted = Signal()
    row_settled = Signal()
    finished = Signal()

    def __init__(self, presenter: ServePresenter, tools: RowTools, parent: QWidget | None = None) -> None:
        super().__init__(name="checklist_card", parent=parent)
        self._presenter = presenter
        self._case: CaseView | None = None
        self.tabs = CaseTabs()
        self.service = ElidedLabel(size=tokens.TEXT_HEADING + 1, weight=tokens.SEMIBOLD, name="case_service")
        self.about = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name="case_about")
        self.sensitive = Chip("checklist.sensitive", name="case_sensitive", tone="warn", icon="shield-check")
        self.time = Chip(name="case_time", tone="info", icon="clock")
        self.slip = SmallQuietButton("serve.not_ready.button", name="case_not_ready", key="Ctrl+B")
        self.drop = SmallQuietButton("serve.case.drop", name="case_drop")
        self.progress = ProgressLine(name="case_progress")
        self.count = Label(size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, tone="ink2", name="case_count")
        self.confirm = ConfirmLine(name="case_confirm")
        self.view = ChecklistView(tools)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(TIME_BETWEEN_LOOKS_MS)
        self._timer.timeout.connect(self._show_time)
        self._connect()

    def _lay_out(self) -> None:
        self.add(self.tabs)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.service, 1)
        head.addWidget(self.sensitive)
        head.addWidget(self.time)
        second = QHBoxLayout()
        second.setSpacing(2)
        second.addWidget(self.about, 1)
        second.addWidget(self.slip)
        second.addWidget(self.drop)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addLayout(head)
        names.addLayout(second)
        self.body.addLayout(names)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.count)
        self.body.addLayout(bar)
        self.add(self.confirm)
        self.add(self.view, 1)

    def _connect(self) -> None:
        self.tabs.turned.connect(self.turn_to)
        self.view.completed.connect(self._complete)
        self.view.reopened.connect(self._reopen)
        self.view.override_wanted.connect(self.override_wanted)
        self.view.finished.connect(self.finished)
        self.slip.clicked.connect(self.not_ready_wanted)
        self.drop.clicked.connect(self.ask_to_drop)

    def show_view(self, view: VisitView | None) -> None:
        self.tabs.show_view(view)
        self._case = view.cases[min(view.visit.open_case, len(view.cases) - 1)] if view and view.cases else None
        today, calendar = self._today(), self._presenter.desk.calendar
        if self._case is None:
            self._timer.stop()
            self.confirm.hide()
            self.view.show_case(None, today, calendar, None)
            return
        self._show_head(self._case)
        self.view.show_case(self._case, today, calendar, view.customer if view else None)
        self._show_time()
        self._timer.start()

    @property
    def case(self) -> CaseView | None:
        return self._case

    def turn_to(self, position: int) -> None:
        """Another case of the visit, its open row ready."""
        view = self._presenter.view
        if view is None or not 0 <= position < len(view.cases):
            return
        desk, who = self._presenter.desk, self._presenter.who
        self.view.focus_next_time()
        self._presenter.change(lambda visit: turn_to_case(desk, who, visit, position))

    def turn_by(self, distance: int) -> None:
        view = self._presenter.view
        if view is not None and len(view.cases) > 1:
            self.turn_to((view.visit.open_case + distance) % len(view.cases))

    def go_to_row(self, position: int, key: str) -> None:
        """Where a block is: the case first, then its row."""
        view = self._presenter.view
        if view is None:
            return
        if position == view.visit.open_case:
            self.view.open_key(key)
            return
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.change(
            lambda visit: turn_to_case(desk, who, visit, position), lambda _view: self.view.open_key(key)
        )

    def ask_to_drop(self) -> None:
        if self._case is not None:
            name = self._case.service.name
            self.confirm.ask("serve.case.drop_question", "serve.case.drop", self._drop, service=both(name.ar, name.en))

    def refuse(self, error: SanadError) -> None:
        self.view.refuse(error)

    def _show_head(self, case: CaseView) -> None:
        name, entity = case.service.name, case.entity.name
        self.service.say(both(name.ar, name.en))
        known = case.case.followed
        begun = business_date_at(known.begun_at) if known is not None else None
        self.about.say(
            "serve.case.about" if begun is None else "serve.case.about_later",
            entity=both(entity.ar, entity.en),
            reference=lambda: formats.identifier(case.case.reference),
            day=lambda: day_text(begun, self._today()) if begun is not None else "",
        )
        self.sensitive.setVisible(case.checklist.sensitive)
        rows = case.checklist.rows
        done = sum(1 for row in rows if row.settled)
        self.progress.set_progress(done, len(rows))
        self.count.say("serve.case.progress", done=done, n=len(rows))
        self.slip.setVisible(bool(case.checklist.missing))

    def _today(self) -> date:
        return business_date_at(self._presenter.desk.clock.now())

    def _show_time(self) -> None:
        if self._case is not None:
            elapsed = self._presenter.desk.clock.now() - self._case.case.opened_at
            self.time.say(lambda: formats.clock(elapsed))

    def _complete(self, outcome: Outcome) -> None:
        if self._case is None:
            return
        desk, who, case_id = self._presenter.desk, self._presenter.who, self._case.case.id
        self.view.focus_next_time()
        self._presenter.drafts.forget(f"{self._case.case.reference}/{outcome.row_key}")

        def change(visit: UUID) -> VisitView:
            return complete_step(
                desk,
                who,
                visit,
                case_id,
                outcome.row_key,
                outcome.outcome,
                value=outcome.value,
                valid_until=outcome.valid_until,
            )

        self._presenter.change(change, lambda _view: self.row_settled.emit(), self.refuse)

    def _reopen(self, key: str) -> None:
        if self._case is None:
            return
        desk, who, case_id = self._presenter.desk, self._presenter.who, self._case.case.id
        self._presenter.change(lambda visit: reopen_step(desk, who, visit, case_id, key))

    def _drop(self) -> None:
        if self._case is None:
            return
        desk, who, case_id = self._presenter.desk, self._presenter.who, self._case.case.id
        self._presenter.change(lambda visit: drop_case(desk, who, visit, case_id))
