"""A complaint at the counter: what it is about, from a list; its words are written on the slip that is printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.complaint import KINDS
from sanad_desk.domain.errors import DomainError
from sanad_ui import formats
from sanad_ui.kit.listed_rows import ListedRows
from sanad_ui.kit.sheet import Sheet
from sanad_ui.texts import say


class ComplaintSheet(Sheet):
    """`made` carries the kind, once until it is refused."""

    made = Signal(str)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__("serve.complaint.title", name="complaint", confirm="serve.complaint.confirm", parent=parent)
        self.kinds = ListedRows("serve.complaint.kind", name="complaint_kind")
        self.content.addWidget(self.kinds)
        self.kinds.offer([(kind, say(f"paper.complaint_kind.{kind}")) for kind in KINDS])
        self.kinds.chosen.connect(self._on_chosen)
        self.confirmed.connect(self._on_confirmed)

    def ask_about(self, number: str) -> None:
        """A receipt by its number; none: about nothing that was paid."""
        if number:
            self.explain("serve.complaint.about_receipt", number=lambda: formats.identifier(number))
        else:
            self.explain("serve.complaint.about_nothing")
        self.kinds.set_value("")
        self.kinds.refuse(None)
        self.confirm_button.setEnabled(True)
        self.open(self.kinds.options[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.kinds.take_digit(event):
            super().keyPressEvent(event)

    def _on_chosen(self, _kind: str) -> None:
        self.confirm_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self) -> None:
        kind = self.kinds.value()
        if kind:
            self.confirm_button.setEnabled(False)
            self.made.emit(kind)
        else:
            self.kinds.refuse(DomainError("complaint_kind_unknown"))
