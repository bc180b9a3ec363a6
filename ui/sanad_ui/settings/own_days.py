"""The days that a centre knows better than the calendar: announced late, or called off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.working_days import Holiday, OwnDay
from sanad_ui import formats, tokens
from sanad_ui.kit import DateField, Label, QuietButton, SecondaryButton, Segmented, TextField
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.kit.shown import set_shown
from sanad_ui.settings.section import captioned
from sanad_ui.texts import Phrase, both, t


class OwnDays(QWidget):
    """A press on a day takes it out again; nothing holds before the section is saved."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own_days")
        self._days: tuple[OwnDay, ...] = ()
        self._buttons: list[QuietButton] = []
        self.day = DateField("settings.centre.own_day", name="own_day", required=True)
        self.name = TextField("settings.centre.own_day_name", name="own_day_name", limit=60)
        self.kind = Segmented(
            [(True, "settings.centre.own_day_closed"), (False, "settings.centre.own_day_open")],
            name="own_day_kind",
            spoken="settings.centre.own_day",
            value=True,
        )
        self.add = SecondaryButton("settings.centre.own_day_add", name="own_day_add", icon="plus")
        self.coming = Label.caption(wrap=True, name="own_days_coming")
        self.list = FlowBox()
        self._lay_out()
        self.add.clicked.connect(self._add)
        for field in (self.day, self.name):
            field.submitted.connect(self._add)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE)
        line.addWidget(self.day, 2)
        line.addWidget(self.name, 3)
        line.addWidget(captioned("settings.centre.own_day_kind", self.kind), 2)
        line.addWidget(captioned(lambda: " ", self.add))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addLayout(line)
        column.addWidget(self.list)
        column.addWidget(self.coming)

    def days(self) -> tuple[OwnDay, ...]:
        return self._days

    def show_days(self, days: tuple[OwnDay, ...], coming: Sequence[Holiday]) -> None:
        """`coming` are the next ones of the calendar, to see what is to be corrected."""
        self._days = days
        self._show_list()
        self.coming.say("settings.centre.own_days_coming", days=partial(_coming_text, coming))
        set_shown(self.coming, bool(coming))

    def _show_list(self) -> None:
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for own in self._days:
            button = QuietButton(_day_phrase(own), name=f"own_day_{own.day}", icon="x")
            button.clicked.connect(partial(self._take_out, own))
            self.list.add(button)
            self._buttons.append(button)
        set_shown(self.list, bool(self._days))

    def _add(self) -> None:
        day = self.day.check()
        if day is None:
            self.day.edit.setFocus()
            return
        name = self.name.value()
        own = OwnDay(day, Words(name, name), is_closed=bool(self.kind.value()))
        kept = (known for known in self._days if known.day != day)
        self._days = tuple(sorted((*kept, own), key=lambda known: known.day))
        self._show_list()
        self.day.set_day(None)
        self.name.set_text("")
        self.day.edit.setFocus()
        self.edited.emit()

    def _take_out(self, own: OwnDay) -> None:
        self._days = tuple(known for known in self._days if known != own)
        self._show_list()
        self.day.edit.setFocus()
        self.edited.emit()


def _day_phrase(own: OwnDay) -> Phrase:
    kind = "settings.centre.own_day_closed" if own.is_closed else "settings.centre.own_day_open"
    name = both(own.name.ar, own.name.en)
    return lambda: formats.listed([_when(own), name(), t(kind)])


def _when(own: OwnDay) -> str:
    return f"{formats.weekday(own.day)} {formats.date_text(own.day)}"


def _coming_text(holidays: Sequence[Holiday]) -> str:
    return formats.listed([_holiday_text(holiday) for holiday in holidays])


def _holiday_text(holiday: Holiday) -> str:
    first, last = (formats.date_text(day) for day in (holiday.span.first, holiday.span.last))
    days = first if first == last else f"{first} – {last}"
    return f"{both(holiday.name.ar, holiday.name.en)()} {days}"
