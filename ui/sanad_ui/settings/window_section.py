"""How the window looks and speaks, and when it locks itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_ui.kit import Label, Segmented
from sanad_ui.language import language
from sanad_ui.settings.section import Around, Section, captioned
from sanad_ui.texts import plain
from sanad_ui.theme import theme

_MINUTES = (2, 5, 10, 30)
_WIDTH = 420


class WindowSection(Section):
    """Everything holds at once and stays for the next start; `minutes_chosen` carries the idle minutes."""

    name = "window"
    icon = "monitor"
    minutes_chosen = Signal(object)

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self.language = self._choice("language", [("ar", plain("العربية")), ("en", plain("English"))])
        self.theme = self._choice("theme", [("light", "settings.window.light"), ("dark", "settings.window.dark")])
        self.digits = self._choice("digits", [("western", plain("123")), ("arabic", plain("١٢٣"))])
        self.minutes = self._choice("minutes", [(n, plain(str(n))) for n in _MINUTES])
        self.column.addWidget(Label.secondary("settings.window.keys", wrap=True))
        self.column.addStretch(1)
        self.language.chosen.connect(language.use)
        self.theme.chosen.connect(theme.use)
        self.digits.chosen.connect(self._use_digits)
        self.minutes.chosen.connect(self.minutes_chosen)
        language.changed.connect(self.enter)
        theme.changed.connect(self.enter)

    def _choice(self, key: str, options: list[tuple[object, object]]) -> Segmented:
        label = f"settings.window.{key}"
        choice = Segmented(options, name=f"window_{key}", spoken=label)  # type: ignore[arg-type]  # keys and phrases
        choice.setMaximumWidth(_WIDTH)
        self.column.addWidget(captioned(label, choice))
        return choice

    def enter(self) -> None:
        self.language.set_value(language.code)
        self.theme.set_value(theme.name)
        self.digits.set_value(language.digits)

    def show_minutes(self, minutes: int) -> None:
        self.minutes.set_value(minutes)

    def first(self) -> QWidget | None:
        return self.language.focusProxy()

    def _use_digits(self, digits: str) -> None:
        language.use(language.code, "arabic" if digits == "arabic" else "western")
