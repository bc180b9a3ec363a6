"""A complaint about a case: its kind from a list; its words are written on the slip that comes with the number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from sanad_desk.domain.complaint import KINDS
from sanad_desk.domain.errors import DomainError
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.texts import say


class ComplaintForm(CaseForm):
    """`made` carries the kind."""

    made = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="case_complaint", confirm="follow.complaint.confirm", icon="printer")
        self.title.say("follow.complaint.title")
        self.explain("follow.complaint.lead")
        self.kinds = ListedRows("follow.complaint.about", name="complaint_kind")
        self.parts.addWidget(self.kinds)
        self.kinds.chosen.connect(self._on_kind)

    def open(self) -> None:
        self.line.clear()
        self.set_busy(False)
        self.kinds.offer([(kind, say(f"paper.complaint_kind.{kind}")) for kind in KINDS])
        start_on(self.kinds.options[0])

    def confirm(self) -> None:
        kind = self.kinds.value()
        if not kind:
            self.kinds.refuse(DomainError("complaint_kind_unknown"))
            return
        self.set_busy(True)
        self.made.emit(kind)

    def _on_kind(self, _kind: str) -> None:
        start_on(self.confirm_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.kinds.take_digit(event):
            super().keyPressEvent(event)
