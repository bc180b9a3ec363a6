"""The rail of pages at the side where reading begins, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase, as_phrase, language, t
from sanad_ui.theme import theme

_WIDTH, _HEIGHT = 68, 77
_BADGE = 18
_MOST_SHOWN = 99


class _RailButton(QAbstractButton):
    def __init__(self, page: str, phrase: Phrase, icon: str, key: str) -> None:
        super().__init__()
        self.setObjectName(f"rail_{page}")
        self.page, self._phrase, self._icon, self._key = page, phrase, icon, key
        self.count = 0
        self.setCheckable(True)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        self.setText(self._phrase())
        spoken = t("app.rail.counted", page=self._phrase, n=self.count) if self.count else self._phrase()
        self.setAccessibleName(spoken)
        self.update()

    def show_count(self, count: int) -> None:
        """What waits on the page; nothing is shown where nothing waits."""
        if count != self.count:
            self.count = count
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand_soft" if chosen else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        ink = "brand" if chosen else "ink2"
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint_icon(painter, QRectF((_WIDTH - 20) / 2, 10, 20, 20), self._icon, ink, rtl=rtl)
        painter.setPen(theme.colour(ink))
        painter.setFont(self._fitting(tokens.SEMIBOLD if chosen else tokens.MEDIUM))
        painter.drawText(QRectF(0, 32, _WIDTH, 20), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._key:
            size = key_cap_size(self._key)
            paint_key_cap(painter, QRectF((_WIDTH - size.width()) / 2, 54, size.width(), size.height()), self._key)
        if self.count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        """At the upper end of the icon, where reading ends."""
        shown = formats.number(min(self.count, _MOST_SHOWN)) + ("+" if self.count > _MOST_SHOWN else "")
        painter.setFont(font(tokens.TEXT_CAPTION - 1, tokens.SEMIBOLD))
        width = max(_BADGE, QFontMetricsF(painter.font()).horizontalAdvance(shown) + 10)
        place = mirrored(QRectF(_WIDTH / 2 + 5, 3, width, _BADGE), self)
        painter.setPen(QPen(theme.colour("brand_soft" if self.isChecked() else "surface"), 2))
        painter.setBrush(theme.colour("brand"))
        painter.drawRoundedRect(place, _BADGE / 2, _BADGE / 2)
        painter.setPen(theme.colour("on_brand"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _fitting(self, weight: int) -> QFont:
        face = font(tokens.TEXT_CAPTION, weight)
        too_wide = QFontMetricsF(face).horizontalAdvance(self.text()) > _WIDTH - 2
        return font(tokens.TEXT_CAPTION - 1, weight) if too_wide else face


class Rail(QWidget):
    """`asked` carries the name of the page; the window decides whether to go there."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(tokens.RAIL_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 10, 8, 10)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)
        self._current = ""

    @property
    def last_button(self) -> QWidget | None:
        buttons = self._group.buttons()
        return buttons[-1] if buttons else None

    def add(self, page: str, phrase: Phrase | str, *, icon: str, key: str) -> QWidget:
        button = _RailButton(page, as_phrase(phrase), icon, key)
        self._group.addButton(button)
        self._column.insertWidget(self._column.count() - 1, button)
        return button

    def show_count(self, page: str, count: int) -> None:
        for button in self._group.buttons():
            if isinstance(button, _RailButton) and button.page == page:
                button.show_count(count)

    def mark(self, page: str) -> None:
        """Shows which page is in front."""
        self._current = page
        for button in self._group.buttons():
            if isinstance(button, _RailButton):
                button.setChecked(button.page == page)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line"), 1))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = 0 if rtl else self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())

    def _on_clicked(self, button: QAbstractButton) -> None:
        page = button.page if isinstance(button, _RailButton) else ""
        # The page may refuse to be left; until it is in front the old mark stands.
        self.mark(self._current)
        self.asked.emit(page)
