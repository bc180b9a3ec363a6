"""A clerk made of key presses: works the real window as a person would, waiting for what each key sets going."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sanad_ui.language import LanguageCode, language
from sanad_ui.preferences import ThemeName
from sanad_ui.shell.window import DeskWindow
from sanad_ui.theme import theme

LONGEST_WAIT_MS = 30_000
_TIME_BETWEEN_LOOKS_MS = 10
# Long enough for a switched language to be laid out and painted.
_TIME_TO_PAINT_MS = 150
LOOKS: tuple[tuple[LanguageCode, ThemeName], ...] = (("ar", "light"), ("ar", "dark"), ("en", "light"))


class Stuck(Exception):
    """What was waited for never came."""


class PlayedClerk:
    """Raises Stuck, with a picture of where it stood."""

    def __init__(self, window: DeskWindow, pictures: Path) -> None:
        self.window, self._pictures = window, pictures

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        waited = 0
        while not is_so():
            if waited >= LONGEST_WAIT_MS:
                self.picture("stuck")
                raise Stuck(f"{what} (the keyboard is on {self.focus or 'nothing'})")
            self._pass(_TIME_BETWEEN_LOOKS_MS)
            waited += _TIME_BETWEEN_LOOKS_MS

    def wait_for_focus(self, name: str) -> None:
        self.wait_until(lambda: self.focus == name, f"the keyboard on {name}")

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Goes the whole way of a key: shortcuts, focus and all."""
        handle = self.window.windowHandle()
        if handle is not None:
            QTest.keyClick(handle, key, modifier)
        self._pass(_TIME_BETWEEN_LOOKS_MS)

    def type(self, text: str) -> None:
        """Letter by letter into the field in use; Qt's own test keys take ASCII only."""
        for letter in text:
            target = QApplication.focusWidget()
            if target is None:
                raise Stuck(f"no field to type {text} into")
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        self._pass(_TIME_BETWEEN_LOOKS_MS)

    def part(self, name: str) -> QWidget | None:
        """Something on the screen now."""
        return next((part for part in self.window.findChildren(QWidget, name) if part.isVisible()), None)

    def picture(self, name: str) -> Path:
        path = self._pictures / f"{name}.png"
        self.window.grab().save(str(path))
        return path

    def pictures(self, name: str) -> None:
        """The same moment in both languages and themes; what was typed stays."""
        for code, look in LOOKS:
            language.use(code)
            theme.use(look)
            self._pass(_TIME_TO_PAINT_MS)
            self.picture(f"{name}-{code}-{look}")
        language.use("ar")
        theme.use("light")
        self._pass(_TIME_TO_PAINT_MS)

    def _pass(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
