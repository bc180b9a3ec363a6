"""Lines of the bill as they are painted: words where reading begins, the amount in its column at the end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_desk.domain.charges import ChargeKind
from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.mirror import mirrored, reading_direction
from sanad_ui.serve.bill_words import BillLine
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

HEIGHT = 28


def amount_width(baisa: int, size: int, weight: int) -> float:
    return QFontMetricsF(font(size, weight)).horizontalAdvance(formats.amount_digits(baisa))


class BillRow(QAbstractButton):
    """Return opens what can be changed of it."""

    opened = Signal(object)

    def __init__(self, line: BillLine, column: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.column = line, column
        self.setObjectName(line.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        is_vat = line.kind is ChargeKind.VAT
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_vat else Qt.FocusPolicy.StrongFocus)
        self.setEnabled(not is_vat)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("ring_radius", 6)
        self.clicked.connect(self._on_clicked)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def set_column(self, column: float) -> None:
        self.column = column
        self.update()

    def retranslate(self) -> None:
        remark = self.line.remark() if self.line.remark is not None else ""
        amount = formats.amount_with_unit(self.line.amount) if self.line.amount is not None else t("serve.bill.open")
        self.setText(self.line.words())
        self.setAccessibleName(" ".join(part for part in (self.line.words(), remark, amount) if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), theme.colour("bg"))
        pen = QPen(theme.colour("line"), 1)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        width = self._paint_amount(painter)
        self._paint_words(painter, self.width() - width - 10)

    def _paint_amount(self, painter: QPainter) -> float:
        """Right-aligned on the digit in both languages; an open amount says so in words and by icon."""
        line = self.line
        if line.amount is None:
            icon = mirrored(QRectF(self.width() - 18, (self.height() - 18) / 2, 18, 18), self)
            mark = "chevron-left" if language.is_rtl else "chevron-right"
            paint_icon(painter, icon, mark, "warn")
            return 24.0
        painter.setFont(font(tokens.TEXT_BODY, tokens.MEDIUM))
        painter.setPen(theme.colour("ink2" if line.paid_direct else "ink"))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        left = 0.0 if language.is_rtl else self.width() - self.column
        box = QRectF(left, 0, self.column, self.height() - 1)
        digits = formats.amount_digits(line.amount)
        shown = f"({digits})" if line.paid_direct else digits
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        return self.column

    def _paint_words(self, painter: QPainter, room: float) -> None:
        painter.setLayoutDirection(reading_direction())
        words = self.line.words()
        face, small = font(tokens.TEXT_BODY, tokens.MEDIUM), font(tokens.TEXT_CAPTION)
        width = min(room, QFontMetricsF(face).horizontalAdvance(words) + 1)
        painter.setFont(face)
        painter.setPen(theme.colour("ink"))
        leading = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(QRectF(0, 0, width, self.height() - 1), self), leading, words)
        remark = self.line.remark() if self.line.remark is not None else ""
        left = room - width - 6
        if not remark or left < 20:
            return
        painter.setFont(small)
        painter.setPen(theme.colour("warn" if self.line.tone == "warn" else "ink2"))
        shown = QFontMetricsF(small).elidedText(remark, Qt.TextElideMode.ElideRight, left)
        self.setToolTip(remark if shown != remark else "")
        painter.drawText(mirrored(QRectF(width + 6, 1, left, self.height() - 1), self), leading, shown)

    def _on_clicked(self) -> None:
        self.opened.emit(self.line)
