"""What the settings page expects of each of its sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_ui import tokens
from sanad_ui.background import Background
from sanad_ui.kit import Banner, Field, Label
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.texts import Phrase
from sanad_ui.updates.watch import UpdateWatch


@dataclass(frozen=True, slots=True)
class Around:
    """What every section works with; `host` is what sheets are laid over."""

    door: SettingsDoor
    background: Background
    now: Callable[[], int]
    host: QWidget
    updates: UpdateWatch


class Section(QWidget):
    """`name` is its text area and object name; parts go into `column`.

    Where a manager is needed the parts in `guarded` can only be used while `boss` is somebody;
    `by_field` holds the fields by the names that refusals give them.
    """

    told = Signal(object)
    name = ""
    icon = ""
    needs_manager = False
    saves = False  # whether Ctrl+S means anything here

    def __init__(self, around: Around) -> None:
        super().__init__()
        self.setObjectName(f"settings_{self.name}")
        self.door, self.background, self.now, self.host = around.door, around.background, around.now, around.host
        self.boss: SignedIn | None = None
        self.guarded: list[QWidget] = []
        self.by_field: dict[str, Field] = {}
        self.banner = Banner(name=f"{self.name}_banner", tone="bad")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.SPACE)
        self.column.addWidget(
            Label(f"settings.{self.name}.title", size=tokens.TEXT_TITLE, weight=tokens.BOLD, name=f"{self.name}_title")
        )
        self.column.addWidget(Label.secondary(f"settings.{self.name}.lead", wrap=True))
        self.column.addWidget(self.banner)

    def enter(self) -> None:
        """Comes to the front: reads anew what it shows."""

    def first(self) -> QWidget | None:
        """Where the focus goes from the list of sections."""
        return None

    def allow(self, boss: SignedIn | None) -> None:
        self.boss = boss
        for part in self.guarded:
            part.setEnabled(boss is not None)

    def save(self) -> None:
        """What Ctrl+S does here."""

    def is_changed(self) -> bool:
        """Whether leaving would lose something typed."""
        return False

    def forget(self) -> None:
        """The page is left: nothing secret stays on the screen."""

    def tell(self, phrase: Phrase | str) -> None:
        self.banner.clear()
        self.told.emit(phrase)

    def show_error(self, error: SanadError) -> None:
        self.banner.say_error(error)

    def show_refusal(self, error: SanadError) -> None:
        """At the field that is to blame, in words; everything typed stays."""
        field = self.by_field.get(str(error.params.get("field", "")))
        if field is None or not isinstance(error, DomainError):
            self.show_error(error)
            return
        field.set_error(error)
        field.edit.setFocus()


def captioned(caption: Phrase | str, part: QWidget) -> QWidget:
    """A choice with its words above, as close as a field's own label stands."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    column.addWidget(Label.secondary(caption))
    column.addWidget(part)
    column.addStretch(1)
    return box
