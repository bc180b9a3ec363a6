"""Asks whose portal is down: some letters of its name, and Return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_ui.entity_choice import EntityChoice, EntityLine
from sanad_ui.kit import Sheet

_FIVE_ROWS = 5 * 40 + 2


class BeginOutageSheet(Sheet):
    """`asked` carries the code of an entity; answer with `close_now()` or `refuse(error)`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("outage.begin.title", name="begin_outage", confirm="outage.begin.confirm", parent=parent)
        self.entity = EntityChoice(name="outage_entity")
        self.entity.list.setFixedHeight(_FIVE_ROWS)
        self.content.addWidget(self.entity)
        self.explain("outage.begin.lead")
        # The first Return takes the name, the second one the outage: nobody parks a list by a slip of the hand.
        self.entity.submitted.connect(self.confirm_button.setFocus)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, entities: Sequence[EntityLine]) -> None:
        self.entity.offer(entities)
        self.confirm_button.setEnabled(True)
        self.open(self.entity.field.edit)

    def refuse(self, error: SanadError) -> None:
        self.confirm_button.setEnabled(True)
        if error.params.get("field") == "entity":
            self.entity.refuse(error)
        else:
            self.banner.say_error(error)

    def _on_confirmed(self) -> None:
        if not self.entity.value():
            self.refuse(DomainError("outage_entity_missing", field="entity"))
            return
        self.confirm_button.setEnabled(False)
        self.asked.emit(self.entity.value())
