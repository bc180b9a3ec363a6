"""The card of the program: the running version, how another one stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.domain.shift import business_date_at
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, Label, ProgressLine, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, plain, say, t
from sanad_ui.updates.keys import LOOK_KEY, RESTART_KEY, STICK_KEY
from sanad_ui.updates.stick_dialog import stick_dialog
from sanad_ui.updates.watch import UpdateWatch
from sanad_ui.updates.words import grace_told, problem_phrase, stage_told


class ProgramCard(Card):
    """Everybody may look, take a version from a stick and restart: what a version may do its signature decides.

    `restart_asked` comes when the newer version can take over at once.
    """

    restart_asked = Signal()

    def __init__(self, watch: UpdateWatch, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__("settings.about.program", name="program_card", parent=parent)
        self._watch, self._now = watch, now
        self._dialog: QFileDialog | None = None
        self.version = Label(weight=tokens.MEDIUM, name="program_version")
        self.stage = Banner(name="update_stage", tone="info")
        self.progress = ProgressLine(name="update_progress")
        self.grace = Banner(name="update_grace", tone="info")
        self.problem = Banner(name="update_problem", tone="warn")
        self.look_button = SecondaryButton("updates.look", name="update_look", icon="refresh-cw", key=LOOK_KEY)
        self.stick_button = SecondaryButton("updates.stick", name="update_stick", icon="folder-open", key=STICK_KEY)
        self.restart_button = SecondaryButton(
            "updates.restart", name="update_restart", icon="rotate-ccw", key=RESTART_KEY
        )
        self.why_not = Label.secondary(wrap=True, name="update_why_not")
        self._lay_out()
        self.look_button.clicked.connect(self.look)
        self.stick_button.clicked.connect(self.choose_stick)
        self.restart_button.clicked.connect(self.restart)
        watch.changed.connect(self.show_state)
        self.show_state()

    def _lay_out(self) -> None:
        parts: tuple[QWidget, ...] = (self.version, self.stage, self.progress, self.problem, self.grace)
        for part in parts:
            self.add(part)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_SMALL)
        for button in (self.look_button, self.stick_button, self.restart_button):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.why_not)

    def show_state(self) -> None:
        state, watch = self._watch.state, self._watch
        can_fetch = state is not None and state.update.stage is not UpdateStage.UNTRUSTED
        self.look_button.setEnabled(can_fetch and not watch.is_looking)
        self.stick_button.setEnabled(can_fetch and not watch.is_taking)
        self.restart_button.setEnabled(watch.can_restart)
        if state is not None:
            self.version.say("settings.about.program_version", version=plain(formats.identifier(state.update.running)))
            self._show_stage(state.update)
        self._show_problem()
        why_not = self._why_not()
        self.why_not.say(why_not)
        set_shown(self.why_not, why_not is not None)

    def look(self) -> None:
        if self.look_button.isEnabled():
            self._watch.look()

    def restart(self) -> None:
        if self._watch.can_restart:
            self.restart_asked.emit()

    def choose_stick(self) -> None:
        if not self.stick_button.isEnabled():
            return
        if self._dialog is None:
            self._dialog = stick_dialog(self, self._watch.take)
        self._dialog.setWindowTitle(t("updates.dialog"))
        self._dialog.open()

    def _show_stage(self, update: ProgramUpdate) -> None:
        now = self._now()
        tone, phrase = stage_told(update, now)
        self.stage.say(phrase, tone=tone)
        grace = grace_told(update, business_date_at(now))
        if grace is None:
            self.grace.clear()
        else:
            self.grace.say(grace[1], tone=grace[0])
        is_fetching = update.stage is UpdateStage.FETCHING and bool(update.total_bytes)
        if is_fetching:
            self.progress.set_progress(update.done_bytes, update.total_bytes)
        else:
            self.progress.set_busy()
        set_shown(self.progress, is_fetching or self._watch.is_looking or self._watch.is_taking)

    def _show_problem(self) -> None:
        state, error = self._watch.state, self._watch.error
        phrase = problem_phrase(state.update) if state is not None else None
        if error is not None:
            self.problem.say_error(error)
        elif phrase is not None:
            self.problem.say(phrase, tone="warn")
        else:
            self.problem.clear()

    def _why_not(self) -> Phrase | None:
        state = self._watch.state
        if state is None or self._watch.can_restart or state.update.stage is UpdateStage.UNTRUSTED:
            return None
        is_ready = state.update.stage is UpdateStage.READY
        if is_ready and state.has_open_shift:
            return say("updates.why_not.shift")
        return say("updates.why_not.taking" if is_ready else "updates.why_not.none")
