"""The price list that hangs on the wall: all that is priced on a day, by entity, as a report for paper and workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanad_desk.domain.catalogue import Action, FeeBasis, Service, Words, in_force
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.charges import CentrePrices, VatMode, split_vat
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import show_phone
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.shift import business_date_at
from sanad_desk.reports.report import Cell, Column, Fact, Report, Table
from sanad_desk.reports.report_words import report_label
from sanad_desk.usecases.draw_picture import word
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.own_prices import own_prices
from sanad_desk.usecases.price_list import PriceLine, price_lines
from sanad_desk.wire.picture import Text


def wall_price_list(desk: OpenDesk, on: date | None = None, entity: str = "") -> Report:
    """The tariff in force on that day, today without one, with the centre's own prices; of one entity or of all.

    Raises Refused unfounded, DomainError: entity_unknown(entity).
    """
    if entity and entity not in desk.catalogue.entities:
        raise DomainError("entity_unknown", entity=entity)
    centre, _, _ = desk.identity()
    made_at = desk.clock.now()
    on = on or business_date_at(made_at)
    return Report(
        code="price_list",
        title=report_label("wall.title"),
        facts=tuple(_facts(centre, on, desk.catalogue.tariff_date)),
        tables=(_table(desk, [entity] if entity else list(desk.catalogue.entities), on, centre.vat_mode),),
        centre=_text(centre.name),
        made_at=made_at,
        notes=(report_label("wall.currency"), report_label("wall.portal_decides")),
        for_the_wall=True,
    )


def _facts(centre: Centre, on: date, tariff_date: date) -> Iterator[Fact]:
    numbers = {
        "cr": centre.cr_number,
        "licence": centre.licence_number,
        "phone": show_phone(centre.phone),
        "day": on.isoformat(),
        "tariff": tariff_date.isoformat(),
        "vatin": centre.vatin if centre.vat_mode is not VatMode.OFF else "",
    }
    yield from ((report_label(f"wall.{key}"), value) for key, value in numbers.items() if value)
    yield report_label("wall.vat"), report_label(f"wall.vat_mode.{centre.vat_mode}")


def _table(desk: OpenDesk, entities: list[str], on: date, vat: VatMode) -> Table:
    own = own_prices(desk)
    rows = [row for entity in entities for row in _rows_of(desk, entity, own, on, vat)]
    columns: tuple[Column, ...] = (
        Column("entity", report_label("wall.entity"), "text"),
        Column("service", report_label("wall.service"), "text"),
        Column("action", report_label("wall.action"), "text"),
        Column("government", report_label("wall.government"), "baisa"),
        Column("centre", report_label("wall.centre"), "baisa"),
        Column("official", report_label("wall.official"), "baisa"),
    )
    if all(row[-1] is None for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Table("prices", Text(), columns, tuple(rows), grouped_by="entity")


def _rows_of(desk: OpenDesk, entity: str, own: CentrePrices, on: date, vat: VatMode) -> Iterator[tuple[Cell, ...]]:
    """What is priced; the official price stands beside the centre's only where that differs."""
    name = _text(desk.catalogue.entities[entity].name)
    offered = in_force(tuple(desk.catalogue.services.values()), on)
    for service in offered:
        if service.entity != entity:
            continue
        for line in price_lines(service, own, on):
            price = line.official if line.own is None else line.own
            if price is None:
                continue
            official = None if line.official in (price, None) else line.official
            government = government_fee(service, line.action, on)
            yield name, _text(service.name), _action(line), government, sum(split_vat(price, vat)), official


def government_fee(service: Service, action: Action, on: date) -> Cell:
    """In baisa where one is known for sure, the span of several, else where it will be seen."""
    actions = {action}
    pay_is_priced = bool(service.variants(Action.PAY, on))
    if action is Action.SUBMIT and not pay_is_priced:
        actions.add(Action.PAY)  # without a price of its own the payment is part of the submission
    fees = [fee for each in actions for fee in service.fees(each, on) if fee.part == "main"]
    if not fees and action is Action.SUBMIT and pay_is_priced:
        return report_label("wall.at_payment")
    sure = [fee for fee in fees if fee.confidence == "high" and fee.unit == "case"]
    if not sure or any(fee.amount is None and fee.basis is not FeeBasis.NONE for fee in sure):
        return report_label("wall.portal")
    amounts = {fee.amount for fee in sure if fee.amount}
    if not amounts:
        return report_label("wall.no_fee")
    least, most = min(amounts), max(amounts)
    return least if least == most else f"{format_amount(least)} – {format_amount(most)}"


def _action(line: PriceLine) -> Text:
    """The action with its size and, where that is no whole case, its unit."""
    action, unit = word("action", line.action), word("unit", line.unit)
    size = line.variant_name or Words(line.variant, line.variant)
    per = report_label("wall.per")
    return Text(
        " ".join(filter(None, (action.ar, size.ar, per.ar.format(unit=unit.ar) if line.unit != "case" else ""))),
        " ".join(filter(None, (action.en, size.en, per.en.format(unit=unit.en) if line.unit != "case" else ""))),
    )


def _text(words: Words) -> Text:
    return Text(words.ar, words.en)
