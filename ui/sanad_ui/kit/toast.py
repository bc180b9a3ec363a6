"""The short line that says something went well and leaves again by itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase

TIME_SHOWN_MS = 6_000
_ICONS = {"brand": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "info": "info"}


class ToastLine(QWidget):
    """Lives in the status bar; it takes no focus and asks for no answer."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.icon = IconLabel("circle-check", tone="brand", size=16)
        self.label = Label(size=tokens.TEXT_SECONDARY, weight=tokens.SEMIBOLD, tone="brand", name=f"{name}_text")
        row.addWidget(self.icon)
        row.addWidget(self.label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TIME_SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        self._show_parts(False)

    def say(self, phrase: Phrase | str, *, tone: str = "brand", **params: object) -> None:
        self.label.say(phrase, **params)
        self.label.set_tone(tone)
        self.icon.set_icon(_ICONS[tone], tone)
        self._show_parts(True)
        self._timer.start()

    def clear(self) -> None:
        self._timer.stop()
        self.label.say(None)
        self._show_parts(False)

    def _show_parts(self, visible: bool) -> None:
        set_shown(self.icon, visible)
        set_shown(self.label, visible)
