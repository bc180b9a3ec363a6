"""The bar on top: where this desk stands, the state of the line, the time, the shift, and who works."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.domain.shift import muscat_time
from sanad_ui import formats, tokens
from sanad_ui.kit.buttons import QuietButton
from sanad_ui.kit.chip import Chip
from sanad_ui.kit.label import ElidedLabel
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.shell.brand_tile import BrandTile
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.shell.line_badge import LineBadge
from sanad_ui.shell.operator_badge import OperatorBadge
from sanad_ui.texts import language, t
from sanad_ui.theme import set_look

TIME_BETWEEN_LOOKS_AT_THE_CLOCK_MS = 5_000


class LanguageButton(QuietButton):
    """Names the other language in that language's own script."""

    kind = "chip"
    tall = 30
    padding = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("app.frame.language_short", name="language", parent=parent)
        self.setProperty("ring_radius", self.tall // 2)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(t("app.frame.language_spoken"))
        self.setToolTip(t("app.frame.language"))


class TopBar(QFrame):
    """Says facts; the only doors in it are the line, the language and the lock."""

    line_asked = Signal()
    lock_asked = Signal()

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        set_look(self, look="bar")
        self.setFixedHeight(tokens.TOP_BAR_HEIGHT)
        self._now, self._shown_minute = now, -1
        self.centre = ElidedLabel(size=tokens.TEXT_BODY, weight=tokens.SEMIBOLD, name="centre_name")
        self.place = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name="centre_place")
        self.line = LineBadge()
        self.clock = Chip(name="clock")
        self.shift = Chip(name="shift_state", tone="brand")
        self.operator = OperatorBadge()
        self.language = LanguageButton()
        self._lay_out()
        self.line.clicked.connect(self.line_asked)
        self.operator.clicked.connect(self.lock_asked)
        self.language.clicked.connect(language.switch)
        self._timer = QTimer(self)
        self._timer.setInterval(TIME_BETWEEN_LOOKS_AT_THE_CLOCK_MS)
        self._timer.timeout.connect(self.look_at_clock)
        self._timer.start()
        self.clock.say(self._clock_text)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(12)
        row.addWidget(BrandTile())
        row.addWidget(self.centre)
        row.addWidget(self.place, 1)
        self.place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (self.line, self.clock, self.shift, self.operator, self.language):
            row.addWidget(part)

    def show_facts(self, facts: FrameFacts) -> None:
        self.centre.say(facts.centre)
        self.place.say(facts.place)
        self.line.show_facts(facts)
        self.shift.say(facts.shift(), tone=facts.shift_tone())

    def show_operator(self, operator: OperatorTile | None) -> None:
        self.operator.show_operator(operator)

    def look_at_clock(self) -> None:
        """Redraws the time only when its minute is another one."""
        minute = self._now() // formats.MS_IN_MINUTE
        if minute != self._shown_minute:
            self._shown_minute = minute
            self.clock.retranslate()

    def _clock_text(self) -> str:
        now = self._now()
        day = muscat_time(now).date()
        return f"{formats.time_text(now)}  {formats.weekday(day)}  {formats.date_text(day)}"
