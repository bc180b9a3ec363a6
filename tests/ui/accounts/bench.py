"""Somebody at the accounts page: real window, real store, and what happens on it waited for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.receipts.folder_printer import FolderPrinter
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.set_customer import new_customer_id, save_customer, set_customer
from sanad_desk.usecases.take_payment import Sale, take_payment
from sanad_ui.accounts.door import AccountsDoor
from sanad_ui.accounts.page import AccountsPage
from sanad_ui.background import Background
from sanad_ui.kit import OperatorTile
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell import DeskWindow
from tests.usecases.counter import Counter
from tests.usecases.played import ready_visit

Key = Qt.Key
FEE = 3_000  # of the visit that `owe` pays


@dataclass
class AccountsBench:
    """What a test does at the page."""

    counter: Counter
    window: DeskWindow
    page: AccountsPage
    background: Background
    qtbot: QtBot
    papers: Path

    def company(self, number: int = 1, *, limit: int = 50_000) -> Customer:
        """With an account."""
        desk, manager = self.counter.desk, self.counter.manager
        name = Words(f"شركة تجريبية {number}", f"Sample Company {number}")
        customer = Customer(new_customer_id(), True, name, cr_number=f"{9_900_000 + number}")
        saved = save_customer(desk, manager, customer).customer
        open_account(desk, manager, saved.id, limit)
        return saved

    def owe(self, customer: Customer, amount: int = FEE) -> Sale:
        """A visit of which so much goes on the account, the rest in cash."""
        desk, clerk = self.counter.desk, self.counter.clerk
        visit = ready_visit(desk, clerk).visit.id
        set_customer(desk, clerk, visit, customer.id)
        assert look_at_visit(desk, visit).bill.total == FEE
        tenders = [TenderInput(Tender.ON_ACCOUNT, amount), TenderInput(Tender.CASH, FEE - amount)]
        return take_payment(desk, clerk, visit, tenders, FEE)

    def enter(self, who: SignedIn | None = None) -> None:
        """As somebody who has just signed in."""
        self.page.begin(who or self.counter.clerk)
        self.window.go_to("accounts")
        self.settle()

    def settle(self) -> None:
        """The store's answers come in order: the list, the statement asked for by it, and what a press wrote before."""
        for _ in range(4):
            self._wait_for_answer()

    def _wait_for_answer(self) -> None:
        answers: list[object] = []
        self.background.run(lambda: None, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.settle()

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""


def open_bench(counter: Counter, background: Background, qtbot: QtBot, papers: Path) -> AccountsBench:
    """The page in the real frame; papers come out as files."""
    desk = counter.desk
    window = DeskWindow(desk.clock.now)
    room = PrintRoom(desk, background, find_printer=lambda _settings, _paper: FolderPrinter(papers), parent=window)
    page = AccountsPage(AccountsDoor(desk), background, room)
    window.add_page("accounts", page, icon="building-2", key="F1")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_desk(OperatorTile("one", "موظف تجريبي أول", "Sample Operator One"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return AccountsBench(counter, window, page, background, qtbot, papers)
