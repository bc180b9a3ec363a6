"""Reads one service block: names, prices, fees, questions, papers, typed fields and steps."""

from __future__ import annotations

from datetime import date

from sanad_desk.catalogue.shared import Shared, read_step
from sanad_desk.catalogue.table import Table
from sanad_desk.domain.catalogue import (
    FIELD_CHECKS,
    NO_SOURCE,
    NO_WORDS,
    Action,
    Answer,
    Condition,
    FeeBasis,
    GovernmentFee,
    ObservedPrice,
    PaperNeed,
    Price,
    Question,
    Service,
    ServiceStep,
    Source,
    TypedField,
    Words,
)

YES_NO = (Answer("yes", Words("نعم", "Yes")), Answer("no", Words("لا", "No")))


def read_service(table: Table, entity: str, categories: dict[str, Words], shared: Shared) -> Service:
    category = table.text("category")
    if category and category not in categories:
        table.fault("category_unknown", "category", value=category)
    prices = _prices(table, shared)
    valid_from, valid_until = _period(table, date.min)
    service = Service(
        code=table.code("code"),
        entity=entity,
        name=table.words("name"),
        category=categories.get(category, NO_WORDS),
        source=_source(table, shared),
        asked_by=table.one_of("asked_by", ("person", "company", "both")),
        sensitive=table.flag("sensitive", False),
        on_price_list=any(p.list_line is not None for p in prices),
        aliases=table.strings("aliases"),
        prices=prices,
        government_fees=_fees(table, shared),
        observed_prices=_observed(table, shared),
        questions=_questions(table),
        papers=_papers(table, shared),
        fields=_fields(table, shared),
        steps=_steps(table, shared),
        flow=table.text("flow", ""),
        often=table.whole("often") or 0,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    table.close()
    return service


def _source(table: Table, shared: Shared, default: str | None = None) -> Source:
    key = table.text("source", default)
    known = shared.sources.get(key)
    if known is None:
        if key:
            table.fault("source_unknown", "source", value=key)
        return NO_SOURCE
    as_of = table.partial_date("as_of", known.as_of)
    return known if as_of == known.as_of else Source(known.grade, known.text, as_of)


def _default_source(table: Table, key: str) -> str | None:
    """`papers_source = "…"` stands for every row that names no source of its own."""
    return table.text(key) if table.has(key) else None


def _period(table: Table, default_from: date | None = None) -> tuple[date, date | None]:
    valid_from, valid_until = table.day("from", required=default_from is None), table.day("until", required=False)
    if valid_from and valid_until and valid_until < valid_from:
        table.fault("dates_reversed", "until")
    return valid_from or default_from or date.min, valid_until


def _prices(service: Table, shared: Shared) -> tuple[Price, ...]:
    found = []
    for table in service.tables("prices"):
        action, fee = table.member("action", Action), table.amount("fee")
        valid_from, valid_until = _period(table)
        price = Price(
            action=action or Action.SUBMIT,
            centre_fee=fee or 0,
            valid_from=valid_from,
            valid_until=valid_until,
            source=_source(table, shared, "price-list"),
            variant=table.text("variant", ""),
            variant_name=table.words("variant_name", required=False),
            unit=table.one_of("unit", ("case", "page"), "case"),
            list_line=table.whole("list_line"),
            list_name=table.text("list_name", ""),
            note=table.text("note", ""),
        )
        if price.variant_name and not price.variant:
            table.fault("value_missing", "variant")
        table.close()
        found.append(price)
    return tuple(found)


def _fees(service: Table, shared: Shared) -> tuple[GovernmentFee, ...]:
    found, default = [], _default_source(service, "fees_source")
    for table in service.tables("fees"):
        action, basis = table.member("action", Action), table.member("basis", FeeBasis)
        valid_from, valid_until = _period(table)
        amount, minimum, maximum, rate = _fee_amounts(table, basis)
        fee = GovernmentFee(
            action=action or Action.PAY,
            basis=basis or FeeBasis.PORTAL,
            valid_from=valid_from,
            valid_until=valid_until,
            source=_source(table, shared, default),
            amount=amount,
            minimum=minimum,
            maximum=maximum,
            rate_ppm=rate,
            label=table.words("label", required=False),
            part=table.one_of("part", ("main", "extra"), "main"),
            unit=table.one_of("unit", ("case", "km", "person", "hour"), "case"),
            confidence=table.one_of("confidence", ("high", "conflict", "low"), "high"),
        )
        if basis in (FeeBasis.CHOICE, FeeBasis.PERCENT) and not fee.label:
            table.fault("label_missing", "label", basis=basis)
        table.close()
        found.append(fee)
    return tuple(found)


def _fee_amounts(table: Table, basis: FeeBasis | None) -> tuple[int | None, int | None, int | None, int | None]:
    """Amount, minimum, maximum and rate: each basis has its own keys, others are unknown to it."""
    match basis:
        case FeeBasis.FIXED | FeeBasis.CHOICE:
            return table.amount("amount"), None, None, None
        case FeeBasis.RANGE:
            minimum, maximum = table.amount("minimum"), table.amount("maximum")
            if minimum is not None and maximum is not None and minimum > maximum:
                table.fault("range_reversed", "maximum")
            return None, minimum, maximum, None
        case FeeBasis.PERCENT:
            return None, None, None, table.rate_ppm("percent")
        case FeeBasis.NONE:
            return 0, None, None, None
        case _:
            return None, None, None, None


def _observed(service: Table, shared: Shared) -> tuple[ObservedPrice, ...]:
    found = []
    for table in service.tables("observed"):
        action, fee = table.member("action", Action), table.amount("fee")
        found.append(ObservedPrice(action or Action.SUBMIT, fee or 0, _source(table, shared)))
        table.close()
    return tuple(found)


def _condition(table: Table) -> Condition | None:
    """`when = { question = "answer" }`, or a list of answers."""
    inner = table.table("when")
    if inner is None:
        return None
    keys = inner.names()
    if len(keys) != 1:
        table.fault("condition_wrong", "when")
        return None
    question = keys[0]
    value = inner.strings(question) if isinstance(inner.peek(question), list) else (inner.text(question),)
    return Condition(question, value)


def _questions(service: Table) -> tuple[Question, ...]:
    found = []
    for table in service.tables("questions"):
        answers = []
        for inner in table.tables("answers"):
            answers.append(Answer(inner.code("code"), inner.own_words()))
            inner.close()
        found.append(Question(table.code("code"), table.words("text"), tuple(answers) or YES_NO, _condition(table)))
        if len(answers) == 1:
            table.fault("answers_too_few", "answers")
        table.close()
    return tuple(found)


def _papers(service: Table, shared: Shared) -> tuple[PaperNeed, ...]:
    found, default = [], _default_source(service, "papers_source")
    for table in service.tables("papers"):
        codes = table.strings("any_of") if table.has("any_of") else (table.text("paper"),)
        for code in codes:
            if code and code not in shared.papers:
                table.fault("paper_unknown", "any_of" if table.has("any_of") else "paper", value=code)
        need = PaperNeed(
            papers=codes,
            source=_source(table, shared, default),
            note=table.words("note", required=False),
            when=_condition(table),
            required=table.flag("required", True),
        )
        table.close()
        found.append(need)
    return tuple(found)


def _fields(service: Table, shared: Shared) -> tuple[TypedField, ...]:
    found, default = [], _default_source(service, "fields_source")
    for table in service.tables("fields"):
        paper = table.text("paper", "")
        if paper and paper not in shared.papers:
            table.fault("paper_unknown", "paper", value=paper)
        typed = TypedField(
            code=table.code("code"),
            text=table.words("text"),
            check=table.one_of("check", FIELD_CHECKS),
            required=table.flag("required", True),
            when=_condition(table),
            paper=paper,
            source=_source(table, shared, default),
        )
        table.close()
        found.append(typed)
    return tuple(found)


def _steps(service: Table, shared: Shared) -> tuple[ServiceStep, ...]:
    flow, default = service.text("flow", ""), _default_source(service, "steps_source")
    own = [read_step(t, _source(t, shared, default), _condition(t)) for t in service.tables("steps")]
    if flow and flow not in shared.flows:
        service.fault("flow_unknown", "flow", value=flow)
    if flow and own:
        service.fault("steps_twice", "steps")
    return tuple(s for s in own if s) or shared.flows.get(flow, ())
