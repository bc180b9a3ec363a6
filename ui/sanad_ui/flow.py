"""The way from start to work: opening the store, first run, sign-in, the desk, and back to the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from sanad_ui.background import Background, Lane
from sanad_ui.collector import Collector
from sanad_ui.preferences import Preferences, save_preferences
from sanad_ui.shell.starting import StartingView
from sanad_ui.shell.window import DeskWindow
from sanad_ui.texts import isolate, language, plain, say
from sanad_ui.theme import theme

if TYPE_CHECKING:
    from sanad_desk.domain.errors import SanadError
    from sanad_ui.door import DeskDoor, OpenDoor
    from sanad_ui.kit.operator_tile import OperatorTile
    from sanad_ui.line.watch import LineWatch
    from sanad_ui.quiet_work import QuietWork
    from sanad_ui.seat import AddPages, Seat
    from sanad_ui.shell.facts import FrameFacts
    from sanad_ui.trouble.page import TroublePage
    from sanad_ui.updates.door import ProgramState
    from sanad_ui.updates.watch import UpdateWatch
    from sanad_ui.updates.way_out import WayOut


class Ending(Enum):
    """What comes when the window has closed."""

    CLOSED = auto()
    RESTART = auto()  # the same again
    SWITCHED = auto()  # the newer version, which may open the store now


class Flow(QObject):
    """Owns the order of the views; each is made when it is first needed, after the first paint."""

    def __init__(
        self,
        window: DeskWindow,
        background: Background,
        folder: Path,
        *,
        open_door: OpenDoor,
        add_pages: AddPages,
        read_pages: Callable[[], object],
        way_out: Callable[[], WayOut],
        now: Callable[[], int],
        preferences: Preferences,
        demo: bool = False,
        join: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self.background, self._folder = window, background, folder
        self._open_door, self._add_pages, self._read_pages, self._now = open_door, add_pages, read_pages, now
        self._preferences, self._demo, self._join, self._way_out = preferences, demo, join, way_out
        self._door: DeskDoor | None = None
        self._seat: Seat | None = None
        self.quiet: QuietWork | None = None
        self.watch: LineWatch | None = None
        self.updates: UpdateWatch | None = None
        self.ending = Ending.CLOSED
        self._is_confirmed = False
        self._views: dict[str, QWidget] = {}
        self._collector = Collector(self)
        self.starting = StartingView()
        window.lock_asked.connect(self.lock)
        window.closing.connect(self.close)
        language.changed.connect(self._keep_preferences)
        theme.changed.connect(self._keep_preferences)
        self.starting.painted.connect(self.open, Qt.ConnectionType.QueuedConnection)
        background.failed_unexpectedly.connect(self._on_trouble)

    @property
    def window(self) -> DeskWindow:
        return self._window

    def start(self) -> None:
        """The window is on the screen before anything heavy is imported."""
        self._collector.start()
        self._window.show_bare(self.starting)
        self._window.show_first()

    def open(self) -> None:
        """Opens the store in its own thread; also the second try after trouble."""
        self._window.show_view(self.starting)
        self.starting.say("brand.opening", "brand.opening_hint")
        self.background.run(partial(self._open_door, self._folder, self._demo), self._on_opened, self._on_closed_store)

    def lock(self) -> None:
        """Back to the tiles; what was typed on the pages stays."""
        if self._window.is_at_work:
            self._leave()
            self._show_sign_in()

    def close(self) -> None:
        self._leave()
        self._window.hide()  # what is under way in the background may take its time
        if self.quiet is not None:
            self.quiet.stop()
        if self.watch is not None:
            self.watch.stop()
        if self.updates is not None:
            self.updates.stop()
        door, self._door = self._door, None
        if door is not None:
            door.hang_up()
        self.background.drain(door.close if door is not None else None)
        self._collector.stop()

    def restart(self) -> None:
        """Closes everything and begins anew, which is when a version that lies ready takes over."""
        self.ending = Ending.RESTART
        self._window.close()

    def keep_idle_minutes(self, minutes: int) -> None:
        """Holds at once and for the next start."""
        self._preferences = replace(self._preferences, idle_minutes=minutes)
        self._window.furnishing.idle.set_minutes(minutes)
        self._keep_preferences()

    def _leave(self) -> None:
        """What is half typed is written through, and nothing that asks for a PIN stays open behind the lock."""
        if self._seat is not None:
            for leave in self._seat.leaving:
                leave()
            self._window.close_overlays()

    def _on_opened(self, door: DeskDoor) -> None:
        self._door = door
        self._collector.spare_what_stays()
        self.background.run(door.updates.state, self._try_newer, self._go_on)

    def _on_closed_store(self, error: SanadError) -> None:
        """One that a newer version has worked with is for that one, where it lies here."""
        if error.code == "store_newer":
            go_on, stay = partial(self._on_newer_asked, error), partial(self._on_newer_refused, error)
            self.background.run(self._way_out().start_newer, go_on, stay)
        else:
            self._on_trouble(error)

    def _on_newer_asked(self, error: SanadError, takes_over: bool) -> None:
        if takes_over:
            self.ending = Ending.SWITCHED
            self._window.close()
        else:
            self._on_trouble(error)

    def _on_newer_refused(self, error: SanadError, why: SanadError) -> None:
        self._on_trouble(error)
        self._trouble.show_refused(why)

    def _take_from_stick(self, folder: str) -> None:
        """What is on it then takes over as if it had lain here at the start."""
        take = partial(self._way_out().take, folder)
        self.background.run(take, lambda _: self.open(), self._trouble.show_refused, lane=Lane.NETWORK)

    def _try_newer(self, state: ProgramState) -> None:
        """A version that lies ready takes over before anybody signs in."""
        if self._door is None or not state.can_switch:
            self._go_on()
            return
        version = plain(isolate(state.update.version))
        self.starting.say(say("updates.trying.title", version=version), "updates.trying.hint")
        self.background.run(self._door.updates.switch, self._on_tried, self._go_on)

    def _on_tried(self, has_switched: bool) -> None:
        """The store is closed for the newer version; it takes over another day if the window was closed meanwhile."""
        if not has_switched:
            self._go_on()
        elif self._door is not None:
            self._door, self.ending = None, Ending.SWITCHED
            self._window.close()

    def _go_on(self, _error: SanadError | None = None) -> None:
        """With this version, whatever was wrong with another."""
        if self._door is not None:
            self.background.run(self._door.is_founded, self._choose, self._on_trouble)

    def _choose(self, is_founded: bool) -> None:
        if is_founded:
            self._begin_work()
        else:
            self._show_first_run()
            self._confirm_when_shown()
        # Read in the store's thread while somebody types a PIN: the GUI thread then finds the pages in memory.
        self.background.run(self._read_pages)

    def _show_first_run(self) -> None:
        from sanad_ui.firstrun.page import FirstRunPage  # after the first paint

        if self._door is None:
            return
        page = FirstRunPage(self._door, self.background)
        page.founded.connect(self._begin_work)
        self._window.show_view(page)
        page.enter()
        if self._join is not None:
            page.offer_join(*self._join)

    def _begin_work(self) -> None:
        from sanad_ui.line.watch import LineWatch  # after the first paint
        from sanad_ui.updates.watch import UpdateWatch

        if self._door is None:
            return
        self.watch = LineWatch(self.background, self._door, self)
        self.watch.offered = self._join  # known before it starts: whoever looks waits for it
        self.watch.ended.connect(self.refresh_facts)
        self.watch.ended.connect(self._refresh_sign_in)
        self.watch.ended.connect(self._look_for_newer)
        self.updates = UpdateWatch(self.background, self._door.updates, self)
        self._show_sign_in()
        self._confirm_when_shown()

    def _confirm_when_shown(self) -> None:
        """Answers come in the order of their jobs: after this one the view has all that it asked for."""
        self.background.run(_nothing, self._confirm)

    def _confirm(self, _none: None) -> None:
        """Before anything is written: a version that falls before may be taken back with the copy it began from."""
        if self._door is not None:
            self.background.run(self._door.updates.confirm, self._on_confirmed, self._on_trouble)

    def _on_confirmed(self, _none: None) -> None:
        self._is_confirmed = True
        if self.watch is not None and self.updates is not None:
            self.watch.start(self._join)
            self.updates.refresh()

    def _look_for_newer(self) -> None:
        if self.watch is not None and self.watch.is_online and self.updates is not None:
            self.updates.look_if_due()

    def _show_sign_in(self) -> None:
        from sanad_ui.signin.page import SignInPage  # after the first paint

        page = self._views.get("sign_in")
        if self._door is None:
            return
        if not isinstance(page, SignInPage):
            page = SignInPage(self._door, self.background, self._now)
            page.signed_in.connect(self._on_signed_in)
            self._views["sign_in"] = page
        self._window.show_view(page)
        page.enter()

    def _refresh_sign_in(self) -> None:
        from sanad_ui.signin.page import SignInPage  # after the first paint

        page = self._views.get("sign_in")
        if isinstance(page, SignInPage) and page.isVisible():
            page.refresh()

    def _on_trouble(self, error: SanadError) -> None:
        self._window.show_view(self._trouble)
        self._trouble.show_error(error, str(self._folder))

    @property
    def _trouble(self) -> TroublePage:
        from sanad_ui.trouble.page import TroublePage  # hardly ever needed

        page = self._views.get("trouble")
        if not isinstance(page, TroublePage):
            page = TroublePage()
            page.retry_asked.connect(self._retry)
            page.close_asked.connect(self._window.close)
            page.stick_chosen.connect(self._take_from_stick)
            self._views["trouble"] = page
        return page

    def _retry(self) -> None:
        if self._door is None:
            self.open()
        elif self._is_confirmed:
            self._show_sign_in()
        else:
            self._go_on()

    def _on_signed_in(self, signed_in: object, operator: OperatorTile) -> None:
        if self._door is None or self.watch is None or self.updates is None:
            return
        if self._seat is None:
            from sanad_ui.seat import Seat

            self._seat = Seat(
                self._window,
                self.background,
                self._door,
                self._now,
                self.watch,
                self.updates,
                refresh_facts=self.refresh_facts,
                keep_idle_minutes=self.keep_idle_minutes,
                change_operator=self.change_operator,
                restart=self.restart,
                idle_minutes=self._preferences.idle_minutes,
            )
            self._seat.take(signed_in, operator)
            self._add_pages(self._seat)
            self._begin_quiet_work(self._door)
        self._seat.take(signed_in, operator)
        self._window.show_desk(operator)
        self._window.begin(signed_in)
        self.refresh_facts()

    def change_operator(self, signed_in: object, operator: OperatorTile) -> None:
        """Without the sign-in page between: whoever takes over has just given his PIN."""
        self._leave()
        self._on_signed_in(signed_in, operator)

    def _begin_quiet_work(self, door: DeskDoor) -> None:
        from sanad_ui.quiet_work import QuietWork  # after the first paint

        idle = self._window.furnishing.idle
        self.quiet = QuietWork(self.background, idle, door.keep_count, door.tidy, door.purge, self)
        self.quiet.done.connect(self.refresh_facts)
        if self.updates is not None:
            self.quiet.done.connect(self.updates.refresh)

    def refresh_facts(self) -> None:
        """Reads again what the frame tells; pages ask for it after a sale or a change of shift."""
        if self._door is not None and self._seat is not None:
            facts = partial(self._door.frame_facts, self._seat.signed_in)
            self.background.run(facts, self._on_facts, self._keep_quiet)

    def _on_facts(self, facts: FrameFacts) -> None:
        self._window.show_facts(facts)

    def _keep_quiet(self, _error: SanadError) -> None:
        """The bars keep what they showed: an old fact in passing is better than a page in the way."""

    def _keep_preferences(self) -> None:
        self._preferences = replace(self._preferences, language=language.code, theme=theme.name, digits=language.digits)
        keep = partial(save_preferences, self._folder, self._preferences)
        self.background.run(keep, on_error=self._keep_quiet)


def _nothing() -> None:
    """A job whose end says that those before it have ended."""
