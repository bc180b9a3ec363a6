"""What an empty place says: what belongs here and the first key to press."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.key_cap import KeyCap
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase


class EmptyState(QWidget):
    """An icon, a sentence, and a key with what it does."""

    def __init__(
        self,
        icon: str,
        title: Phrase | str,
        *,
        name: str,
        hint: Phrase | str | None = None,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, tone="ink3", size=32), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = Label(title, size=tokens.TEXT_HEADING, weight=tokens.MEDIUM, wrap=True, name=f"{name}_title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        self.key = KeyCap(key)
        set_shown(self.key, bool(key))
        self.hint = Label.secondary(hint, wrap=not key, name=f"{name}_hint")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_shown(self.hint, hint is not None)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_SMALL)
        if key:
            line.addStretch(1)
            line.addWidget(self.key)
        line.addWidget(self.hint, 0 if key else 1)
        if key:
            line.addStretch(1)
        column.addLayout(line)
        column.addStretch(2)
        self._column = column

    def add(self, part: QWidget) -> None:
        """Below the words, centred: what can be done about it."""
        self._column.insertWidget(self._column.count() - 1, part, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, title: Phrase | str, hint: Phrase | str | None = None) -> None:
        self.title.say(title)
        self.hint.say(hint)
        set_shown(self.hint, hint is not None)
