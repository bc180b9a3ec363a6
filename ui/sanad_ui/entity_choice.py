"""Chooses one of many entities by a few letters of its name in either language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.folding import fold_text
from sanad_ui import formats
from sanad_ui.keys import is_return
from sanad_ui.kit import Row, RowList, TextField
from sanad_ui.texts import both, language

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LEAST, _MOST = 84, 252  # two to six rows


@dataclass(frozen=True, slots=True)
class EntityLine:
    """An entity with the money that is held for it or claimed from it, in baisa."""

    code: str
    name: Words
    amount: int = 0


class EntityChoice(QWidget):
    """Those with money come first; the arrows walk the list while the letters go into the field."""

    submitted = Signal()

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_choice")
        self._entities: list[EntityLine] = []
        self._value = ""
        self.field = TextField("till.move.entity", name=name, icon="search", placeholder="till.move.entity_hint")
        self.list = RowList("till.move.entity", name=f"{name}_list", compact=True)
        self.list.setMinimumHeight(_LEAST)
        self.list.setMaximumHeight(_MOST)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.field)
        self.field.edited.connect(self._on_typed)
        self.field.edit.installEventFilter(self)
        self.list.chosen.connect(self._on_chosen)
        language.changed.connect(self._show)

    def offer(self, entities: Sequence[EntityLine]) -> None:
        self._entities = sorted(entities, key=lambda entity: -entity.amount)
        self._value = ""
        self.field.set_text("")
        self._show()

    def value(self) -> str:
        """The code chosen, or nothing."""
        return self._value

    def refuse(self, error: SanadError) -> None:
        self.field.set_error(error)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_return(event):  # kept from the form around it, which would go on at once
                if not event.isAutoRepeat():
                    self._take()
                return True
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step:
                self.list.step(step)
            return step != 0
        return super().eventFilter(watched, event)

    def _on_typed(self) -> None:
        self._value = ""
        self._show()
        self.list.go_to(0)

    def _take(self) -> None:
        """Return takes the row the arrows are on."""
        if not self._value:
            self._on_chosen(self.list.current_id())
        if self._value:
            self.submitted.emit()

    def _on_chosen(self, code: object) -> None:
        chosen = next((entity for entity in self._entities if entity.code == code), None)
        if chosen is not None:
            self._value = chosen.code
            self.field.set_text(both(chosen.name.ar, chosen.name.en)())

    def _show(self) -> None:
        wanted = "" if self._value else fold_text(self.field.text())
        self.list.show_rows(
            [_row(entity) for entity in self._entities if wanted in fold_text(f"{entity.name.ar} {entity.name.en}")]
        )


def _row(entity: EntityLine) -> Row:
    amount = formats.amount(entity.amount) if entity.amount else ""
    return Row(entity.code, both(entity.name.ar, entity.name.en)(), trailing=amount)
