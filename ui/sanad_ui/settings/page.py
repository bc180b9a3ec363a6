"""The settings page: its sections beside each other, and the manager's PIN where one is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.operators import Role, SignedIn
from sanad_ui import tokens
from sanad_ui.background import Background
from sanad_ui.kit import Banner, Card, OperatorTile, Row, RowList
from sanad_ui.settings.about_section import AboutSection
from sanad_ui.settings.backup_section import BackupSection
from sanad_ui.settings.centre_section import CentreSection
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.settings.manager_sheet import ManagerSheet
from sanad_ui.settings.people_section import PeopleSection
from sanad_ui.settings.prices_section import PricesSection
from sanad_ui.settings.printing_section import PrintingSection
from sanad_ui.settings.section import Around, Section
from sanad_ui.settings.window_section import WindowSection
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import language, say, t
from sanad_ui.updates.watch import UpdateWatch

_LIST_WIDTH = 250
_KINDS: tuple[type[Section], ...] = (
    CentreSection,
    PeopleSection,
    PricesSection,
    PrintingSection,
    WindowSection,
    BackupSection,
    AboutSection,
)


class SettingsPage(Page):
    """A manager who is signed in may decide at once; else one gives his PIN, which holds until the page is left."""

    title_key = "app.page.settings"
    also_key = "command.also.settings"

    def __init__(
        self,
        door: SettingsDoor,
        background: Background,
        now: Callable[[], int],
        updates: UpdateWatch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="settings_page", parent=parent)
        self._door, self._background = door, background
        self._who: SignedIn | None = None
        self.boss: SignedIn | None = None
        self.sheet: ManagerSheet | None = None
        self._asked_to_leave = False
        around = Around(door, background, now, self, updates)
        self.sections: dict[str, Section] = {kind.name: kind(around) for kind in _KINDS}
        self.list = RowList("settings.list", name="settings_list", compact=True)
        self.stack = QStackedWidget()
        self.stack.setObjectName("settings_stack")
        self.gate = Banner(name="settings_gate", tone="info")
        self.unsaved = Banner(name="settings_unsaved", tone="warn")
        self._lay_out()
        for section in self.sections.values():
            section.told.connect(self.told)
        self.list.moved.connect(self._show_section)
        self.list.chosen.connect(self._go_in)
        self.gate.acted.connect(self._ask_manager)
        self.unsaved.acted.connect(self._save)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        side = Card(name="settings_sections")
        side.setFixedWidth(_LIST_WIDTH)
        side.add(self.list, 1)
        row.addWidget(side)
        content = Card(name="settings_content", margin=20)
        column = QVBoxLayout()
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.unsaved)
        column.addWidget(self.gate)
        column.addWidget(self.stack, 1)
        content.body.addLayout(column, 1)
        for section in self.sections.values():
            self.stack.addWidget(section)
        row.addWidget(content, 1)
        self._show_rows()

    @property
    def window_section(self) -> WindowSection:
        section = self.sections["window"]
        assert isinstance(section, WindowSection)
        return section

    @property
    def about_section(self) -> AboutSection:
        section = self.sections["about"]
        assert isinstance(section, AboutSection)
        return section

    @property
    def current(self) -> Section:
        section = self.stack.currentWidget()
        assert isinstance(section, Section)
        return section

    def begin(self, signed_in: object) -> None:
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        for section in self.sections.values():
            section.forget()
        self._set_boss(None)

    def enter(self) -> None:
        self._asked_to_leave = False
        self._set_boss(self.boss)
        self.current.enter()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def leave(self) -> bool:
        """What was typed and not saved is asked about in place; a second try goes."""
        changed = next((section for section in self.sections.values() if section.is_changed()), None)
        if changed is not None and self.boss is not None and not self._asked_to_leave:
            self._asked_to_leave = True
            self.go_to(changed.name)
            self.unsaved.say("settings.unsaved", tone="warn", action="settings.save")
            return False
        self.unsaved.clear()
        for section in self.sections.values():
            section.forget()
        self._set_boss(None)
        return True

    def commands(self) -> Sequence[Command]:
        ways = [
            Command(f"settings.{name}", say(f"settings.{name}.title"), partial(self.go_to, name), icon=section.icon)
            for name, section in self.sections.items()
        ]
        save = Command(
            "settings.save", "settings.do.save", self._save, "Ctrl+S", "save", hinted=True, is_enabled=self._may_save
        )
        return (save, *ways)

    def go_to(self, name: str) -> None:
        self.list.go_to(list(self.sections).index(name))

    def _show_rows(self) -> None:
        rows = [Row(name, t(f"settings.{name}.title"), icon=section.icon) for name, section in self.sections.items()]
        self.list.show_rows(rows)

    def _show_section(self, name: str) -> None:
        section = self.sections[name]
        if section is self.stack.currentWidget() and self.isVisible():
            return
        # Qt hands the focus on to the section that comes, also to one without any control.
        if self.current.isAncestorOf(QApplication.focusWidget() or self):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stack.setCurrentWidget(section)
        self.unsaved.clear()
        self._show_gate()
        self.commands_changed.emit()
        if self.isVisible():
            section.enter()

    def _go_in(self, _name: object) -> None:
        first = self.current.first()
        if self.gate.isVisible():
            self.gate.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self) -> None:
        self.unsaved.clear()
        self._asked_to_leave = False
        self.current.save()

    def _may_save(self) -> bool:
        return self.current.saves and (self.boss is not None or not self.current.needs_manager)

    def _set_boss(self, boss: SignedIn | None) -> None:
        signed_in = self._who if self._who is not None and Role.MANAGER in self._who.roles else None
        self.boss = boss or signed_in
        for section in self.sections.values():
            section.allow(self.boss)
        self._show_gate()
        self.commands_changed.emit()

    def _show_gate(self) -> None:
        if self.current.needs_manager and self.boss is None:
            self.gate.say("settings.manager.needed", tone="info", action="settings.manager.give")
        else:
            self.gate.clear()

    def _ask_manager(self) -> None:
        self._background.run(self._door.managers, self._show_sheet, self.current.show_error)

    def _show_sheet(self, managers: list[OperatorTile]) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = ManagerSheet(managers, name="settings_manager", parent=self)
        self.sheet.given.connect(self._prove)
        self.sheet.ask("settings.manager.question")

    def _prove(self, manager_id: str, pin: str) -> None:
        if self.sheet is not None:
            prove = partial(self._door.prove_manager, manager_id, pin)
            self._background.run(prove, self._on_proved, self.sheet.refuse)

    def _on_proved(self, manager: SignedIn) -> None:
        if self.sheet is not None:
            self.sheet.close_now()
        self._set_boss(manager)
        first = self.current.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
