"""A report as JSON: both languages, amounts in baisa, instants in milliseconds UTC."""

from __future__ import annotations

from typing import Any

from sanad_desk.reports.report import Cell, Column, Report, Table
from sanad_desk.wire.picture import Text


def report_json(report: Report) -> dict[str, Any]:
    """Plain values for `json.dumps`; each row is an object keyed by the codes of the columns."""
    return {
        "code": report.code,
        "title": _value(report.title),
        "centre": _value(report.centre),
        "made_at": report.made_at,
        "facts": [{"label": _value(words), "value": _value(value)} for words, value in report.facts],
        "tables": [_table(table) for table in report.tables],
        "notes": [_value(note) for note in report.notes],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "title": _value(table.title),
        "columns": [{"code": c.code, "label": _value(c.label), "kind": c.kind} for c in table.columns],
        "rows": [_row(table.columns, row) for row in table.rows],
        "sums": _row(table.columns, table.sums) if table.sums else None,
    }


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> dict[str, Any]:
    return {column.code: _value(cell) for column, cell in zip(columns, row, strict=True)}


def _value(cell: Cell) -> Any:
    return {"ar": cell.ar, "en": cell.en} if isinstance(cell, Text) else cell
