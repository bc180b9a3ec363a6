"""Finding a service in plain words, or taking a pinned one by key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.pin_services import Habits
from sanad_ui import tokens
from sanad_ui.keys import digit_of, press_once
from sanad_ui.kit import Card, ElidedLabel, EmptyState, FilterChip, KeyCap, RowList, SecondaryButton, TextField
from sanad_ui.kit.shown import set_shown
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.service_delegate import ServiceDelegate
from sanad_ui.serve.service_rows import FILTERS, ServiceRows
from sanad_ui.serve.service_search import ServiceSearch
from sanad_ui.serve.visit_in_hand import Arrival
from sanad_ui.texts import Phrase, language, plain, say

NOT_OFFERED_KEY = "Ctrl+J"


class ServiceList(Card):
    """`chosen` carries a service code; what was typed stays until `show_opened` or `release` answers it.

    `not_offered` carries words that found nothing fitting, once somebody wants them noted.
    The focus stays in the box while the arrows walk the list. While the box is empty nothing is chosen for the
    person: Return opens only what the arrows were moved to.
    """

    chosen = Signal(str)
    opened = Signal()
    not_offered = Signal(str)

    def __init__(self, presenter: ServePresenter, parent: QWidget | None = None) -> None:
        super().__init__(name="service_card", parent=parent)
        self._presenter = presenter
        self._show_catalogue(presenter.desk.catalogue)
        self._habits = Habits({}, ())
        self._filter = "all"
        self._is_sent = self._has_moved = False
        self._noted = ""
        self.field = TextField(
            name="service_search",
            spoken="serve.search.spoken",
            placeholder="serve.search.placeholder",
            icon="search",
            limit=200,
        )
        self.field.line.addWidget(KeyCap("F8"))
        self.filters = {code: FilterChip(f"serve.search.filter.{code}", name=f"filter_{code}") for code in FILTERS}
        self.list = RowList("serve.search.list", name="service_list")
        self.list.setItemDelegate(ServiceDelegate(self.list))
        self.nothing = EmptyState("search", "serve.search.none", name="service_none", hint="serve.search.none_hint")
        self.ask_in_vain = SecondaryButton("serve.not_offered.button", name="service_not_offered", key=NOT_OFFERED_KEY)
        self.nothing.add(self.ask_in_vain)
        self.hint = ElidedLabel(
            "serve.search.keys_hint", size=tokens.TEXT_CAPTION, tone="ink2", name="service_keys_hint"
        )
        self.source = ElidedLabel(self._source(), size=tokens.TEXT_CAPTION, tone="ink2", name="catalogue_source")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.add(self.field)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for chip in self.filters.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        self.body.addLayout(chips)
        self._results = QStackedWidget()  # a stacked layout would show its first part as a window of its own
        self._results.addWidget(self.list)
        self._results.addWidget(self.nothing)
        self.add(self._results, 1)
        self.add(self.hint)
        self.add(self.source)

    def _connect(self) -> None:
        self.filters["all"].setChecked(True)
        for chip in self.filters.values():
            chip.clicked.connect(self._on_filter)
        self._presenter.drafts.bind(self.field)
        self.field.edited.connect(self.refresh)
        self.field.edited.connect(self._to_first)
        self.field.submitted.connect(self._on_submitted)
        self.list.chosen.connect(self._on_chosen)
        self.ask_in_vain.clicked.connect(self.note_not_offered)
        self.field.edit.installEventFilter(self)
        press_once(self.field.edit)
        self.list.installEventFilter(self)
        language.changed.connect(self.refresh)

    def _show_catalogue(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.search = ServiceSearch(catalogue)
        self._rows = ServiceRows(catalogue)

    def _source(self) -> Phrase:
        version, services = plain(self._catalogue.version), len(self._catalogue.services)
        return say("serve.search.source", version=version, n=services)

    def arrive(self, arrival: Arrival) -> None:
        if self._presenter.desk.catalogue is not self._catalogue:  # a release came into force
            self._show_catalogue(self._presenter.desk.catalogue)
            self.source.say(self._source())
        self._presenter.ask(self.search.prepare)
        self._habits = arrival.habits
        self._rows.use(arrival.prices, business_date_at(self._presenter.desk.clock.now()))
        self.refresh()
        if not self.list.hasFocus():
            self._to_first()

    def show_habits(self, habits: Habits) -> None:
        self._habits = habits
        self.refresh()

    def restore(self) -> None:
        self.field.set_text(self._presenter.drafts.text(self.field.edit.objectName()))
        self.refresh()
        self._to_first()

    def refresh(self) -> None:
        """The list keeps its place when only figures or words change."""
        query = self.field.text()
        if self.field.value():
            rows = self._rows.of_hits(self.search.find(query, self._habits.uses), self._habits, self._filter)
        else:
            rows = self._rows.of_habits(self._habits, self._filter)
        self.list.show_rows(rows)
        if not (self.field.value() or self._has_moved or self.list.hasFocus()):
            self._choose_none()
        self.hint.setVisible(not self.field.value() and bool(rows))
        if rows:
            self._results.setCurrentWidget(self.list)
            return
        self._say_nothing()

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def clear(self) -> bool:
        """Whether there was anything to clear."""
        had_text = bool(self.field.text())
        self.field.set_text("")
        self._presenter.drafts.forget(self.field.edit.objectName())
        self.refresh()
        self._to_first()
        return had_text

    def show_opened(self) -> None:
        """The service is a case now, and the box ready for the next one."""
        self.release()
        self.clear()
        self.opened.emit()

    def release(self) -> None:
        """Nothing was opened: what was typed stands, to be tried again."""
        self._is_sent = False

    @property
    def can_be_noted(self) -> bool:
        """Whether words stand in the box that were not noted yet: what is found for them may be something else."""
        return self._filter == "all" and self.field.value() not in ("", self._noted)

    def note_not_offered(self) -> None:
        if self.can_be_noted:
            self.not_offered.emit(self.field.value())

    def show_noted(self, words: str) -> None:
        """Quietly, in place of what was found; other words may be noted again."""
        self._noted = words
        self._say_nothing()

    def take(self, place: int) -> bool:
        """By digit, while the box is empty."""
        rows = self.list.rows()
        if self.field.value() or not 0 <= place < min(9, len(rows)):
            return False
        self._on_chosen(rows[place].id)
        return True

    def title_at(self, place: int) -> str:
        """What that digit would open; empty for nothing."""
        rows = self.list.rows()
        return rows[place].title if not self.field.value() and place < len(rows) else ""

    def toggle_pin(self) -> None:
        """Pins the service the list is on, or takes its pin away."""
        code = self.list.current_id()
        if code is None:
            return
        pinned = self._habits.pinned
        kept = tuple(p for p in pinned if p != code) if code in pinned else (*pinned, code)
        self._presenter.pin(kept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.field.edit:
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
                if not event.modifiers() and event.key() in step:
                    self._has_moved = True
                    self.list.step(step[Qt.Key(event.key())])
                    return True
            elif watched is self.list and (digit := digit_of(event)) and self.take(digit - 1):
                return True
        return super().eventFilter(watched, event)

    def _to_first(self) -> None:
        self._has_moved = False
        if self.field.value():
            self.list.go_to(0)
        else:
            self._choose_none()

    def _choose_none(self) -> None:
        self.list.selectionModel().clear()

    def _on_filter(self) -> None:
        self._filter = next(code for code, chip in self.filters.items() if chip.isChecked())
        self.refresh()
        self._to_first()

    def _on_submitted(self) -> None:
        if self.field.value() or self._has_moved:
            self.list.choose_current()

    def _on_chosen(self, code: str) -> None:
        if code and not self._is_sent:
            self._is_sent = True
            self.chosen.emit(code)

    def _say_nothing(self) -> None:
        if not self.field.value():
            self.nothing.say(f"serve.search.empty.{self._filter}", f"serve.search.empty_hint.{self._filter}")
        elif self.field.value() == self._noted:
            self.nothing.say("serve.not_offered.done", "serve.search.none_hint")
        else:
            self.nothing.say("serve.search.none", "serve.search.none_hint")
        self._results.setCurrentWidget(self.nothing)
        set_shown(self.ask_in_vain, self.can_be_noted)
