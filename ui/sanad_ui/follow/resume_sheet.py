"""The portal is back: its parked cases, all ticked, and one key that takes them up."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.usecases.outages import OpenOutage
from sanad_desk.usecases.parked_cases import ParkedCase
from sanad_ui import formats
from sanad_ui.case_words import person_text, words_of
from sanad_ui.kit import Row, Sheet
from sanad_ui.kit.shown import set_shown
from sanad_ui.kit.tick_list import TickList
from sanad_ui.texts import language, t

_ROW, _MOST = 58, 5


class ResumeSheet(Sheet):
    """`asked` carries the outage and the cases that are ticked; answer with `close_now()` or `refuse(error)`."""

    asked = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("outage.back.title", name="resume", confirm="outage.back.end", width=600, parent=parent)
        self.outage: OpenOutage | None = None
        self._cases: dict[UUID, ParkedCase] = {}
        self._ticked: set[UUID] = set()
        self.list = TickList("outage.back.list", name="parked_list")
        self.content.addWidget(self.list)
        self.list.toggled.connect(self.toggle)
        self.list.chosen.connect(self._on_chosen)
        self.confirmed.connect(self._on_confirmed)
        language.changed.connect(self._show_rows)

    def ask(self, outage: OpenOutage, cases: Sequence[ParkedCase], now: int) -> None:
        """All that can be resumed is ticked."""
        self.outage = outage
        self._cases = {case.standing.case_id: case for case in cases}
        self._ticked = {key for key, case in self._cases.items() if case.is_held}
        name, lasted = words_of(outage.name), now - outage.began_at
        if self.panel.title is not None:
            self.panel.title.say("outage.back.title", entity=name)
        self.explain("outage.back.lead" if cases else "outage.back.nothing", lasted=lambda: formats.duration(lasted))
        self.list.setFixedHeight(_ROW * min(_MOST, len(cases)) + 2)
        set_shown(self.list, bool(cases))
        self.confirm_button.setEnabled(True)
        self._show_rows()
        self.open(self.list if cases else self.confirm_button)

    def toggle(self, case_id: UUID) -> None:
        """What was only put off comes back by itself, and cannot be left."""
        if self._cases[case_id].is_held:
            self._ticked ^= {case_id}
            self._show_rows()

    def _on_chosen(self, _case_id: object) -> None:
        self.confirm()

    def _on_confirmed(self) -> None:
        self.confirm_button.setEnabled(False)
        self.asked.emit(self.outage, [case for key, case in self._cases.items() if key in self._ticked])

    def _show_rows(self) -> None:
        self.list.show_rows([_row(case, is_ticked=key in self._ticked) for key, case in self._cases.items()])
        if self._ticked:
            self.confirm_button.say("outage.back.resume", n=len(self._ticked))
        else:
            self.confirm_button.say("outage.back.end")


def _row(case: ParkedCase, *, is_ticked: bool) -> Row:
    customer = person_text(case.customer, case.masked)
    about = [formats.identifier(case.standing.reference), customer]
    if not case.is_held:
        about.append(t("outage.back.by_itself"))
    icon = ("square-check-big" if is_ticked else "square") if case.is_held else "clock"
    amount = formats.amount(case.amount) if case.amount else ""
    return Row(case.standing.case_id, words_of(case.service)(), formats.listed(about), amount, icon=icon)
