"""A clerk at the serve page: real window, real store, real use cases, and keys as they come from a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.customer import Customer
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.set_customer import save_customer
from sanad_ui.background import Background
from sanad_ui.kit import OperatorTile
from sanad_ui.serve import ServePage
from sanad_ui.serve.customer_papers import SlipOrder
from sanad_ui.shell import DeskWindow
from tests.usecases.counter import Counter, a_customer

Key = Qt.Key
Mod = Qt.KeyboardModifier
VEHICLE = "rop-vehicle-registration-renewal"
PINNED_PRICE = "mtcit-operating-card-new"  # has sizes
WORKERS = "mol-work-permit-renew"


@dataclass
class Bench:
    """What a test does at the page; every press waits for what it set going."""

    counter: Counter
    window: DeskWindow
    page: ServePage
    qtbot: QtBot
    printed: list[str] = field(default_factory=list)
    slips: list[SlipOrder] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def view(self) -> VisitView:
        view = self.page.presenter.view
        assert view is not None
        return view

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.page.presenter.is_idle)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Letter by letter into the field in use; Qt's own test keys take ASCII only."""
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Mod.NoModifier, letter))
        self.settle()

    def part(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        found = [w for w in self.page.window().findChildren(kind, name) if w.isVisible()]
        assert found, f"{name} is not on the page"
        return found[-1]

    def note(self, name: str) -> str:
        """The sentence at a field."""
        return self.part(f"{name}_note").text()  # type: ignore[attr-defined]

    def known(self, number: int = 1) -> Customer:
        return save_customer(self.counter.desk, self.counter.clerk, a_customer(number)).customer

    def wait_for_focus(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.focus == name)

    def open(self, code: str = VEHICLE) -> None:
        self.page.open_service(code)
        self.settle()

    def settle_rows(self, *, put_off: bool = False) -> None:
        """Works the open case through with the keyboard alone; `put_off` leaves the portal for later."""
        while (row := self.page.checklist.view.open_widget) is not None and self.page.checklist.case is not None:
            before = self.page.checklist.case.checklist.missing
            kind = row.item.row.kind.value
            if not row.item.row.required:
                self.press(Key.Key_Down, Mod.AltModifier)
                continue
            if kind == "reference":
                self.type("ROP-88213-26")
            if kind == "question":
                self.press(Key.Key_1)
            elif kind == "portal" and put_off:
                self.press(Key.Key_2)
            else:
                self.press(Key.Key_Return)
            assert self.page.checklist.case.checklist.missing != before, row.item.row.key

    def ready_to_pay(self, fee: str = "2", government: str = "21", *, put_off: bool = False) -> None:
        """A known customer, one case worked through, every amount known."""
        self.known()
        self.page.customer.focus_box()
        self.type("99000001")
        self.press(Key.Key_Return)
        self.open()
        self.settle_rows(put_off=put_off)
        self.wait_for_focus("price_amount")
        self.type(fee)
        self.press(Key.Key_Return)
        self.page.action.government.typed.setFocus()
        self.type(government)
        self.press(Key.Key_Return)
        self.wait_for_focus("cash_received")


def open_bench(counter: Counter, background: Background, qtbot: QtBot) -> Bench:
    """The page in the real frame, in front and waiting."""
    desk = counter.desk
    window = DeskWindow(desk.clock.now)
    printed: list[str] = []
    slips: list[SlipOrder] = []
    opened: list[str] = []
    page = ServePage(
        desk,
        counter.clerk,
        background,
        print_receipt=printed.append,
        print_slip=slips.append,
        open_address=opened.append,
    )
    page.fresh.length_ms = 0  # a test presses its keys one after the other, each after the answer to the last
    window.add_page("serve", page, icon="hand-helping", key="F1")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_desk(OperatorTile("one", "موظف تجريبي أول", "Sample Operator One"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to("serve")
    bench = Bench(counter, window, page, qtbot, printed, slips, opened)
    bench.settle()
    return bench


OpenBench = Callable[[], Bench]
