"""The buttons: one primary action a page, secondary beside it, quiet ones for the rest; each may show its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import set_look, theme

_GAP = 8
_TIGHT_PADDING = 8  # where the words need more room than there is


class DeskButton(QPushButton):
    """Icon, words and key cap in reading order; Return presses it as Space does, and a held key presses once."""

    kind = "secondary"
    tall = tokens.CONTROL_HEIGHT
    padding = 14
    weight = tokens.SEMIBOLD
    text_size = tokens.TEXT_BODY
    ink, ink_disabled = "ink", "ink3"
    leading = False

    def __init__(
        self, phrase: Phrase | str, *, name: str, icon: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase = as_phrase(phrase)
        self._icon, self._key = icon, key
        self.setFont(font(self.text_size, self.weight))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_look(self, kind=self.kind)
        self.retranslate()
        language.changed.connect(self.retranslate)

    @property
    def key(self) -> str:
        """The key shown on the button; the command that the button runs owns it."""
        return self._key

    def say(self, phrase: Phrase | str, **params: object) -> None:
        self._phrase = as_phrase(phrase, **params)
        self.retranslate()

    def show_key(self, key: str) -> None:
        """Another key, or none while something else has it."""
        self._key = key
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        self.setText(self._phrase())
        self.setAccessibleName(self._phrase())

    def ink_token(self) -> str:
        return self.ink if self.isEnabled() else self.ink_disabled

    def sizeHint(self) -> QSize:
        return QSize(round(sum(width for _, width in self._parts()) + self._gaps()) + 2 * self.padding, self.tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_content(painter)

    def _parts(self) -> list[tuple[str, float]]:
        parts: list[tuple[str, float]] = []
        if self._icon:
            parts.append(("icon", tokens.ICON_SIZE))
        if self.text():
            parts.append(("text", QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 1))
        if self._key:
            parts.append(("key", key_cap_size(self._key).width()))
        return parts

    def _gaps(self) -> int:
        return _GAP * max(0, len(self._parts()) - 1)

    def _paint_content(self, painter: QStylePainter) -> None:
        parts = self._parts()
        whole = sum(width for _, width in parts) + self._gaps()
        tight = max(0.0, whole - self.width() + 2 * min(self.padding, _TIGHT_PADDING))
        parts = [(part, width - tight if part == "text" else width) for part, width in parts]
        whole -= tight
        x = float(self.padding) if self.leading else (self.width() - whole) / 2
        colour = theme.colour(self.ink_token())
        for part, width in parts:
            height = {"icon": tokens.ICON_SIZE, "key": 18}.get(part, self.height())
            box = mirrored(QRectF(x, (self.height() - height) / 2, width, height), self)
            self._paint_part(painter, part, box, colour)
            x += width + _GAP

    def _paint_part(self, painter: QStylePainter, part: str, box: QRectF, colour: QColor) -> None:
        if part == "icon":
            paint_icon(painter, box, self._icon, self.ink_token(), rtl=self._is_rtl())
        elif part == "key":
            paint_key_cap(painter, box, self._key, ink=colour if self.kind == "primary" else None)
        else:
            painter.setPen(colour)
            painter.setFont(self.font())
            shown = self.text()
            if box.width() < QFontMetricsF(self.font()).horizontalAdvance(shown):
                shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)

    def _is_rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


class PrimaryButton(DeskButton):
    """The one thing to do next."""

    kind = "primary"
    tall = tokens.PRIMARY_HEIGHT
    text_size = tokens.TEXT_HEADING
    padding = 18
    ink, ink_disabled = "on_brand", "on_brand_faded"


class SmallPrimaryButton(PrimaryButton):
    """The primary action of a row or a step, as high as a field."""

    tall = tokens.CONTROL_HEIGHT
    text_size = tokens.TEXT_BODY
    padding = 14


class SecondaryButton(DeskButton):
    """Something else that can be done here."""


class QuietButton(DeskButton):
    """Without a border until it is pointed at or focused."""

    kind = "quiet"
    weight = tokens.MEDIUM
    ink = "ink2"
    padding = 10


class IconButton(DeskButton):
    """Only an icon; its name is read by screen readers and shown as a tool tip."""

    kind = "quiet"
    padding = 8

    def __init__(self, icon: str, phrase: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(phrase, name=name, icon=icon, parent=parent)

    def retranslate(self) -> None:
        self.setAccessibleName(self._phrase())
        self.setToolTip(self._phrase())
