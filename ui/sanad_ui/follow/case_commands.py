"""What can be done with the case on the card, by key, by palette, and in its own list of moves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sanad_desk.domain.case_life import MOVES, OPEN, Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.usecases.follow_up import FollowRow
from sanad_ui.case_words import MOVE_ICONS, MOVE_KEYS, PAYMENT_KEY, PRICED_MOVES, move_phrase, priced_phrase
from sanad_ui.follow.case_menu import MenuEntry
from sanad_ui.follow.case_view import MESSAGE_KEY, MORE_KEY, SLIP_KEY
from sanad_ui.shell.command import Command
from sanad_ui.texts import say

if TYPE_CHECKING:
    from sanad_ui.follow.case_card import CaseCard

COPY_KEY = "C"


def case_commands(card: CaseCard) -> list[Command]:
    can = card.can
    others = (
        ("more", card.open_menu, MORE_KEY, "ellipsis"),
        ("message", card.talk.open_message, MESSAGE_KEY, "message-circle"),
        ("slip", card.print_slip, SLIP_KEY, "printer"),
        ("payment", card.open_payment, PAYMENT_KEY, "credit-card"),
        ("copy", card.view.head.copy_reference, COPY_KEY, "copy"),
        ("rate", card.talk.open_rating, "", "star"),
        ("complain", card.talk.open_complaint, "", "message-square"),
    )
    return [
        *(
            Command(f"case.{name}", f"follow.card.do.{name}", partial(card.leave_for, run), key, icon, is_enabled=can)
            for name, run, key, icon in others
        ),
        *(_command(card, move) for move in Move if MOVES[move][0] & OPEN),
    ]


def _command(card: CaseCard, move: Move) -> Command:
    phrase = say("follow.card.do.move", move=move_phrase(move))
    run, can = partial(card.leave_for, partial(card.start, move)), partial(card.can, move)
    return Command(f"case.move.{move.value}", phrase, run, MOVE_KEYS[move], MOVE_ICONS[move], is_enabled=can)


def menu_entries(card: CaseCard) -> list[MenuEntry]:
    """The next move first, then the others as a case goes through them; what is unsure about money before them all."""
    row = card.row
    if row is None:
        return []
    payment = "verify" if row.payment is not None else "new"
    entries = [entry for move in _in_order(card) for entry in _of_move(card, move)]
    entries += [
        MenuEntry(action.value, priced_phrase(action), "banknote", partial(card.serve, action))
        for action in _offered(card, row)
    ]
    money = MenuEntry("payment", say(f"follow.payment.{payment}"), "credit-card", card.open_payment, PAYMENT_KEY)
    entries.insert(0 if row.payment is not None else len(entries), money)
    return [
        *entries,
        MenuEntry("rate", say("follow.card.do.rate"), "star", card.talk.open_rating),
        MenuEntry("complain", say("follow.card.do.complain"), "message-square", card.talk.open_complaint),
    ]


def _in_order(card: CaseCard) -> list[Move]:
    first = card.row.next_move if card.row is not None else None
    return sorted(card.moves(), key=lambda move: move is not first)


def _of_move(card: CaseCard, move: Move) -> list[MenuEntry]:
    """What is paid is charged for where the tariff says so, and can be noted without."""
    icon, key = MOVE_ICONS[move], MOVE_KEYS[move]
    entry = MenuEntry(move.value, move_phrase(move), icon, partial(card.start, move), key)
    if move is not Move.PAY or card.row is None or Action.PAY not in card.row.actions:
        return [entry]
    charged = MenuEntry("pay_charged", priced_phrase(Action.PAY), "banknote", entry.run, key)
    return [charged, MenuEntry("pay", move_phrase(move), icon, partial(card.start_free, move))]


def _offered(card: CaseCard, row: FollowRow) -> list[Action]:
    """Those that can be charged for, and are no move of their own now."""
    moves = [PRICED_MOVES.get(move) for move in card.moves()]
    return [action for action in row.actions if action not in moves]
