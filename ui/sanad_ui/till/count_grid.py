"""Money counted by denomination: a line for each note and coin, walked by the arrows, with the sum loud below."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.cash import DENOMINATIONS
from sanad_desk.domain.digits import to_ascii_digits
from sanad_desk.domain.money import BAISA_IN_RIAL
from sanad_ui import tokens
from sanad_ui.keys import is_return
from sanad_ui.kit import Amount, DigitField, Hairline, IconButton, Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, t

_TALL = 30
_MOST_PIECES = 9_999
_MINUS = ("-", "\N{MINUS SIGN}")


def piece_name(denomination: int) -> str:
    """`50 ر.ع.` or `500 بيسة`."""
    is_note = denomination >= BAISA_IN_RIAL
    face = denomination // BAISA_IN_RIAL if is_note else denomination
    return t("till.count.rial" if is_note else "till.count.baisa", n=face)


class _Pieces(DigitField):
    """How many of one kind; the figure stands in the middle, as on paper. `refused` comes of a pasted minus."""

    refused = Signal()
    _kept = ""

    def set_text(self, text: str) -> None:
        super().set_text(text)
        self._kept = text

    def on_typed(self) -> None:
        """Without its sign a number below nothing would count as one above."""
        if any(sign in self.text() for sign in _MINUS):
            self.edit.setText(self._kept)
            self.refused.emit()
            return
        super().on_typed()
        self._kept = self.text()

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)


class _StepButton(IconButton):
    """For the mouse: at the keyboard plus and minus do the same in the field."""

    kind = "secondary"
    tall = _TALL
    padding = 6

    def __init__(self, icon: str, phrase: Phrase, *, name: str) -> None:
        super().__init__(icon, phrase, name=name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class _CountRow(QObject):
    """The parts of one line of the grid; `complained` says whether a minus was meant as a sign."""

    changed = Signal()
    complained = Signal(bool)
    walked = Signal(int)

    def __init__(self, grid: QGridLayout, place: int, denomination: int, name: str) -> None:
        super().__init__()
        self.denomination = denomination
        self._is_after_minus = False
        words = partial(piece_name, denomination)
        about = f"{name}_{denomination}"
        self.field = _Pieces(
            name=about, longest=len(str(_MOST_PIECES)), spoken=words, tall=_TALL, weight=tokens.SEMIBOLD
        )
        self.field.setFixedWidth(72)
        self.less = _StepButton("minus", partial(t, "till.count.less", piece=words), name=f"{about}_less")
        self.more = _StepButton("plus", partial(t, "till.count.more", piece=words), name=f"{about}_more")
        self.product = Amount(0, name=f"{about}_product", tone="ink3")
        label = Label(words, weight=tokens.SEMIBOLD)
        label.setBuddy(self.field.edit)
        for column, part in enumerate((label, self.less, self.field, self.more, self.product)):
            grid.addWidget(part, 2 * place, column)
        grid.addWidget(Hairline(dashed=True), 2 * place + 1, 0, 1, 5)
        self.field.edited.connect(self._on_changed)
        self.field.refused.connect(partial(self.complained.emit, True))
        self.field.edit.installEventFilter(self)
        self.less.clicked.connect(partial(self.step, -1))
        self.more.clicked.connect(partial(self.step, 1))

    @property
    def count(self) -> int:
        return int(self.field.digits() or 0)

    def set_count(self, count: int) -> None:
        self.field.set_text(str(count) if count else "")
        self._on_changed()

    def step(self, distance: int) -> None:
        self.set_count(max(0, min(_MOST_PIECES, self.count + distance)))
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_open(self, is_open: bool) -> None:
        for part in (self.field.edit, self.less, self.more):
            part.setEnabled(is_open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes(event)
        if event.type() == QEvent.Type.FocusOut:
            self._takes_minus("")
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if self._takes_minus(event.text()):
            return True
        if event.text() == "+":
            self.step(1)
            return True
        if is_return(event) and event.isAutoRepeat():
            return True
        way = -1 if event.key() == Qt.Key.Key_Up else 1 if event.key() == Qt.Key.Key_Down or is_return(event) else 0
        if way:
            self.walked.emit(way)
        return way != 0

    def _takes_minus(self, text: str) -> bool:
        """It steps down; digits right behind it were to be a number below nothing, and are not taken."""
        is_minus = text in _MINUS
        is_signed = self._is_after_minus and to_ascii_digits(text).isdecimal()
        self.complained.emit(is_signed or (is_minus and not self.count))
        if is_minus and self.count:
            self.step(-1)
        self._is_after_minus = is_minus or is_signed
        return self._is_after_minus

    def _on_changed(self) -> None:
        self.product.set_baisa(self.count * self.denomination)
        self.product.set_tone("ink" if self.count else "ink3")
        self.changed.emit()


class CountGrid(QWidget):
    """Empty lines count nothing. `changed` comes with every piece, `finished` with Return in the last line."""

    changed = Signal()
    finished = Signal()

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(4, 4)
        self.rows = [_CountRow(grid, place, worth, name) for place, worth in enumerate(DENOMINATIONS)]
        self.sum = Amount(0, size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name=f"{name}_sum")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)
        self.note = Label("till.count.no_minus", size=tokens.TEXT_CAPTION, tone="bad", wrap=True, name=f"{name}_note")
        self.note.hide()
        column.addWidget(self.note)
        foot = QHBoxLayout()
        foot.addWidget(Label("till.count.sum", size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD), 1)
        foot.addWidget(self.sum)
        column.addLayout(foot)
        for place, row in enumerate(self.rows):
            row.changed.connect(self._on_changed)
            row.walked.connect(partial(self._walk, place))
            row.complained.connect(partial(set_shown, self.note))

    def pieces(self) -> dict[int, int]:
        """How many of each denomination in baisa; those not there are left out."""
        return {row.denomination: row.count for row in self.rows if row.count}

    def total(self) -> int:
        return sum(worth * count for worth, count in self.pieces().items())

    def is_touched(self) -> bool:
        """Whether anything was typed, a nought too: an empty drawer is counted as well."""
        return any(row.field.text() for row in self.rows)

    def set_pieces(self, pieces: Mapping[int, int]) -> None:
        for row in self.rows:
            row.set_count(pieces.get(row.denomination, 0))

    def clear(self) -> None:
        self.set_pieces({})

    def set_open(self, is_open: bool) -> None:
        """A locked count stays readable and takes nothing more."""
        for row in self.rows:
            row.set_open(is_open)

    def focus_first(self) -> None:
        self.rows[0].field.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _walk(self, place: int, way: int) -> None:
        target = place + way
        if target >= len(self.rows):
            self.finished.emit()
        elif target >= 0:
            edit = self.rows[target].field.edit
            edit.setFocus(Qt.FocusReason.TabFocusReason)
            edit.selectAll()

    def _on_changed(self) -> None:
        self.sum.set_baisa(self.total())
        self.changed.emit()
