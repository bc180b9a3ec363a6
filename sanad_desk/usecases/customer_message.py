"""The message about a case, ready to send: what became of it and what its customer is to do, in a few words."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import TURN_DOWN_REASONS, CaseState, Standing, WaitsFor, waits_for
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.customer_message import (
    LONGEST_AR,
    LONGEST_EN,
    CustomerMessage,
    first_that_fits,
    in_phone_letters,
    local_phone,
)
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.resources_path import resource_path
from sanad_desk.store import customers, messages_waiting
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.papers_to_bring import papers_to_bring
from sanad_desk.usecases.whole_centre import reading_centre

_LONGEST = {"ar": LONGEST_AR, "en": LONGEST_EN}
_BETWEEN = {"ar": "، ", "en": ", "}
# Before a reference that begins with a digit, or an Arabic line would turn its parts around.
_LEFT_TO_RIGHT = {"ar": "\u200e", "en": ""}


def customer_message(desk: OpenDesk, who: SignedIn, case_id: UUID) -> CustomerMessage:
    """To the customer, or to his representative where he left no phone himself; its text also where neither did.

    Names neither a person nor, where the service is sensitive, what it is about.
    Raises DomainError: case_unknown.
    """
    centre, _, _ = desk.identity()
    with reading_centre(desk) as known:
        standing = known_standing(known, case_id)
        customer_id, phone = _addressee(known.own, standing)
        papers = papers_to_bring(known, desk.catalogue, standing)
        has_gateway = messages_waiting.has_gateway(known.own)
    today = business_date_at(desk.clock.now())
    service = desk.catalogue.services.get(standing.service_code)
    name = NO_WORDS if service is None or service.sensitive else service.name
    text_ar, text_en = (
        _text(language, standing, centre, name, papers if name else (), today) for language in ("ar", "en")
    )
    return CustomerMessage(standing.reference, phone, text_ar, text_en, standing.state.value, customer_id, has_gateway)


def _addressee(connection: Connection, standing: Standing) -> tuple[UUID | None, str]:
    for person in (standing.customer_id, standing.representative_id):
        known = customers.load(connection, person) if person else None
        if known is not None and known.phone:
            return known.id, known.phone
    return standing.customer_id, ""


@cache
def _templates(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(resource_path("i18n", language, "message.toml").read_text("utf-8"))


def _text(
    language: str, standing: Standing, centre: Centre, service: Words, papers: tuple[Words, ...], today: date
) -> str:
    words = _templates(language)
    body = _body(words, standing, has_papers=bool(papers))
    filled = {
        "outlook": words["outlook"][_outlook(standing, today)].format(promised=_day(standing.promised)),
        "papers": _BETWEEN[language].join(_said(language, paper) for paper in papers),
        "amount": format_amount(standing.amount),
    }
    case = {"reference": _LEFT_TO_RIGHT[language] + standing.reference, "service": _said(language, service)}
    plain, named = (body.format(what=words["what"][what].format(**case), **filled) for what in ("plain", "named"))
    greeted = [words["frame"]["greeting"].format(body=text) for text in ((named, plain) if service else (plain,))]
    signature = {"centre": _said(language, centre.name), "phone": local_phone(centre.phone)}
    signed = (words["frame"]["signed"].format(body=text, **signature).rstrip() for text in (*greeted, plain))
    return first_that_fits(signed, _LONGEST[language])


def _body(words: dict[str, dict[str, str]], standing: Standing, *, has_papers: bool) -> str:
    state, reason = standing.state, standing.reason
    if state is CaseState.ON_HOLD:
        unnamed = reason == "missing_paper" and not has_papers
        return words["hold"]["missing_paper_unnamed" if unnamed else reason]
    name = state.value
    if state is CaseState.RETURNED and not has_papers:
        by_customer = waits_for(standing, date.min) is WaitsFor.CUSTOMER
        name = "returned_unnamed" if by_customer else "returned_to_us"
    elif state is CaseState.APPROVED and not standing.amount:
        name = "approved_unpriced"
    elif state is CaseState.CANCELLED and reason in TURN_DOWN_REASONS:
        name = "turned_down"
    return words["state"][name]


def _outlook(standing: Standing, today: date) -> str:
    if standing.promised is None:
        return "open"
    return "late" if standing.promised < today else "dated"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _said(language: str, words: Words) -> str:
    return in_phone_letters(words.en or words.ar) if language == "en" else words.ar or words.en
