"""A choice on a line of its own: words, a quiet second line, an amount, and the key that takes it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_PADDING, _GAP = 10, 8


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
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 52 if self._caption is not None else tokens.CONTROL_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
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
        self._paint_words(painter, self._paint_ends(painter))

    def _paint_ends(self, painter: QPainter) -> QRectF:
        """Key and icon before the words, the amount behind them; gives back the room between."""
        start, end = float(_PADDING), float(self.width() - _PADDING)
        if self._key:
            size = key_cap_size(self._key)
            top = (self.height() - size.height()) / 2
            paint_key_cap(painter, self._placed(QRectF(start, top, size.width(), size.height())), self._key)
            start += size.width() + _GAP
        if self._icon:
            side = 18
            box = self._placed(QRectF(start, (self.height() - side) / 2, side, side))
            paint_icon(painter, box, self._icon, "ink2", rtl=language.is_rtl)
            start += side + _GAP
        if self._trailing is not None:
            painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
            width = QFontMetricsF(painter.font()).horizontalAdvance(self._trailing()) + 2
            painter.setPen(theme.colour("ink"))
            box = self._placed(QRectF(end - width, 0, width, self.height()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self._trailing())
            end -= width + _GAP
        return QRectF(start, 0, max(0.0, end - start), self.height())

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        caption = self._caption() if self._caption is not None else ""
        top = (self.height() - 42) / 2 if caption else 0.0
        line = QRectF(room.x(), top, room.width(), 23 if caption else self.height())
        weight = tokens.SEMIBOLD if self.isChecked() else tokens.MEDIUM
        shown = self._paint_line(painter, line, self._title(), tokens.TEXT_BODY, weight, "ink")
        if caption:
            below = QRectF(room.x(), top + 22, room.width(), 19)
            shown = self._paint_line(painter, below, caption, tokens.TEXT_CAPTION, tokens.REGULAR, "ink2") and shown
        self.setToolTip("" if shown else f"{self._title()}\n{caption}".strip())

    def _paint_line(self, painter: QPainter, line: QRectF, text: str, size: int, weight: int, ink: str) -> bool:
        """Whether all of it could be shown."""
        painter.setFont(font(size, weight))
        painter.setPen(theme.colour(ink))
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if language.is_rtl else Qt.LayoutDirection.LeftToRight
        )
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(self._placed(line), flags, shown)
        return shown == text

    def _placed(self, box: QRectF) -> QRectF:
        if not language.is_rtl:
            return box
        return QRectF(self.width() - box.right(), box.y(), box.width(), box.height())
