"""What a manager lets pass on this page: a row that is not done, a fee that is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.operators import Operator
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.change_action import waive_fee
from sanad_desk.usecases.complete_step import override_step
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_ui import formats
from sanad_ui.approval_door import proved
from sanad_ui.kit import ApprovalGiven
from sanad_ui.serve.action_parts import ActionPlace
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.reason_sheet import ReasonSheet
from sanad_ui.serve.rows.row_words import title_of

Passing = Callable[[UUID, Approval], VisitView]


class Approvals(QObject):
    """One sheet, made when it is first wanted and again when other managers work here.

    `row_passed` once a row was let pass and the sheet is gone.
    """

    row_passed = Signal()

    def __init__(self, presenter: ServePresenter, page: QWidget) -> None:
        super().__init__(page)
        self._presenter, self._page = presenter, page
        self._managers: tuple[Operator, ...] = ()
        self._sheet: ReasonSheet | None = None
        self._passing: Passing | None = None
        self._is_row = False

    @property
    def sheet(self) -> ReasonSheet | None:
        return self._sheet

    def know(self, managers: Sequence[Operator]) -> None:
        if tuple(managers) == self._managers:
            return
        self._managers = tuple(managers)
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    def ask_for_row(self, key: str) -> None:
        view = self._presenter.view
        if view is None or not view.cases:
            return
        case = view.cases[view.visit.open_case]
        row = case.checklist.row(key)
        desk, who, case_id = self._presenter.desk, self._presenter.who, case.case.id

        def let_pass(visit: UUID, approval: Approval) -> VisitView:
            return override_step(desk, who, visit, case_id, key, approval)

        self._passing, self._is_row = let_pass, True
        self._opened().ask_about(
            "checklist.override_question", sensitive=case.checklist.sensitive, step=title_of(row, case)
        )

    def ask_for_waiver(self, wanted: tuple[ActionPlace, int]) -> None:
        place, amount = wanted
        view = self._presenter.view
        if view is None:
            return
        case = view.cases[place.case_position]
        desk, who = self._presenter.desk, self._presenter.who

        def give_up(visit: UUID, approval: Approval) -> VisitView:
            return waive_fee(desk, who, visit, place.case_id, place.action_position, amount, approval)

        self._passing, self._is_row = give_up, False
        self._opened().ask_about(
            "serve.price.waiver_question",
            sensitive=case.checklist.sensitive,
            amount=lambda: formats.amount_with_unit(amount),
        )

    def _opened(self) -> ReasonSheet:
        if self._sheet is None:
            self._sheet = ReasonSheet(self._managers, parent=self._page.window())
            self._sheet.approved.connect(self._on_approved)
        return self._sheet

    def _on_approved(self, given: ApprovalGiven) -> None:
        passing, desk = self._passing, self._presenter.desk
        sheet = self._sheet
        if passing is None or sheet is None:
            return

        def prove_and_pass(visit: UUID) -> VisitView:
            return passing(visit, proved(desk, given))

        self._presenter.change(prove_and_pass, lambda _view: self._on_passed(sheet), sheet.refuse)

    def _on_passed(self, sheet: ReasonSheet) -> None:
        sheet.close_now()
        if self._is_row:
            self.row_passed.emit()
