"""The centre's profile as it stands on every receipt, and how it charges VAT."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import LONGEST_FOOTER, Centre
from sanad_desk.domain.charges import VatMode
from sanad_ui import formats, tokens
from sanad_ui.kit import (
    ChoiceField,
    DigitField,
    Label,
    MoneyField,
    PhoneField,
    ScrollColumn,
    Segmented,
    SmallPrimaryButton,
    TextField,
)
from sanad_ui.settings.door import CentreFacts
from sanad_ui.settings.own_days import OwnDays
from sanad_ui.settings.section import Around, Section, captioned
from sanad_ui.texts import both, plain

_RING = 4


class CentreSection(Section):
    """The code and the desk's number are part of every receipt number and stay as they are."""

    name = "centre"
    icon = "building-2"
    needs_manager = True
    saves = True

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._facts: CentreFacts | None = None
        self._fields()
        self.save_button = SmallPrimaryButton("settings.save", name="centre_save", key="Ctrl+S")
        self.by_field = {
            "name": self.name_ar,
            "trade_name": self.trade_ar,
            "cr_number": self.cr_number,
            "licence_number": self.licence,
            "phone": self.phone,
            "address": self.address_ar,
            "vatin": self.vatin,
            "footer": self.footer_ar,
            "variance_threshold": self.variance_threshold,
            "movement_threshold": self.movement_threshold,
            "identity_months": self.identity_months,
            "own_days": self.own_days.day,
        }
        self._lay_out()
        self.save_button.clicked.connect(self.save)

    def _fields(self) -> None:
        def line(key: str, *, latin: bool = False, limit: int = 120) -> TextField:
            return TextField(f"settings.centre.{key}", name=f"centre_{key}", left_to_right=latin, limit=limit)

        self.fixed = Label.secondary(name="centre_fixed")
        self.name_ar, self.name_en = line("name_ar"), line("name_en", latin=True)
        self.trade_ar, self.trade_en = line("trade_ar"), line("trade_en", latin=True)
        self.cr_number = DigitField("settings.centre.cr_number", name="centre_cr_number", longest=8)
        self.licence = line("licence", latin=True, limit=40)
        self.phone = PhoneField("settings.centre.phone", name="centre_phone")
        self.wilayat = ChoiceField("settings.centre.wilayat", name="centre_wilayat")
        self.address_ar, self.address_en = line("address_ar"), line("address_en", latin=True)
        self.vat_mode = Segmented(
            [(mode, f"settings.centre.vat.{mode.value}") for mode in VatMode],
            name="centre_vat_mode",
            spoken="settings.centre.vat.label",
            value=VatMode.OFF,
        )
        self.vatin = TextField(
            "settings.centre.vatin", name="centre_vatin", left_to_right=True, hint="settings.centre.vatin_hint"
        )
        self.variance_threshold = MoneyField(
            "settings.centre.variance_threshold",
            name="centre_variance_threshold",
            hint="settings.centre.variance_threshold_hint",
            required=True,
        )
        self.movement_threshold = MoneyField(
            "settings.centre.movement_threshold",
            name="centre_movement_threshold",
            hint="settings.centre.movement_threshold_hint",
            required=True,
        )
        self.identity_months = DigitField(
            "settings.centre.identity_months",
            name="centre_identity_months",
            hint="settings.centre.identity_months_hint",
            longest=3,
            required=True,
        )
        self.own_days = OwnDays()
        self.footer_ar = line("footer_ar", limit=LONGEST_FOOTER)
        self.footer_en = line("footer_en", latin=True, limit=LONGEST_FOOTER)

    def _lay_out(self) -> None:
        vat = captioned("settings.centre.vat.label", self.vat_mode)
        rows: list[tuple[QWidget, ...]] = [
            (self.name_ar, self.name_en),
            (self.trade_ar, self.trade_en),
            (self.cr_number, self.licence, self.phone),
            (self.address_ar, self.address_en, self.wilayat),
            (vat, self.vatin),
            (self.variance_threshold, self.movement_threshold, self.identity_months),
            (self.footer_ar, self.footer_en),
            (self.own_days,),
        ]
        fields = ScrollColumn(name="centre_fields", spacing=10)
        for parts in rows:
            line = QHBoxLayout()
            line.setContentsMargins(_RING, 0, _RING, 0)  # the focus ring needs room inside the scrolling area
            line.setSpacing(tokens.SPACE)
            for part in parts:
                line.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
            fields.column.addLayout(line)
        fields.column.addStretch(1)
        self.column.addWidget(fields, 1)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE)
        foot.addWidget(self.save_button)
        foot.addWidget(self.fixed, 1)
        self.column.addLayout(foot)
        self.guarded = [part for parts in rows for part in parts] + [self.save_button]

    def enter(self) -> None:
        if not self.is_changed():
            self.background.run(self.door.centre, self.show_facts, self.show_error)

    def first(self) -> QWidget:
        return self.name_ar.edit

    def show_facts(self, facts: CentreFacts) -> None:
        self._facts = facts
        centre = facts.centre
        self.fixed.say("settings.centre.fixed", code=plain(formats.identifier(centre.code)), desk=facts.desk.number)
        for field, text in (
            (self.name_ar, centre.name.ar),
            (self.name_en, centre.name.en),
            (self.trade_ar, centre.trade_name.ar),
            (self.trade_en, centre.trade_name.en),
            (self.cr_number, centre.cr_number),
            (self.licence, centre.licence_number),
            (self.phone, _local(centre.phone)),
            (self.address_ar, centre.address.ar),
            (self.address_en, centre.address.en),
            (self.vatin, centre.vatin),
            (self.footer_ar, centre.footer.ar),
            (self.footer_en, centre.footer.en),
        ):
            field.set_text(text)
        self.wilayat.set_options([(code, both(words.ar, words.en)) for code, words in facts.wilayats])
        self.wilayat.set_value(centre.wilayat)
        self.vat_mode.set_value(centre.vat_mode)
        self.variance_threshold.set_amount(centre.variance_threshold)
        self.movement_threshold.set_amount(centre.movement_threshold)
        self.identity_months.set_text(str(centre.identity_months))
        self.own_days.show_days(centre.own_days, facts.coming)

    def typed(self) -> Centre | None:
        """The profile as the fields say it."""
        if self._facts is None:
            return None
        return replace(
            self._facts.centre,
            name=Words(self.name_ar.value(), self.name_en.value()),
            trade_name=Words(self.trade_ar.value(), self.trade_en.value()),
            cr_number=self.cr_number.digits(),
            licence_number=self.licence.value(),
            wilayat=self.wilayat.value() or "",
            address=Words(self.address_ar.value(), self.address_en.value()),
            phone=self.phone.digits(),
            vatin=self.vatin.value().upper(),
            vat_mode=self.vat_mode.value(),
            footer=Words(self.footer_ar.value(), self.footer_en.value()),
            variance_threshold=self.variance_threshold.amount() or 0,
            movement_threshold=self.movement_threshold.amount() or 0,
            identity_months=int(self.identity_months.digits() or 0),
            own_days=self.own_days.days(),
        )

    def is_changed(self) -> bool:
        typed = self.typed()
        if typed is None or self._facts is None:
            return False
        return typed != replace(self._facts.centre, phone=_local(self._facts.centre.phone))

    def save(self) -> None:
        for field in (self.variance_threshold, self.movement_threshold, self.identity_months):
            if field.check() is None:
                field.edit.setFocus()
                return
        typed = self.typed()
        if typed is not None and self.boss is not None:
            self.background.run(partial(self.door.save_centre, self.boss, typed), self._on_saved, self.show_refusal)

    def _on_saved(self, facts: CentreFacts) -> None:
        self.show_facts(facts)
        self.tell("settings.centre.saved")


def _local(phone: str) -> str:
    return phone.removeprefix("+968")
