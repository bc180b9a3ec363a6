"""Events as rows of a time line: in the words of the follow-up page, with the day where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sanad_desk.domain.shift import business_date_at, muscat_time
from sanad_desk.usecases.look_at_case import CaseEvent
from sanad_ui import formats
from sanad_ui.case_words import reason_phrase, words_of
from sanad_ui.event_words import told
from sanad_ui.find.time_line import TimeLineRow
from sanad_ui.texts import t

_WITH_RECEIPT = frozenset({"paid", "reversed", "account"})


def history_rows(events: Sequence[CaseEvent], now: int) -> list[TimeLineRow]:
    """In the language in use; the id of a row is its place among the events."""
    today = business_date_at(now)
    days = [muscat_time(event.at).date() for event in events]
    last = len(events) - 1
    return [
        _row(place, event, today, is_new_day=place == 0 or days[place] != days[place - 1], is_last=place == last)
        for place, event in enumerate(events)
    ]


def receipt_of(event: CaseEvent) -> str:
    """The number of the receipt an event led to; empty where it led to none."""
    return str(event.params["number"]) if event.kind in _WITH_RECEIPT else ""


def _row(place: int, event: CaseEvent, today: date, *, is_new_day: bool, is_last: bool) -> TimeLineRow:
    number = receipt_of(event)
    words = told(event, today)
    amount = event.params.get("total", event.params.get("amount", 0)) if number else 0
    title = t(f"find.kind.{event.params['kind']}") if event.kind == "account" else _title(event, words.title())
    about = _about(event)
    return TimeLineRow(
        place,
        title,
        formats.listed([*about, words_of(event.operator)(), t("follow.event.place", desk=event.desk_number)]),
        formats.amount(-amount if event.kind == "reversed" else amount) if number else "",
        chip=formats.identifier(number),
        chip_tone="info",
        tip=formats.listed([title, *about]),
        day=formats.date_text(muscat_time(event.at).date()) if is_new_day else "",
        time=formats.time_text(event.at),
        dot=words.tone,
        is_first=place == 0,
        is_last=is_last,
    )


def _title(event: CaseEvent, words: str) -> str:
    """With why it happened; the number of a receipt stands at the row's end."""
    params = event.params
    if event.kind == "paid":
        return t("find.history.paid", actions=" + ".join(map(_action, params["actions"])))
    if event.kind == "reversed":
        due = params["refund_due"]
        return t("find.history.reversed_due", due=formats.amount_with_unit(due)) if due else t("find.history.reversed")
    if event.kind != "moved":
        return words
    reason = [reason_phrase(params["reason"])()] if params["reason"] else []
    why = formats.listed([*reason, *(words_of(row)() for row in params["rows"]), params["remark"]])
    return t("find.history.because", what=words, why=why) if why else words


def _action(action: str) -> str:
    return t(f"picture.action.{action}")


def _about(event: CaseEvent) -> list[str]:
    """How something was paid; in a customer's history also which cases, and for whom."""
    paid = [t(f"follow.payment.channel.{event.params['channel']}")] if event.kind == "payment" else []
    if event.params.get("reference"):
        paid.append(formats.identifier(event.params["reference"]))
    services = [words_of(service)() for service in event.params.get("services", ())]
    named = services[:1] if len(services) < 2 else [t("find.and_more", service=services[0], n=len(services) - 1)]
    other = event.params.get("customer")
    return [*named, *([t("find.history.on_behalf", name=words_of(other)())] if other else []), *paid]
