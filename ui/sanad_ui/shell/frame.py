"""The desk at work: bars and rail around a stack of pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.shell.command import Command
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.shell.page import Page
from sanad_ui.shell.rail import Rail
from sanad_ui.shell.rule import Rule
from sanad_ui.shell.status_bar import StatusBar
from sanad_ui.shell.top_bar import TopBar
from sanad_ui.texts import Phrase, say


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page stands on the rail."""

    page: Page
    icon: str
    key: str
    second_key: str
    mark: str  # the button that is marked while the page is in front


class Frame(QWidget):
    """Pages are made once and kept, so that what was typed on one is there when it comes back."""

    page_changed = Signal(str)
    commands_changed = Signal()

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("frame")
        self.top_bar = TopBar(now)
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.status_bar = StatusBar()
        self._places: dict[str, _Place] = {}
        self._of_every_page: list[Callable[[], Sequence[Command]]] = []
        self._current = ""
        self._lay_out()
        self.rail.asked.connect(self.go_to)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        column.addWidget(self.top_bar)
        column.addWidget(Rule())
        column.addLayout(middle, 1)
        self._strips = QVBoxLayout()
        column.addLayout(self._strips)
        column.addWidget(Rule())
        column.addWidget(self.status_bar)

    def add_page(
        self, name: str, page: Page, *, icon: str, key: str = "", second_key: str = "", under: str = ""
    ) -> None:
        """A page `under` another has no place of its own on the rail; only `key` is shown."""
        self._places[name] = _Place(page, icon, key, second_key, under or name)
        self.stack.addWidget(page)
        if not under:
            before = self.rail.last_button or self.top_bar.language
            # Qt walks controls in the order they were made; the eye meets the rail before the page.
            self.setTabOrder(before, self.rail.add(name, page.title_key, icon=icon, key=key))
        page.commands_changed.connect(self.commands_changed)
        page.told.connect(self.tell)

    def add_strip(self, strip: QWidget) -> None:
        """A line over the status bar that belongs to no page, and stands while it has something to say."""
        self._strips.addWidget(strip)

    def add_commands(self, commands: Callable[[], Sequence[Command]]) -> None:
        """What can be done whichever page is in front."""
        self._of_every_page.append(commands)

    def tell(self, phrase: Phrase | str) -> None:
        """The short line in the status bar."""
        self.status_bar.toast.say(phrase)

    def begin(self, signed_in: object) -> None:
        """Tells every page who works, and shows the one that was in front, at first the first."""
        for place in self._places.values():
            place.page.begin(signed_in)
        self.go_to(self._current or next(iter(self._places), ""))

    @property
    def current_page(self) -> Page | None:
        place = self._places.get(self._current)
        return place.page if place is not None else None

    @property
    def current_name(self) -> str:
        return self._current

    def go_to(self, name: str) -> bool:
        """Whether the page is in front now; the one before may refuse to be left."""
        if name not in self._places:
            return False
        before = self.current_page
        if before is not None and name != self._current and not before.leave():
            return False
        self._current = name
        self.stack.setCurrentWidget(self._places[name].page)
        self.rail.mark(self._places[name].mark)
        self._places[name].page.enter()
        self.page_changed.emit(name)
        self.commands_changed.emit()
        return True

    def commands(self) -> list[Command]:
        """Those of the page in front first, then the ways to the other pages."""
        page = self.current_page
        of_every_page = [command for commands in self._of_every_page for command in commands()]
        return [*(page.commands() if page is not None else ()), *self._ways(), *of_every_page]

    def show_facts(self, facts: FrameFacts) -> None:
        self.top_bar.show_facts(facts)
        self.status_bar.show_facts(facts)
        self.rail.show_count("follow", facts.to_follow + facts.due)

    def show_operator(self, operator: OperatorTile | None) -> None:
        self.top_bar.show_operator(operator)

    def _ways(self) -> list[Command]:
        """A page that has no place on the rail shows its key where the page is in front whose place it shares."""
        return [
            Command(
                f"go.{name}",
                say("command.do.go_to", page=say(place.page.title_key)),
                _Way(self, name),
                shortcut=place.key,
                second_key=place.second_key,
                icon=place.icon,
                hinted=place.mark == self._current != name,
                also=place.page.also_key,
            )
            for name, place in self._places.items()
        ]


@dataclass(frozen=True, slots=True)
class _Way:
    """The run of a command that leads to a page."""

    frame: Frame
    name: str

    def __call__(self) -> None:
        self.frame.go_to(self.name)
