"""The list of what waits: walked with the arrows, ticked with Space for what is done to many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from sanad_desk.usecases.follow_up import FollowRow
from sanad_ui.follow.case_delegate import TICK_ROOM, CaseDelegate
from sanad_ui.follow.door import DraftRow, ListedRow, id_of
from sanad_ui.follow.list_words import spoken_row
from sanad_ui.kit import Row, RowList
from sanad_ui.kit.table import Column
from sanad_ui.texts import language, t


class CaseList(RowList):
    """`ticks_changed` comes when rows are selected or let go."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("follow.page.list", name="follow_list", parent=parent)
        self._delegate = CaseDelegate(self)
        self.setItemDelegate(self._delegate)
        self._listed: tuple[ListedRow, ...] = ()
        language.changed.connect(self._tell_rows)

    def show_listed(self, rows: Sequence[ListedRow], moved: UUID | None = None) -> None:
        """What is selected stays selected while it is listed; what was moved away takes nobody along."""
        target = self._place_in(rows, moved)
        self._listed = tuple(rows)
        self._delegate.show_rows(rows)
        self._tick(self._delegate.ticked & {id_of(row) for row in rows})
        self._tell_rows()
        if target is not None:
            self.go_to(target)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._delegate.columns

    def is_listed(self, row_id: UUID) -> bool:
        return any(id_of(row) == row_id for row in self._listed)

    def point_at(self, row_id: UUID) -> None:
        self.go_to([id_of(row) for row in self._listed].index(row_id))

    @property
    def current(self) -> ListedRow | None:
        here = self.current_id()
        return next((row for row in self._listed if id_of(row) == here), None)

    @property
    def ticked(self) -> tuple[FollowRow, ...]:
        """In the order of the list."""
        chosen = self._delegate.ticked
        return tuple(row for row in self._listed if isinstance(row, FollowRow) and id_of(row) in chosen)

    def tick_all(self) -> None:
        self._tick({id_of(row) for row in self._listed if isinstance(row, FollowRow)})

    def untick(self) -> None:
        self._tick(())

    def toggle(self) -> None:
        """A draft is paid one by one on the serve page."""
        row = self.current
        if row is not None and not isinstance(row, DraftRow):
            self._tick(self._delegate.ticked ^ {id_of(row)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.toggle()
        elif event.key() == Qt.Key.Key_Escape:
            event.setAccepted(bool(self._delegate.ticked))
            self.untick()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802  # a Qt override
        """A letter is a move, never a way to jump to a row."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl, or on the tick itself while rows are being selected."""
        super().mousePressEvent(event)
        x = event.position().x()
        from_start = self.viewport().width() - x if language.is_rtl else x
        on_tick = bool(self._delegate.ticked) and from_start < TICK_ROOM + 10
        if self.indexAt(event.position().toPoint()).isValid() and (
            on_tick or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.toggle()

    def _on_clicked(self, _index: QModelIndex) -> None:
        """A click only moves to the row, and the card beside shows it."""

    def _place_in(self, rows: Sequence[ListedRow], moved: UUID | None) -> int | None:
        """Where the row is that stood after the one in hand, once that has gone elsewhere; None to stay with it."""
        before, after = [id_of(row) for row in self._listed], [id_of(row) for row in rows]
        here = self.current_id()
        if here not in before:
            return None
        place = before.index(here)
        if here in after and (here != moved or after.index(here) == place):
            return None
        around = [*before[place + 1 :], *before[place - 1 :: -1]] if place else before[1:]
        return next((after.index(each) for each in around if each in after), None)

    def _tick(self, ids: Iterable[UUID]) -> None:
        ids = set(ids)
        if ids != self._delegate.ticked:
            self._delegate.ticked = ids
            self._tell_rows()
            self.ticks_changed.emit()

    def _tell_rows(self) -> None:
        self.show_rows([self._told(row) for row in self._listed])

    def _told(self, row: ListedRow) -> Row:
        chosen = t("follow.bulk.is_chosen") if id_of(row) in self._delegate.ticked else ""
        return Row(id_of(row), spoken_row(row), trailing=chosen)
