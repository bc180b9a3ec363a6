"""How a case is spoken of: its state and moves in words, their tones and icons, and the letter that makes a move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.domain.words import Words
from sanad_ui import formats
from sanad_ui.texts import Phrase, both, embed, isolate, say

_S, _P = CaseState, PaymentState
STATE_TONES: Mapping[CaseState, str] = {
    _S.READY: "info",
    _S.RETURNED: "warn",
    _S.APPROVED: "warn",
    _S.ISSUED: "brand",
    _S.DONE: "brand",
    _S.ON_HOLD: "info",
    _S.REFUND_DUE: "bad",
}
PAYMENT_TONES: Mapping[PaymentState, str] = {
    _P.ASKED: "info",
    _P.CONFIRMED: "brand",
    _P.REFUND_ASKED: "warn",
    _P.REFUNDED: "brand",
}
# One letter each; B is none, as it writes two letters on an Arabic keyboard.
MOVE_KEYS: Mapping[Move, str] = {
    Move.SUBMIT: "S",
    Move.REVIEW: "W",
    Move.RETURN: "T",
    Move.RESEND: "R",
    Move.APPROVE: "A",
    Move.PAY: "P",
    Move.ISSUE: "I",
    Move.FINISH: "D",
    Move.TURN_DOWN: "J",
    Move.HOLD: "H",
    Move.RESUME: "U",
    Move.CANCEL: "X",
    Move.CLAIM_REFUND: "K",
    Move.REFUND: "F",
    Move.REOPEN: "O",
    Move.REMIND: "N",
    Move.PROMISE: "L",
    Move.REFER: "E",
}
PAYMENT_KEY = "V"
# Done for money, these go to the bill.
PRICED_MOVES: Mapping[Move, Action] = {Move.PAY: Action.PAY, Move.RESEND: Action.RESEND, Move.CANCEL: Action.CANCEL}
MOVE_ICONS: Mapping[Move, str] = {
    Move.SUBMIT: "upload",
    Move.REVIEW: "eye",
    Move.RETURN: "undo-2",
    Move.RESEND: "rotate-ccw",
    Move.APPROVE: "stamp",
    Move.PAY: "credit-card",
    Move.ISSUE: "file-check",
    Move.FINISH: "package-check",
    Move.TURN_DOWN: "ban",
    Move.HOLD: "pause",
    Move.RESUME: "play",
    Move.CANCEL: "x",
    Move.CLAIM_REFUND: "hand-coins",
    Move.REFUND: "coins",
    Move.REOPEN: "lock-open",
    Move.REMIND: "bell",
    Move.PROMISE: "calendar-clock",
    Move.REFER: "hash",
}


def words_of(words: Words) -> Phrase:
    return both(words.ar, words.en)


def person_text(name: Words, masked: str) -> str:
    """A name with the last digits beside it, as far as they are known."""
    return " ".join(filter(None, (embed(words_of(name)()), formats.identifier(masked))))


def state_phrase(standing: Standing) -> Phrase:
    """What is held says why."""
    if standing.state is CaseState.ON_HOLD and standing.reason:
        return say(f"follow.held.{standing.reason}")
    return say(f"follow.state.{standing.state.value}")


def state_tone(state: CaseState) -> str:
    return STATE_TONES.get(state, "quiet")


def payment_phrase(state: PaymentState) -> Phrase:
    return say(f"follow.payment.state.{state.value}")


def payment_tone(state: PaymentState) -> str:
    return PAYMENT_TONES.get(state, "bad")


def move_phrase(move: Move) -> Phrase:
    return say(f"follow.move.{move.value}")


def priced_phrase(action: Action) -> Phrase:
    return say(f"follow.priced.{action.value}")


def reason_phrase(reason: str) -> Phrase:
    return say(f"follow.reason.{reason}")


def day_text(day: date, today: date) -> str:
    """`23/11`, with its year where that is another."""
    whole = formats.date_text(day)
    return isolate(whole[1:6]) if day.year == today.year else whole
