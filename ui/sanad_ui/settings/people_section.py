"""Who works at the desk: added, given a role, sent off, given a new PIN."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import Operator, Role
from sanad_ui import formats, tokens
from sanad_ui.kit import Card, Chip, Label, Row, RowList, SecondaryButton, Segmented, SmallPrimaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.settings.person_sheets import NewPersonSheet, NewPinSheet
from sanad_ui.settings.section import Around, Section
from sanad_ui.texts import both, language, t


class PeopleSection(Section):
    """A change holds at once; the last manager can neither leave nor lose the role."""

    name = "people"
    icon = "users"
    needs_manager = True

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._people: list[Operator] = []
        self.new_person: NewPersonSheet | None = None
        self.new_pin: NewPinSheet | None = None
        self.list = RowList("settings.people.list", name="people_list")
        self.add_button = SmallPrimaryButton("settings.people.add", name="people_add", icon="user-plus")
        self.who = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, name="person_name", wrap=True)
        self.state = Chip(name="person_state")
        self.role = Segmented(
            [(role, f"app.role.{role.value}") for role in Role], name="person_role", spoken="settings.people.role"
        )
        self.pin_button = SecondaryButton("settings.people.new_pin", name="person_pin", icon="key-round")
        self.leave_button = SecondaryButton("settings.people.leave", name="person_leave", icon="log-out")
        self._lay_out()
        self.guarded = [self.add_button, self.role, self.pin_button, self.leave_button]
        self.list.moved.connect(self._show_person)
        self.add_button.clicked.connect(self._ask_person)
        self.role.chosen.connect(self._on_role)
        self.pin_button.clicked.connect(self._ask_pin)
        self.leave_button.clicked.connect(self._on_leave)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE)
        side = QVBoxLayout()
        side.addWidget(self.list, 1)
        side.addWidget(self.add_button)
        row.addLayout(side, 5)
        self.detail = Card(name="person_card")
        head = QHBoxLayout()
        head.addWidget(self.who, 1)
        head.addWidget(self.state)
        self.detail.body.addLayout(head)
        self.detail.body.setSpacing(tokens.SPACE)
        self.detail.add(Label.secondary("settings.people.role"))
        self.detail.add(self.role)
        self.detail.add(self.pin_button)
        self.detail.add(self.leave_button)
        self.detail.body.addStretch(1)
        row.addWidget(self.detail, 4)
        self.column.addLayout(row, 1)

    @property
    def person(self) -> Operator | None:
        chosen = self.list.current_id()
        return next((person for person in self._people if person.id == chosen), None)

    def enter(self) -> None:
        self.background.run(self.door.people, self.show_people, self.show_error)

    def first(self) -> QWidget:
        return self.list

    def show_people(self, people: list[Operator]) -> None:
        self._people = people
        self._show_rows()

    def _show_rows(self) -> None:
        self.list.show_rows([_row(person, self.now()) for person in self._people])
        self._show_person(self.list.current_id())

    def _show_person(self, _id: object) -> None:
        person = self.person
        set_shown(self.detail, person is not None)
        if person is None:
            return
        self.who.say(both(person.name.ar, person.name.en))
        self.role.set_value(Role.MANAGER if Role.MANAGER in person.roles else Role.OPERATOR)
        key, tone = _state(person, self.now())
        until = person.locked_until
        self.state.say(key, tone=tone, time=lambda: formats.time_text(until))
        self.leave_button.say("settings.people.leave" if person.active else "settings.people.return")
        self.leave_button.set_icon("log-out" if person.active else "log-in")
        set_shown(self.pin_button, person.active)
        set_shown(self.role, person.active)

    def _on_role(self, role: Role) -> None:
        if self.person is not None:
            self._change(self.person, role, active=True)

    def _on_leave(self) -> None:
        person = self.person
        if person is not None:
            role = Role.MANAGER if Role.MANAGER in person.roles else Role.OPERATOR
            self._change(person, role, active=not person.active)

    def _change(self, person: Operator, role: Role, *, active: bool) -> None:
        if self.boss is not None:
            change = partial(self.door.change_person, self.boss, person.id, [role], active)
            self.background.run(change, self._on_changed, self._on_refused)

    def _on_changed(self, people: list[Operator]) -> None:
        self.show_people(people)
        self.tell("settings.people.changed")

    def _on_refused(self, error: SanadError) -> None:
        self._show_rows()
        self.show_error(error)

    def _ask_person(self) -> None:
        if self.new_person is None:
            self.new_person = NewPersonSheet(self.host)
            self.new_person.asked.connect(self._add)
        self.new_person.ask()

    def _add(self, name: Words, roles: list[Role], pin: str) -> None:
        if self.boss is not None and self.new_person is not None:
            add = partial(self.door.add_person, self.boss, name, roles, pin)
            self.background.run(add, self._on_added, self.new_person.refuse)

    def _on_added(self, _person: Operator) -> None:
        if self.new_person is not None:
            self.new_person.close_now()
        self.tell("settings.people.added")
        self.enter()

    def _ask_pin(self) -> None:
        if self.new_pin is None:
            self.new_pin = NewPinSheet(self.host)
            self.new_pin.asked.connect(self._give_pin)
        if self.person is not None:
            self.new_pin.ask(self.person)

    def _give_pin(self, person: UUID, pin: str) -> None:
        if self.boss is not None and self.new_pin is not None:
            give = partial(self.door.give_pin, self.boss, person, pin)
            self.background.run(give, self._on_pin_given, self.new_pin.refuse)

    def _on_pin_given(self, _none: None) -> None:
        if self.new_pin is not None:
            self.new_pin.close_now()
        self.tell("settings.pin.given")
        self.enter()


def _row(person: Operator, now: int) -> Row:
    role = t("app.role.manager" if Role.MANAGER in person.roles else "app.role.operator")
    state, _ = _state(person, now)
    about = role if state.endswith("active") else f"{role} · {t(f'{state}_short')}"
    return Row(
        person.id,
        both(person.name.ar, person.name.en)(),
        about,
        icon="user-check" if person.active else "user",
        tone="ink" if person.active else "ink2",
    )


def _state(person: Operator, now: int) -> tuple[str, str]:
    if not person.active:
        return "settings.people.state.left", "quiet"
    if person.locked_until > now:
        return "settings.people.state.locked", "warn"
    return "settings.people.state.active", "brand"
