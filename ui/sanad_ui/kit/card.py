"""The surface a page puts its parts on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.label import Label
from sanad_ui.texts import Phrase
from sanad_ui.theme import set_look, theme


class Card(QFrame):
    """A rounded surface with an optional heading line; parts go into `body`."""

    def __init__(
        self,
        title: Phrase | str | None = None,
        *,
        name: str,
        quiet_title: bool = False,
        margin: int = tokens.SPACE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        set_look(self, look="card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.setSpacing(tokens.SPACE_SMALL)
        self.header = QHBoxLayout()
        self.header.setSpacing(tokens.SPACE_SMALL)
        self.title: Label | None = None
        if title is not None:
            self.title = Label.secondary(title) if quiet_title else Label.heading(title)
            self.header.addWidget(self.title)
            self.header.addStretch(1)
            outer.addLayout(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.SPACE_SMALL)
        outer.addLayout(self.body, 1)

    def add(self, part: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(part, stretch)

    def add_to_header(self, part: QWidget) -> None:
        """Stands at the far end of the heading line."""
        self.header.addWidget(part)


class Hairline(QWidget):
    """A line between rows: solid between parts, dashed between figures."""

    def __init__(self, *, dashed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dashed = dashed
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        pen = QPen(theme.colour("line"), 1)
        if self._dashed:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
        painter = QPainter(self)
        painter.setPen(pen)
        painter.drawLine(0, 0, self.width(), 0)
