"""What a key press means where its letter depends on the keyboard's language."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from sanad_desk.domain.digits import to_ascii_digits

# The letters of the Arabic (101) keyboard in the places of the Latin ones; B types two and has none.
_ARABIC_LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVNM", "ضصثقفغعهخحشسيبلاتنمئءؤرىة", strict=True))


def digit_of(event: QKeyEvent) -> int:
    """1 to 9 for a digit of either set, else 0."""
    if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    text = to_ascii_digits(event.text())
    return int(text) if len(text) == 1 and text in "123456789" else 0


def on_every_keyboard(shortcut: str) -> tuple[str, ...]:
    """A letter that is a key by itself is the same key while the keyboard writes Arabic."""
    twin = _ARABIC_LETTERS.get(shortcut)
    return (shortcut, twin) if twin else (shortcut,)


def is_return(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def clicked_by_return(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Return presses the button as Space does, and a held key presses once; whether the event was Return."""
    if is_return(event) and not event.isAutoRepeat():
        button.click()
    return is_return(event)


class _HeldReturn(QObject):
    """A Return key held down goes forward once: its repeats would run on into what comes next."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return is_return(event) and event.isAutoRepeat()
        return False


def press_once(edit: QLineEdit) -> None:
    edit.installEventFilter(_HeldReturn(edit))
