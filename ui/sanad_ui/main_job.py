"""Plays the main job through the real window by keyboard and leaves its papers and pictures in a folder."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

# A machine without a display has no key store to ask a person either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SANAD_DESK_KEYS", "file")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sanad_ui import main as program
from sanad_ui.flow import Flow
from sanad_ui.language import language
from sanad_ui.played_clerk import PlayedClerk, Stuck
from sanad_ui.played_evening import DROP, close_the_day, close_the_shift, drop, keep
from sanad_ui.theme import theme

if TYPE_CHECKING:
    from sanad_desk.usecases.take_payment import Sale
    from sanad_ui.serve import ServePage

STORE = "store"
PAPERS = "papers"
OPERATOR_KEY, OPERATOR_PIN = Qt.Key.Key_2, "135790"
FLOAT = "50"
CUSTOMERS = (("12000001", "زبون تجريبي أول"), ("12000002", "زبونة تجريبية"))
WORDS = ("تجديد مركبه", "تجديد تصريح عمل")
CASH = "100"
STEP_SHOWN = 3  # some rows done, one open, some to come
LONGEST_CHECKLIST = 60

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 played and verified, 1 stuck or not clean."""
    parser = argparse.ArgumentParser(prog="python -m sanad_ui.main_job", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    out: Path = parser.parse_args(arguments).out
    store = _empty(out) / STORE
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)
    options = program.read_options(["--store", str(store), "--demo", "--lang", "ar", "--theme", "light"])
    flow = program.build(options, application)
    try:
        number = play(flow, out)
    except Stuck as stuck:
        flow.window.grab().save(str(out / "stuck.png"))
        print(f"The main job got stuck waiting for {stuck}; see {out / 'stuck.png'}", file=sys.stderr)
        return 1
    finally:
        flow.close()
    return _report(out, store, number)


def play(flow: Flow, out: Path) -> str:
    """From the start to the closed day; the number of the last receipt."""
    window = flow.window
    clerk = PlayedClerk(window, out)
    flow.start()
    window.activateWindow()
    _sign_in(clerk)
    _open_shift(clerk)
    sales = [_serve(clerk, visit) for visit in range(len(CUSTOMERS))]
    number = sales[-1].number
    papers = out / STORE / PAPERS
    keep(clerk, papers / f"{number}.pdf", out / "receipt-80mm.pdf")
    _print_again(clerk, number)
    keep(clerk, papers / f"{number}-copy-1.pdf", out / "receipt-a4.pdf")
    drop(clerk)
    counted = int(FLOAT) * 1_000 + sum(sale.total for sale in sales) - DROP
    close_the_shift(clerk, counted, papers, out)
    close_the_day(clerk, papers, out)
    clerk.press(Key.Key_F5)
    clerk.wait_until(lambda: clerk.part("performance_page") is not None, "the own work")
    clerk.pictures("performance")
    clerk.press(Key.Key_F6)
    clerk.wait_until(lambda: clerk.part("settings_page") is not None, "the settings")
    clerk.pictures("settings")
    return number


def _sign_in(clerk: PlayedClerk) -> None:
    clerk.wait_until(lambda: clerk.part("sign_in") is not None, "the sign-in page")
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "the operators")
    clerk.pictures("sign-in")
    clerk.press(OPERATOR_KEY)
    clerk.wait_for_focus("pin")
    clerk.type(OPERATOR_PIN)
    clerk.press(Key.Key_Return)
    clerk.wait_until(lambda: clerk.window.is_at_work, "the desk")


def _open_shift(clerk: PlayedClerk) -> None:
    clerk.wait_for_focus("float")
    clerk.type(FLOAT)
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("customer_box")


def _serve(clerk: PlayedClerk, visit: int) -> Sale:
    """A customer not met before, a service by his own words, its checklist, the money, the receipt."""
    from sanad_ui.serve import ServePage  # only after the program has read its pages

    page = clerk.window.findChild(ServePage)
    assert isinstance(page, ServePage)
    number, name = CUSTOMERS[visit]
    clerk.type(number)
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("customer_name_ar")
    clerk.type(name)
    while clerk.focus.startswith("customer_name"):
        clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Return)  # without a phone
    clerk.wait_for_focus("service_search")
    clerk.type(WORDS[visit])
    clerk.press(Key.Key_Return)
    clerk.wait_until(lambda: page.checklist.case is not None, "the checklist")
    is_shown = visit == len(CUSTOMERS) - 1
    _work_through(clerk, page, is_shown)
    clerk.type(CASH)
    if is_shown:
        clerk.pictures("pay")
    before = page.payment.last.sale
    clerk.press(Key.Key_F12)
    clerk.wait_until(lambda: page.payment.last.sale not in (None, before), "the receipt")
    clerk.wait_for_focus("customer_box")
    if is_shown:
        clerk.pictures("paid")
    sale = page.payment.last.sale
    assert sale is not None
    return sale


def _work_through(clerk: PlayedClerk, page: ServePage, is_shown: bool) -> None:
    """Every row as it is offered, then whatever amount the bill still asks for."""
    for step in range(LONGEST_CHECKLIST):
        clerk.wait_until(lambda: page.presenter.is_idle and page.fresh.is_over, "the store and the page")
        if clerk.focus == "cash_received":
            return
        if is_shown and step == STEP_SHOWN:
            clerk.pictures("serve")
        row = page.checklist.view.open_widget
        if clerk.focus == "price_amount":
            clerk.type("2")
            clerk.press(Key.Key_Return)
        elif row is None or clerk.focus.startswith("fee_"):
            clerk.press(Key.Key_Return)
        elif not row.item.row.required:
            clerk.press(Key.Key_Down, ALT)
        elif row.item.row.kind.value == "question":
            clerk.press(Key.Key_1)
        else:
            if row.item.row.kind.value == "reference":
                clerk.type("ROP-88213-26")
            clerk.press(Key.Key_Return)
    raise Stuck("the end of the checklist")


def _print_again(clerk: PlayedClerk, number: str) -> None:
    clerk.press(Key.Key_F2)
    clerk.wait_for_focus("find_box")
    clerk.type(number)
    clerk.wait_until(lambda: clerk.part("find_view") is not None, "the receipt beside the list")
    clerk.press(Key.Key_P, CTRL | SHIFT)
    clerk.pictures("find")
    clerk.press(Key.Key_P, CTRL)


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
    print(f"Receipt {number}")
    print(f"Papers and pictures: {out}")
    print("Receipt: receipt-80mm.pdf, receipt-a4.pdf; shift: z-report.pdf; day: day-report.pdf, day-report.xlsx")
    return sanadctl(["verify", "--store", str(store)])


if __name__ == "__main__":
    raise SystemExit(main())
