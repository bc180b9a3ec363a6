"""The operators of this desk as tiles in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from sanad_ui.keys import is_return
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.kit.scroll_column import ScrollColumn
from sanad_ui.kit.tile_button import TILE_HEIGHT, TileButton

_COLUMNS, _SPACING = 2, 10
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}


class Tiles(ScrollColumn):
    """`chosen` when the choice moves, `settled` when it is meant: a number key, a click or Return."""

    chosen = Signal(object)
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="operators", parent=parent)
        self._grid = QGridLayout()
        self._grid.setSpacing(_SPACING)
        # Room for the focus ring, which a scrolling area would cut off.
        self.column.setContentsMargins(4, 4, 4, 4)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)
        self._group = QButtonGroup(self)
        self._tiles: list[TileButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._group.buttonClicked.connect(self._on_clicked)

    def show_operators(self, operators: Sequence[OperatorTile], preferred: str = "") -> None:
        """Keeps the one chosen, else chooses the preferred one, else the first; the same people change nothing."""
        if operators and self.operators() == list(operators):
            return
        chosen = self.current()
        wanted = chosen.id if chosen is not None else preferred
        for tile in self._tiles:
            self._group.removeButton(tile)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = [TileButton(operator, number) for number, operator in enumerate(operators, 1)]
        for place, tile in enumerate(self._tiles):
            self._group.addButton(tile, place)
            self._grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        self.updateGeometry()
        ids = [operator.id for operator in operators]
        if ids:
            self._choose(ids.index(wanted) if wanted in ids else 0)

    def operators(self) -> list[OperatorTile]:
        return [tile.operator for tile in self._tiles]

    def current(self) -> OperatorTile | None:
        place = self._group.checkedId()
        return self._tiles[place].operator if 0 <= place < len(self._tiles) else None

    def count(self) -> int:
        return len(self._tiles)

    def focus_current(self) -> None:
        place = max(0, self._group.checkedId())
        if self._tiles:
            self._tiles[place].setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, key: Qt.Key) -> bool:
        """Moves the choice by an arrow key, as the eye sees it; False for every other key."""
        distance = _STEPS.get(key)
        if distance is None or not self._tiles:
            return False
        if abs(distance) == 1 and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            distance = -distance
        target = self._group.checkedId() + distance
        if 0 <= target < len(self._tiles):
            self._choose(target)
        return True

    def settle_on(self, number: int) -> bool:
        """The number key of a tile, counted from one."""
        if not 1 <= number <= len(self._tiles):
            return False
        self._choose(number - 1)
        self.settled.emit(self.current())
        return True

    def sizeHint(self) -> QSize:
        """As high as its rows; with many operators the layout gives less and the tiles scroll."""
        rows = max(2, -(-len(self._tiles) // _COLUMNS))
        return QSize(300, rows * (TILE_HEIGHT + _SPACING) - _SPACING + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, TILE_HEIGHT + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.step(Qt.Key(event.key())):
            self.focus_current()
        elif is_return(event):
            self.settled.emit(self.current())
        elif not (event.text().isdecimal() and self.settle_on(int(event.text()))):
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        for index, tile in enumerate(self._tiles):
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if index == place else Qt.FocusPolicy.ClickFocus)
        self._tiles[place].setChecked(True)
        self.ensureWidgetVisible(self._tiles[place], 0, 8)
        self.chosen.emit(self._tiles[place].operator)

    def _on_clicked(self, button: QAbstractButton) -> None:
        self._choose(self._group.id(button))
        self.settled.emit(self.current())
