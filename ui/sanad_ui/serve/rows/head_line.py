"""The head of a row: its title, and at the other end what stands beside it, or below a title that needs the room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sanad_ui.kit.listed_layout import ListedLayout

_GAP, _BELOW = 8, 2


class _Head(ListedLayout):
    """Follows the direction of its widget."""

    def __init__(self, title: QLabel) -> None:
        super().__init__()
        self._title = title

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # a Qt override
        title, aside = self._boxes(width)
        return max(title.bottom(), aside.bottom()) + 1

    def setGeometry(self, room: QRect) -> None:  # noqa: N802  # a Qt override
        super().setGeometry(room)
        holder = self.parentWidget()
        rtl = holder is not None and holder.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item, box in zip(self._items, self._boxes(room.width()), strict=True):
            left = room.width() - box.x() - box.width() if rtl else box.x()
            item.setGeometry(QRect(room.x() + left, room.y() + box.y(), box.width(), box.height()))

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802  # a Qt override
        return self._items[1].sizeHint()

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        """Title and aside, measured from where reading begins."""
        aside = self._items[1].sizeHint().boundedTo(QSize(width, 1_000))
        beside = width - aside.width() - _GAP
        if QFontMetricsF(self._title.font()).horizontalAdvance(self._title.text()) + 2 <= beside:
            title = QRect(0, 0, beside, max(self._title.heightForWidth(beside), aside.height()))
            return title, QRect(width - aside.width(), 0, aside.width(), aside.height())
        title = QRect(0, 0, width, self._title.heightForWidth(width))
        return title, QRect(0, title.bottom() + 1 + _BELOW, aside.width(), aside.height())


class HeadLine(QWidget):
    """`aside` is one piece, in reading order."""

    def __init__(self, title: QLabel, aside: list[QWidget]) -> None:
        super().__init__()
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for part in aside:
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        head = _Head(title)
        self.setLayout(head)
        head.addWidget(title)
        head.addWidget(beside)
