"""The desks of the centre, and how fresh what this PC knows of each is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from sanad_desk.usecases.line_state import DeskNews
from sanad_ui.kit import Card, RowList
from sanad_ui.line.words import desk_row
from sanad_ui.texts import language


class DesksCard(Card):
    """Read only."""

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__("line.desks.title", name="desks_card", margin=20, parent=parent)
        self._now = now
        self._desks: tuple[DeskNews, ...] = ()
        self.list = RowList("line.desks.title", name="desks_list")
        self.add(self.list, 1)
        language.changed.connect(self._show_rows)

    def show_desks(self, desks: Sequence[DeskNews]) -> None:
        """This one first."""
        self._desks = tuple(sorted(desks, key=lambda desk: not desk.is_this))
        self._show_rows()

    def _show_rows(self) -> None:
        now = self._now()
        self.list.show_rows([desk_row(desk, now) for desk in self._desks])
