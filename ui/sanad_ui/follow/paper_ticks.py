"""The papers of a service to tick: which of them were missing or could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.words import Words
from sanad_ui.case_words import words_of
from sanad_ui.kit import Label, Tick


class PaperTicks(QWidget):
    """Named as in the checklist."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.ticks: dict[str, Tick] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Label.secondary("follow.form.papers"))

    def offer(self, papers: Sequence[tuple[str, Words]]) -> None:
        """None is ticked at first."""
        for tick in self.ticks.values():
            tick.hide()
            tick.deleteLater()
        self.ticks = {}
        for place, (key, words) in enumerate(papers):
            tick = Tick(words_of(words), name=f"{self.objectName()}_{place}")
            tick.setToolTip(words_of(words)())
            tick.setMinimumWidth(120)
            self.ticks[key] = tick
            self._column.addWidget(tick)
            tick.show()  # at once, or it could not take the keyboard yet

    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key, tick in self.ticks.items() if tick.isChecked())
