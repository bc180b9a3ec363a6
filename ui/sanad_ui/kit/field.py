"""A line to type in with its label above and, below it, the sentence about what was typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.fonts import font
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import set_look


class FieldLine(QLineEdit):
    """The bare line inside the field's frame."""

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())


class Field(QWidget):
    """Base of every typed field. `edited` comes with each key typed by a person, `submitted` with Return.

    The note below shows, in this order of weight, an error, a warning, or the hint.
    """

    edited = Signal()
    submitted = Signal()
    left = Signal()

    always_left_to_right = False

    def __init__(
        self,
        label: Phrase | str | None = None,
        *,
        name: str,
        spoken: Phrase | str | None = None,
        hint: Phrase | str | None = None,
        placeholder: Phrase | str | None = None,
        icon: str = "",
        suffix: Phrase | str | None = None,
        tall: int = tokens.CONTROL_HEIGHT,
        text_size: int = tokens.TEXT_BODY,
        weight: int = tokens.REGULAR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_field")
        self.edit = FieldLine()
        self.edit.setObjectName(name)
        self.edit.setFont(font(text_size, weight))
        self._spoken = spoken or label or placeholder
        self._placeholder = placeholder
        self._hint = as_phrase(hint) if hint is not None else None
        self._error: Phrase | None = None
        self._warning: Phrase | None = None
        self.was_typed = False  # by a person, since the program filled it
        self._lay_out(label, icon, suffix, tall)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.installEventFilter(self)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self, label: Phrase | str | None, icon: str, suffix: Phrase | str | None, tall: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        if label is not None:
            caption = Label.secondary(label)
            caption.setBuddy(self.edit)
            column.addWidget(caption)
        self.frame = QFrame()
        self.frame.setFixedHeight(tall)
        set_look(self.frame, look="field", ring=True)
        self.line = QHBoxLayout(self.frame)
        self.line.setContentsMargins(12, 0, 12, 0)
        self.line.setSpacing(8)
        if icon:
            self.line.addWidget(IconLabel(icon, tone="ink"))
        self.line.addWidget(self.edit, 1)
        self.suffix = Label.secondary(suffix) if suffix is not None else None
        if self.suffix is not None:
            self.line.addWidget(self.suffix)
        column.addWidget(self.frame)
        self.note = Label.caption(wrap=True, name=f"{self.edit.objectName()}_note")
        self.note.hide()
        column.addWidget(self.note)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """From the program: no `edited` comes of it, and an old complaint is taken back."""
        self.edit.setText(text)
        self.was_typed = False
        self.clear_notes()

    def set_hint(self, hint: Phrase | str | None) -> None:
        self._hint = as_phrase(hint) if hint is not None else None
        self._show_note()

    def set_error(self, error: SanadError | Phrase | str | None) -> None:
        self._error = _phrase_of(error)
        self._show_note()

    def set_warning(self, warning: SanadError | Phrase | str | None) -> None:
        self._warning = _phrase_of(warning)
        self._show_note()

    def clear_notes(self) -> None:
        self._error = self._warning = None
        self._show_note()

    def check(self) -> object | None:
        """What was typed, as the kind of field reads it; None when it does not hold, with the reason shown."""
        return self.text()

    @property
    def has_error(self) -> bool:
        return self._error is not None

    def retranslate(self) -> None:
        spoken = as_phrase(self._spoken)() if self._spoken is not None else ""
        self.edit.setAccessibleName(spoken)
        if self._placeholder is not None:
            # The thin space keeps the cursor off a first letter as narrow as alef.
            self.edit.setPlaceholderText(f"\u2009{as_phrase(self._placeholder)()}")
        self._take_side()
        self._show_note()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.edit:
            self.on_left()
            self.left.emit()
        return super().eventFilter(watched, event)

    def on_left(self) -> None:
        """What a kind of field does when the focus leaves it."""

    def on_typed(self) -> None:
        """What a kind of field makes of the text just typed, before `edited` tells the page."""

    def _on_edited(self, _text: str) -> None:
        self.was_typed = True
        self.clear_notes()
        self.on_typed()
        self.edited.emit()

    def _take_side(self) -> None:
        """What is typed begins where the language begins; by itself Qt asks the text, and an empty one goes left."""
        if self.always_left_to_right:
            self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if language.is_rtl else Qt.AlignmentFlag.AlignLeft
        self.edit.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _show_note(self) -> None:
        phrase, tone = self._hint, "ink2"
        if self._warning is not None:
            phrase, tone = self._warning, "warn"
        if self._error is not None:
            phrase, tone = self._error, "bad"
        self.note.say(phrase)
        self.note.set_tone(tone)
        set_shown(self.note, phrase is not None)
        self.edit.setAccessibleDescription(phrase() if phrase is not None else "")
        set_look(self.frame, state={"bad": "bad", "warn": "warn"}.get(tone, ""))


def _phrase_of(problem: SanadError | Phrase | str | None) -> Phrase | None:
    if problem is None:
        return None
    return error_phrase(problem) if isinstance(problem, SanadError) else as_phrase(problem)
