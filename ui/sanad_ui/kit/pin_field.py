"""The field for a PIN: one box a digit, shown as dots."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from sanad_desk.domain.digits import to_ascii_digits
from sanad_ui.keys import is_return
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

BOXES = 6
LONGEST_PIN = 8
_BOX_WIDTH, _BOX_HEIGHT, _GAP, _RING, _RADIUS = 46, 54, 12, 3, 10


class PinField(QLineEdit):
    """Takes digits of either set; `edited` comes with each key, `submitted` with Return.

    Six boxes for the usual PIN; they move together when a longer one is typed, and tell nothing of the right length.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, spoken: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._spoken, self._is_bad = as_phrase(spoken), False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setProperty("ring", "own")
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self.submitted)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def pin(self) -> str:
        return self.text()

    def set_bad(self, is_bad: bool) -> None:
        """Paints the boxes as refused; the sentence stands below them."""
        self._is_bad = is_bad
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self._spoken())

    def sizeHint(self) -> QSize:
        return QSize(BOXES * _BOX_WIDTH + (BOXES - 1) * _GAP + 2 * _RING, _BOX_HEIGHT + 2 * _RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home):
            # Digits are only added and taken at the end; the arrows belong to the page.
            event.ignore()
            return
        if is_return(event) and event.isAutoRepeat():
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        held = len(self.text())
        boxes = BOXES if held <= BOXES else LONGEST_PIN
        current = min(held, boxes - 1)
        pitch = (self.width() - 2 * _RING + _GAP) / boxes
        for index in range(boxes):
            box = QRectF(_RING + index * pitch, _RING, pitch - _GAP, _BOX_HEIGHT)
            self._paint_box(painter, box, is_current=self.hasFocus() and index == current)
            if index < held:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("ink"))
                painter.drawEllipse(box.center(), 4, 4)

    def _paint_box(self, painter: QPainter, box: QRectF, *, is_current: bool) -> None:
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bad_soft" if self._is_bad else "brand_soft"))
            painter.drawRoundedRect(box.adjusted(-_RING, -_RING, _RING, _RING), _RADIUS + _RING, _RADIUS + _RING)
        edge = "bad" if self._is_bad else "brand" if is_current else "line"
        painter.setPen(QPen(theme.colour(edge), 2 if is_current else 1))
        painter.setBrush(theme.colour("surface" if self.isEnabled() else "sunken"))
        inset = 1 if is_current else 0.5
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)

    def _on_edited(self, typed: str) -> None:
        digits = "".join(c for c in to_ascii_digits(typed) if c in "0123456789")[:LONGEST_PIN]
        if digits != typed:
            self.setText(digits)
        self._is_bad = False
        self.edited.emit()
