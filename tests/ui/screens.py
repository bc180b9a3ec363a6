"""Draws the window's own pages as pictures to be looked at: `python -m tests.ui.screens FOLDER [WIDTHxHEIGHT ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sanad_desk.domain.day import PeriodKind
from sanad_desk.domain.errors import AuthError, StoreError
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_ui.background import Background
from sanad_ui.day.board import DayBoard
from sanad_ui.firstrun.form import FirstRunForm, FoundFile, Governorate, Wilayat
from sanad_ui.firstrun.page import FirstRunPage
from sanad_ui.fonts import load_fonts
from sanad_ui.kit import ApprovalSheet, OperatorTile
from sanad_ui.language import LANGUAGES, language
from sanad_ui.line.page import LinePage
from sanad_ui.line.watch import LineWatch
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.shell.page import Page
from sanad_ui.shell.window import DeskWindow
from sanad_ui.signin.door import SignInFacts
from sanad_ui.signin.page import SignInPage
from sanad_ui.theme import theme
from sanad_ui.trouble.page import TroublePage
from tests.ui.day.views import SATURDAY, a_centres_day, a_closed_day, a_day, a_period
from tests.ui.line.states import STATES

NOW = 1_795_243_320_000
NAMES = ("مركز سند · خصب", "Sanad Centre · Khasab", "مسندم", "Musandam", 2)
RAIL = {
    "serve": "hand-helping",
    "follow": "list-checks",
    "till": "wallet",
    "day": "chart-column",
    "performance": "trophy",
    "settings": "settings",
    "find": "search",
}
PEOPLE = [
    OperatorTile("1", "موظف تجريبي أول", "Sample Operator One"),
    OperatorTile("2", "موظفة تجريبية", "Sample Operator Two"),
    OperatorTile("3", "موظف تجريبي ثالث", "Sample Operator Three"),
    OperatorTile("4", "مدير المركز التجريبي", "Sample Manager", "manager"),
]


class SampleDoor:
    """Enough of a desk to draw its pages."""

    def sign_in_facts(self) -> SignInFacts:
        away = NOW - 18 * 3_600_000
        return SignInFacts(*NAMES, "0.1.0", "2026.11.1", date(2026, 1, 1), False, away, 14, 412_350)

    def operators(self) -> list[OperatorTile]:
        return PEOPLE

    def sign_in(self, operator_id: str, pin: str) -> object:
        raise AuthError("pin_wrong", left=3)

    def places(self) -> list[Governorate]:
        return [Governorate("OM-MU", "مسندم", "Musandam", (Wilayat("MU-01", "خصب", "Khasab"),))]

    def found(self, form: FirstRunForm) -> None:
        """Nothing is founded here."""

    def found_demo(self) -> None:
        """Nothing is founded here."""

    def found_from_server(self, address: str, code: str) -> None:
        """Nothing is founded here."""

    def look_at_file(self, path: str) -> FoundFile:
        manager = ("مدير المركز", "Centre manager")
        return FoundFile(*NAMES[:2], "KSB1", 2, "https://sync.example.om", *manager, NOW, is_trusted=False, file=path)

    def found_from_file(self, found: FoundFile, signed_by: str) -> None:
        """Nothing is founded here."""


def settle(application: QApplication, is_ready: Callable[[], bool]) -> None:
    """Lets answers arrive from the background."""
    while not is_ready():
        application.processEvents()
    application.processEvents()


def grab(window: QWidget, file: Path) -> None:
    QApplication.processEvents()
    window.grab().save(str(file))


def draw(application: QApplication, folder: Path, width: int, height: int) -> None:
    """Every page in the language and theme in use."""
    mark = f"{language.code}-{theme.name}-{width}"
    background = Background()
    window = DeskWindow(lambda: NOW)
    window.resize(width, height)
    window.show()
    door = SampleDoor()
    page = SignInPage(door, background, lambda: NOW)
    window.show_view(page)
    page.enter()
    settle(application, lambda: page.tiles.count() == len(PEOPLE))
    grab(window, folder / f"signin-{mark}.png")
    page.pin.setText("135790")
    page.try_pin()
    settle(application, lambda: page.enter_button.isEnabled())
    grab(window, folder / f"signin-wrong-{mark}.png")
    draw_first_run(application, window, FirstRunPage(door, background), folder, mark)
    trouble = TroublePage()
    window.show_view(trouble)
    trouble.show_error(StoreError("store_damaged", path="/home/desk/.local/share/sanad-desk/desk.db"), "")
    grab(window, folder / f"trouble-{mark}.png")
    draw_frame(window, background, folder, mark)
    background.drain()
    window.close()


def draw_first_run(
    application: QApplication, window: DeskWindow, wizard: FirstRunPage, folder: Path, mark: str
) -> None:
    window.show_view(wizard)
    wizard.enter()
    settle(application, lambda: wizard.desk.governorate.box.count() == 1)
    wizard.centre.name_ar.set_text("مركز سند خصب التجريبي")
    wizard.centre.cr_number.set_text("12")
    wizard.go_on()
    grab(window, folder / f"firstrun-1-{mark}.png")
    for place in (1, 2):
        wizard._show_step(place)
        wizard.go_on()
        grab(window, folder / f"firstrun-{place + 1}-{mark}.png")
    wizard.choose_way("file")
    grab(window, folder / f"firstrun-file-{mark}.png")
    wizard.file.take("/media/stick/KSB1-02.sanad-provision")
    settle(application, wizard.found_file.isVisible)
    grab(window, folder / f"firstrun-found-{mark}.png")


def draw_frame(window: DeskWindow, background: Background, folder: Path, mark: str) -> None:
    for number, (name, icon) in enumerate(RAIL.items(), 1):
        page = Page(name=name)
        page.title_key = f"app.page.{name}"
        window.add_page(name, page, icon=icon, key=f"F{number}")
    window.show_facts(FrameFacts(*NAMES, waiting=14, shift_opened_at=NOW - 9_840_000, has_printer=True))
    window.show_desk(PEOPLE[0])
    window.begin(None)
    grab(window, folder / f"frame-{mark}.png")
    draw_day(window, folder, mark)
    draw_line(window, background, folder, mark)
    window.open_palette()
    grab(window, folder / f"palette-{mark}.png")
    window.furnishing.palette.close_now()
    sheet = ApprovalSheet([PEOPLE[3]], parent=window.views)
    sheet.ask("error.manager_needed")
    sheet.pin.setText("24")
    grab(window, folder / f"approval-{mark}.png")


def draw_day(window: DeskWindow, folder: Path, mark: str) -> None:
    """The manager's day, then the month around it and a day that is closed."""
    frame, board = window.furnishing.frame, DayBoard(SATURDAY)
    frame.go_to("day")
    assert frame.current_page is not None
    QVBoxLayout(frame.current_page).addWidget(board)
    shown = {
        "day": a_day(),
        "day-centre": a_centres_day(),
        "month": a_period(PeriodKind.MONTH),
        "day-closed": a_closed_day(),
    }
    for name, view in shown.items():
        board.show_view(view, SATURDAY)
        grab(window, folder / f"{name}-{mark}.png")
    frame.go_to(next(iter(RAIL)))


