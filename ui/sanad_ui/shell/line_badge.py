"""The state of the line in a word, what is on this PC alone, and how many incidents are open."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit.chip import TONES
from sanad_ui.mirror import mirrored
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_PADDING, _GAP, _DOT, _ICON = 11, 6, 8, 15
_NO_FACTS = FrameFacts()


class LineBadge(QAbstractButton):
    """Its dot is full on a good line and a ring otherwise: no state is told by colour alone. Pressing it leads on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line_state")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("ring_radius", tokens.CHIP_HEIGHT // 2)
        self.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        self._facts = _NO_FACTS
        language.changed.connect(self.retranslate)
        self.retranslate()

    def show_facts(self, facts: FrameFacts) -> None:
        self._facts = facts
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._facts.line()())
        self._count = formats.number(self._facts.open_incidents) if self._facts.open_incidents else ""
        spoken = [self.text()]
        if self._facts.open_incidents:
            spoken.append(t("app.line.incidents", n=self._facts.open_incidents))
        told = formats.listed(spoken)
        self.setAccessibleName(told)
        self.setToolTip(f"{told}\n{t('app.line.more')}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(width) + 1 + _DOT + _GAP + self._end_width() + 2 * _PADDING, tokens.CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(90 + self._end_width(), self.sizeHint().width()), tokens.CHIP_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = TONES[self._facts.line_tone()]
        radius = self.height() / 2
        painter.setPen(theme.colour(ink) if self.underMouse() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        self._paint_dot(painter, theme.colour(ink))
        start = _PADDING + _DOT + _GAP
        box = QRectF(start, 0, self.width() - start - _PADDING - self._end_width(), self.height())
        painter.setPen(theme.colour(ink))
        painter.setFont(self.font())
        painter.setLayoutDirection(self.layoutDirection())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(box.width()) + 1)
        leading = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(box, self), leading, shown)
        if self._count:
            self._paint_end(painter)

    def _paint_dot(self, painter: QPainter, ink: QColor) -> None:
        """Full on a good line, a ring without one."""
        box = mirrored(QRectF(_PADDING, (self.height() - _DOT) / 2, _DOT, _DOT), self)
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(ink)
        pen.setWidthF(1.6)
        painter.setPen(pen)
        painter.setBrush(ink if self._facts.is_online else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))

    def _paint_end(self, painter: QPainter) -> None:
        """How many incidents wait, in their own colour whatever the line's is."""
        width = self._end_width() - _GAP
        area = QRectF(self.width() - width - 4, 4, width, self.height() - 8)
        ground, ink = TONES["bad"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(mirrored(area, self), area.height() / 2, area.height() / 2)
        icon = QRectF(area.x() + 7, (self.height() - _ICON) / 2, _ICON, _ICON)
        paint_icon(painter, mirrored(icon, self), "triangle-alert", ink)
        painter.setPen(theme.colour(ink))
        number = QRectF(icon.right() + 4, 0, area.right() - icon.right() - 11, self.height())
        painter.drawText(mirrored(number, self), Qt.AlignmentFlag.AlignCenter, self._count)

    def _end_width(self) -> int:
        if not self._count:
            return 0
        digits = QFontMetricsF(self.font()).horizontalAdvance(self._count)
        return round(digits) + 2 + _ICON + 4 + 14 + _GAP
