"""The language and the digits the window speaks in now, and the signal that says they changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

LanguageCode = Literal["ar", "en"]
DigitSet = Literal["western", "arabic"]

LANGUAGES: tuple[LanguageCode, ...] = ("ar", "en")


class Language(QObject):
    """Every text on the screen is asked for again when `changed` is emitted; what was typed stays where it is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code: LanguageCode = "ar"
        self._digits: DigitSet = "western"

    @property
    def code(self) -> LanguageCode:
        return self._code

    @property
    def other(self) -> LanguageCode:
        return "en" if self._code == "ar" else "ar"

    @property
    def digits(self) -> DigitSet:
        return self._digits

    @property
    def is_rtl(self) -> bool:
        return self._code == "ar"

    def use(self, code: LanguageCode, digits: DigitSet | None = None) -> None:
        """Switches at once: first the direction of the window, then the words."""
        digits = digits or self._digits
        if (code, digits) == (self._code, self._digits):
            self._turn()
            return
        self._code, self._digits = code, digits
        self._turn()
        self.changed.emit()

    @contextmanager
    def spoken_as(self, code: LanguageCode) -> Iterator[None]:
        """Texts asked for inside come in that language; the screen keeps its own."""
        kept, self._code = self._code, code
        try:
            yield
        finally:
            self._code = kept

    def switch(self) -> None:
        self.use(self.other)

    def switch_digits(self) -> None:
        self.use(self._code, "arabic" if self._digits == "western" else "western")

    def _turn(self) -> None:
        application = cast("QGuiApplication | None", QGuiApplication.instance())
        if application is not None:
            direction = Qt.LayoutDirection.RightToLeft if self.is_rtl else Qt.LayoutDirection.LeftToRight
            application.setLayoutDirection(direction)


language = Language()
