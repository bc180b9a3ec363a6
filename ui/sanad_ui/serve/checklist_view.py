"""The rows of one case: settled ones small, one open, the others quiet; the list keeps its place."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sanad_desk.domain.checklist import Checklist, Row
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.usecases.look_at_visit import CaseView
from sanad_ui.kit import ScrollColumn
from sanad_ui.serve.rows.closed_row import ClosedRow
from sanad_ui.serve.rows.kinds import open_row
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.serve.rows.row_item import RowItem, RowTools

RowWidget = OpenRow | ClosedRow


class ChecklistView(QWidget):
    """`completed` carries an Outcome, `reopened` and `override_wanted` a row key, `finished` that nothing waits."""

    completed = Signal(object)
    reopened = Signal(str)
    override_wanted = Signal(str)
    finished = Signal()

    def __init__(self, tools: RowTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checklist_view")
        self._tools = tools
        self._case: CaseView | None = None
        self._open_key: str | None = None
        self._passed: set[str] = set()
        self._widgets: dict[str, RowWidget] = {}
        self._items: dict[str, tuple[RowItem, bool]] = {}
        self._takes_focus = False
        self.rows_area = ScrollColumn(name="checklist_rows", spacing=2)
        self.rows_area.column.setContentsMargins(0, 0, 4, 0)
        self.rows_area.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows_area)
        self.rows_area.verticalScrollBar().rangeChanged.connect(self._bring_open_into_view)

    @property
    def open_widget(self) -> OpenRow | None:
        widget = self._widgets.get(self._open_key or "")
        return widget if isinstance(widget, OpenRow) else None

    def show_case(
        self, case: CaseView | None, today: date, calendar: WorkingCalendar, customer: Customer | None
    ) -> None:
        """Widgets whose row did not change stay, with all that was typed into them."""
        is_other = self._case is None or case is None or self._case.case.id != case.case.id
        if is_other:
            self._open_key, self._passed = None, set()
        before = self._case.checklist if self._case is not None and not is_other else None
        self._case = case
        if case is None:
            self._replace([])
            return
        self._choose_open(case.checklist, before)
        rows = enumerate(case.checklist.rows, 1)
        self._replace([RowItem(row, n, case, today, calendar, customer) for n, row in rows])
        if self._takes_focus:
            self.focus_open()
        self._takes_focus = False

    def focus_open(self) -> None:
        """The open row's own input; when nothing waits any more, the page goes on."""
        widget = self.open_widget
        if widget is None:
            self.finished.emit()
            return
        widget.first().setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self._bring_open_into_view)

    def focus_next_time(self) -> None:
        """When the answer that is on its way arrives, the next open row takes the focus."""
        self._takes_focus = True

    def open_key(self, key: str) -> None:
        """Opens a waiting row, or asks for a settled one to be opened again."""
        if self._case is None:
            return
        row = next((row for row in self._case.checklist.rows if row.key == key), None)
        if row is None:
            return
        if row.settled:
            self._takes_focus = True
            self._open_key = key
            self.reopened.emit(key)
            return
        self._open_key = key
        self._passed.discard(key)
        self._rebuild()
        self.focus_open()

    def reopen_last(self) -> None:
        """One step back: the row settled last."""
        if self._case is None:
            return
        settled = [row for row in self._case.checklist.rows if row.state is not None]
        if settled:
            self.open_key(max(settled, key=_settled_at).key)

    def step(self, distance: int) -> None:
        """Moves the focus row by row; a row that is closed can then be opened with Return."""
        if self._case is None:
            return
        keys = [row.key for row in self._case.checklist.rows]
        focused = QApplication.focusWidget()
        current = next((key for key in keys if _holds(self._widgets.get(key), focused)), self._open_key)
        place = keys.index(current) + distance if current in keys else 0
        if 0 <= place < len(keys):
            widget = self._widgets[keys[place]]
            target = widget.first() if isinstance(widget, OpenRow) else widget
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self.rows_area.ensureWidgetVisible(widget, 0, 30)

    def step_up(self) -> None:
        self.step(-1)

    def step_or_skip(self) -> None:
        """Past an open row that is not required, else on to the row below."""
        widget = self.open_widget
        if widget is not None and not widget.item.row.required and _holds(widget, QApplication.focusWidget()):
            self.skip()
        else:
            self.step(1)

    def release(self) -> None:
        """The answer was another one than a refusal of the row: it can be tried again."""
        self._takes_focus = False
        if self.open_widget is not None:
            self.open_widget.is_sent = False

    def refuse(self, error: SanadError) -> None:
        widget = self.open_widget
        self._takes_focus = False
        if widget is not None:
            widget.refuse(error)

    def _choose_open(self, checklist: Checklist, before: Checklist | None) -> None:
        rows = checklist.rows
        keys = [row.key for row in rows]
        if self._open_key in keys and not checklist.row(self._open_key).settled:
            return
        after = keys.index(self._open_key) + 1 if self._open_key in keys else 0
        waiting = [row for row in rows[after:] if self._waits(row)] or [row for row in rows if self._waits(row)]
        self._open_key = waiting[0].key if waiting else None

    def _waits(self, row: Row) -> bool:
        return not row.settled and row.key not in self._passed

    def _rebuild(self) -> None:
        self._replace([item for item, _ in self._items.values()])

    def _replace(self, items: list[RowItem]) -> None:
        wanted = {item.row.key: (item, item.row.key == self._open_key) for item in items}
        kept = {key: self._widgets[key] for key in wanted if self._same(key, wanted[key])}
        for key, widget in self._widgets.items():
            if key not in kept:
                widget.hide()
                self.rows_area.column.removeWidget(widget)
                widget.deleteLater()
        self._widgets = {}
        for place, (key, (item, is_open)) in enumerate(wanted.items()):
            widget = kept.get(key) or self._make(item, is_open)
            if self.rows_area.column.indexOf(widget) != place:
                self.rows_area.column.insertWidget(place, widget)
                widget.show()  # by itself Qt shows it later, too late for the focus
            self._widgets[key] = widget
        self._items = wanted

    def _same(self, key: str, wanted: tuple[RowItem, bool]) -> bool:
        """An open row also shows what was typed elsewhere in its case; others only their own state."""
        before = self._items.get(key)
        if before is None or key not in self._widgets or before[1] != wanted[1]:
            return False
        old, new = before[0], wanted[0]
        if (old.row, old.position, old.today) != (new.row, new.position, new.today):
            return False
        widget = self._widgets[key]
        return not (isinstance(widget, OpenRow) and (widget.is_sent or old.customer != new.customer))

    def _make(self, item: RowItem, is_open: bool) -> RowWidget:
        if not is_open:
            closed = ClosedRow(item)
            closed.wanted.connect(self.open_key)
            closed.stepped.connect(self.step)
            return closed
        row = open_row(item, self._tools)
        row.completed.connect(self.completed)
        row.skipped.connect(self.skip)
        row.override_wanted.connect(self.override_wanted)
        return row

    def skip(self, key: str = "") -> None:
        """Past a row that is not required; it stays there for whoever wants it."""
        widget = self.open_widget
        if widget is None or self._case is None or widget.item.row.required:
            return
        self._passed.add(widget.item.row.key)
        self._choose_next()
        self._rebuild()
        self.focus_open()

    def _choose_next(self) -> None:
        if self._case is None:
            return
        rows = self._case.checklist.rows
        keys = [row.key for row in rows]
        after = keys.index(self._open_key) + 1 if self._open_key in keys else 0
        waiting = [row for row in (*rows[after:], *rows[:after]) if self._waits(row)]
        self._open_key = waiting[0].key if waiting else None

    def _bring_open_into_view(self) -> None:
        widget = self.open_widget
        if widget is not None:
            self.rows_area.ensureWidgetVisible(widget, 0, 60)


def _settled_at(row: Row) -> int:
    return row.state.at if row.state is not None else 0


def _holds(widget: QWidget | None, focused: QWidget | None) -> bool:
    return widget is not None and focused is not None and (widget is focused or widget.isAncestorOf(focused))
