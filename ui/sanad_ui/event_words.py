"""What happened to a case, told on its card: a line in words, a quiet one below it, and the colour of its dot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.portal_payment_life import UNSETTLED, PaymentState
from sanad_desk.domain.shift import muscat_time
from sanad_desk.domain.words import Words
from sanad_desk.usecases.look_at_case import CaseEvent
from sanad_ui import formats
from sanad_ui.case_words import day_text, payment_phrase, words_of
from sanad_ui.texts import Phrase, language, t

_WARNED = frozenset({Move.RETURN, Move.HOLD, Move.CLAIM_REFUND, Move.TAKE_BACK})
_BAD = frozenset({Move.TURN_DOWN, Move.CANCEL})
_NOTED = frozenset({Move.REMIND, Move.PROMISE, Move.REFER})
_TONES = {
    "reversed": "bad",
    "portal_taken_back": "bad",
    "missing": "warn",
    "told": "line_strong",
    "complaint": "bad",
    "complaint_settled": "line_strong",
    "outage_began": "bad",
}


@dataclass(frozen=True, slots=True)
class Told:
    """`tone` names the token its dot is painted in."""

    title: Phrase
    place: Phrase
    tone: str


def told(event: CaseEvent, today: date) -> Told:
    def title() -> str:
        return _title(event, today)

    def place() -> str:
        return _place(event, today)

    return Told(title, place, _tone(event))


def _place(event: CaseEvent, today: date) -> str:
    """When, by whom and where; then why, and what was said with it."""
    then = muscat_time(event.at)
    time = formats.time_text(event.at)
    day = t("follow.event.today", time=time) if then.date() == today else f"{day_text(then.date(), today)} {time}"
    where = t("follow.event.place", desk=event.desk_number)
    return "\n".join([formats.listed([day, words_of(event.operator)(), where]), *_added(event)])


def _added(event: CaseEvent) -> list[str]:
    params = event.params
    parts = [t(f"follow.reason.{params['reason']}")] if params.get("reason") else []
    if event.kind == "moved":
        parts += [*_words(params["rows"]), params["remark"]]
    elif event.kind == "payment":
        parts.append(t(f"follow.payment.channel.{params['channel']}"))
    elif event.kind == "complaint":
        parts.append(t(f"paper.complaint_kind.{params['kind']}"))
    line = formats.listed([*parts, formats.identifier(params.get("reference", ""))])
    return [line] if line else []


def _title(event: CaseEvent, today: date) -> str:
    if event.kind == "moved":
        return _moved(event.params, today)
    return t(f"follow.event.{event.kind}", **_shown(event.kind, event.params))


def _moved(params: Mapping[str, Any], today: date) -> str:
    move = params["move"]
    key = "remind_off" if move == Move.REMIND and params["remind_on"] is None else move
    shown: dict[str, object] = {"amount": formats.amount(params["amount"])}
    shown |= {day: day_text(params[day], today) for day in ("promised", "remind_on") if params[day] is not None}
    shown["portal_reference"] = formats.identifier(params["portal_reference"])
    return t(f"follow.event.moved.{key}", **shown)


def _shown(kind: str, params: Mapping[str, Any]) -> dict[str, object]:
    """The parameters of an event as its sentence takes them."""
    shown: dict[str, object] = {}
    for name in ("amount", "total"):
        if name in params:
            shown["amount"] = formats.amount(params[name])
    if "number" in params:
        shown["number"] = formats.identifier(params["number"])
    if "actions" in params:
        shown["actions"] = _and([t(f"picture.action.{action}") for action in params["actions"]])
    if "rows" in params:
        shown["papers"] = _and(_words(params["rows"]))
    if kind == "payment":
        shown["state"] = payment_phrase(PaymentState(params["state"]))
    if kind == "told":
        shown["channel"] = t(f"follow.told.{params['channel']}")
    if "entity" in params:
        shown["entity"] = words_of(params["entity"])
    return shown | ({"n": params["stars"]} if "stars" in params else {})


def _tone(event: CaseEvent) -> str:
    params = event.params
    if event.kind == "moved":
        move = Move(params["move"])
        return "warn" if move in _WARNED else "bad" if move in _BAD else "line_strong" if move in _NOTED else "brand"
    if event.kind == "payment":
        state = PaymentState(params["state"])
        return "bad" if state is PaymentState.FAILED else "warn" if state in UNSETTLED else "brand"
    return _TONES.get(event.kind, "brand")


def _words(rows: Sequence[Words]) -> list[str]:
    return [words_of(row)() for row in rows]


def _and(parts: Sequence[str]) -> str:
    return ("، " if language.is_rtl else ", ").join(parts)
