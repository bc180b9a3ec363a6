"""What holds payment back, in one line, and the way to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.mirror import mirrored, reading_direction
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

HEIGHT = 36
KEY = "F11"


class BlockLine(QAbstractButton):
    """Keeps its room while nothing holds payment back; `wanted` carries the block to jump to."""

    wanted = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase: Phrase | None = None
        self._tone = "warn"
        self._block: object = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._on_clicked)
        language.changed.connect(self.retranslate)
        self.clear()

    def say(self, phrase: Phrase | str, *, block: object = None, tone: str = "warn", **params: object) -> None:
        self._phrase, self._block, self._tone = as_phrase(phrase, **params), block, tone
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if block is not None else Qt.FocusPolicy.NoFocus)
        self.setVisible(True)
        self.retranslate()

    def clear(self) -> None:
        self._phrase, self._block = None, None
        self.setVisible(False)

    def retranslate(self) -> None:
        self.setText(self._phrase() if self._phrase is not None else "")
        self.setAccessibleName(self.text())
        self.update()

    def jump(self) -> None:
        if self._block is not None:
            self.wanted.emit(self._block)

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        icon = "triangle-alert" if self._tone == "warn" else "circle-alert"
        paint_icon(painter, mirrored(QRectF(10, (HEIGHT - 16) / 2, 16, 16), self), icon, self._tone)
        end = float(self.width() - 10)
        if self._block is not None:
            size = key_cap_size(KEY)
            box = mirrored(QRectF(end - size.width(), (HEIGHT - size.height()) / 2, size.width(), size.height()), self)
            paint_key_cap(painter, box, KEY, ink=theme.colour(self._tone))
            end -= size.width() + 8
        line = QRectF(34, 0, end - 34, HEIGHT)
        painter.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        painter.setPen(theme.colour(self._tone))
        painter.setLayoutDirection(reading_direction())
        shown = QFontMetricsF(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, line.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        leading = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(line, self), leading, shown)

    def _on_clicked(self) -> None:
        self.jump()
