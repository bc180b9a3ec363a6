"""The sheets that add an operator and give somebody a new PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.operators import Operator, Role
from sanad_ui.kit import Segmented, Sheet, TextField
from sanad_ui.settings.pin_pair import PinPair
from sanad_ui.texts import both


class NewPersonSheet(Sheet):
    """`asked` carries name, roles and PIN; answer with `close_now()` or `refuse(error)`."""

    asked = Signal(object, object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("settings.people.add", name="new_person", confirm="settings.people.add", parent=parent)
        self.name_ar = TextField("settings.people.name_ar", name="new_person_name_ar")
        self.name_en = TextField("settings.people.name_en", name="new_person_name_en", left_to_right=True)
        self.role = Segmented(
            [(role, f"app.role.{role.value}") for role in Role],
            name="new_person_role",
            spoken="settings.people.role",
            value=Role.OPERATOR,
        )
        self.pins = PinPair(name="new_person_pin")
        for part in (self.name_ar, self.name_en, self.role, self.pins):
            self.content.addWidget(part)
        self.name_ar.submitted.connect(self.name_en.edit.setFocus)
        self.name_en.submitted.connect(self.pins.pin.setFocus)
        self.pins.submitted.connect(self.confirm)
        self.confirmed.connect(self._on_confirmed)

    def ask(self) -> None:
        self.name_ar.set_text("")
        self.name_en.set_text("")
        self.role.set_value(Role.OPERATOR)
        self.pins.clear()
        self.confirm_button.setEnabled(True)
        self.open(self.name_ar.edit)

    def is_filled(self) -> bool:
        return bool(self.name_ar.value() or self.name_en.value() or self.pins.pin.pin())

    def refuse(self, error: SanadError) -> None:
        self.confirm_button.setEnabled(True)
        if error.code.startswith("name"):
            self.name_ar.set_error(error)
            self.name_ar.edit.setFocus()
        elif isinstance(error, DomainError) and error.code.startswith("pin"):
            self.pins.refuse(error)
        else:
            self.banner.say_error(error)

    def close_now(self) -> None:
        self.pins.clear()
        super().close_now()

    def _on_confirmed(self) -> None:
        name = Words(self.name_ar.value(), self.name_en.value())
        if not name:
            self.refuse(DomainError("name_missing"))
            return
        pin = self.pins.check()
        if pin is not None:
            self.confirm_button.setEnabled(False)
            self.asked.emit(name, [self.role.value()], pin)


class NewPinSheet(Sheet):
    """`asked` carries the person's id and the PIN."""

    asked = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("settings.pin.title", name="new_pin", confirm="settings.pin.give", parent=parent)
        self._person: Operator | None = None
        self.pins = PinPair(name="new_pin_field")
        self.content.addWidget(self.pins)
        self.pins.submitted.connect(self.confirm)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, person: Operator) -> None:
        self._person = person
        self.explain("settings.pin.lead", name=both(person.name.ar, person.name.en))
        self.pins.clear()
        self.confirm_button.setEnabled(True)
        self.open(self.pins.pin)

    def refuse(self, error: SanadError) -> None:
        self.confirm_button.setEnabled(True)
        if isinstance(error, DomainError):
            self.pins.refuse(error)
        else:
            self.banner.say_error(error)

    def close_now(self) -> None:
        self.pins.clear()
        super().close_now()

    def _on_confirmed(self) -> None:
        pin = self.pins.check()
        if pin is not None and self._person is not None:
            self.confirm_button.setEnabled(False)
            self.asked.emit(self._person.id, pin)
