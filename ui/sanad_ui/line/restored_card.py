"""The card of a store that was put back from a backup: what that means, and how receipts can be given again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import formats
from sanad_ui.kit import Banner, Card, Label, SecondaryButton, SmallPrimaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.line.state_card import SYNC_KEY
from sanad_ui.texts import say

SPARE_KEY = "Ctrl+G"


class RestoredCard(Card):
    """The buttons are the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("line.restored.title", name="restored_card", margin=20, parent=parent)
        self.lead = Label("line.restored.lead", wrap=True, name="restored_lead")
        self.spare = Label.secondary(wrap=True, name="restored_spare")
        self.banner = Banner(name="restored_banner", tone="bad")
        self.try_button = SmallPrimaryButton("line.restored.try", name="restored_try", icon="wifi", key=SYNC_KEY)
        self.spare_button = SecondaryButton(name="restored_go_on", phrase="line.restored.no_spare", key=SPARE_KEY)
        self.body.setSpacing(10)
        for part in (self.lead, self.spare, self.banner):
            self.add(part)
        row = QHBoxLayout()
        row.addWidget(self.try_button)
        row.addWidget(self.spare_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_spare(self, number: int) -> None:
        """Zero where the desk has none left."""
        set_shown(self.spare_button, bool(number))
        if number:
            self.spare.say("line.restored.spare", number=formats.number(number))
            self.spare_button.say(say("line.restored.go_on", number=formats.number(number)))
        else:
            self.spare.say("line.restored.no_spare")

    def refuse(self, error: SanadError) -> None:
        self.banner.say_error(error)
