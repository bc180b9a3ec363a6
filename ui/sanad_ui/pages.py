"""The pages of the desk: which stand on the rail under which keys, and how one leads to the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast
from uuid import UUID

from PySide6.QtCore import QObject

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.deferred_work import deferred_work
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.own_statistics import own_statistics
from sanad_desk.usecases.prepare_paper import prepare_slip
from sanad_ui.accounts.door import AccountsDoor
from sanad_ui.accounts.page import AccountsPage
from sanad_ui.day.door import DayDoor
from sanad_ui.day.page import DayPage
from sanad_ui.desk_door import Door
from sanad_ui.find.door import FindDoor
from sanad_ui.find.page import FindPage
from sanad_ui.follow.case_card import CaseCard
from sanad_ui.follow.case_door import CaseDoor
from sanad_ui.follow.deferred_strip import DeferredStrip
from sanad_ui.follow.door import FollowDoor
from sanad_ui.follow.outage_card import OutageCard
from sanad_ui.follow.outage_door import OutageDoor
from sanad_ui.follow.page import FollowPage
from sanad_ui.formats import identifier
from sanad_ui.lessons.door import LessonsDoor
from sanad_ui.lessons.page import LessonsPage
from sanad_ui.line.door import LinePageDoor
from sanad_ui.line.page import LinePage
from sanad_ui.performance.page import PerformancePage
from sanad_ui.portal_card.door import PortalCardDoor
from sanad_ui.portal_card.page import PortalCardPage
from sanad_ui.printing.print_room import PaperOut, PaperStuck, PrintRoom
from sanad_ui.printing.print_strip import PrintStrip, out_phrase
from sanad_ui.seat import Seat
from sanad_ui.serve import ServePage
from sanad_ui.serve.customer_papers import SlipOrder
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.settings.page import SettingsPage
from sanad_ui.shell.command import Command
from sanad_ui.texts import plain, say
from sanad_ui.till.door import TillDoor
from sanad_ui.till.page import TillPage
from sanad_ui.updates.commands import update_commands
from sanad_ui.updates.strip import UpdateStrip

LINE_KEY = "Ctrl+F6"


def add_pages(seat: Seat) -> None:
    """Once, at the first sign-in."""
    DeskPages(seat)


class DeskPages(QObject):
    """Lives as long as the window; pages know nothing of each other."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.window)
        self._seat = seat
        desk = cast("Door", seat.door).desk
        self.room = PrintRoom(desk, seat.background, parent=self)
        self.strip = PrintStrip(self.room)
        self.deferred = DeferredStrip(partial(deferred_work, desk), seat.background)
        self.newer = UpdateStrip()
        self.serve = ServePage(
            desk, self.who(), seat.background, print_receipt=self.print_receipt, print_slip=self._print_slip
        )
        self.find = FindPage(FindDoor(desk), seat.background, self.room, seat.now)
        self.follow = self._follow_page(desk)
        self.till = TillPage(TillDoor(desk), seat.background, self.room, seat.now)
        self.day = DayPage(DayDoor(desk), seat.background, self.room, seat.now)
        self.portal_card = PortalCardPage(PortalCardDoor(desk), seat.background, self.room)
        self.accounts = AccountsPage(AccountsDoor(desk), seat.background, self.room)
        self.performance = PerformancePage(partial(own_statistics, desk), seat.background, seat.now)
        self.lessons = LessonsPage(LessonsDoor(desk), seat.background, self.room, seat.now)
        self.settings = SettingsPage(SettingsDoor(desk), seat.background, seat.now, seat.updates)
        self.line = LinePage(LinePageDoor(desk), seat.background, seat.watch, seat.now)
        self.desk = desk
        self._put_in()
        self._connect()

    def _follow_page(self, desk: OpenDesk) -> FollowPage:
        background, now = self._seat.background, self._seat.now
        card = CaseCard(CaseDoor(desk), background, self.room, now)
        outages = OutageCard(OutageDoor(desk), background, self.room)
        return FollowPage(FollowDoor(desk), card, outages, background, now)

    def _put_in(self) -> None:
        window = self._seat.window
        window.add_page("serve", self.serve, icon="hand-helping", key="F1")
        window.add_page("follow", self.follow, icon="list-checks", key="F2")
        window.add_page("till", self.till, icon="wallet", key="F3")
        window.add_page("day", self.day, icon="chart-column", key="F4")
        window.add_page("performance", self.performance, icon="trophy", key="F5")
        window.add_page("settings", self.settings, icon="settings", key="F6")
        window.add_page("find", self.find, icon="search", key="F7", second_key="Ctrl+F")
        window.add_page("portal_card", self.portal_card, icon="credit-card", under="till")
        window.add_page("accounts", self.accounts, icon="building-2", key="Ctrl+F3", under="till")
        window.add_page("lessons", self.lessons, icon="book-open", key="Ctrl+F5", under="performance")
        window.add_page("line", self.line, icon="wifi", key=LINE_KEY, under="settings")
        for strip in (self.newer, self.deferred, self.strip):
            window.furnishing.frame.add_strip(strip)
        window.furnishing.frame.add_commands(self._program_commands)

    def _connect(self) -> None:
        self.serve.shift_wanted.connect(self._go_to_till)
        self.serve.presenter.sold.connect(self._on_changed)
        self.till.shift_missing.connect(self._go_to_till)
        self.till.shift_opened.connect(self._on_shift_opened)
        self.till.shift_ended.connect(self._on_changed)
        self.till.closing.locked.connect(self._on_changed)
        self.till.handed_over.connect(self._seat.change_operator)
        self.till.leave_asked.connect(self._seat.window.lock_asked)
        self.till.portal_fees_asked.connect(self._go_to_portal_fees)
        self.find.changed.connect(self._on_changed)
        self.find.served_again.connect(self._serve_again)
        self.find.case_asked.connect(self._go_to_case)
        self.follow.changed.connect(self._on_changed)
        self.follow.served.connect(self._serve_again)
        self.follow.find_asked.connect(self._go_to_receipt)
        self.day.receipt_wanted.connect(self._go_to_receipt)
        self.day.shift_wanted.connect(self._go_to_waiting)
        self.day.changed.connect(self._on_changed)
        self.accounts.receipt_wanted.connect(self._go_to_receipt)
        self.accounts.changed.connect(self._on_changed)
        self.settings.told.connect(self._on_changed)
        self.settings.window_section.minutes_chosen.connect(self._seat.keep_idle_minutes)
        self.settings.window_section.show_minutes(self._seat.idle_minutes)
        self.room.came_out.connect(self._on_out)
        self.room.got_stuck.connect(self._on_stuck)
        self.line.changed.connect(self._seat.refresh_facts)
        self._seat.window.furnishing.frame.top_bar.line_asked.connect(self._go_to_line)
        self._seat.watch.arrived.connect(self._on_arrived)
        self._seat.watch.came_back.connect(self.deferred.look)
        self.follow.changed.connect(self.deferred.look_again)
        self.deferred.acted.connect(self._go_to_follow)
        self._seat.window.furnishing.frame.page_changed.connect(self._on_page)
        if self._seat.watch.is_online:
            self.deferred.look()
        self._connect_updates()
        self._seat.leaving.append(self.serve.presenter.write_drafts)

    def _connect_updates(self) -> None:
        updates, program = self._seat.updates, self.settings.about_section.program
        updates.changed.connect(self._on_update)
        updates.taken.connect(self._on_taken)
        program.restart_asked.connect(self._seat.restart)
        self.newer.acted.connect(self._go_to_program)
        self.till.opening.update_asked.connect(self._restart)
        self.till.shift_opened.connect(updates.refresh)
        self.till.shift_ended.connect(updates.refresh)
        self._on_update()

    def _program_commands(self) -> Sequence[Command]:
        program = self.settings.about_section.program
        return update_commands(program, self._go_to_program, self._restart)

    def who(self) -> SignedIn:
        return cast("SignedIn", self._seat.signed_in)

    def print_receipt(self, number: str) -> None:
        self.room.print_receipt(self.who(), number)

    def _print_slip(self, order: SlipOrder) -> None:
        make = partial(prepare_slip, self.desk, order.slip, order.title, order.paper)
        self.room.print_paper(self.who(), order.title, make)

    def _on_out(self, paper: PaperOut) -> None:
        if paper.file:
            paper = PaperOut(paper.title, paper.number, paper.copy, paper.printer, Path(paper.file).name)
        self._seat.window.furnishing.frame.tell(out_phrase(paper))

    def _on_stuck(self, paper: PaperStuck) -> None:
        if paper.number:
            self.serve.show_print_failure(paper.number, paper.error)

    def _on_changed(self, *_: object) -> None:
        self._seat.refresh_facts()
        self._seat.watch.nudge()

    def _on_arrived(self) -> None:
        """Another desk has something new: the page in front that may show it reads it too."""
        if self.day.isVisible():
            self.day.look()
        if self.find.isVisible():
            self.find.look_again()
        if self.follow.isVisible():
            self.follow.look_again()

    def _on_update(self) -> None:
        updates = self._seat.updates
        if updates.state is not None:
            self.newer.show_update(updates.state.update, business_date_at(self._seat.now()))

    def _on_taken(self, update: ProgramUpdate) -> None:
        version = plain(identifier(update.version))
        self._seat.window.furnishing.frame.tell(say("updates.taken", version=version))

    def _on_shift_opened(self) -> None:
        self._on_changed()
        self._seat.window.go_to("serve")

    def _go_to_receipt(self, number: str) -> None:
        if self._seat.window.go_to("find"):
            self.find.results.look_for(number)

    def _go_to_case(self, reference: str) -> None:
        if self._seat.window.go_to("follow"):
            self.follow.filters.box.set_text(reference)
            self.follow.look(self.follow.focus_list)

    def _serve_again(self, visit_id: object) -> None:
        if self._seat.window.go_to("serve"):
            self.serve.presenter.resume(cast("UUID", visit_id))

    def _go_to_waiting(self, _shift_id: object) -> None:
        """The till reads its shifts as it comes to the front: they are there once the jobs before have ended."""
        if self._seat.window.go_to("till"):
            self._seat.background.run(_nothing, self._show_waiting)

    def _show_waiting(self, _none: object) -> None:
        self.till.show_waiting()

    def _go_to_portal_fees(self) -> None:
        self._seat.window.go_to("portal_card")

    def _on_page(self, name: str) -> None:
        """Its page says itself what was put off."""
        if name == "follow":
            self.deferred.clear()

    def _go_to_follow(self) -> None:
        self._seat.window.go_to("follow")

    def _go_to_line(self) -> None:
        self._seat.window.go_to("line")

    def _go_to_program(self) -> bool:
        """Whether the card of the program is in front now."""
        is_there = self._seat.window.go_to("settings")
        if is_there:
            self.settings.go_to("about")
        return is_there

    def _restart(self) -> None:
        """Where it cannot be, the card says why."""
        if self._seat.updates.can_restart:
            self._seat.restart()
        else:
            self._go_to_program()

    def _go_to_till(self) -> None:
        self._seat.window.go_to("till")


def _nothing() -> None:
    """A job whose end says that those before it have ended."""
