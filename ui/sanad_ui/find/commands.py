"""The commands of the find page, by key and by palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanad_ui.find.history_view import FOLLOW_KEY, PERSON_KEY
from sanad_ui.shell.command import Command

if TYPE_CHECKING:
    from sanad_ui.find.page import FindPage


def page_commands(page: FindPage) -> tuple[Command, ...]:
    """Of a receipt, of a history, and of the box."""
    return (
        Command("find.box", "find.do.box", page.results.focus_box, "Ctrl+F", "search", hinted=True),
        *_of_receipt(page),
        Command(
            "find.history",
            "find.do.history",
            page.turn_history,
            "Ctrl+H",
            "history",
            hinted=True,
            is_enabled=page.can_turn,
        ),
        Command(
            "find.follow",
            "find.do.follow",
            page.history.ask_follow,
            FOLLOW_KEY,
            "list",
            hinted=True,
            is_enabled=lambda: page.is_telling() and page.history.is_open,
        ),
        Command(
            "find.customer",
            "find.do.customer",
            page.history.ask_customer,
            PERSON_KEY,
            "user",
            is_enabled=lambda: page.is_telling() and page.history.customer_id is not None,
        ),
    )


def _of_receipt(page: FindPage) -> tuple[Command, ...]:
    shown, undo, ways = page.has_receipt, "undo-2", "arrow-left-right"
    reverse, correct, again = page.open_reversal, page.open_correction, page.serve_again
    return (
        Command("find.print", "find.do.print", page.print_receipt, "Ctrl+P", "printer", hinted=True, is_enabled=shown),
        Command(
            "find.paper",
            "find.do.paper",
            page.turn_paper,
            "Ctrl+Shift+P",
            "receipt-text",
            hinted=True,
            is_enabled=shown,
        ),
        Command("find.save", "find.do.save", page.save_receipt, "Ctrl+S", "file-down", hinted=True, is_enabled=shown),
        Command("find.reverse", "find.do.reverse", reverse, "Ctrl+Shift+V", undo, is_enabled=page.can_reverse),
        Command("find.correct", "find.do.correct", correct, "Ctrl+Shift+T", ways, is_enabled=page.can_correct),
        Command("find.again", "find.do.again", again, "Ctrl+Shift+A", "rotate-ccw", is_enabled=page.can_serve_again),
    )
