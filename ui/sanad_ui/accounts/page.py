"""The accounts page: whom the centre gives credit, what stands on each account, and the money that comes for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import TransactionKind
from sanad_desk.usecases.pay_account import Voucher
from sanad_ui import formats, tokens
from sanad_ui.accounts.door import AccountsDoor, ShownStatement, title_of
from sanad_ui.accounts.limit_sheet import LimitSheet, LimitWanted
from sanad_ui.accounts.list_card import ListCard
from sanad_ui.accounts.money_sheet import MoneySheet, MoneyWanted
from sanad_ui.accounts.statement_card import ICONS, KEYS, PAY_KEY, StatementCard
from sanad_ui.accounts.words import name_phrase
from sanad_ui.approvals import Approvals, Attempt
from sanad_ui.background import Background, Job
from sanad_ui.kit import ApprovalGiven
from sanad_ui.language import language
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say


class AccountsPage(Page):
    """`receipt_wanted` carries a number to be opened in Find, `changed` comes when money came or went."""

    title_key = "accounts.title"
    also_key = "accounts.also"
    receipt_wanted = Signal(str)
    changed = Signal()

    def __init__(
        self, door: AccountsDoor, background: Background, room: PrintRoom, parent: QWidget | None = None
    ) -> None:
        super().__init__(name="accounts_page", parent=parent)
        self._door, self._background, self._room = door, background, room
        self._who: SignedIn | None = None
        self._customer: UUID | None = None
        self._finding: Job | None = None
        self._reading: Job | None = None
        self._sheets: dict[TransactionKind, MoneySheet] = {}
        self._limit: LimitSheet | None = None
        self.list = ListCard()
        self.card = StatementCard()
        self.approvals = Approvals(door, background, self, name="deposit_approval")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        self.list.setMinimumWidth(340)
        row.addWidget(self.list, 3)
        row.addWidget(self.card, 6)
        self._connect()

    def _connect(self) -> None:
        card = self.card
        self.list.asked.connect(self._find)
        self.list.pointed.connect(self._point)
        card.days_chosen.connect(self._read)
        card.receipt_wanted.connect(self.receipt_wanted)
        card.pay.clicked.connect(self.receive_payment)
        for code, (run, _) in self._runs().items():
            card.buttons[code].clicked.connect(run)

    def begin(self, signed_in: object) -> None:
        """Nothing of an account stays on the page for the next operator."""
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self._customer = None
        self.card.show_nothing()

    def enter(self) -> None:
        self.list.focus_box()
        self._find(self.list.text)

    def commands(self) -> Sequence[Command]:
        find = Command("accounts.find", "accounts.do.find", self.list.focus_box, "F8", "search", hinted=True)
        return [
            find,
            Command(
                "accounts.pay",
                "accounts.do.pay",
                self.receive_payment,
                PAY_KEY,
                "banknote",
                hinted=True,
                is_enabled=self._owes,
            ),
            *(
                Command(f"accounts.{code}", f"accounts.do.{code}", run, KEYS[code], ICONS[code], is_enabled=may)
                for code, (run, may) in self._runs().items()
            ),
        ]

    def _runs(self) -> dict[str, tuple[Callable[[], None], Callable[[], bool]]]:
        """What the buttons beside the payment do, and when they may."""
        return {
            "deposit": (self.receive_deposit, self._is_showing),
            "give_back": (self.return_deposit, self._has_deposit),
            "limit": (self.change_limit, self._may_change_limit),
            "erase": (self.ask_to_erase, self._may_erase),
            "print": (self.print_statement, self._is_showing),
            "excel": (self.save_workbook, self._is_showing),
        }

    def receive_payment(self) -> None:
        if self._shown is not None and self._owes():
            self._ask_money(TransactionKind.ACCOUNT_PAYMENT, self._shown.of.account.balance)

    def receive_deposit(self) -> None:
        if self._shown is not None:
            self._ask_money(TransactionKind.DEPOSIT, self._shown.of.account.deposit)

    def return_deposit(self) -> None:
        if self._shown is not None and self._has_deposit():
            self._ask_money(TransactionKind.DEPOSIT_RETURN, self._shown.of.account.deposit)

    def change_limit(self) -> None:
        if self._shown is None or not self._may_change_limit():
            return
        if self._limit is None:
            self._limit = LimitSheet(parent=self.window())
            self._limit.asked.connect(self._set_limit)
        shown = self._shown.of
        self._limit.ask(shown.customer_id, name_phrase(shown.customer), shown.account)

    def ask_to_erase(self) -> None:
        """Whom the question names goes, whoever is pointed at when it is answered."""
        shown = self._shown
        if shown is not None and self._may_erase():
            erase = partial(self._erase, shown.of.customer_id)
            name = name_phrase(shown.of.customer)
            self.card.confirm.ask("accounts.erase.question", "accounts.erase.confirm", erase, name=name)

    def print_statement(self) -> None:
        if self._who is not None and self._shown is not None:
            make = partial(self._door.prepare_statement, self._shown.of, language.code)
            self._room.print_paper(self._who, title_of(self._shown.of), make)

    def save_workbook(self) -> None:
        if self._shown is not None:
            save = partial(self._door.save_workbook, self._shown.of, language.code)
            self._background.run(save, self._on_saved, self.card.refuse)

    @property
    def _shown(self) -> ShownStatement | None:
        return self.card.shown

    def _is_showing(self) -> bool:
        return self._shown is not None

    def _owes(self) -> bool:
        return self._shown is not None and self._shown.of.account.balance > 0

    def _has_deposit(self) -> bool:
        return self._shown is not None and self._shown.of.account.deposit > 0

    def _may_change_limit(self) -> bool:
        return self._shown is not None and self._who is not None and Role.MANAGER in self._who.roles

    def _may_erase(self) -> bool:
        return self._may_change_limit() and self._shown is not None and self._shown.of.customer is not None

    def _find(self, text: str) -> None:
        if self._who is None:
            return
        if self._finding is not None:
            self._finding.cancel()
        find = partial(self._door.find, self._who, text)
        self._finding = self._background.run(find, self.list.show_found, self.card.refuse)

    def _point(self, customer_id: UUID | None) -> None:
        """Nothing can be done with whom the card still shows once another is pointed at."""
        if customer_id != self._customer:
            self.card.shown = None
        self._customer = customer_id
        self._read()

    def _read(self, _days: object = None) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self._who is None or self._customer is None:
            self.card.show_nothing()
            self.commands_changed.emit()
            return
        read = partial(self._door.statement, self._who, self._customer, self.card.days.value())
        self._reading = self._background.run(read, self._on_read, self.card.refuse)

    def _on_read(self, shown: ShownStatement) -> None:
        if shown.of.customer_id != self._customer or self._who is None:
            return
        self.card.banner.clear()
        self.card.show_statement(shown, is_manager=Role.MANAGER in self._who.roles)
        self.commands_changed.emit()

    def _ask_money(self, kind: TransactionKind, there: int) -> None:
        if self._shown is None:
            return
        if kind not in self._sheets:
            self._sheets[kind] = MoneySheet(kind, parent=self.window())
            self._sheets[kind].asked.connect(self._on_money)
        shown = self._shown.of
        self._sheets[kind].ask(shown.customer_id, name_phrase(shown.customer), there)

    def _on_money(self, wanted: MoneyWanted) -> None:
        who, sheet = self._who, self._sheets[wanted.kind]
        if who is None:
            return
        if wanted.kind is TransactionKind.DEPOSIT_RETURN:
            self._give_back(who, wanted)
            return
        receive = partial(self._door.receive, who, wanted)
        self._background.run(receive, partial(self._on_moved, sheet), sheet.refuse)

    def _give_back(self, who: SignedIn, wanted: MoneyWanted) -> None:
        """The sheet waits behind the manager's: it takes what is refused after he agreed."""
        sheet = self._sheets[wanted.kind]

        def give(given: ApprovalGiven | None) -> Voucher | None:
            return None if given is None else self._door.give_back(who, wanted, given)

        amount = formats.amount_with_unit(wanted.amount)
        given_up = partial(sheet.confirm_button.setEnabled, True)
        attempt = Attempt(give, partial(self._on_moved, sheet), sheet.refuse, given_up)
        self.approvals.ask("accounts.deposit_return.question", attempt, amount=amount)

    def _on_moved(self, sheet: MoneySheet, voucher: Voucher) -> None:
        """The voucher is printed at once; the list and the statement are read anew."""
        sheet.close_now()
        if self._who is not None:
            self._room.print_receipt(self._who, voucher.number)
        self.tell(say("accounts.moved", number=formats.identifier(voucher.number)))
        self._on_written()

    def _set_limit(self, wanted: LimitWanted) -> None:
        sheet = self._limit
        if self._who is None or sheet is None:
            return
        change = partial(self._door.set_limit, self._who, wanted.customer_id, wanted.limit)
        self._background.run(change, self._on_limit, sheet.refuse)

    def _on_limit(self, _none: object) -> None:
        if self._limit is not None:
            self._limit.close_now()
        self.tell("accounts.limit.done")
        self._on_written()

    def _erase(self, customer_id: UUID) -> None:
        if self._who is not None:
            erase = partial(self._door.erase, self._who, customer_id)
            self._background.run(erase, self._on_erased, self.card.refuse)

    def _on_erased(self, _none: object) -> None:
        self.tell("accounts.erase.done")
        self._on_written()

    def _on_written(self) -> None:
        self.changed.emit()
        self._find(self.list.text)

    def _on_saved(self, file: str) -> None:
        self.tell(say("accounts.saved", file=formats.identifier(Path(file).name)))
