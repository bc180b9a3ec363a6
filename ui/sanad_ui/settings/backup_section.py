"""Copies of the store in a second place, and the code that opens them on another PC."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError, StoreError
from sanad_desk.usecases.back_up import HOURS_BETWEEN_BACKUPS, BackupState
from sanad_ui import formats, tokens
from sanad_ui.background import Lane
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Card, Label, OperatorTile, ProgressLine, SecondaryButton, SmallPrimaryButton, TextField
from sanad_ui.kit.shown import keep_its_place, set_shown
from sanad_ui.settings.manager_sheet import ManagerSheet
from sanad_ui.settings.section import Around, Section
from sanad_ui.texts import Phrase, plain, say


class BackupSection(Section):
    """Anybody may back up now; where copies go and the recovery code are the manager's."""

    name = "backup"
    icon = "hard-drive"
    needs_manager = True
    saves = True

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._state = BackupState()
        self.sheet: ManagerSheet | None = None
        self.last = Label(weight=tokens.SEMIBOLD, wrap=True, name="backup_last")
        self.folder = TextField(
            "settings.backup.folder",
            name="backup_folder",
            left_to_right=True,
            limit=400,
            icon="folder",
            hint="settings.backup.folder_hint",
        )
        self.choose_button = SecondaryButton("settings.backup.choose", name="backup_choose", key="Ctrl+S")
        self.now_button = SmallPrimaryButton("settings.backup.now", name="backup_now", icon="save")
        self.busy = ProgressLine(name="backup_busy")
        self.show_button = SecondaryButton("settings.recovery.show", name="recovery_show", icon="key-round")
        self.code = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, wrap=True, name="recovery_code")
        self._lay_out()
        self.guarded = [self.folder, self.choose_button]
        self.by_field = {"folder": self.folder}
        self.choose_button.clicked.connect(self.save)
        self.now_button.clicked.connect(self._back_up)
        self.show_button.clicked.connect(self._ask_code)

    def _lay_out(self) -> None:
        self.column.addWidget(self.last)
        self.column.addWidget(self.folder)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_SMALL)
        row.addWidget(self.now_button)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        self.column.addLayout(row)
        keep_its_place(self.busy)
        self.busy.hide()
        self.column.addWidget(self.busy)
        card = Card("settings.recovery.title", name="recovery_card")
        card.add(Label.secondary("settings.recovery.lead", wrap=True))
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.hide()
        card.add(self.code)
        foot = QHBoxLayout()
        foot.addWidget(self.show_button)
        foot.addStretch(1)
        card.body.addLayout(foot)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def enter(self) -> None:
        if not self.is_changed():
            self.background.run(self.door.backups, self.show_state, self.show_error)

    def first(self) -> QWidget:
        return self.now_button

    def show_state(self, state: BackupState) -> None:
        self._state = state
        self.folder.set_text(state.folder)
        self.last.say(self._last_words(state))
        self.last.set_tone("bad" if state.last_fault else "ink" if state.last_at else "warn")

    def _last_words(self, state: BackupState) -> Phrase:
        if state.last_fault:
            why = error_phrase(StoreError(state.last_fault, path=state.folder))
            return say("settings.backup.failed", why=why)
        if not state.last_at:
            return say("settings.backup.never", n=HOURS_BETWEEN_BACKUPS)
        now = self.now()
        return say(
            "settings.backup.last",
            moment=lambda: formats.moment_text(state.last_at, now),
            ago=lambda: formats.duration(now - state.last_at),
        )

    def is_changed(self) -> bool:
        return bool(self._state.folder) and self.folder.value() != self._state.folder

    def save(self) -> None:
        if self.boss is not None:
            choose = partial(self.door.choose_backups, self.boss, self.folder.value())
            self.background.run(choose, self._on_chosen, self.show_refusal)

    def forget(self) -> None:
        self.code.say(None)
        set_shown(self.code, False)
        self.show_button.say("settings.recovery.show")

    def _on_chosen(self, state: BackupState) -> None:
        self.show_state(state)
        self.tell("settings.backup.chosen")

    def _back_up(self) -> None:
        self._set_busy(True)
        self.background.run(self.door.back_up_now, self._on_backed_up, self._on_failed, lane=Lane.BACKUP)

    def _on_backed_up(self, path: str) -> None:
        self._set_busy(False)
        self.tell(say("settings.backup.done", path=plain(formats.identifier(Path(path).name))))
        self.enter()

    def _on_failed(self, error: SanadError) -> None:
        self._set_busy(False)
        self.show_error(error)
        self.enter()

    def _set_busy(self, is_busy: bool) -> None:
        self.now_button.setEnabled(not is_busy)
        self.busy.set_busy()
        self.busy.setVisible(is_busy)

    def _ask_code(self) -> None:
        if not self.code.isHidden():
            self.forget()
            return
        self.background.run(self.door.managers, self._show_sheet, self.show_error)

    def _show_sheet(self, managers: list[OperatorTile]) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = ManagerSheet(managers, name="recovery_manager", parent=self.host)
        self.sheet.given.connect(self._prove)
        self.sheet.ask("settings.recovery.question")

    def _prove(self, manager_id: str, pin: str) -> None:
        if self.sheet is not None:
            self.background.run(partial(self.door.recovery_code, manager_id, pin), self._show_code, self.sheet.refuse)

    def _show_code(self, code: str) -> None:
        if self.sheet is not None:
            self.sheet.close_now()
        self.code.say(plain(code))
        set_shown(self.code, True)
        self.show_button.say("settings.recovery.hide")
