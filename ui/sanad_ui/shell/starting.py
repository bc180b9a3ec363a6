"""What is painted first: the brand and an empty form, while the rest is still being read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.label import Label
from sanad_ui.kit.progress import ProgressLine
from sanad_ui.shell.brand_panel import BrandPanel
from sanad_ui.texts import Phrase
from sanad_ui.theme import set_look

FORM_WIDTH = 470


class StartingView(QWidget):
    """Laid out as the sign-in page, so that nothing moves when that comes; `painted` comes once."""

    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("starting")
        self._was_painted = False
        self.panel = BrandPanel()
        self.title = Label("brand.opening", size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, name="starting_title")
        self.hint = Label.secondary("brand.opening_hint", wrap=True, name="starting_hint")
        self.progress = ProgressLine(name="starting_progress")
        self.progress.set_busy()
        form = QWidget()
        form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(form, look="form")
        form.setFixedWidth(FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(48, 0, 48, 0)
        column.setSpacing(tokens.SPACE)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.progress)
        column.addWidget(self.hint)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel, 1)
        row.addWidget(form)

    def say(self, title: Phrase | str, hint: Phrase | str) -> None:
        """What takes its time now."""
        self.title.say(title)
        self.hint.say(hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()
