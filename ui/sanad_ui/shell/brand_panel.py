"""The brand's own side of a full view: who this desk is, and a few facts that hold without a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.label import Label
from sanad_ui.shell.brand_tile import BrandTile
from sanad_ui.texts import Phrase
from sanad_ui.theme import theme

_MARGIN = 56


class BrandPanel(QWidget):
    """A title, a line under it, facts with an icon each, and the version at the foot."""

    def __init__(self, *, margin: int = _MARGIN, title_size: int = 34, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brand_panel")
        self.title = Label(size=title_size, weight=tokens.BOLD, tone="on_panel", wrap=True, name="panel_title")
        self.subtitle = Label(size=16, tone="on_panel2", wrap=True, name="panel_subtitle")
        self.version = Label(size=tokens.TEXT_CAPTION, tone="on_panel2", name="panel_version")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(10)
        self._facts.setVerticalSpacing(10)
        self._facts.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(6)
        column.addLayout(self._brand())
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(22)
        column.addLayout(self._facts)
        column.addStretch(1)
        column.addWidget(self.version)

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(BrandTile(size=44, on_panel=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label("brand.name", size=20, weight=tokens.BOLD, tone="on_panel"))
        words.addWidget(Label("brand.name_latin", size=tokens.TEXT_SECONDARY, tone="on_panel2"))
        row.addLayout(words)
        row.addStretch(1)
        return row

    def show_facts(self, facts: Sequence[tuple[str, Phrase]]) -> None:
        """Pairs of an icon and its sentence; replaces what was there."""
        while (item := self._facts.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        from sanad_ui.kit.icon_label import IconLabel  # the first paint shows no facts

        for row, (icon, phrase) in enumerate(facts):
            self._facts.addWidget(IconLabel(icon, tone="on_panel2"), row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._facts.addWidget(Label(phrase, size=15, tone="on_panel", wrap=True), row, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QLinearGradient(0, 0, self.width() * 0.7, self.height())
        shade.setColorAt(0, theme.colour("panel_top"))
        shade.setColorAt(1, theme.colour("panel_bottom"))
        painter.fillRect(self.rect(), shade)