def draw_line(window: DeskWindow, background: Background, folder: Path, mark: str) -> None:
    """The page of the line in each of its states; what it shows is given, so that it asks nobody."""
    door: Any = SampleDoor()
    watch = LineWatch(background, door)
    page = LinePage(door, background, watch, lambda: NOW)
    window.add_page("line", page, icon="wifi", key="Ctrl+F6", under="settings")
    page.join.allow(True)
    window.go_to("line")
    for name, (shown, is_online) in STATES.items():
        watch.outcome = None
        if is_online is not None:
            watch.outcome = SyncOutcome(is_online, "" if is_online else "server_unreachable", 0)
        if name == "refused" and watch.outcome is not None:
            watch.outcome = SyncOutcome(False, "enrol_code_expired", 0)
        page.show_line(shown)
        settle(cast("QApplication", QApplication.instance()), page.isVisible)
        grab(window, folder / f"line-{name}-{mark}.png")
    window.go_to(next(iter(RAIL)))


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    QApplication.setStyle("Fusion")
    application = QApplication([])
    load_fonts()
    for size in arguments[1:] or ["1366x768"]:
        width, height = (int(side) for side in size.split("x"))
        for code in LANGUAGES:
            for look in ("light", "dark"):
                language.use(code)
                theme.use("dark" if look == "dark" else "light")
                draw(application, folder, width, height)


if __name__ == "__main__":
    main(sys.argv[1:])
