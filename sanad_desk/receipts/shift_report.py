"""An X or Z report as a report of tables, for workbook and JSON."""

from __future__ import annotations

from sanad_desk.domain.digits import strip_marks
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.receipt_words import joined
from sanad_desk.receipts.shift_paper import Section, ShiftPaper
from sanad_desk.reports.report import Cell, Column, Report, Table
from sanad_desk.wire.picture import Text


def as_report(paper: ShiftPaper) -> Report:
    """The same words and figures, one table a section."""
    return Report(
        code=paper.code,
        title=_without_marks(paper.title),
        facts=paper.facts,
        tables=tuple(_table(section) for section in paper.sections),
        centre=paper.centre,
        made_at=paper.made_at,
        notes=paper.notes,
    )


def _table(section: Section) -> Table:
    """A column for pieces or remarks only where there are any; what is said of the whole section is a row of words."""
    has_pieces = any(line.pieces is not None for line in section.lines)
    has_remarks = any(line.remarks for line in section.lines)

    def row(what: Text, pieces: int | None, amount: int | None, remark: Text | None) -> tuple[Cell, ...]:
        return (what, *((pieces,) if has_pieces else ()), amount, *((remark,) if has_remarks else ()))

    columns = (
        Column("what", label("column.what"), "text"),
        *((Column("pieces", label("column.pieces"), "count"),) if has_pieces else ()),
        Column("amount", label("column.amount"), "baisa"),
        *((Column("remark", label("column.remark"), "text"),) if has_remarks else ()),
    )
    rows = [row(_without_marks(line.words), line.pieces, line.amount, _remark(line.remarks)) for line in section.lines]
    rows += [row(remark, None, None, None) for remark in section.remarks]
    sums = None if section.total is None else row(label("shift.sum"), None, section.total, None)
    return Table(section.code, section.title, columns, tuple(rows), sums)


def _remark(remarks: tuple[Text, ...]) -> Text | None:
    return _without_marks(joined(list(remarks))) if remarks else None


def _without_marks(words: Text) -> Text:
    """English needs no direction marks, and whoever reads the JSON wants to compare numbers."""
    return Text(words.ar, strip_marks(words.en))
