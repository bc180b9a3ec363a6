"""Checks within and between services: codes used twice, dates that overlap, conditions that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from sanad_desk.catalogue.table import Table
from sanad_desk.domain.catalogue import Condition, GovernmentFee, Price, Service


def check_service(service: Service, table: Table) -> None:
    _check_prices(service, table)
    _check_fees(service, table)
    _check_questions(service, table)
    _check_codes_once(((f.code, f"fields[{n}]") for n, f in enumerate(service.fields, 1)), table)
    if not service.steps and not (table.has("flow") or table.has("steps")):
        table.fault("steps_missing", "steps")
    if service.often > 3:
        table.fault("value_wrong", "often", expected="0 to 3")
    for number, typed in enumerate(service.fields, 1):
        if service.sensitive and typed.check == "text":
            table.fault("free_text_sensitive", f"fields[{number}].check")


def _overlap(a: Price | GovernmentFee, b: Price | GovernmentFee) -> bool:
    return a.valid_from <= (b.valid_until or date.max) and b.valid_from <= (a.valid_until or date.max)


def _check_prices(service: Service, table: Table) -> None:
    """Two lines for the same thing on the same day contradict each other.

    A list that prints the same line twice does not: same fee, another line number.
    """
    for (_, a), (number, b) in combinations(enumerate(service.prices, 1), 2):
        repeated = a.centre_fee == b.centre_fee and a.list_line != b.list_line
        if (a.action, a.variant) == (b.action, b.variant) and _overlap(a, b) and not repeated:
            table.fault("dates_overlap", f"prices[{number}]", action=b.action, variant=b.variant)


def _check_fees(service: Service, table: Table) -> None:
    for (_, a), (number, b) in combinations(enumerate(service.government_fees, 1), 2):
        same = (a.action, a.basis, a.part, a.label) == (b.action, b.basis, b.part, b.label)
        if same and _overlap(a, b):
            table.fault("dates_overlap", f"fees[{number}]", action=b.action, variant=b.label.en)


def _check_codes_once(codes: Iterable[tuple[str, str]], table: Table) -> None:
    seen: set[str] = set()
    for code, field in codes:
        if code in seen:
            table.fault("code_twice", f"{field}.code", value=code)
        seen.add(code)


def _check_questions(service: Service, table: Table) -> None:
    """A condition may only look back: at a question asked before, and at an answer it offers."""
    _check_codes_once(((q.code, f"questions[{n}]") for n, q in enumerate(service.questions, 1)), table)
    answers: dict[str, set[str]] = {}
    for number, question in enumerate(service.questions, 1):
        _check_codes_once(
            ((a.code, f"questions[{number}].answers[{n}]") for n, a in enumerate(question.answers, 1)), table
        )
        _check_condition(question.when, answers, f"questions[{number}]", table)
        answers[question.code] = {a.code for a in question.answers}
    for number, need in enumerate(service.papers, 1):
        _check_condition(need.when, answers, f"papers[{number}]", table)
    for number, typed in enumerate(service.fields, 1):
        _check_condition(typed.when, answers, f"fields[{number}]", table)
    for number, step in enumerate(service.steps, 1):
        _check_condition(step.when, answers, f"steps[{number}]", table)


def _check_condition(condition: Condition | None, answers: dict[str, set[str]], field: str, table: Table) -> None:
    if condition is None:
        return
    if condition.question not in answers:
        table.fault("question_unknown", f"{field}.when", value=condition.question)
        return
    for answer in condition.answers:
        if answer not in answers[condition.question]:
            table.fault("answer_unknown", f"{field}.when", value=answer, question=condition.question)
