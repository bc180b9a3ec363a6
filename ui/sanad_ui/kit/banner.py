"""A line that says what stands in the way, and the one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.fonts import font
from sanad_ui.kit.buttons import QuietButton
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase
from sanad_ui.theme import set_look

_ICONS = {"warn": "triangle-alert", "bad": "circle-alert", "info": "info", "brand": "circle-check"}


class Banner(QFrame):
    """Hidden until it has something to say; `acted` comes from its button."""

    acted = Signal()

    def __init__(
        self, phrase: Phrase | str | None = None, *, name: str, tone: str = "warn", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(tokens.SPACE_SMALL)
        self.icon = IconLabel(_ICONS[tone], tone=tone, size=16)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self.label = Label(size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, wrap=True, name=f"{name}_text")
        row.addWidget(self.label, 1)
        self.button = QuietButton("app.action.show", name=f"{name}_action")
        self.button.tall = 28
        self.button.setFont(font(tokens.TEXT_SECONDARY, tokens.SEMIBOLD))
        self.button.hide()
        row.addWidget(self.button)
        self.button.clicked.connect(self.acted)
        self._set_tone(tone)
        self.hide()
        if phrase is not None:
            self.say(phrase)

    def say(
        self, phrase: Phrase | str, *, tone: str | None = None, action: Phrase | str | None = None, **params: object
    ) -> None:
        if tone is not None:
            self._set_tone(tone)
        self.label.say(phrase, **params)
        set_shown(self.button, action is not None)
        if action is not None:
            self.button.say(action)
        set_shown(self, True)

    def say_error(self, error: SanadError, *, action: Phrase | str | None = None) -> None:
        self.say(error_phrase(error), tone="bad", action=action)

    def sizeHint(self) -> QSize:
        """As high as its words are at this width: a part that keeps its size is cut at the hint."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def clear(self) -> None:
        self.hide()

    def _set_tone(self, tone: str) -> None:
        set_look(self, look="banner", tone=tone)
        self.icon.set_icon(_ICONS[tone], tone)
        self.label.set_tone(tone)
        self.button.ink = tone
