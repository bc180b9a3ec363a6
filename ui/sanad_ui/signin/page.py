"""The sign-in page: tiles, PIN, and what went wrong said in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.shift import muscat_time
from sanad_ui import formats, tokens
from sanad_ui.background import Background
from sanad_ui.error_text import error_phrase
from sanad_ui.kit.buttons import PrimaryButton
from sanad_ui.kit.label import Label
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.kit.pin_field import PinField
from sanad_ui.kit.progress import ProgressLine
from sanad_ui.kit.shown import keep_its_place
from sanad_ui.kit.tiles import Tiles
from sanad_ui.shell.brand_panel import BrandPanel
from sanad_ui.shell.top_bar import LanguageButton
from sanad_ui.signin.door import SignInDoor, SignInFacts
from sanad_ui.texts import language, plain, say
from sanad_ui.theme import set_look

_FORM_WIDTH = 470
# The tiles keep room for the focus ring inside their scrolling area; everything else stands in by as much.
_INSET = 4
_TIME_BETWEEN_COUNTS_MS = 1_000


class SignInPage(QWidget):
    """`signed_in` carries what the door gave and the operator's tile.

    A number key or Return on a tile leads to the PIN; in the PIN the arrows change the operator, Esc leads back.
    """

    signed_in = Signal(object, object)

    def __init__(
        self, door: SignInDoor, background: Background, now: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in")
        self._door, self._background, self._now = door, background, now
        self._locked: dict[str, int] = {}
        self._is_busy = False
        self._last_id = ""
        self.panel = BrandPanel()
        self.greeting = Label(size=tokens.TEXT_LOUD, weight=tokens.BOLD, name="greeting")
        self.tiles = Tiles()
        self.pin = PinField("signin.pin", name="pin")
        self.note = Label(size=tokens.TEXT_SECONDARY, tone="ink2", wrap=True, name="pin_note")
        self.progress = ProgressLine(name="sign_in_progress")
        self.enter_button = PrimaryButton("signin.enter", name="enter", key="Return")
        self._lay_out()
        self.tiles.chosen.connect(self._on_chosen)
        self.tiles.settled.connect(self._go_to_pin)
        self.pin.edited.connect(self._on_typed)
        self.pin.submitted.connect(self.try_pin)
        self.enter_button.clicked.connect(self.try_pin)
        language.changed.connect(self._refresh_words)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_TIME_BETWEEN_COUNTS_MS)
        self._countdown.timeout.connect(self._show_lock)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        form = QWidget()
        form.setObjectName("sign_in_form")
        form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(form, look="form")
        form.setFixedWidth(_FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(44, 52, 44, 48)
        column.setSpacing(0)
        column.addLayout(self._heading())
        column.addSpacing(18)
        column.addWidget(self.tiles)
        column.addSpacing(34)
        caption = Label("signin.pin", size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD)
        caption.setBuddy(self.pin)
        column.addWidget(caption, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.note.setMinimumHeight(64)
        column.addWidget(self.note)
        column.addStretch(1)
        keep_its_place(self.progress)
        self.progress.hide()
        foot = QVBoxLayout()
        foot.setContentsMargins(_INSET, 0, _INSET, 0)
        foot.setSpacing(10)
        foot.addWidget(self.progress)
        foot.addWidget(self.enter_button)
        column.addLayout(foot)
        column.addSpacing(16)
        forgot = Label.secondary("signin.forgot", wrap=True)
        forgot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(forgot)
        row.addWidget(self.panel, 1)
        row.addWidget(form)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_INSET, 0, _INSET, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.greeting)
        words.addWidget(Label.secondary("signin.lead"))
        row.addLayout(words, 1)
        self.language = LanguageButton()
        self.language.setObjectName("sign_in_language")
        self.language.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.language.clicked.connect(language.switch)
        row.addWidget(self.language, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def enter(self) -> None:
        """Comes to the front, empty of any PIN; facts and tiles are read anew in the background."""
        self.pin.clear()
        self._say(None)
        hour = muscat_time(self._now()).hour
        self.greeting.say("signin.morning" if hour < 12 else "signin.evening")
        self._background.run(self._door.sign_in_facts, self._show_facts, self._show_error)
        self._background.run(self._door.operators, self._show_operators, self._show_error)

    def refresh(self) -> None:
        """The facts beside the tiles; who is about to sign in is not disturbed."""
        if self.tiles.count():
            self._background.run(self._door.sign_in_facts, self._show_facts, self._show_error)
        else:
            self.enter()

    def try_pin(self) -> None:
        """One try at a time, however often Return is pressed."""
        operator = self.tiles.current()
        if self._is_busy or operator is None:
            return
        if self._is_locked(operator):
            self.pin.clear()
            return
        if not self.pin.pin():
            self._say("signin.type_pin")
            self.pin.setFocus()
            return
        self._set_busy(True)
        attempt = partial(self._door.sign_in, operator.id, self.pin.pin())
        self._background.run(attempt, partial(self._on_signed_in, operator), partial(self._on_refused, operator))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.pin.clear()
            self.tiles.focus_current()
        elif not self.tiles.step(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _show_facts(self, facts: SignInFacts) -> None:
        self.panel.title.say(facts.centre)
        self.panel.subtitle.say(facts.place)
        self.panel.version.say("brand.version", version=facts.version)
        self.panel.show_facts(facts.lines(self._now()))

    def _show_operators(self, operators: list[OperatorTile]) -> None:
        self.tiles.show_operators(operators, self._last_id)
        if self._last_id or len(operators) == 1:
            self._go_to_pin(self.tiles.current())
        else:
            self.tiles.focus_current()

    def _on_chosen(self, _operator: OperatorTile) -> None:
        self.pin.clear()
        self.pin.set_bad(False)
        self._show_lock()

    def _go_to_pin(self, operator: OperatorTile | None) -> None:
        if operator is not None:
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_typed(self) -> None:
        operator = self.tiles.current()
        if operator is None or not self._is_locked(operator):
            self._say(None)

    def _on_signed_in(self, operator: OperatorTile, signed_in: object) -> None:
        self._set_busy(False)
        self._last_id = operator.id
        self.pin.clear()
        self.signed_in.emit(signed_in, operator)

    def _on_refused(self, operator: OperatorTile, error: SanadError) -> None:
        self._set_busy(False)
        self.pin.clear()
        until = error.params.get("until")
        if error.code == "operator_locked" and isinstance(until, int):
            self._locked[operator.id] = until
            self._show_lock()
        else:
            self._show_error(error)
            self.pin.set_bad(True)
        self.pin.setFocus()

    def _show_error(self, error: SanadError) -> None:
        self.note.say(error_phrase(error))
        self.note.set_tone("bad")

    def _is_locked(self, operator: OperatorTile) -> bool:
        return self._locked.get(operator.id, 0) > self._now()

    def _show_lock(self) -> None:
        """Counts down for the operator chosen; the others may sign in meanwhile."""
        operator = self.tiles.current()
        if operator is None or operator.id not in self._locked:
            self._countdown.stop()
            self._say(None)
            return
        if not self._is_locked(operator):
            del self._locked[operator.id]
            self._countdown.stop()
            self.pin.clear()
            self.pin.set_bad(False)
            self._say("signin.unlocked")
            return
        until = self._locked[operator.id]
        self.pin.set_bad(True)
        self.note.say("signin.locked", remaining=formats.clock(until - self._now() + 999))
        self.note.set_tone("bad")
        self._countdown.start()

    def _say(self, key: str | None) -> None:
        self.note.say(say(key) if key is not None else plain(""))
        self.note.set_tone("ink2")

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.enter_button.setEnabled(not is_busy)
        self.progress.set_busy()
        self.progress.setVisible(is_busy)

    def _refresh_words(self) -> None:
        if self._countdown.isActive():
            self._show_lock()
