"""Who is signed in: initials, name and role; pressing it locks the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.kit.avatar import initials, paint_avatar
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_AVATAR, _GAP, _PADDING = 30, 9, 5


class OperatorBadge(QAbstractButton):
    """Empty and out of the way until somebody signs in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("operator_badge")
        self._operator: OperatorTile | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def show_operator(self, operator: OperatorTile | None) -> None:
        self._operator = operator
        self.retranslate()

    def retranslate(self) -> None:
        if self._operator is not None:
            self.setText(self._operator.name())
            spoken = t("app.frame.operator", name=self._operator.name, role=self._operator.role_name)
            self.setAccessibleName(f"{spoken} · {t('app.frame.lock')}")
        else:
            self.setAccessibleName(t("app.frame.lock"))
        self.setToolTip(t("app.frame.lock"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._operator is None:
            return QSize(0, 44)
        name = QFontMetricsF(font(tokens.TEXT_BODY, tokens.SEMIBOLD)).horizontalAdvance(self._operator.name())
        role = QFontMetricsF(font(tokens.TEXT_CAPTION)).horizontalAdvance(self._operator.role_name())
        return QSize(round(min(220, max(name, role))) + 2 + _AVATAR + _GAP + 2 * _PADDING, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._operator is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        x = self.width() - _AVATAR - _PADDING if rtl else _PADDING
        name = self._operator.name()
        paint_avatar(painter, QRectF(x, (self.height() - _AVATAR) / 2, _AVATAR, _AVATAR), initials(name))
        edge = _AVATAR + _GAP + _PADDING
        room = QRectF(self.rect()).adjusted(_PADDING if rtl else edge, 0, -edge if rtl else -_PADDING, 0)
        leading = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(tokens.TEXT_BODY, tokens.SEMIBOLD))
        painter.setPen(theme.colour("ink"))
        shown = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(room.x(), 3, room.width(), 22), leading, shown)
        painter.setFont(font(tokens.TEXT_CAPTION))
        painter.setPen(theme.colour("ink2"))
        painter.drawText(QRectF(room.x(), 22, room.width(), 19), leading, self._operator.role_name())
