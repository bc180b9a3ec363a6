"""The one box that a customer is found with: civil number, CR, phone or name; those known are listed as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.customer import Customer
from sanad_ui.keys import digit_of, press_once
from sanad_ui.kit import TextField
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.serve.customer_words import name_of, numbers_of

MOST_SHOWN = 4


class CustomerBox(QWidget):
    """`typed` asks for those who are known, `taken` carries one of them, `new_wanted` the text of somebody new.

    The focus stays in the box: the arrows walk the list, Return takes the marked line, Alt and a digit any line.
    """

    typed = Signal(str)
    taken = Signal(object)
    new_wanted = Signal(str)
    passed_on = Signal()

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_part")
        self._name = name
        self._found: list[Customer] = []
        self._options: list[OptionRow] = []
        self._marked = 0
        self.field = TextField(
            name=name, spoken="serve.customer.box", placeholder="serve.customer.placeholder", icon="user", limit=120
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.edited.connect(self._on_edited)
        self.field.submitted.connect(self._on_submitted)
        self.field.edit.installEventFilter(self)
        press_once(self.field.edit)

    @property
    def has_choices(self) -> bool:
        return bool(self._options)

    def clear(self) -> None:
        self.field.set_text("")
        self.offer([])

    def offer(self, found: Sequence[Customer]) -> None:
        """Those found, and always the way to write down somebody new."""
        for option in self._options:
            option.hide()
            option.deleteLater()
        self._found, self._options, self._marked = list(found[:MOST_SHOWN]), [], 0
        if not self.field.value():
            return
        for place, customer in enumerate(self._found):
            row = OptionRow(
                name_of(customer),
                name=f"{self._name}_known_{place + 1}",
                caption=numbers_of(customer),
                key=f"Alt+{place + 1}",
            )
            self._add(row)
        self._add(OptionRow("serve.customer.new", name=f"{self._name}_new", icon="user-plus"))
        self._mark(0)

    def take(self, place: int) -> bool:
        """By digit; whether there was such a line."""
        if not 0 <= place < len(self._found):
            return False
        self.taken.emit(self._found[place])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._options:
                self._mark((self._marked + step) % len(self._options))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (digit := digit_of(event)) and self.take(digit - 1):
            return
        super().keyPressEvent(event)

    def _add(self, row: OptionRow) -> None:
        row.clicked.connect(self._on_clicked)
        self._options.append(row)
        self._column.addWidget(row)
        row.show()

    def _mark(self, place: int) -> None:
        self._marked = place
        for index, option in enumerate(self._options):
            option.set_marked(index == place)

    def _on_edited(self) -> None:
        self.typed.emit(self.field.value())
        if not self.field.value():
            self.offer([])

    def _on_submitted(self) -> None:
        if not self.field.value():
            self.passed_on.emit()
        elif self._marked < len(self._found):
            self.taken.emit(self._found[self._marked])
        else:
            self.new_wanted.emit(self.field.value())

    def _on_clicked(self) -> None:
        self._mark(self._options.index(self.sender()))  # type: ignore[arg-type]  # the options are all that is connected
        self._on_submitted()
