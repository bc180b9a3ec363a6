"""Everything the till page can do by key or by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from sanad_desk.domain.cash_movement import MoveKind
from sanad_ui.shell.command import Command
from sanad_ui.till.actions_card import DAILY, key_of
from sanad_ui.till.closing_card import HAND_OVER_KEY
from sanad_ui.till.movement_card import PORTAL_KEY
from sanad_ui.till.open_shift_card import APPROVAL_KEY
from sanad_ui.till.waiting_card import TODAY_KEY

if TYPE_CHECKING:
    from sanad_ui.till.page import TillPage


def till_commands(page: TillPage) -> Sequence[Command]:
    if page.is_open:
        return [*_running(page), *_movements(page), _portal(page), *_waiting(page)]
    if page.is_closing:
        return [*_closing(page), _portal(page)]
    if page.is_closed:
        return [
            Command("till.z", "till.closed.print", page.print_report, "Ctrl+P", "printer", hinted=True),
            Command("till.today", "till.closed.open", page.go_to_today, TODAY_KEY, "lock-open"),
            *_waiting(page),
        ]
    return [
        Command(
            "till.clock",
            "till.do.clock",
            page.ask_about_clock,
            APPROVAL_KEY,
            "lock-open",
            hinted=True,
            is_enabled=lambda: page.is_held_up,
        ),
        Command(
            "till.today",
            "till.do.today",
            page.go_to_today,
            TODAY_KEY,
            "lock-open",
            hinted=page.is_waiting,
            is_enabled=lambda: page.is_waiting,
        ),
        *_waiting(page),
    ]


def _running(page: TillPage) -> list[Command]:
    phrase = "till.move.confirm" if page.desk.is_moving else "till.do.count"
    return [
        Command("till.forward", phrase, page.forward, "F12", "calculator", hinted=True, also="till.also.count"),
        Command(
            "till.hand_over",
            "till.do.hand_over",
            page.hand_over,
            HAND_OVER_KEY,
            "arrow-left-right",
            hinted=True,
            is_enabled=lambda: not page.desk.is_moving,
        ),
        Command("till.x", "till.do.x", page.print_report, "Ctrl+P", "printer", hinted=True),
        Command("till.look", "till.do.look", page.look, "Ctrl+R", "refresh-cw", hinted=True),
    ]


def _movements(page: TillPage) -> list[Command]:
    kinds = [kind for kind in MoveKind if page.is_manager or kind in DAILY]
    return [
        Command(
            f"till.move.{kind}",
            f"till.move.title.{kind}",
            partial(page.begin_movement, kind),
            key_of(kind),
            DAILY.get(kind, "coins"),
        )
        for kind in kinds
    ]


def _portal(page: TillPage) -> Command:
    return Command("till.portal_card", "till.do.portal_card", page.portal_fees_asked.emit, PORTAL_KEY, "credit-card")


def _waiting(page: TillPage) -> list[Command]:
    if not page.has_waiting:
        return []
    return [Command("till.waiting", "till.do.waiting", page.show_waiting, "F10", "history", hinted=True)]


def _closing(page: TillPage) -> list[Command]:
    card, closing = page.desk.closing, page.closing
    commands = [Command("till.back", "app.action.back", closing.back, icon="undo-2")]
    for button, name, run, icon in (
        (card.forward, "forward", closing.forward, "check"),
        (card.hand_over, "hand_over", closing.welcome, "arrow-left-right"),
        (card.recount, "recount", closing.recount, "rotate-ccw"),
        (card.later, "later", partial(closing.finish, later=True), "clock"),
    ):
        if not button.isHidden():
            commands.append(Command(f"till.{name}", button.text, run, button.key, icon, hinted=name != "later"))
    return commands
