"""The incidents of the centre, open ones first, and of the one that is pointed at what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.usecases.line_state import IncidentRow
from sanad_ui import tokens
from sanad_ui.kit import Card, Chip, EmptyState, Label, RowList
from sanad_ui.kit.shown import set_shown
from sanad_ui.line.words import incident_place, incident_row, incident_text
from sanad_ui.texts import language
from sanad_ui.theme import set_look


class IncidentsCard(Card):
    """The arrows walk the list; the words below follow."""

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__("line.incidents.title", name="incidents_card", margin=20, parent=parent)
        self._now = now
        self._incidents: dict[bytes, IncidentRow] = {}
        self.open_count = Chip(name="incidents_open", tone="bad", icon="triangle-alert")
        self.add_to_header(self.open_count)
        self.list = RowList("line.incidents.title", name="incidents_list")
        self.nothing = EmptyState(
            "shield-check", "line.incidents.none", name="incidents_none", hint="line.incidents.none_hint"
        )
        self.name = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, wrap=True, name="incident_name")
        self.place = Label.secondary(wrap=True, name="incident_place")
        self.remedy = Label(wrap=True, name="incident_remedy")
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.list, 1)
        column.addWidget(self._told())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.inside)
        self.add(self.stack, 1)
        self.list.moved.connect(self._tell)
        language.changed.connect(self._show_rows)
        self.show_incidents((), 0, is_watched=False)

    def _told(self) -> QFrame:
        told = QFrame()
        told.setObjectName("incident_told")
        set_look(told, look="banner", tone="info")
        column = QVBoxLayout(told)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.place)
        column.addWidget(Label.secondary("line.incidents.what_to_do"))
        column.addWidget(self.remedy)
        return told

    def show_incidents(self, incidents: Sequence[IncidentRow], open_ones: int, *, is_watched: bool) -> None:
        """`is_watched`: whether there is a server that would have found something."""
        self._incidents = {incident.id: incident for incident in incidents}
        self.open_count.say("app.line.incidents", n=open_ones)
        set_shown(self.open_count, bool(open_ones))
        key = "line.incidents.none" if is_watched else "line.incidents.unwatched"
        self.nothing.say(key, f"{key}_hint")
        self.stack.setCurrentWidget(self.inside if incidents else self.nothing)
        self._show_rows()

    def _show_rows(self) -> None:
        now = self._now()
        self.list.show_rows([incident_row(incident, now) for incident in self._incidents.values()])
        self._tell(self.list.current_id())

    def _tell(self, incident_id: bytes | None) -> None:
        incident = self._incidents.get(incident_id or b"")
        if incident is not None:
            self.name.say(lambda: incident_text(incident, "title"))
            self.place.say(lambda: incident_place(incident, self._now()))
            self.remedy.say(lambda: incident_text(incident, "remedy"))
