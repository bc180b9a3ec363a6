"""The three steps of a new centre: itself, its place and desk, the first manager; and the one that joins a centre."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.centre import check_centre_code, check_desk_number
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_cr_number, check_name, check_phone, check_vatin
from sanad_desk.domain.operators import check_pin
from sanad_ui.error_text import error_phrase
from sanad_ui.firstrun.form import Governorate
from sanad_ui.firstrun.step import Step
from sanad_ui.kit.choice_field import ChoiceField
from sanad_ui.kit.digit_field import DigitField, PhoneField
from sanad_ui.kit.label import Label
from sanad_ui.kit.pin_field import PinField
from sanad_ui.kit.text_field import TextField
from sanad_ui.texts import both


class JoinStep(Step):
    """The other way: the server knows the centre, its profile and its people."""

    def __init__(self) -> None:
        super().__init__("join")
        self.address = TextField(
            "firstrun.join.address",
            name="server_address",
            required=True,
            limit=200,
            left_to_right=True,
            icon="hard-drive",
            hint="firstrun.join.address_hint",
        )
        self.code = TextField(
            "firstrun.join.code",
            name="enrol_code",
            required=True,
            limit=40,
            left_to_right=True,
            icon="key-round",
            hint="firstrun.join.code_hint",
        )
        self.add("address", self.address, 0, 0)
        self.add("code", self.code, 0, 1)


class CentreStep(Step):
    """Who the centre is on paper."""

    def __init__(self) -> None:
        super().__init__("centre")
        self.name_ar = TextField("firstrun.centre.name_ar", name="name_ar", required=True, icon="store")
        self.name_en = TextField("firstrun.centre.name_en", name="name_en", left_to_right=True)
        self.trade_name = TextField("firstrun.centre.trade_name", name="trade_name")
        self.cr_number = DigitField("firstrun.centre.cr_number", name="cr_number", longest=8, required=True)
        self.licence = TextField("firstrun.centre.licence", name="licence_number", limit=40, left_to_right=True)
        self.vatin = TextField(
            "firstrun.centre.vatin", name="vatin", left_to_right=True, hint="firstrun.centre.vatin_hint"
        )
        self.add("name", self.name_ar, 0, 0, check=check_name)
        self.add("name_en", self.name_en, 0, 1)
        self.add("trade_name", self.trade_name, 1, 0)
        self.add("cr_number", self.cr_number, 1, 1, check=check_cr_number)
        self.add("licence_number", self.licence, 2, 0)
        self.add("vatin", self.vatin, 2, 1, check=check_vatin)


class DeskStep(Step):
    """Where the centre is, and which desk this is."""

    def __init__(self) -> None:
        super().__init__("desk")
        self._places: dict[str, Governorate] = {}
        self.governorate = ChoiceField("firstrun.desk.governorate", name="governorate", required=True)
        self.wilayat = ChoiceField("firstrun.desk.wilayat", name="wilayat", required=True)
        self.address = TextField("firstrun.desk.address", name="address", icon="map-pin")
        self.phone = PhoneField("firstrun.desk.phone", name="phone", required=True, icon="phone")
        self.code = TextField(
            "firstrun.desk.code", name="centre_code", limit=4, required=True, left_to_right=True, icon="hash"
        )
        self.code.set_hint("firstrun.desk.code_hint")
        self.number = DigitField("firstrun.desk.number", name="desk_number", longest=2, required=True, icon="monitor")
        self.number.set_text("1")
        self.number.set_hint("firstrun.desk.number_hint")
        self.add("governorate", self.governorate, 0, 0)
        self.add("wilayat", self.wilayat, 0, 1)
        self.add("address", self.address, 1, 0)
        self.add("phone", self.phone, 1, 1, check=check_phone)
        self.add("code", self.code, 2, 0, check=check_centre_code)
        self.add("desk_number", self.number, 2, 1, check=_check_desk)
        self.governorate.chosen.connect(self._offer_wilayats)

    def show_places(self, places: Sequence[Governorate]) -> None:
        self._places = {place.code: place for place in places}
        self.governorate.set_options([(place.code, both(place.name_ar, place.name_en)) for place in places])
        self._offer_wilayats(self.governorate.value())

    def _offer_wilayats(self, code: object) -> None:
        place = self._places.get(str(code))
        wilayats = place.wilayats if place is not None else ()
        self.wilayat.set_options([(wilayat.code, both(wilayat.name_ar, wilayat.name_en)) for wilayat in wilayats])


class ManagerStep(Step):
    """The first manager, who makes the others later."""

    def __init__(self) -> None:
        super().__init__("manager")
        self.name_ar = TextField("firstrun.manager.name_ar", name="manager_name_ar", required=True, icon="user")
        self.name_en = TextField("firstrun.manager.name_en", name="manager_name_en", left_to_right=True)
        self.pin = PinField("firstrun.manager.pin", name="new_pin")
        self.again = PinField("firstrun.manager.again", name="new_pin_again")
        self.note = Label.secondary("firstrun.manager.pin_hint", wrap=True, name="new_pin_note")
        self.add("manager_name", self.name_ar, 0, 0, check=check_name)
        self.add("manager_name_en", self.name_en, 0, 1)
        self._lay_out_pins()
        self.name_en.submitted.disconnect(self._go_on)
        self.name_en.submitted.connect(self._go_to_pin)
        self.pin.submitted.connect(self._go_to_again)
        self.again.submitted.connect(self.finished)
        self.pin.edited.connect(self._forget_refusal)
        self.again.edited.connect(self._forget_refusal)

    def _lay_out_pins(self) -> None:
        self.add_part(_captioned("pin", self.pin), 1, 0)
        self.add_part(_captioned("again", self.again), 1, 1)
        self.add_wide(self.note, 2)

    def check(self) -> bool:
        return super().check() and self._check_pins()

    def refuse_pin(self, error: DomainError) -> None:
        self.note.say(error_phrase(error))
        self.note.set_tone("bad")

    def _check_pins(self) -> bool:
        try:
            check_pin(self.pin.pin())
            if self.pin.pin() != self.again.pin():
                raise DomainError("pin_mismatch")
        except DomainError as error:
            at = self.again if error.code == "pin_mismatch" else self.pin
            at.clear()
            at.set_bad(True)
            at.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refuse_pin(error)
            return False
        return True

    def _forget_refusal(self) -> None:
        self.note.say("firstrun.manager.pin_hint")
        self.note.set_tone("ink2")

    def _go_to_pin(self) -> None:
        self.pin.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_to_again(self) -> None:
        self.again.setFocus(Qt.FocusReason.TabFocusReason)


def _check_desk(text: str) -> int:
    return check_desk_number(int(only_digits(text) or 0))


def _captioned(key: str, pin: PinField) -> QWidget:
    """Caption over boxes; the boxes run left to right, so a row of its own puts them on the side of reading."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    caption = Label.secondary(f"firstrun.manager.{key}")
    caption.setBuddy(pin)
    column.addWidget(caption)
    row = QHBoxLayout()
    row.addWidget(pin)
    row.addStretch(1)
    column.addLayout(row)
    return holder
