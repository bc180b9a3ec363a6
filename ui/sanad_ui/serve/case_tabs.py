"""The cases of a visit as tabs, each saying how much is still to do; one alone needs no tab."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_ui import formats, tokens
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.mirror import mirrored, reading_direction
from sanad_ui.texts import both, language, t
from sanad_ui.theme import theme

_MARK = 16
_SHORT = 3  # digits at the end of a reference, which tell cases of one visit apart
_LEAST_NAME = 60.0


class _Tab(QAbstractButton):
    """Names the service, and behind it a tick or the number of rows that hold back payment.

    The end of its reference stands before the name where another case has the same, and instead of it where no room is.
    """

    def __init__(self, place: int, case: CaseView, *, is_alone: bool) -> None:
        super().__init__()
        self._case, self._is_alone = case, is_alone
        self.setObjectName(f"case_tab_{place + 1}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(220)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        name = self._case.service.name
        missing = len(self._case.checklist.missing)
        short = formats.identifier(self._case.case.reference[-_SHORT:])
        self.setText(both(name.ar, name.en)() if self._is_alone else f"{short} {both(name.ar, name.en)()}")
        state = t("serve.case.missing", n=missing) if missing else t("serve.case.ready")
        self.setAccessibleName(f"{self.text()}، {state}" if language.is_rtl else f"{self.text()}, {state}")
        self.setToolTip(formats.listed([self.text(), formats.identifier(self._case.case.reference)]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(theme.colour("brand" if chosen else "line"), 1))
        painter.setBrush(theme.colour("brand_soft" if chosen else "sunken" if self.underMouse() else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        missing = len(self._case.checklist.missing)
        mark = mirrored(QRectF(self.width() - 10 - _MARK, (self.height() - _MARK) / 2, _MARK, _MARK), self)
        if missing:
            painter.setPen(theme.colour("warn"))
            painter.setFont(font(tokens.TEXT_CAPTION, tokens.SEMIBOLD))
            painter.drawText(mark.adjusted(-6, 0, 6, 0), Qt.AlignmentFlag.AlignCenter, formats.number(missing))
        else:
            paint_icon(painter, mark, "check", "brand")
        painter.setPen(theme.colour("brand" if chosen else "ink2"))
        painter.setFont(font(tokens.TEXT_SECONDARY, tokens.SEMIBOLD if chosen else tokens.MEDIUM))
        painter.setLayoutDirection(reading_direction())
        line = QRectF(10, 0, self.width() - 20 - _MARK - 8, self.height())
        shown = QFontMetricsF(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, line.width())
        if line.width() < _LEAST_NAME:
            line, shown = line.adjusted(-3, 0, 5, 0), formats.identifier(self._case.case.reference[-_SHORT:])
        leading = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(mirrored(line, self), leading, shown)


class CaseTabs(QWidget):
    """`turned` carries the position of the case to show."""

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case_tabs")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self._tabs: list[_Tab] = []
        self._group.idClicked.connect(self.turned)
        self.hide()

    def show_view(self, view: VisitView | None) -> None:
        had_focus = any(tab.hasFocus() for tab in self._tabs)
        for tab in self._tabs:
            self._group.removeButton(tab)
            tab.hide()
            tab.deleteLater()
        cases = view.cases if view is not None else ()
        named = Counter(case.service.code for case in cases)
        self._tabs = [_Tab(place, case, is_alone=named[case.service.code] == 1) for place, case in enumerate(cases)]
        for place, tab in enumerate(self._tabs):
            self._group.addButton(tab, place)
            self._row.insertWidget(place, tab, 40)
            tab.show()
        self.setVisible(len(self._tabs) > 1)
        if view is None or not self._tabs:
            return
        current = self._tabs[min(view.visit.open_case, len(self._tabs) - 1)]
        current.setChecked(True)
        if had_focus:
            current.setFocus(Qt.FocusReason.OtherFocusReason)
