"""A field that chooses one of many by its name: a governorate, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import is_return
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import set_look, theme


class _Box(QComboBox):
    """Painted like a field, with the chevron at its far end."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), tokens.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, tokens.CONTROL_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_return(event):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("bad" if self.property("state") == "bad" else "line"))
        painter.setBrush(theme.colour("surface" if self.isEnabled() else "sunken"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = QRectF(12 if rtl else self.width() - 28, (self.height() - 16) / 2, 16, 16)
        paint_icon(painter, side, "chevron-down", "ink2")
        text = self.currentText() or self.placeholderText()
        ink = "ink" if self.isEnabled() else "ink2"
        painter.setPen(theme.colour(ink if self.currentIndex() >= 0 else "ink3"))
        painter.setFont(self.font())
        room = QRectF(self.rect()).adjusted(36 if rtl else 12, 0, -12 if rtl else -36, 0)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        # The painter mirrors by itself: left means where reading begins.
        leading = Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, leading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class ChoiceField(QWidget):
    """`value()` is the value chosen or None; typing a letter jumps to the name that begins with it."""

    chosen = Signal(object)

    def __init__(
        self,
        label: Phrase | str,
        options: Sequence[tuple[Any, Phrase | str]] = (),
        *,
        name: str,
        placeholder: Phrase | str = "app.choice.placeholder",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_field")
        self._label, self._placeholder, self._required = as_phrase(label), as_phrase(placeholder), required
        self._options: list[tuple[Any, Phrase]] = []
        self._error: Phrase | None = None
        self.box = _Box()
        self.box.setObjectName(name)
        self.box.view().setObjectName(f"{name}_list")
        self.box.setFont(font())
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        caption = Label.secondary(label)
        caption.setBuddy(self.box)
        column.addWidget(caption)
        column.addWidget(self.box)
        self.note = Label.caption(wrap=True)
        self.note.set_tone("bad")
        self.note.hide()
        column.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.box)
        self.set_options(options)
        self.box.activated.connect(self._on_activated)
        language.changed.connect(self.retranslate)

    def set_options(self, options: Sequence[tuple[Any, Phrase | str]]) -> None:
        """Keeps the choice when its value is still there."""
        kept = self.value()
        self._options = [(value, as_phrase(phrase)) for value, phrase in options]
        self.box.clear()
        self.box.addItems([phrase() for _, phrase in self._options])
        self.set_value(kept)
        self.retranslate()

    def value(self) -> Any:
        index = self.box.currentIndex()
        return self._options[index][0] if 0 <= index < len(self._options) else None

    def set_value(self, value: Any) -> None:
        values = [known for known, _ in self._options]
        self.box.setCurrentIndex(values.index(value) if value in values else -1)

    def set_error(self, error: SanadError | Phrase | None) -> None:
        self._error = error_phrase(error) if isinstance(error, SanadError) else error
        self.note.say(self._error)
        set_shown(self.note, self._error is not None)
        set_look(self.box, state="bad" if self._error is not None else "")

    @property
    def has_error(self) -> bool:
        return self._error is not None

    def check(self) -> Any:
        """The value, or None with the reason shown when one is required."""
        if self.value() is None and self._required:
            self.set_error(DomainError("value_missing"))
        return self.value()

    def retranslate(self) -> None:
        self.box.setAccessibleName(self._label())
        self.box.view().setAccessibleName(self._label())
        self.box.setPlaceholderText(self._placeholder())
        for index, (_, phrase) in enumerate(self._options):
            self.box.setItemText(index, phrase())

    def _on_activated(self, _index: int) -> None:
        self.set_error(None)
        self.chosen.emit(self.value())
