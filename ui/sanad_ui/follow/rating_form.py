"""How the customer found the service: one press, one to five, when a case is handed over."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.usecases.rate_visit import MOST_STARS
from sanad_ui import tokens
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return, digit_of
from sanad_ui.kit import Label
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.texts import Phrase, language, say
from sanad_ui.theme import theme

_TALL, _ICON = 74, 26


class StarTile(QAbstractButton):
    """A number of stars by its digit."""

    def __init__(self, phrase: Phrase, *, stars: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"rating_{stars}")
        self._phrase, self._stars = phrase, stars
        self.setFixedHeight(_TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        self.setAccessibleName(self._phrase())
        self.setToolTip(self._phrase())

    def sizeHint(self) -> QSize:
        return QSize(48, _TALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(theme.colour("warn" if pointed else "line"), 1))
        painter.setBrush(theme.colour("warn_soft" if pointed else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        paint_icon(painter, QRectF((self.width() - _ICON) / 2, 12, _ICON, _ICON), "star", "warn")
        size, key = key_cap_size(str(self._stars)), str(self._stars)
        paint_key_cap(painter, QRectF((self.width() - size.width()) / 2, 46, size.width(), size.height()), key)


class RatingForm(CaseForm):
    """`rated` carries the stars."""

    rated = Signal(int)

    def __init__(self) -> None:
        super().__init__(name="case_rating")
        self.title.say("follow.rating.title")
        self.explain("follow.rating.lead")
        self.tiles = [StarTile(say("follow.event.rated", n=n), stars=n) for n in range(1, MOST_STARS + 1)]
        row, ends = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(6)
        for tile in self.tiles:
            row.addWidget(tile)
            tile.clicked.connect(lambda _checked=False, tile=tile: self._on_pressed(tile))
        ends.addWidget(Label.caption("follow.rating.worst"))
        ends.addStretch(1)
        ends.addWidget(Label.caption("follow.rating.best"))
        self.parts.addLayout(row)
        self.parts.addLayout(ends)

    def open(self) -> None:
        self.line.clear()
        self.set_busy(False)
        start_on(self.tiles[-1])

    def set_busy(self, is_busy: bool) -> None:
        for tile in self.tiles:
            tile.setEnabled(not is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stars = digit_of(event)
        if 1 <= stars <= MOST_STARS:
            self.tiles[stars - 1].click()
        else:
            super().keyPressEvent(event)

    def _on_pressed(self, tile: StarTile) -> None:
        self.set_busy(True)
        self.rated.emit(self.tiles.index(tile) + 1)
