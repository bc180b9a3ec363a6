"""Starts the window: `sanad-desk --store DIR`; paints first and opens the store afterwards."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtWidgets import QApplication

from sanad_desk.store_folder import default_store_folder
from sanad_desk.version import VERSION
from sanad_ui.background import Background
from sanad_ui.flow import Ending, Flow
from sanad_ui.fonts import load_fonts
from sanad_ui.language import language
from sanad_ui.preferences import Preferences, load_preferences
from sanad_ui.shell.window import DeskWindow
from sanad_ui.theme import theme

if TYPE_CHECKING:
    from sanad_ui.door import DeskDoor, OpenDoor
    from sanad_ui.seat import AddPages, Seat
    from sanad_ui.updates.way_out import WayOut


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script; returns the exit code of the program."""
    options = read_options(arguments)
    if options.self_test:
        return self_test(options)
    application = QApplication([sys.argv[0]])
    flow = build(options, application)
    if options.quit_when_painted:
        flow.starting.painted.disconnect(flow.open)
        flow.starting.painted.connect(application.quit)
    flow.start()
    code = application.exec()
    if flow.ending is not Ending.CLOSED:
        go_on(flow.ending)
    return code


def self_test(options: argparse.Namespace) -> int:
    """Asked of a version on trial by the one that works, of a copy of the store."""
    from sanad_ui.updates.self_test import run_self_test  # the whole desk at once: nobody waits for a window

    folder: Path = options.store or default_store_folder()
    return run_self_test(folder, lambda application: dress(application, Preferences(), "ar", "light"), now_ms)


def go_on(ending: Ending) -> NoReturn:
    """In the newer version, once it stands in its window; else in this one from its beginning."""
    from sanad_desk.updates import launch  # with one start among hundreds

    if ending is Ending.SWITCHED:
        launch.watch(sys.argv)
    launch.restart(sys.argv)


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sanad-desk", description="The counter desk of a Sanad centre.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    parser.add_argument("--store", type=Path, default=None, help="folder of the desk's store")
    parser.add_argument("--demo", action="store_true", help="found a demo centre if the store is empty")
    parser.add_argument("--server", default="", metavar="URL", help="central server to join if none is joined yet")
    parser.add_argument("--code", default="", help="enrolment code of the centre there")
    parser.add_argument("--lang", choices=("ar", "en"), default=None, help="language of this start")
    parser.add_argument("--theme", choices=("light", "dark"), default=None, help="look of this start")
    parser.add_argument("--self-test", action="store_true", help="tries this version on a copy of a store and ends")
    parser.add_argument("--quit-when-painted", action="store_true", help="for measuring the start: ends at once")
    return parser.parse_args(arguments)


def build(
    options: argparse.Namespace,
    application: QApplication,
    *,
    open_door: OpenDoor | None = None,
    add_pages: AddPages | None = None,
    way_out: Callable[[], WayOut] | None = None,
    now: Callable[[], int] | None = None,
) -> Flow:
    """Everything on the GUI thread, with nothing read but the small file of preferences."""
    folder = options.store or default_store_folder()
    preferences = load_preferences(folder)
    dress(application, preferences, options.lang, options.theme)
    now = now or now_ms
    window = DeskWindow(now, idle_minutes=preferences.idle_minutes)
    return Flow(
        window,
        Background(window),
        folder,
        open_door=open_door or open_the_desk,
        add_pages=add_pages or add_the_pages,
        read_pages=read_the_pages,
        way_out=way_out or the_way_out,
        now=now,
        preferences=preferences,
        demo=options.demo,
        join=(options.server, options.code) if options.server and options.code else None,
    )


def dress(application: QApplication, preferences: Preferences, lang: str | None, look: str | None) -> None:
    """Fonts, language and theme; what the command line says holds for this start."""
    application.setApplicationName("sanad-desk")
    application.setApplicationDisplayName("Sanad Desk")
    application.setStyle("Fusion")
    load_fonts()
    language.use("en" if (lang or preferences.language) == "en" else "ar", preferences.digits)
    theme.use("dark" if (look or preferences.theme) == "dark" else "light")


def open_the_desk(folder: Path, demo: bool) -> DeskDoor:
    """Runs in the store's thread; only here do database and catalogue come in."""
    from sanad_ui.desk_door import open_door

    return open_door(folder, demo=demo)


def the_way_out() -> WayOut:
    """For a store that only a newer version can read."""
    from sanad_ui.updates.way_out import WayOut  # hardly ever needed

    return WayOut()


def add_the_pages(seat: Seat) -> None:
    """The pages of the desk, imported when somebody has signed in."""
    from sanad_ui.pages import add_pages

    add_pages(seat)


def read_the_pages() -> None:
    """Runs in the store's thread: imports are disk work too."""
    import sanad_ui.pages  # noqa: F401  # only read, used by add_the_pages


def now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    raise SystemExit(main())
