"""A choice on a line of its own: words, a quiet second line, an amount, and the key that takes it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.mirror import mirrored, reading_direction
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_PADDING, _GAP, _TOP = 10, 8, 5
_LINE, _LINE_BELOW, _ICON = 22, 19, 18


class OptionRow(QAbstractButton):
    """Return presses it as Space does; a held key presses once."""

    def __init__(
        self,
        title: Phrase | str,
        *,
        name: str,
        caption: Phrase | str | None = None,
        trailing: Phrase | str | None = None,
        key: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._title = as_phrase(title)
        self._caption = as_phrase(caption) if caption is not None else None
        self._trailing = as_phrase(trailing) if trailing is not None else None
        self._key, self._icon = key, icon
        self.is_marked = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def set_marked(self, is_marked: bool) -> None:
        """Shows it as the one that Return would take while the focus stays in a field."""
        self.is_marked = is_marked
        self.update()

    def retranslate(self) -> None:
        self.setText(self._title())
        parts = [self._title(), *(phrase() for phrase in (self._caption, self._trailing) if phrase is not None)]
        self.setAccessibleName("، ".join(parts) if language.is_rtl else ", ".join(parts))
        self.setFixedHeight(self._height_at(self.width()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self._height_at(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words take a second line, as what tells two choices apart often stands at their end."""
        super().resizeEvent(event)
        wanted = self._height_at(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked() or self.is_marked
        painter.setPen(QPen(theme.colour("brand" if chosen else "line"), 1))
        ground = "brand_soft" if chosen else "sunken" if self.underMouse() else "surface"
        painter.setBrush(theme.colour(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        self._paint_words(painter, self._paint_start(painter))

    def _paint_start(self, painter: QPainter) -> float:
        """Key and icon before the words; gives back where the words begin."""
        start = float(_PADDING)
        if self._key:
            size = key_cap_size(self._key)
            top = (self.height() - size.height()) / 2
            paint_key_cap(painter, mirrored(QRectF(start, top, size.width(), size.height()), self), self._key)
            start += size.width() + _GAP
        if self._icon:
            box = mirrored(QRectF(start, (self.height() - _ICON) / 2, _ICON, _ICON), self)
            paint_icon(painter, box, self._icon, "ink2", rtl=language.is_rtl)
            start += _ICON + _GAP
        return start

    def _paint_words(self, painter: QPainter, start: float) -> None:
        """Words first; below them, on one line, what explains them and what they cost."""
        painter.setLayoutDirection(reading_direction())
        room = self.width() - _PADDING - start
        lower = self._caption is not None
        trailing = self._trailing() if self._trailing is not None else ""
        painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
        price = QFontMetricsF(painter.font()).horizontalAdvance(trailing) + 2 if trailing else 0.0
        beside = room if lower or not trailing else room - price - _GAP
        height = self._title_height(self.width())
        top = (self.height() - height - (_LINE_BELOW if lower else 0)) / 2
        title = QRectF(start, top, beside, height)
        below = QRectF(start, title.bottom(), room, _LINE_BELOW)
        if trailing:
            line = below if lower else title
            painter.setPen(theme.colour("ink"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(
                mirrored(QRectF(line.right() - price, line.y(), price, line.height()), self), flags, trailing
            )
        painter.setFont(self._face())
        painter.setPen(theme.colour("ink"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(mirrored(title, self), flags, self._title())
        if self._caption is not None:
            self._paint_caption(painter, below.adjusted(0, 0, -price - (_GAP if price else 0), 0), self._caption())

    def _paint_caption(self, painter: QPainter, line: QRectF, text: str) -> None:
        painter.setFont(font(tokens.TEXT_CAPTION))
        painter.setPen(theme.colour("ink2"))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(line, self), flags, shown)
        self.setToolTip("" if shown == text else f"{self._title()}\n{text}")

    def _face(self) -> QFont:
        return font(tokens.TEXT_BODY, tokens.SEMIBOLD if self.isChecked() else tokens.MEDIUM)

    def _title_height(self, width: int) -> float:
        used = 2 * _PADDING + (key_cap_size(self._key).width() + _GAP if self._key else 0)
        used += _ICON + _GAP if self._icon else 0
        # Measured in the heavier weight, so that choosing an option never makes it grow.
        measure = QFontMetricsF(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
        if self._caption is None and self._trailing is not None:
            used += round(measure.horizontalAdvance(self._trailing())) + 2 + _GAP
        room = QRectF(0, 0, max(40, width - used), 1_000)
        lines = measure.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._title()).height()
        return min(_LINE * 3.0, max(_LINE * 1.0, lines))

    def _height_at(self, width: int) -> int:
        height = self._title_height(width) + 2 * _TOP + (_LINE_BELOW if self._caption is not None else 0)
        return max(tokens.CONTROL_HEIGHT, round(height))
