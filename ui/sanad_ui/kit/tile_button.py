"""One operator's tile: initials, name, and the number key that chooses it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.kit.avatar import initials, paint_avatar
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.mirror import mirrored
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

TILE_HEIGHT = 68
_AVATAR, _PADDING, _GAP = 34, 12, 10


class TileButton(QAbstractButton):
    """Checkable; of the group only the chosen one is a stop of the Tab key."""

    def __init__(self, operator: OperatorTile, number: int) -> None:
        super().__init__()
        self.setObjectName(f"operator_{operator.id}")
        self.operator, self._key = operator, str(number) if number <= 9 else ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("ring_radius", 11)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self.operator.name())
        spoken = t("app.frame.operator", name=self.operator.name, role=self.operator.role_name)
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, TILE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(theme.colour("brand" if chosen else "line"), 1.5 if chosen else 1))
        ground = "brand_soft" if chosen else "sunken" if self.underMouse() else "surface"
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 11, 11)
        middle = (self.height() - _AVATAR) / 2
        box = mirrored(QRectF(_PADDING, middle, _AVATAR, _AVATAR), self)
        face = "surface" if chosen else "sunken"
        paint_avatar(painter, box, initials(self.operator.name()), ground=face, ink="brand" if chosen else "ink2")
        self._paint_name(painter, chosen)
        if self._key:
            size = key_cap_size(self._key)
            end = self.width() - _PADDING - size.width()
            cap = QRectF(end, (self.height() - size.height()) / 2, size.width(), size.height())
            paint_key_cap(painter, mirrored(cap, self), self._key)

    def _paint_name(self, painter: QPainter, chosen: bool) -> None:
        """On two lines when the name is long, with the role under a short one."""
        edge = _PADDING + _AVATAR + _GAP
        room = QRectF(edge, 4, self.width() - edge - _PADDING - 28, self.height() - 8)
        place = mirrored(room, self)
        painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
        painter.setPen(theme.colour("brand" if chosen else "ink"))
        leading = Qt.AlignmentFlag.AlignLeft
        name = self.operator.name()
        if QFontMetricsF(painter.font()).horizontalAdvance(name) > place.width():
            broken = _broken_to_fit(painter, name, place.width())
            painter.drawText(place, leading | Qt.AlignmentFlag.AlignVCenter, broken)
            return
        painter.drawText(place.adjusted(0, 8, 0, -place.height() / 2), leading | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(tokens.TEXT_CAPTION))
        painter.setPen(theme.colour("ink2"))
        lower = place.adjusted(0, place.height() / 2, 0, -8)
        painter.drawText(lower, leading | Qt.AlignmentFlag.AlignVCenter, self.operator.role_name())


def _broken_to_fit(painter: QPainter, name: str, width: float) -> str:
    """On two lines, in a smaller size when one line is still too long, at last with an ellipsis.

    Broken by ourselves: Qt's wrapping leaves the space at the break, which moves an Arabic line aside.
    """
    for size in (tokens.TEXT_BODY, tokens.TEXT_SECONDARY, tokens.TEXT_CAPTION):
        painter.setFont(font(size, tokens.SEMIBOLD))
        measure = QFontMetricsF(painter.font())
        first, second = _split(measure, name, width)
        if measure.horizontalAdvance(second) <= width:
            break
    second = measure.elidedText(second, Qt.TextElideMode.ElideRight, width)
    return f"{first}\n{second}" if second else first


def _split(measure: QFontMetricsF, name: str, width: float) -> tuple[str, str]:
    """As many words on the first line as it holds, at least one."""
    first: list[str] = []
    rest = name.split()
    while rest and (not first or measure.horizontalAdvance(" ".join([*first, rest[0]])) <= width):
        first.append(rest.pop(0))
    return " ".join(first), " ".join(rest)
