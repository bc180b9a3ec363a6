"""Closing the day: what is settled, what still waits and for whom, and the one button."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.domain.day import By, DayView, DrawerRow, DrawerState, PeriodKind
from sanad_ui import formats
from sanad_ui.day.wait_line import WaitLine
from sanad_ui.day.words import Drill, amount_phrase, closed_phrase, number_phrase, operator_phrase
from sanad_ui.kit import Card, PrimaryButton, ScrollColumn, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say, t

CLOSE_KEY = "Ctrl+D"


class CloseCard(Card):
    """Each line leads on: to the shift at the till, to the variance, to the receipts, or to the day itself."""

    close_asked = Signal()
    reopen_asked = Signal()
    shift_wanted = Signal(object)
    variance_wanted = Signal(object)
    day_wanted = Signal(object)
    drilled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("day.close.title", name="close_card", parent=parent)
        self.button = PrimaryButton("day.close.button", name="close_day", key=CLOSE_KEY)
        self.reopen = SecondaryButton("day.close.reopen", name="reopen_day", icon="lock-open")
        self.lines = ScrollColumn(name="close_lines")
        self.lines.column.addStretch(1)
        self._made: list[WaitLine] = []
        self._had_focus = ""
        self.add(self.lines, 1)
        self.add(self.button)
        self.add(self.reopen)
        self.button.clicked.connect(self.close_asked)
        self.reopen.clicked.connect(self.reopen_asked)
        self._show_buttons(None)

    def show_view(self, view: DayView) -> None:
        """The keyboard stays in the card, though the line it stood on may be settled and gone."""
        self._note_focus()
        self._clear()
        is_day = view.period.kind is PeriodKind.DAY
        if self.title is not None:
            self.title.say("day.close.title" if is_day else "day.close.days_title")
        if is_day:
            self._tell_day(view)
        else:
            self._tell_days(view)
        self._tell_left_behind(view)
        self._tell_other_desks(view)
        if view.not_on_server.count:
            here = self._line(say("day.close.here", n=view.not_on_server.count), "here", "info")
            title = say(f"day.receipts.{By.NOT_ON_SERVER}")
            here.clicked.connect(partial(self.drilled.emit, Drill(By.NOT_ON_SERVER, "", title)))
        self._show_buttons(view)
        # Lines made later would come after the button that they lead up to.
        for before, after in pairwise((*self._made, self.button, self.reopen)):
            QWidget.setTabOrder(before, after)
        self._focus_again()

    @property
    def waiting(self) -> list[WaitLine]:
        """The lines shown now, from the top."""
        return list(self._made)

    def set_busy(self) -> None:
        """Until the page shows anew how the day stands."""
        self._note_focus()
        self.button.setEnabled(False)

    def _tell_day(self, view: DayView) -> None:
        if view.closed is not None:
            self._line(closed_phrase(view.closed), "closed", "brand", leads_on=False)
        if not view.own_drawers:
            self._line("day.close.nothing", "nothing", "ink2", leads_on=False)
        for drawer in view.waiting_drawers:
            line = self._line(_variance_phrase(drawer), f"variance_{drawer.shift_id.hex}", "bad")
            line.clicked.connect(partial(self.variance_wanted.emit, drawer))
        self._tell_open(view)
        settled = sum(drawer.is_closed and drawer.state is not DrawerState.WAITS for drawer in view.own_drawers)
        if settled:
            line = self._line(say("day.close.agreed", n=settled), "agreed", "brand")
            line.clicked.connect(partial(self.drilled.emit, Drill(By.ALL, "", say("day.receipts.all"))))

    def _tell_open(self, view: DayView) -> None:
        for drawer in view.own_drawers:
            if drawer.is_closed:
                continue
            words = say(f"day.close.{drawer.state}", operator=operator_phrase(drawer))
            line = self._line(words, f"open_{drawer.shift_id.hex}", "warn")
            line.clicked.connect(partial(self.shift_wanted.emit, drawer.shift_id))

    def _tell_left_behind(self, view: DayView) -> None:
        """Whatever day is looked at: a forgotten shift is found by nobody who does not look for it."""
        for drawer in view.left_behind:
            waits = drawer.state is DrawerState.WAITS
            date = partial(formats.date_text, drawer.business_date)
            key = "day.close.behind_waits" if waits else "day.close.behind_open"
            words = say(key, date=date, operator=operator_phrase(drawer))
            line = self._line(words, f"behind_{drawer.shift_id.hex}", "bad" if waits else "warn")
            if waits:
                line.clicked.connect(partial(self.variance_wanted.emit, drawer))
            else:
                line.clicked.connect(partial(self.shift_wanted.emit, drawer.shift_id))

    def _tell_days(self, view: DayView) -> None:
        for day in view.open_days:
            weekday, date = partial(formats.weekday, day), partial(formats.date_text, day)
            line = self._line(say("day.close.not_closed", weekday=weekday, date=date), f"day_{day}", "warn")
            line.clicked.connect(partial(self.day_wanted.emit, day))
        if not view.open_days:
            key = "day.close.all_closed" if view.own_drawers else "day.drawers.empty"
            self._line(key, "all_closed", "brand" if view.own_drawers else "ink2", leads_on=False)

    def _tell_other_desks(self, view: DayView) -> None:
        """Each desk closes its own days: what is told of the others holds nothing up here."""
        if not view.other_desks:
            return
        own = say("day.close.this_desk", desk=number_phrase(view.desk_number))
        self._line(own, "this_desk", "info", leads_on=False)
        for is_closed, key, tone in ((True, "closed", "brand"), (False, "open", "ink2")):
            numbers = [other.number for other in view.other_desks if other.is_day_closed is is_closed]
            if numbers and view.period.kind is PeriodKind.DAY:
                words = say(f"day.close.desks_{key}", desks=partial(_desks_text, numbers))
                self._line(words, f"desks_{key}", tone, leads_on=False)

    def _line(self, phrase: Phrase | str, name: str, tone: str, *, leads_on: bool = True) -> WaitLine:
        line = WaitLine(phrase, name=f"wait_{name}", tone=tone, leads_on=leads_on)
        self.lines.column.insertWidget(len(self._made), line)
        self._made.append(line)
        return line

    def _note_focus(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._had_focus = focused.objectName()

    def _focus_again(self) -> None:
        """The line or button of before, else the closing itself, else what still waits."""
        buttons = [button for button in (self.button, self.reopen) if not button.isHidden()]
        stops = {stop.objectName(): stop for stop in (*buttons, *self._made) if stop.isEnabled()}
        if self._had_focus and stops and self.isVisible():
            stop = stops.get(self._had_focus, next(iter(stops.values())))
            stop.show()  # the layout shows a new line only later, and what is not shown takes no focus
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._had_focus = ""

    def _clear(self) -> None:
        for line in self._made:
            self.lines.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._made = []

    def _show_buttons(self, view: DayView | None) -> None:
        is_day = view is None or view.period.kind is PeriodKind.DAY
        is_closed = view is not None and view.closed is not None
        set_shown(self.button, is_day and not is_closed)
        set_shown(self.reopen, is_day and is_closed)
        self.button.setEnabled(view is not None and view.can_be_closed)


def _desks_text(numbers: list[int]) -> str:
    return formats.listed([t("day.drawers.desk_number", n=number) for number in numbers])


def _variance_phrase(drawer: DrawerRow) -> Phrase:
    variance = drawer.variance or 0
    key = "day.close.short" if variance < 0 else "day.close.over"
    return say(key, amount=amount_phrase(abs(variance)), operator=operator_phrase(drawer))
