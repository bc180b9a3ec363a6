"""Where a manager has to agree on a page: the sheet in place, the thing tried again with what he entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import formats
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.background import Background, OnError
from sanad_ui.kit import ApprovalGiven, ApprovalSheet, OperatorTile
from sanad_ui.reason_words import reason_phrase

# What a use case answers when a manager has to agree first.
ASKS_FOR_MANAGER = frozenset(
    {"movement_needs_manager", "refund_needs_manager", "recount_needs_manager", "variance_needs_manager"}
)

Job = Callable[[ApprovalGiven | None], Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something to be done in the store's thread, at first without a manager."""

    job: Job
    on_done: Callable[[Any], object]
    on_refused: OnError
    on_given_up: Callable[[], object]
    reason: str = ""  # already given on the page


class Approvals(QObject):
    """One matter at a time."""

    def __init__(self, door: ApprovalDoor, background: Background, page: QWidget, *, name: str) -> None:
        super().__init__(page)
        self._name = name
        self._door, self._background, self._page = door, background, page
        self._attempt: Attempt | None = None
        self.sheet: ApprovalSheet | None = None

    def attempt(self, attempt: Attempt) -> None:
        """Tries it; where the use case wants a manager, asks for one and tries again."""
        refused = partial(self._on_refused, attempt)
        self._background.run(partial(attempt.job, None), attempt.on_done, refused)

    def ask(self, question: str, attempt: Attempt, **params: object) -> None:
        """Asks at once: it is known that a manager is needed."""
        self._attempt = attempt
        show = partial(self._show, question, params, attempt)
        self._background.run(self._door.managers, show, attempt.on_refused)

    def _on_refused(self, attempt: Attempt, error: SanadError) -> None:
        if error.code not in ASKS_FOR_MANAGER:
            attempt.on_refused(error)
            return
        threshold = error.params.get("threshold")
        params = {"amount": formats.amount_with_unit(threshold)} if isinstance(threshold, int) else {}
        self.ask(f"till.approve.{error.code}", attempt, **params)

    def _show(self, question: str, params: dict[str, object], attempt: Attempt, managers: list[OperatorTile]) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = ApprovalSheet(managers, name=self._name, parent=self._page.window())
        self.sheet.approved.connect(self._on_approved)
        self.sheet.closed.connect(partial(self._on_closed, attempt))
        self.sheet.ask(question, reason=reason_phrase(attempt.reason)(), **params)

    def _on_approved(self, given: ApprovalGiven) -> None:
        attempt, sheet = self._attempt, self.sheet
        if attempt is not None and sheet is not None:
            self._background.run(partial(attempt.job, given), partial(self._on_done, attempt), sheet.refuse)

    def _on_done(self, attempt: Attempt, answer: object) -> None:
        self._attempt = None
        if self.sheet is not None:
            self.sheet.close_now()
        attempt.on_done(answer)

    def _on_closed(self, attempt: Attempt) -> None:
        """Closed without an approval: the page may be used again."""
        if self._attempt is attempt:
            self._attempt = None
            attempt.on_given_up()
