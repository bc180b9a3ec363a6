"""One of a few choices side by side: the tender, yes or no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme


class _Segment(QAbstractButton):
    def __init__(self, phrase: Phrase, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.phrase = phrase
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_radius", tokens.RADIUS_CONTROL - 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(font(tokens.TEXT_BODY, tokens.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(round(width) + 24, tokens.CONTROL_HEIGHT - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("surface"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, tokens.RADIUS_CONTROL - 2, tokens.RADIUS_CONTROL - 2)
        ink = "ink3" if not self.isEnabled() else "ink" if self.isChecked() else "ink2"
        painter.setPen(theme.colour(ink))
        painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD if self.isChecked() else tokens.MEDIUM))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Segmented(QWidget):
    """The arrows move the choice in reading order; `chosen` carries the value, only when a person chose."""

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[Any, Phrase | str]],
        *,
        name: str,
        spoken: Phrase | str | None = None,
        value: Any = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._spoken = as_phrase(spoken) if spoken is not None else None
        self._values = [option for option, _ in options]
        self._group = QButtonGroup(self)
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._segments = [_Segment(as_phrase(phrase), f"{name}_{option}") for option, phrase in options]
        for index, segment in enumerate(self._segments):
            self._group.addButton(segment, index)
            row.addWidget(segment)
        self.retranslate()
        self.set_value(value)
        self._group.idClicked.connect(self._on_clicked)
        language.changed.connect(self.retranslate)

    def value(self) -> Any:
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def set_value(self, value: Any) -> None:
        """None leaves the question open; no `chosen` comes of it."""
        self._group.setExclusive(False)
        for option, segment in zip(self._values, self._segments, strict=True):
            segment.setChecked(value is not None and option == value)
        self._group.setExclusive(True)
        checked = self._group.checkedButton()
        self.setFocusProxy(checked or self._segments[0])

    def offer(self, values: Collection[Any]) -> None:
        """Only these can be chosen from now on; the others are not shown."""
        for option, segment in zip(self._values, self._segments, strict=True):
            segment.setVisible(option in values)

    def retranslate(self) -> None:
        for segment in self._segments:
            segment.setText(segment.phrase())
            about = f"{self._spoken()}: " if self._spoken is not None else ""
            segment.setAccessibleName(f"{about}{segment.phrase()}")
            segment.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        offered = [segment for segment in self._segments if not segment.isHidden()]
        focused = next((i for i, segment in enumerate(offered) if segment.hasFocus()), 0)
        target = offered[(focused + step) % len(offered)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _on_clicked(self, index: int) -> None:
        self.setFocusProxy(self._segments[index])
        self.chosen.emit(self._values[index])
