"""The sheet that opens an account, changes its limit, or closes it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.customer_account import CustomerAccount
from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import MoneyField, QuietButton, Sheet
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase


@dataclass(frozen=True, slots=True)
class LimitWanted:
    """What the customer whom the sheet names may owe, in baisa; None closes the account."""

    customer_id: UUID
    limit: int | None


class LimitSheet(Sheet):
    """`asked` carries a LimitWanted; answer with `close_now()` or `refuse(error)`."""

    asked = Signal(object)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__("accounts.limit.title", name="limit_sheet", confirm="accounts.limit.confirm", parent=parent)
        self._customer_id: UUID | None = None
        self.limit = MoneyField("accounts.limit.field", name="limit_amount", required=True, loud=True)
        self.stop = QuietButton("accounts.limit.close", name="limit_close", icon="ban")
        self.content.addWidget(self.limit)
        self.content.addWidget(self.stop)
        self.confirmed.connect(self._on_confirmed)
        self.stop.clicked.connect(self._on_stop)

    def ask(self, customer_id: UUID, who: Phrase, account: CustomerAccount) -> None:
        self._customer_id = customer_id
        self.explain("accounts.limit.lead", name=who)
        self.limit.set_amount(account.credit_limit or None)
        set_shown(self.stop, account.active)
        self._set_busy(False)
        self.open(self.limit.edit)
        self.limit.edit.selectAll()

    def refuse(self, error: SanadError) -> None:
        self._set_busy(False)
        if error.params.get("field") == "limit":
            self.limit.set_error(error)
            self.limit.edit.setFocus()
        else:
            self.banner.say_error(error)

    def _on_confirmed(self) -> None:
        limit = self.limit.check()
        if limit is not None:
            self._ask_for(limit)

    def _on_stop(self) -> None:
        self._ask_for(None)

    def _ask_for(self, limit: int | None) -> None:
        if self._customer_id is not None:
            self._set_busy(True)
            self.asked.emit(LimitWanted(self._customer_id, limit))

    def _set_busy(self, is_busy: bool) -> None:
        self.confirm_button.setEnabled(not is_busy)
        self.stop.setEnabled(not is_busy)
