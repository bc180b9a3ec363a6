"""One of the steps that close a shift: its number, and what is done in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit import Label
from sanad_ui.texts import Phrase
from sanad_ui.theme import theme

_WIDE, _TALL, _ICON = 30, 24, 16


class StepMark(QWidget):
    """The number in its oval; a tick once the step is done."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self.state = number, "future"
        self.setFixedSize(_WIDE, _TALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_future = self.state == "future"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken" if is_future else "brand_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), _TALL / 2, _TALL / 2)
        if self.state == "done":
            box = QRectF((_WIDE - _ICON) / 2, (_TALL - _ICON) / 2, _ICON, _ICON)
            paint_icon(painter, box, "check", "brand")
            return
        painter.setPen(theme.colour("ink2" if is_future else "brand"))
        painter.setFont(font(tokens.TEXT_SECONDARY, tokens.SEMIBOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, formats.number(self._number))


class StepLine(QWidget):
    """Quiet while it is to come, strong while it is open, ticked once it is done."""

    def __init__(self, number: int, phrase: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.mark = StepMark(number)
        self.words = Label(phrase, tone="ink2", wrap=True, name=f"{name}_words")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)

    @property
    def state(self) -> str:
        return self.mark.state

    def show_state(self, state: str) -> None:
        """`future`, `current` or `done`."""
        self.mark.state = state
        self.mark.update()
        is_current = state == "current"
        self.words.set_tone("ink" if is_current else "ink2")
        # After the tone: being dressed anew gives a label the font of its first dressing back.
        self.words.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD if is_current else tokens.REGULAR))
