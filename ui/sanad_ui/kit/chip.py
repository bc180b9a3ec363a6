"""Chips: a state in a word, and the filter that is chosen from a few."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_PADDING, _GAP, _DOT, _ICON = 11, 6, 8, 15
TONES = {
    "quiet": ("sunken", "ink2"),
    "brand": ("brand_soft", "brand"),
    "warn": ("warn_soft", "warn"),
    "bad": ("bad_soft", "bad"),
    "info": ("info_soft", "info"),
    "accent": ("accent_soft", "accent"),
}


def paint_chip(painter: QPainter, box: QRectF, text: str, tone: str, *, rtl: bool, icon: str = "") -> None:
    """A chip in a painted row: at the start of its box; where that ends the icon gives way first, then the words."""
    painter.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
    metrics = QFontMetricsF(painter.font())
    needed = metrics.horizontalAdvance(text) + 2 * _PADDING + 1
    icon = icon if needed + _ICON + _GAP <= box.width() else ""
    mark = _ICON + _GAP if icon else 0
    width = min(box.width(), needed + mark)
    chip = QRectF(0, box.center().y() - tokens.CHIP_HEIGHT / 2, width, tokens.CHIP_HEIGHT)
    chip.moveLeft(box.right() - width if rtl else box.x())
    ground, ink = TONES[tone]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
    words = chip.adjusted(_PADDING, 0, -_PADDING, 0)
    if icon:
        left = words.right() - _ICON if rtl else words.x()
        paint_icon(painter, QRectF(left, chip.center().y() - _ICON / 2, _ICON, _ICON), icon, ink, rtl=rtl)
        words.adjust(0 if rtl else mark, 0, -mark if rtl else 0, 0)
    painter.setPen(theme.colour(ink))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words.adjusted(-1, 0, 1, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)


class Chip(QWidget):
    """A fact in passing; its colour only repeats what its words say."""

    def __init__(
        self,
        phrase: Phrase | str | None = None,
        *,
        name: str,
        tone: str = "quiet",
        dot: bool = False,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase = as_phrase(phrase) if phrase is not None else None
        self._tone, self._dot, self._icon = tone, dot, icon
        self._text = ""
        self.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def say(self, phrase: Phrase | str, *, tone: str | None = None, **params: object) -> None:
        self._phrase = as_phrase(phrase, **params)
        self._tone = tone or self._tone
        self.retranslate()

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def text(self) -> str:
        return self._text

    def retranslate(self) -> None:
        self._text = self._phrase() if self._phrase else ""
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        mark = (_DOT + _GAP if self._dot else 0) + (_ICON + _GAP if self._icon else 0)
        width = QFontMetricsF(self.font()).horizontalAdvance(self._text)
        return QSize(round(width) + 1 + mark + 2 * _PADDING, tokens.CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), tokens.CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = TONES[self._tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        x = float(_PADDING)
        if self._dot:
            painter.setBrush(theme.colour(ink))
            painter.drawEllipse(mirrored(QRectF(x, (self.height() - _DOT) / 2, _DOT, _DOT), self))
            x += _DOT + _GAP
        if self._icon:
            paint_icon(painter, mirrored(QRectF(x, (self.height() - _ICON) / 2, _ICON, _ICON), self), self._icon, ink)
            x += _ICON + _GAP
        painter.setPen(theme.colour(ink))
        painter.setFont(self.font())
        box = QRectF(x, 0, self.width() - x - _PADDING, self.height())
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, round(box.width()) + 1)
        painter.drawText(mirrored(box, self), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)


class FilterChip(QAbstractButton):
    """One of a few filters; the chosen one is filled."""

    def __init__(self, phrase: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_radius", tokens.CHIP_HEIGHT // 2)
        self._phrase = as_phrase(phrase)
        self.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def say(self, phrase: Phrase | str, **params: object) -> None:
        self._phrase = as_phrase(phrase, **params)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._phrase())
        self.setAccessibleName(self._phrase())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(width) + 1 + 2 * _PADDING, tokens.CHIP_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = TONES["brand" if self.isChecked() else "quiet"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line" if self.underMouse() and not self.isChecked() else ground))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setPen(theme.colour(ink))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
