"""A paper on the screen: its pages under each other, scrolled by wheel and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from sanad_ui import tokens
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_EDGE = 16
_BETWEEN = 12


class _Sheets(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_sheets")
        self.setProperty("look", "clear")
        self._pages: list[QImage] = []
        self._scaled: list[QImage] = []
        self._wanted, self._shown = 380, 380

    def show_pages(self, pages: Sequence[QImage], width: int) -> None:
        self._pages, self._wanted = list(pages), width
        self.fit()

    def fit(self) -> None:
        """As wide as wanted and no wider than there is room; scaled once, as painting comes often."""
        holder = self.parentWidget()
        room = (holder.width() if holder is not None else self._wanted) - 2 * _EDGE
        self._shown = max(80, min(self._wanted, room))
        self._scaled = [self._fitted(page) for page in self._pages]
        heights = [self._height(page) for page in self._pages]
        whole = sum(heights) + _BETWEEN * max(0, len(heights) - 1) + 2 * _EDGE
        self.setMinimumHeight(round(whole) if heights else 0)
        self.update()

    def _fitted(self, page: QImage) -> QImage:
        dots = round(self._shown * self.devicePixelRatioF())
        return page.scaledToWidth(dots, Qt.TransformationMode.SmoothTransformation)

    def _height(self, page: QImage) -> float:
        return page.height() * self._shown / page.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = float(_EDGE)
        for page, scaled in zip(self._pages, self._scaled, strict=True):
            box = QRectF(round((self.width() - self._shown) / 2), top, self._shown, self._height(page))
            painter.drawImage(box, scaled)
            painter.setPen(QPen(theme.colour("line_strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            top += box.height() + _BETWEEN


class PaperView(QScrollArea):
    """Paper is white in both themes, as paper is."""

    def __init__(self, spoken: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._spoken = as_phrase(spoken)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_radius", tokens.RADIUS_CONTROL)
        self._sheets = _Sheets()
        self.setWidget(self._sheets)
        self.viewport().setProperty("look", "clear")
        self.retranslate()
        language.changed.connect(self.retranslate)

    def show_pages(self, pages: Sequence[QImage], width: int) -> None:
        self._sheets.show_pages(pages, width)
        self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        self.setAccessibleName(self._spoken())

    def sizeHint(self) -> QSize:
        return QSize(420, 500)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheets.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in steps:
            bar.setValue(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
