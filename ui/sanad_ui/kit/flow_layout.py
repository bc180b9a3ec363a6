"""Parts one after the other in reading order, broken into lines where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from sanad_ui.kit.listed_layout import ListedLayout


class Flow(ListedLayout):
    """Follows the direction of its widget."""

    def __init__(self, *, spacing: int = 8) -> None:
        super().__init__()
        self.setSpacing(spacing)

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # a Qt override
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    def setGeometry(self, room: QRect) -> None:  # noqa: N802  # a Qt override
        super().setGeometry(room)
        self._place(room, only_measure=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802  # a Qt override
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, room: QRect, *, only_measure: bool) -> int:
        x = y = line = 0
        holder = self.parentWidget()
        rtl = holder is not None and holder.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint().boundedTo(QSize(max(room.width(), 1), 1_000))
            if x and x + size.width() > room.width():
                x, y, line = 0, y + line + self.spacing(), 0
            if not only_measure:
                left = room.right() + 1 - x - size.width() if rtl else room.x() + x
                item.setGeometry(QRect(QPoint(left, room.y() + y), size))
            x, line = x + size.width() + self.spacing(), max(line, size.height())
        return y + line


class FlowBox(QWidget):
    """A widget around a flow, as high as its lines need."""

    def __init__(self, *, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = Flow(spacing=spacing)
        self.setLayout(self.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        self.flow.addWidget(part)
