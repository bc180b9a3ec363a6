"""The centre's complaints over the page: those without an answer first, and how the manager answers one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.complaint import OUTCOMES
from sanad_desk.domain.errors import DomainError
from sanad_desk.usecases.complaints import ComplaintRow
from sanad_ui import formats
from sanad_ui.case_words import words_of
from sanad_ui.kit import QuietButton, Row
from sanad_ui.kit.answered_list import AnsweredList
from sanad_ui.kit.label import Label
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.sheet import Sheet
from sanad_ui.kit.shown import set_shown
from sanad_ui.language import language
from sanad_ui.texts import say, t

_WIDTH, _ROW, _MOST = 560, 58, 3


class ComplaintsSheet(Sheet):
    """`settled` carries number and outcome, answer with `refuse` or new rows; `paper_wanted` a slip to print again."""

    settled = Signal(str, str)
    paper_wanted = Signal(str)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(
            "lessons.complaints.title",
            name="complaints",
            confirm="lessons.complaints.settle",
            width=_WIDTH,
            parent=parent,
        )
        self._rows: dict[str, ComplaintRow] = {}
        self._now = 0
        self.list = AnsweredList("lessons.complaints.title", name="complaints_list")
        self.nothing = Label.secondary("lessons.figure.no_complaints", name="complaints_none")
        self.outcomes = ListedRows("lessons.complaints.outcome", name="complaint_outcome")
        self.outcomes.offer([(code, say(f"lessons.complaints.outcomes.{code}")) for code in OUTCOMES])
        self.again = QuietButton("lessons.complaints.print", name="complaint_print", icon="printer")
        for part in (self.nothing, self.list, self.again, self.outcomes):
            self.content.addWidget(part)
        self.list.moved.connect(self._on_moved)
        self.list.digit.connect(self.keyPressEvent)
        self.list.chosen.connect(self._on_row_chosen)
        self.outcomes.chosen.connect(self._on_outcome_chosen)
        self.confirmed.connect(self._on_confirmed)
        self.again.clicked.connect(self._on_again)
        language.changed.connect(self._show_rows)

    def show_complaints(self, rows: Sequence[ComplaintRow], now: int) -> None:
        self._rows, self._now = {row.number: row for row in rows}, now
        self.list.setFixedHeight(_ROW * min(_MOST, len(rows)) + 2)
        self._show_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.outcomes.isHidden() or not self.outcomes.take_digit(event):
            super().keyPressEvent(event)

    @property
    def current(self) -> ComplaintRow | None:
        return self._rows.get(self.list.current_id() or "")

    def _show_rows(self) -> None:
        self.list.show_rows([self._row(row) for row in self._rows.values()])
        for part, is_shown in ((self.list, bool(self._rows)), (self.nothing, not self._rows)):
            set_shown(part, is_shown)
        self._on_moved()

    def _row(self, row: ComplaintRow) -> Row:
        about = formats.identifier(row.about) if row.about else ""
        answer = t(f"lessons.complaints.outcomes.{row.outcome}") if row.outcome else t("lessons.complaints.waits")
        return Row(
            row.number,
            t(f"paper.complaint_kind.{row.kind}"),
            formats.listed([formats.identifier(row.number), about, words_of(row.operator)()]),
            formats.moment_text(row.made_at, self._now),
            chip=answer,
            chip_tone="warn" if row.is_open else "quiet",
        )

    def _on_moved(self, _number: object = None) -> None:
        """What was answered stays as it is."""
        row = self.current
        is_open = row is not None and row.is_open
        self.outcomes.set_value("")
        self.outcomes.refuse(None)
        set_shown(self.outcomes, is_open)
        set_shown(self.again, row is not None)
        self.confirm_button.setEnabled(is_open)

    def _on_row_chosen(self, _number: object) -> None:
        if not self.outcomes.isHidden():
            self.outcomes.options[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_outcome_chosen(self, _outcome: str) -> None:
        self.confirm_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self) -> None:
        row, outcome = self.current, self.outcomes.value()
        if not outcome:
            self.outcomes.refuse(DomainError("complaint_outcome_unknown"))
        elif row is not None:
            self.confirm_button.setEnabled(False)
            self.settled.emit(row.number, outcome)

    def _on_again(self) -> None:
        row = self.current
        if row is not None:
            self.paper_wanted.emit(row.number)
