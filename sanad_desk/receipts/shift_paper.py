"""What the X and the Z report are made of, facts and sections of amounts, and how they stand on roll and A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sanad_desk.receipts.bidi import LTR, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet, to_pdf
from sanad_desk.receipts.receipt_words import Field, beside, both, instant, same
from sanad_desk.receipts.rows import amount_column, field_grid, money, names, note, pair, signature
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import MM, Align, Ink, Paper, Sheet
from sanad_desk.wire.picture import Text

_COLUMN = 0.48  # of an A4 page, for one of the two columns
_LONGEST_COLUMN = 178 * MM  # what a page holds between heading and signatures
_KEPT_TOGETHER = 25  # rows of a section that no page break may part


@dataclass(frozen=True, slots=True)
class Line:
    """Words and an amount in baisa; `pieces` is how many of it there were."""

    words: Text
    amount: int
    pieces: int | None = None
    remarks: tuple[Text, ...] = ()
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `total` is a stored sum, never one made for the paper."""

    code: str
    title: Text
    lines: tuple[Line, ...]
    total: int | None = None
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """An X or Z report before it becomes paper, workbook or JSON; `made_at` in milliseconds UTC."""

    code: str
    title: Text
    centre: Text
    made_at: int
    facts: tuple[Field, ...]
    sections: tuple[Section, ...]
    notes: tuple[Text, ...]
    signatures: tuple[Text, ...] = ()  # who signs by hand


def render_shift_paper(report: ShiftPaper, *, paper: Paper) -> bytes:
    """The PDF of the report."""
    foot = f"{both(report.title)}  ·  {beside(label('shift.printed'))} {ltr(instant(report.made_at))}"
    sheet = compose_shift_paper(report, paper)
    return to_pdf(sheet, title=report.title.ar, author=report.centre.ar, running_foot=foot)


def compose_shift_paper(report: ShiftPaper, paper: Paper) -> Sheet:
    """One column on the roll, two on A4 as long as a page holds them."""
    sheet = new_sheet(paper)
    _heading(sheet, report)
    column = _amount_column(report.sections, sheet)
    if paper is Paper.ROLL:
        for words, value in report.facts:
            pair(sheet, words, value)
        for section in report.sections:
            _section(sheet, section, column)
        sheet.rule(1.4)
    else:
        field_grid(sheet, report.facts, 4)
        sheet.gap()
        _columns(sheet, report.sections, column)
        sheet.gap()
    foot = len(sheet.blocks)
    for words in report.notes:
        note(sheet, words)
    _signatures(sheet, report.signatures)
    _keep_together(sheet, foot)
    return sheet


def _heading(sheet: Sheet, report: ShiftPaper) -> None:
    scale, centred = sheet.scale, Align.CENTRE
    sheet.words(report.centre.ar, scale.heading, Weight.BOLD, align=centred)
    if report.centre.en != report.centre.ar:
        sheet.words(report.centre.en, scale.small, align=centred, base=LTR)
    sheet.gap(3)
    sheet.words(report.title.ar, scale.title, Weight.BOLD, align=centred, ink=Ink.BRAND)
    sheet.words(report.title.en, scale.strong, Weight.SEMIBOLD, align=centred, base=LTR, ink=Ink.SOFT)
    sheet.rule(1.4, ink=Ink.BRAND)


def _amount_column(sections: Sequence[Section], sheet: Sheet) -> float:
    """One width for all sections, so that every amount stands under the others."""
    size = sheet.scale.strong
    amounts = [line.amount for section in sections for line in section.lines]
    amounts += [section.total for section in sections if section.total is not None]
    return amount_column([(amount, size, Weight.BOLD) for amount in amounts or [0]])


