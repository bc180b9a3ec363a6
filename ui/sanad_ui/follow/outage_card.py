"""The card of outages: which portals are down, what waits for them, and the two keys for down and back again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.begin_outage import Parked
from sanad_desk.usecases.move_cases import Moved
from sanad_desk.usecases.outages import OpenOutage
from sanad_desk.usecases.parked_cases import ParkedCase
from sanad_ui.background import Background, Job
from sanad_ui.follow.begin_outage_sheet import BeginOutageSheet
from sanad_ui.follow.outage_door import OutageDoor, OutageView
from sanad_ui.follow.outage_tile import OutageTile
from sanad_ui.follow.resume_sheet import ResumeSheet
from sanad_ui.kit import Banner, Card, Label, ScrollColumn, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import Phrase, language, say

BEGIN_KEY, BACK_KEY = "Ctrl+J", "Ctrl+U"
_SPACING = 6


class OutageCard(Card):
    """`changed` after cases were parked or taken up; `told` carries the short good news."""

    changed = Signal()
    told = Signal(object)

    def __init__(
        self, door: OutageDoor, background: Background, room: PrintRoom, parent: QWidget | None = None
    ) -> None:
        super().__init__("outage.title", name="outage_card", quiet_title=True, parent=parent)
        self._door, self._background, self._room = door, background, room
        self._who: SignedIn | None = None
        self._looking: Job | None = None
        self._view = OutageView((), (), 0)
        self._chosen = ""  # the entity whose tile is marked
        self.begin_sheet: BeginOutageSheet | None = None
        self.resume_sheet: ResumeSheet | None = None
        self.tiles: list[OutageTile] = []
        self._group = QButtonGroup(self)
        self.down = ScrollColumn(name="outages", spacing=_SPACING)
        self.none = Label.secondary("outage.none", wrap=True, name="no_outage")
        self.banner = Banner(name="outage_banner", tone="bad")
        self.foot = Label.caption("outage.works_offline", wrap=True)
        self.back_button = SecondaryButton("outage.back.button", name="outage_back", icon="play")
        self.notice_button = SecondaryButton("outage.notice", name="outage_notice", icon="printer")
        self.begin_button = SecondaryButton("outage.begin.button", name="outage_begin", icon="circle-alert")
        self._lay_out()
        self._group.buttonClicked.connect(self._on_tile)
        self.back_button.clicked.connect(self.take_back_up)
        self.notice_button.clicked.connect(self.print_notice)
        self.begin_button.clicked.connect(self.ask_to_begin)
        language.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        self.add(self.none)
        self.add(self.down, 1)
        self.add(self.banner)
        for button in (self.back_button, self.notice_button, self.begin_button):
            self.add(button)
        self.body.addStretch()
        self.add(self.foot)

    def begin(self, who: SignedIn | None) -> None:
        self._who = who

    def look(self) -> None:
        """Reads the outages of this moment."""
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._background.run(self._door.look, self._on_looked, self.banner.say_error)

    def commands(self) -> Sequence[Command]:
        return [
            Command("outage.begin", "outage.do.begin", self.ask_to_begin, BEGIN_KEY, "circle-alert"),
            Command("outage.back", "outage.do.back", self.take_back_up, BACK_KEY, "play", is_enabled=self._is_any),
            Command("outage.notice", "outage.do.notice", self.print_notice, "", "printer", is_enabled=self._is_any),
        ]

    @property
    def outage(self) -> OpenOutage | None:
        """The one the buttons act on: the marked one, else the oldest."""
        outages = self._view.outages
        return next((each for each in outages if each.entity == self._chosen), outages[0] if outages else None)

    def ask_to_begin(self) -> None:
        """Whose portal is down?"""
        if self._who is None:
            return
        if self.begin_sheet is None:
            self.begin_sheet = BeginOutageSheet(self._ground())
            self.begin_sheet.asked.connect(self._begin_outage)
        self.begin_sheet.ask(self._view.entities)

    def take_back_up(self) -> None:
        """Shows what waits for the portal that is back."""
        who, outage = self._who, self.outage
        if who is not None and outage is not None:
            self.banner.clear()
            read = partial(self._door.parked, who, outage.entity)
            self._background.run(read, partial(self._on_parked, outage), self.banner.say_error)

    def print_notice(self) -> None:
        if self.outage is not None:
            self._print(self.outage.outage_id)

    def _begin_outage(self, entity: str) -> None:
        if self._who is not None and self.begin_sheet is not None:
            job = partial(self._door.begin, self._who, entity)
            self._background.run(job, partial(self._on_begun, entity), self.begin_sheet.refuse)

    def _on_begun(self, entity: str, parked: Parked) -> None:
        if self.begin_sheet is not None:
            self.begin_sheet.close_now()
        self._chosen = entity
        self._print(parked.outage_id)
        self._on_changed(say("outage.begin.done", n=parked.parked))

    def _on_parked(self, outage: OpenOutage, cases: Sequence[ParkedCase]) -> None:
        if self.resume_sheet is None:
            self.resume_sheet = ResumeSheet(self._ground())
            self.resume_sheet.asked.connect(self._resume)
        self.resume_sheet.ask(outage, cases, self._view.read_at)

    def _resume(self, outage: OpenOutage, cases: Sequence[ParkedCase]) -> None:
        if self._who is not None and self.resume_sheet is not None:
            job = partial(self._door.back, self._who, outage.outage_id, cases)
            self._background.run(job, self._on_resumed, self.resume_sheet.refuse)

    def _on_resumed(self, moved: Moved) -> None:
        if self.resume_sheet is not None:
            self.resume_sheet.close_now()
        self._on_changed(say("outage.back.done", n=len(moved.standings)))
        if moved.refused:
            self.banner.say("outage.back.left", tone="warn", n=len(moved.refused))

    def _on_changed(self, news: Phrase) -> None:
        self.banner.clear()
        self.told.emit(news)
        self.look()
        self.changed.emit()

    def _print(self, outage_id: UUID) -> None:
        if self._who is not None:
            make = partial(self._door.notice, self._who, outage_id)
            self._room.print_paper(self._who, f"outage-{outage_id}", make)

    def _on_looked(self, view: OutageView) -> None:
        self._looking, before, self._view = None, self._view, view
        if view.outages != before.outages:
            self._show()

    def _show(self) -> None:
        """Tiles keep the mark and the keyboard where they were."""
        had_focus = any(tile.hasFocus() for tile in self.tiles)
        for tile in self.tiles:
            self._group.removeButton(tile)
            self.down.column.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        outages = self._view.outages
        self.tiles = [OutageTile(outage, self._view.read_at) for outage in outages]
        for place, tile in enumerate(self.tiles):
            tile.is_one_of_many = len(outages) > 1
            self._group.addButton(tile)
            self.down.column.insertWidget(place, tile)
            tile.setChecked(tile.outage is self.outage)
            if had_focus and tile.isChecked():
                tile.setFocus()
        for part in (self.down, self.back_button, self.notice_button):
            set_shown(part, bool(outages))
        set_shown(self.none, not outages)
        set_shown(self.foot, len(outages) < 2)  # room for the tiles
        self._fit()
        self.begin_button.say("outage.begin.another" if outages else "outage.begin.button")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The tiles take no more room than they need, and scroll when there is less."""
        width = self.down.viewport().width()
        needed = sum(tile.height_at(width) + _SPACING for tile in self.tiles) - _SPACING
        self.down.setMaximumHeight(max(0, needed))

    def _on_tile(self, tile: OutageTile) -> None:
        self._chosen = tile.outage.entity

    def _ground(self) -> QWidget:
        """Sheets cover the page, wherever on it the card stands."""
        ground: QWidget = self
        while not isinstance(ground, Page) and (above := ground.parentWidget()) is not None:
            ground = above
        return ground

    def _is_any(self) -> bool:
        return bool(self._view.outages)
