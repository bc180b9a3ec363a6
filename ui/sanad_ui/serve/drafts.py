"""What is half typed on the page, by object name, and the field in use: written through within a second."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from sanad_ui.kit import Field

TIME_BEFORE_WRITING_MS = 400


class Drafts(QObject):
    """`due` is emitted once after some keys, never later than the interval after the first of them."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, str] = {}
        self._focus = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TIME_BEFORE_WRITING_MS)
        self._timer.timeout.connect(self.due)

    @property
    def focus(self) -> str:
        return self._focus

    def texts(self) -> Mapping[str, str]:
        return dict(self._texts)

    def text(self, name: str) -> str:
        return self._texts.get(name, "")

    def keep(self, name: str, text: str) -> None:
        """An empty text is no draft."""
        if self._texts.get(name, "") == text:
            return
        if text:
            self._texts[name] = text
        else:
            self._texts.pop(name, None)
        self._begin()

    def forget(self, *names: str) -> None:
        for name in names:
            self.keep(name, "")

    def note_focus(self, name: str) -> None:
        if name != self._focus:
            self._focus = name
            if self._texts:
                self._begin()

    def load(self, texts: Mapping[str, str], focus: str) -> None:
        """From the store, after a crash or on resuming; nothing of it needs writing."""
        self._texts, self._focus = dict(texts), focus
        self._timer.stop()

    def clear(self) -> None:
        self.load({}, "")

    def stop(self) -> None:
        self._timer.stop()

    def bind(self, field: Field, name: str = "") -> None:
        """Gives a field its half-typed text back and keeps what is typed from now on."""
        binding = _Binding(self, field, name or field.edit.objectName())
        field.edited.connect(binding.keep)
        if text := self.text(binding.name):
            field.set_text(text)

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


class _Binding(QObject):
    """Lives as long as its field."""

    def __init__(self, drafts: Drafts, field: Field, name: str) -> None:
        super().__init__(field)
        self.drafts, self.field, self.name = drafts, field, name

    def keep(self) -> None:
        self.drafts.keep(self.name, self.field.text())
