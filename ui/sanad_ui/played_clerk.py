"""A clerk made of key presses: works the real window as a person would, waiting for what each key sets going."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sanad_desk.domain.cash import DENOMINATIONS
from sanad_ui.background import Background, Lane
from sanad_ui.language import LanguageCode, language
from sanad_ui.preferences import ThemeName
from sanad_ui.shell.window import DeskWindow
from sanad_ui.theme import theme

LONGEST_WAIT_MS = 30_000
MOST_TABS = 40
_TIME_BETWEEN_LOOKS_MS = 10
# Long enough for a switched language to be laid out and painted.
_TIME_TO_PAINT_MS = 80
LOOKS: tuple[tuple[LanguageCode, ThemeName], ...] = (("ar", "light"), ("ar", "dark"), ("en", "light"))


class Stuck(Exception):
    """What was waited for never came."""


class PlayedClerk:
    """Raises Stuck, with a picture of where it stood; without a folder it takes no pictures."""

    def __init__(self, window: DeskWindow, pictures: Path | None = None) -> None:
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

    def wait_for_part(self, name: str) -> None:
        self.wait_until(lambda: self.part(name) is not None, f"the part {name}")

    def settle(self) -> None:
        """Answers come in the order of their jobs: after these two all that was asked before is there."""
        background = self.window.findChild(Background)
        assert background is not None
        for lane in (Lane.STORE, Lane.PAPER):
            answers: list[None] = []
            background.run(lambda: None, answers.append, lane=lane)
            self.wait_until(lambda: bool(answers), f"the {lane} lane")  # noqa: B023  # waited for here

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

    def tab_to(self, name: str) -> None:
        """On to the next part whose name begins so."""
        for _ in range(MOST_TABS):
            self.press(Qt.Key.Key_Tab)
            if self.focus.startswith(name):
                return
        raise Stuck(f"the Tab key on {name} (it went to {self.focus or 'nothing'})")

    def count(self, grid: str, pieces: Mapping[int, int]) -> None:
        """Down the lines of notes and coins, to the last one; those not there are left empty."""
        for denomination in DENOMINATIONS:
            self.wait_for_focus(f"{grid}_{denomination}")
            if pieces.get(denomination):
                self.type(str(pieces[denomination]))
            if denomination != DENOMINATIONS[-1]:
                self.press(Qt.Key.Key_Return)

    def part(self, name: str) -> QWidget | None:
        """Something on the screen now."""
        return next((part for part in self.window.findChildren(QWidget, name) if part.isVisible()), None)

    def words(self, name: str) -> str:
        """What a label on the screen says; nothing while it is not there."""
        label = self.part(name)
        return label.text() if isinstance(label, QLabel) else ""

    def picture(self, name: str) -> None:
        if self._pictures is not None:
            self.window.grab().save(str(self._pictures / f"{name}.png"))

    def pictures(self, name: str) -> None:
        """The same moment in both languages and themes; what was typed stays."""
        self.settle()
        if self._pictures is None:
            return
        for code, look in LOOKS:
            self._dress(code, look)
            self.picture(f"{name}-{code}-{look}")
        self._dress(*LOOKS[0])

    def _dress(self, code: LanguageCode, look: ThemeName) -> None:
        if (language.code, theme.name) != (code, look):
            language.use(code)
            theme.use(look)
            self._pass(_TIME_TO_PAINT_MS)

    def _pass(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
