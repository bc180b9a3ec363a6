"""The first-run page: a new centre in three short steps, one that a server knows by code or file, or a demo centre."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.background import Background, Lane
from sanad_ui.firstrun.file_steps import PATTERN, FileStep, FoundStep
from sanad_ui.firstrun.form import FirstRunDoor, FirstRunForm, FoundFile
from sanad_ui.firstrun.step import Step
from sanad_ui.firstrun.steps import CentreStep, DeskStep, JoinStep, ManagerStep
from sanad_ui.kit.banner import Banner
from sanad_ui.kit.buttons import PrimaryButton, QuietButton, SecondaryButton
from sanad_ui.kit.label import Label
from sanad_ui.kit.progress import ProgressLine
from sanad_ui.kit.segmented import Segmented
from sanad_ui.kit.shown import keep_its_place
from sanad_ui.shell.brand_panel import BrandPanel
from sanad_ui.shell.top_bar import LanguageButton
from sanad_ui.texts import language, say
from sanad_ui.theme import set_look

_PANEL_WIDTH = 430
_FORM_WIDTH = 800


class FirstRunPage(QWidget):
    """`founded` once the desk exists; whatever was typed stays until then, also over a step back."""

    founded = Signal()

    def __init__(self, door: FirstRunDoor, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_run")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, look="form")
        self._door, self._background = door, background
        self._is_busy = False
        self.centre, self.desk, self.manager, self.join = CentreStep(), DeskStep(), ManagerStep(), JoinStep()
        self.file, self.found_file = FileStep(), FoundStep()
        self._ways: dict[str, list[Step]] = {
            "new": [self.centre, self.desk, self.manager],
            "join": [self.join],
            "file": [self.file, self.found_file],
        }
        self._steps = self._ways["new"]
        self.way = Segmented(
            [(way, f"firstrun.way.{way}") for way in self._ways],
            name="first_run_way",
            spoken="firstrun.way.spoken",
            value="new",
        )
        self.panel = BrandPanel(margin=44, title_size=28)
        self.stack = QStackedWidget()
        self.stack.setObjectName("first_run_steps")
        self.count = Label.secondary(name="first_run_count")
        self.progress = ProgressLine(name="first_run_progress")
        self.busy = ProgressLine(name="first_run_busy")
        self.banner = Banner(name="first_run_banner", tone="bad")
        self.next_button = PrimaryButton("app.action.next", name="first_run_next", key="Return")
        self.back_button = SecondaryButton("app.action.back", name="first_run_back", key="Escape")
        self.demo_button = QuietButton("firstrun.demo", name="first_run_demo", icon="play")
        self.language = LanguageButton()
        self.language.setObjectName("first_run_language")
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_step(0)

    def _connect(self) -> None:
        for way in self._ways.values():
            for step in way:
                step.finished.connect(self.go_on)
        self.way.chosen.connect(self.choose_way)
        self.next_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.demo_button.clicked.connect(self.found_demo)
        self.language.clicked.connect(language.switch)

    def _lay_out(self) -> None:
        self.panel.setFixedWidth(_PANEL_WIDTH)
        self.panel.title.say("firstrun.title")
        self.panel.subtitle.say("firstrun.lead")
        self.panel.show_facts(
            [(icon, say(f"firstrun.fact.{key}")) for icon, key in (("wifi-off", "offline"), ("lock", "kept"))]
        )
        for way in self._ways.values():
            for step in way:
                self.stack.addWidget(step)
        keep_its_place(self.way)
        column = QVBoxLayout()
        column.setContentsMargins(40, 36, 40, 36)
        column.setSpacing(tokens.SPACE)
        column.addLayout(self._head())
        column.addWidget(self.progress)
        column.addWidget(self.way)
        column.addSpacing(10)
        column.addWidget(self.stack, 1)
        column.addWidget(self.banner)
        keep_its_place(self.busy)
        self.busy.hide()
        column.addWidget(self.busy)
        column.addLayout(self._foot())
        form = QWidget()
        form.setMaximumWidth(_FORM_WIDTH)
        form.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addStretch(1)
        row.addWidget(form, 100)
        row.addStretch(1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        keep_its_place(self.demo_button)
        row.addWidget(self.demo_button)
        row.addWidget(self.language)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.back_button.tall = tokens.PRIMARY_HEIGHT
        self.next_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button, 1)
        return row

    def enter(self) -> None:
        """Comes to the front; the places are read in the background."""
        self._background.run(self._door.places, self.desk.show_places, self._on_failed)
        self._steps[self._place].focus_first()

    def choose_way(self, way: str) -> None:
        """What was typed on the other way stays there."""
        if not self._is_busy:
            self.way.set_value(way)
            self._steps = self._ways[way]
            self._show_step(0)
            self._steps[0].focus_first()

    def offer_join(self, address: str, code: str) -> None:
        """They came with the start."""
        self.choose_way("join")
        self.join.address.set_text(address)
        self.join.code.set_text(code)

    def go_on(self) -> None:
        place = self._place
        if self._is_busy or not self._steps[place].check():
            return
        if self._steps[place] is self.file:
            look = partial(self._door.look_at_file, self.file.path.value())
            self._begin(look, self._on_looked, Lane.BACKUP)
        elif place + 1 < len(self._steps):
            self._show_step(place + 1)
            self._steps[place + 1].focus_first()
        elif self._steps[0] is self.file and self.found_file.found is not None:
            signed_by = self.found_file.signed_by.value()
            self._run(partial(self._door.found_from_file, self.found_file.found, signed_by))
        elif self._steps[0] is self.join:
            found = partial(self._door.found_from_server, self.join.address.value(), self.join.code.value())
            self._run(found, Lane.NETWORK)
        else:
            self._run(partial(self._door.found, self.form()))

    def go_back(self) -> None:
        place = self._place
        if place and not self._is_busy:
            self._show_step(place - 1)
            self._steps[place - 1].focus_first()

    def found_demo(self) -> None:
        if not self._is_busy:
            self._run(self._door.found_demo)

    def form(self) -> FirstRunForm:
        centre, desk, manager = self.centre, self.desk, self.manager
        return FirstRunForm(
            centre_code=desk.code.value().upper(),
            name_ar=centre.name_ar.value(),
            name_en=centre.name_en.value(),
            trade_name=centre.trade_name.value(),
            cr_number=centre.cr_number.digits(),
            licence_number=centre.licence.value(),
            vatin=centre.vatin.value().upper(),
            governorate=str(desk.governorate.value() or ""),
            wilayat=str(desk.wilayat.value() or ""),
            address=desk.address.value(),
            phone=desk.phone.digits(),
            desk_number=int(only_digits(desk.number.text()) or 0),
            manager_name_ar=manager.name_ar.value(),
            manager_name_en=manager.name_en.value(),
            manager_pin=manager.pin.pin(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose_way("file")
        self.file.take(_dropped(event))

    @property
    def _place(self) -> int:
        """Of the step in front, on the way that was chosen."""
        return next(place for place, step in enumerate(self._steps) if step is self.stack.currentWidget())

    def _run(self, job: Callable[[], None], lane: Lane = Lane.STORE) -> None:
        self._begin(job, self._on_founded, lane)

    def _begin(self, job: Callable[[], Any], on_done: Callable[[Any], None], lane: Lane) -> None:
        self._set_busy(True)
        self.banner.clear()
        self._background.run(job, on_done, self._on_failed, lane=lane)

    def _on_looked(self, found: FoundFile) -> None:
        self._set_busy(False)
        self.found_file.show_file(found)
        self._show_step(1)
        if found.is_trusted:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.found_file.focus_first()

    def _on_founded(self, _nothing: None) -> None:
        self._set_busy(False)
        self.founded.emit()

    def _on_failed(self, error: SanadError) -> None:
        """An answer that cannot be leads back to its field; anything else is said above the buttons."""
        self._set_busy(False)
        field = "code" if error.code.startswith("enrol_code") else str(error.params.get("field", ""))
        if field:
            for place, step in enumerate(self._steps):
                if step.has(field):
                    self._show_step(place)
                    step.refuse(field, error)
                    return
        self.banner.say_error(error)

    def _show_step(self, place: int) -> None:
        self.stack.setCurrentWidget(self._steps[place])
        self.count.say("firstrun.count", n=place + 1, of=len(self._steps))
        self.progress.set_progress(place + 1, len(self._steps))
        self.back_button.setEnabled(place > 0)
        self.demo_button.setVisible(place == 0)
        self.way.setVisible(place == 0)
        is_last = place + 1 == len(self._steps)
        last = "firstrun.join.do" if self._steps[0] is self.join else "firstrun.found"
        self.next_button.say(last if is_last else "app.action.next")
        self.banner.clear()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.next_button.setEnabled(not is_busy)
        self.demo_button.setEnabled(not is_busy)
        self.way.setEnabled(not is_busy)
        self.busy.set_busy()
        self.busy.setVisible(is_busy)


def _dropped(event: QDropEvent) -> str:
    """The path of a provisioning file; empty for anything else."""
    paths = [url.toLocalFile() for url in event.mimeData().urls()]
    return paths[0] if len(paths) == 1 and Path(paths[0]).match(PATTERN) else ""
