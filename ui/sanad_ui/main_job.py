"""Plays the main job through the real window by keyboard and leaves its papers and pictures in a folder."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

# A machine without a display has no key store to ask a person either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SANAD_DESK_KEYS", "file")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sanad_desk.domain.errors import SanadError
from sanad_desk.english import error_in_english
from sanad_ui import main as program
from sanad_ui.flow import Flow
from sanad_ui.language import language
from sanad_ui.played_clerk import PlayedClerk, Stuck
from sanad_ui.played_counter import Visitor, open_shift, print_again, serve_by_card, serve_for_cash, sign_in
from sanad_ui.played_evening import close_the_day, close_the_shift, drop, keep
from sanad_ui.played_follow_up import follow_up
from sanad_ui.texts import t
from sanad_ui.theme import theme

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
STORE = "store"
PAPERS = "papers"
OPERATOR = Key.Key_2, "135790"
MANAGER = Key.Key_1, "246810"
FLOAT = {20_000: 1, 10_000: 2, 5_000: 1, 1_000: 4, 500: 1, 100: 5}
FIRST = Visitor("12000001", "زبونة تجريبية أولى", "تجديد تصريح عمل")
SECOND = Visitor("12000002", "زبون تجريبي ثانٍ", "تجديد مركبه")
DROP = 20  # rials
MISSING = 100  # baisa; somebody got too much change
LEFT = """\
  receipt-80mm.pdf, receipt-a4.pdf: the first customer's receipt, and a copy of it
  follow-up-slip.pdf: what the customer takes home until his case is finished
  z-report-80mm.pdf, z-report-a4.pdf: the closing of the shift
  day-report.pdf, day-report.xlsx: the manager's day, which is closed"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 played and verified, 1 stuck, not joined or not clean, 2 the command line is wrong."""
    parser = argparse.ArgumentParser(prog="python -m sanad_ui.main_job", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--server", default="", metavar="URL", help="central server that the demo centre joins")
    parser.add_argument("--code", default="", help="enrolment code of the demo centre there")
    given = parser.parse_args(arguments)
    if bool(given.server) != bool(given.code):
        parser.error("--server and --code go together; the server prints both")
    out: Path = given.out
    store = _empty(out) / STORE
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)
    options = program.read_options(
        ["--store", str(store), "--demo", "--lang", "ar", "--theme", "light"]
        + ["--server", given.server, "--code", given.code]
    )
    flow = program.build(options, application)
    try:
        number = play(flow, out)
        if given.server:
            see_everything_sent(PlayedClerk(flow.window, out))
    except Stuck as stuck:
        flow.window.grab().save(str(out / "stuck.png"))
        print(f"The main job got stuck waiting for {stuck}; see {out / 'stuck.png'}", file=sys.stderr)
        return 1
    except SanadError as refused:
        print(f"Not joined to {given.server}: {error_in_english(refused)}", file=sys.stderr)
        return 1
    finally:
        flow.close()
    return _report(out, store, number)


def play(flow: Flow, out: Path) -> str:
    """From the start to the closed day; the number of the first receipt. Raises SanadError where a server refuses."""
    clerk, papers = PlayedClerk(flow.window, out), out / STORE / PAPERS
    flow.start()
    flow.window.activateWindow()
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "the operators")
    _wait_until_joined(flow, clerk)
    clerk.pictures("sign-in")
    sign_in(clerk, *OPERATOR)
    open_shift(clerk, FLOAT)
    in_cash, on_card = serve_for_cash(clerk, FIRST), serve_by_card(clerk, SECOND)
    keep(clerk, papers, f"{in_cash.number}.pdf", out / "receipt-80mm.pdf")
    print_again(clerk, in_cash.number)
    keep(clerk, papers, f"{in_cash.number}-copy-1.pdf", out / "receipt-a4.pdf")
    follow_up(clerk, papers, out)
    drop(clerk, DROP)
    opened = sum(worth * count for worth, count in FLOAT.items())
    there = opened + in_cash.total - DROP * 1_000 - MISSING
    close_the_shift(clerk, counted=there, on_cards=on_card.total)
    keep(clerk, papers, "z-report-1.pdf", out / "z-report-80mm.pdf")
    _look_at(clerk, Key.Key_F5, "performance")
    clerk.press(Key.Key_L, CTRL)
    sign_in(clerk, *MANAGER)
    clerk.wait_for_focus("float")
    close_the_day(clerk, papers, out)
    _look_at(clerk, Key.Key_F6, "settings")
    return in_cash.number


def _wait_until_joined(flow: Flow, clerk: PlayedClerk) -> None:
    """Only where a server was named; a day played without it would be told of as stuck at its end."""
    watch = flow.watch
    if watch is None or watch.offered is None:
        return
    clerk.wait_until(lambda: watch.is_joined or watch.error is not None, "the server's answer")
    if watch.error is not None and not watch.is_joined:
        raise watch.error


def see_everything_sent(clerk: PlayedClerk) -> None:
    """The page of the line says so once the server has acknowledged the last entry."""
    clerk.press(Key.Key_F6, CTRL)
    sent = t("line.state.all_sent.title")
    clerk.wait_until(lambda: clerk.words("line_sentence") == sent, "everything on the server")
    clerk.pictures("line")


def _look_at(clerk: PlayedClerk, key: Qt.Key, name: str) -> None:
    clerk.press(key)
    clerk.wait_for_part(f"{name}_page")
    clerk.pictures(name)


def _empty(out: Path) -> Path:
    """The folder, with nothing left of a job played before."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / STORE, ignore_errors=True)
    for pattern in ("*.png", "*.pdf", "*.xlsx"):
        for old in out.glob(pattern):
            old.unlink()
    return out


def _report(out: Path, store: Path, number: str) -> int:
    from sanad_desk.ctl.main import main as sanadctl

    language.use("ar")
    theme.use("light")
    # The window prints it on the desk's one paper.
    on_a4 = ["report", "z", "--store", str(store), "--z", "1", "--format", "pdf", "--out", str(out / "z-report-a4.pdf")]
    with contextlib.redirect_stdout(io.StringIO()):
        sanadctl(on_a4)
    print(f"Receipt {number}")
    print(f"Papers and pictures: {out}")
    print(LEFT)
    print(f"  {len(list(out.glob('*.png')))} pictures: each moment in both languages, light and dark")
    return sanadctl(["verify", "--store", str(store)])


if __name__ == "__main__":
    raise SystemExit(main())
