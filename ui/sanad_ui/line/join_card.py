"""The card that joins a server with a code, and says what that does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import Banner, Card, Label, ProgressLine, SmallPrimaryButton, TextField
from sanad_ui.kit.shown import keep_its_place, set_shown


class JoinCard(Card):
    """`asked` carries address and code; only a manager can fill it in."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("line.join.title", name="join_card", margin=20, parent=parent)
        self.address = TextField(
            "line.join.address",
            name="join_address",
            required=True,
            limit=200,
            left_to_right=True,
            icon="hard-drive",
            hint="line.join.address_hint",
        )
        self.code = TextField(
            "line.join.code",
            name="join_code",
            required=True,
            limit=40,
            left_to_right=True,
            icon="key-round",
            hint="line.join.code_hint",
        )
        self.banner = Banner(name="join_banner", tone="bad")
        self.managers_only = Banner("line.join.managers_only", name="join_managers_only", tone="info")
        self.button = SmallPrimaryButton("line.join.do", name="join_do", icon="log-in", key="Return")
        self.busy = ProgressLine(name="join_busy")
        keep_its_place(self.busy)
        self.busy.hide()
        self.body.setSpacing(10)
        self.add(Label.secondary("line.join.lead", wrap=True))
        for part in (self.managers_only, self.address, self.code, self.banner, self.busy, self.button):
            self.add(part)
        self.address.submitted.connect(self.code.edit.setFocus)
        self.code.submitted.connect(self.join)
        self.button.clicked.connect(self.join)

    def allow(self, is_manager: bool) -> None:
        for part in (self.address, self.code, self.button):
            set_shown(part, is_manager)
        set_shown(self.managers_only, not is_manager)

    def fill_in(self, address: str, code: str) -> None:
        self.address.set_text(address)
        self.code.set_text(code)

    def join(self) -> None:
        address, code = self.address.check(), self.code.check()
        if not address or not code:
            (self.code if address else self.address).edit.setFocus()
        elif self.button.isEnabled():
            self.banner.clear()
            self.set_busy(True)
            self.asked.emit(address, code)

    def refuse(self, error: SanadError) -> None:
        """At the field that is to blame; everything typed stays."""
        self.set_busy(False)
        by_field = {"address": self.address, "code": self.code}
        blamed = "code" if error.code.startswith("enrol_code") else str(error.params.get("field", ""))
        field = by_field.get(blamed)
        if field is None:
            self.banner.say_error(error)
            return
        field.set_error(error)
        field.edit.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        self.button.setEnabled(not is_busy)
        self.busy.set_busy()
        self.busy.setVisible(is_busy)
