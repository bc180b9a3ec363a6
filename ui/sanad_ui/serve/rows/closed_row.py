"""A row that is not open now: done and shrunk to a line with its time, or waiting and quiet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.keys import is_return
from sanad_ui.mirror import mirrored, reading_direction
from sanad_ui.serve.rows.row_item import RowItem
from sanad_ui.serve.rows.row_words import kind_of, need_of, note_of, result_of, title_of
from sanad_ui.serve.rows.step_circle import SIDE, paint_step_circle
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_INDENT, _MARGIN = SIDE + 24, 12


class ClosedRow(QAbstractButton):
    """`wanted` carries the key of the row to open; the arrows leave it through `stepped`."""

    wanted = Signal(str)
    stepped = Signal(int)

    def __init__(self, item: RowItem, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setObjectName(f"row_{item.row.key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # One row at a time takes the focus, by the arrows: Tab goes past the list to what comes next.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        row, second = self.item.row, self._second()
        self.setText(title_of(row, self.item.case)())
        state = t("checklist.spoken.done" if row.settled else "checklist.spoken.waiting")
        parts = [formats.number(self.item.position), self.text(), second, state, self._trailing()]
        self.setAccessibleName(" ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 60 if self._second() else 46)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
        elif is_return(event):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg"))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        row = self.item.row
        state = "waiting" if row.state is None else "passed" if row.state.outcome == "overridden" else "done"
        paint_step_circle(painter, mirrored(QRectF(_MARGIN, 11, SIDE, SIDE), self), self.item.position, state)
        room = self._paint_trailing(painter)
        self._paint_words(painter, room)

    def _paint_trailing(self, painter: QPainter) -> float:
        text = self._trailing()
        painter.setFont(font(tokens.TEXT_CAPTION))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2
        painter.setPen(theme.colour("ink2"))
        box = mirrored(QRectF(self.width() - _MARGIN - width, 11, width, SIDE), self)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        return self.width() - 2 * _MARGIN - width - _INDENT

    def _paint_words(self, painter: QPainter, room: float) -> None:
        painter.setLayoutDirection(reading_direction())
        settled, second = self.item.row.settled, self._second()
        whole = self._paint_line(painter, QRectF(_INDENT, 11, room, SIDE), self.text(), "ink2" if settled else "ink")
        if second:
            line = QRectF(_INDENT, 34, self.width() - _INDENT - _MARGIN, 20)
            whole = self._paint_line(painter, line, second, "ink2", tokens.TEXT_CAPTION) and whole
        self.setToolTip("" if whole else f"{self.text()}\n{second}".strip())

    def _paint_line(self, painter: QPainter, line: QRectF, text: str, ink: str, size: int = tokens.TEXT_BODY) -> bool:
        painter.setFont(font(size, tokens.MEDIUM if size == tokens.TEXT_BODY else tokens.REGULAR))
        painter.setPen(theme.colour(ink))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(line, self), flags, shown)
        return shown == text

    def _second(self) -> str:
        row = self.item.row
        phrase = result_of(row) if row.settled else note_of(row)
        return phrase() if phrase is not None else ""

    def _trailing(self) -> str:
        row = self.item.row
        if row.state is not None:
            return formats.listed([kind_of(row)(), formats.time_text(row.state.at)])
        return kind_of(row)() if row.required else formats.listed([kind_of(row)(), need_of(row)()])

    def _on_clicked(self) -> None:
        self.wanted.emit(self.item.row.key)