def _columns(sheet: Sheet, sections: Sequence[Section], column: float) -> None:
    """Two columns, one read after the other; as even as can be where a page holds them, else page by page."""
    parts = [sheet.narrower(_COLUMN) for _ in sections]
    for part, section in zip(parts, sections, strict=True):
        _section(part, section, column)
    cut = min(range(len(parts) + 1), key=lambda cut: max(_height(parts[:cut]), _height(parts[cut:])))
    columns = [parts[:cut], parts[cut:]]
    if max(_height(each) for each in columns) > _LONGEST_COLUMN:
        columns = list(_filled(parts))
    for first in range(0, len(columns), 2):
        sides = [sheet.narrower(_COLUMN) for _ in columns[first : first + 2]]
        for side, held in zip(sides, columns[first : first + 2], strict=True):
            side.blocks = [block for part in held for block in part.blocks]
        sheet.beside(sides, gutter=sheet.width * (1 - 2 * _COLUMN))


def _filled(parts: Sequence[Sheet]) -> Iterator[list[Sheet]]:
    """As many sections in each column as a page holds; one that is longer than a page goes on in the next column."""
    held: list[Sheet] = []
    for part in parts:
        rows = [part] if part.height <= _LONGEST_COLUMN else _rows(part)
        for row in rows:
            if held and _height(held) + row.height > _LONGEST_COLUMN:
                yield held
                held = []
            held.append(row)
    yield held


def _rows(part: Sheet) -> list[Sheet]:
    return [Sheet(part.paper, part.width, [block]) for block in part.blocks]


def _height(parts: Sequence[Sheet]) -> float:
    return sum(part.height for part in parts)


def _section(sheet: Sheet, section: Section, column: float) -> None:
    first = len(sheet.blocks)
    sheet.rule(dashed=True, ink=Ink.LINE, air=4)
    names(sheet, section.title, sheet.scale.strong, Weight.BOLD)
    for line in section.lines:
        size, weight = (sheet.scale.strong, Weight.BOLD) if line.loud else (sheet.scale.body, Weight.REGULAR)
        money(sheet, _counted(line), line.amount, column, size=size, weight=weight)
        for remark in line.remarks:
            note(sheet, remark)
    if section.total is not None and len(section.lines) != 1:
        money(sheet, label("shift.sum"), section.total, column, weight=Weight.BOLD)
    for remark in section.remarks:
        note(sheet, remark)
    if len(sheet.blocks) - first <= _KEPT_TOGETHER:
        _keep_together(sheet, first)


def _keep_together(sheet: Sheet, first: int) -> None:
    """What was added since `first` stands on one page."""
    sheet.blocks[first:-1] = [replace(block, keep_with_next=True) for block in sheet.blocks[first:-1]]


def _counted(line: Line) -> Text:
    if line.pieces is None:
        return line.words
    times = f"× {line.pieces}"
    return Text(f"{line.words.ar}  {ltr(times)}", f"{line.words.en}  {times}")


def _signatures(sheet: Sheet, signatures: Sequence[Text]) -> None:
    """A line to sign on for each, below each other on the roll, beside each other on A4; never parted by a page."""
    if not signatures:
        return
    across = 1 if sheet.paper is Paper.ROLL else len(signatures)
    gutter = sheet.width * 0.04
    width = (sheet.width - gutter * (across - 1)) / across
    signed = list(_signed(sheet, signatures, width))
    for first in range(0, len(signed), across):
        sheet.beside(signed[first : first + across], gutter=gutter)


def _signed(sheet: Sheet, signatures: Sequence[Text], width: float) -> Iterator[Sheet]:
    for words in signatures:
        box = Sheet(sheet.paper, width)
        signature(box, words)
        yield box


def joined_pair(words: Text, value: Text) -> Text:
    """`words: value`; on one line where the value is the same in both languages, the words alone without a value."""
    if value.ar == value.en:
        return same(f"{beside(words)}: {value.ar}") if value.ar else words
    return Text(f"{words.ar}: {value.ar or value.en}", f"{words.en}: {value.en or value.ar}")
