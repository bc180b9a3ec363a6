"""Keeps the place of a page that is not built yet."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sanad_ui import tokens
from sanad_ui.kit.card import Card
from sanad_ui.kit.empty_state import EmptyState
from sanad_ui.shell.page import Page


class SoonPage(Page):
    """Says so, and how to go on."""

    def __init__(self, page: str) -> None:
        super().__init__(name=f"{page}_page")
        self.title_key = f"app.page.{page}"
        card = Card(self.title_key, name=f"{page}_card")
        card.add(EmptyState("hourglass", "app.frame.soon", name=f"{page}_empty", hint="command.all", key="Ctrl+K"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(card)
