"""A table of a report as blocks of a sheet: columns as wide as they need, its head again on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sanad_desk.receipts.bidi import LTR
from sanad_desk.receipts.shaping import Weight, shape
from sanad_desk.receipts.sheet import Align, Block, Group, Ink, Mark, Panel, Sheet, Stroke, lines
from sanad_desk.reports.layout import Layout, SizedLine, leading, stacked
from sanad_desk.reports.report import Cell, Column, Table, words_in
from sanad_desk.reports.report_words import FIGURES, report_label, told
from sanad_desk.wire.picture import Text

_PADDING = 0.5  # em beside each cell
_AIR = 2.6  # points above and below each row
_HEAD = 0.92  # of the body size
_NARROWEST_WORDS = 9  # em; longer words are cut where a table is that crowded
_COMFORTABLE_WORDS = 17  # em; narrower than that a page should lie down instead
_WIDEST_WORDS = 46  # em; what one long remark may take from the other columns
_ROWS_KEPT = 11  # below the words they share; more would not go on a lying page
_NARROW = 3  # columns; each of them says something even where it is empty
_NOTHING = (None, 0, "")
_SLIM = 0.64  # of the page; across all of it nobody finds the amount of a short line


@dataclass(frozen=True, slots=True)
class Need:
    """Points that a column cannot do without, is well with, and has a use for."""

    least: float
    comfortable: float
    most: float
    has_words: bool


def shown_columns(table: Table) -> list[int]:
    """The columns on paper: the words that head the groups are no column, nor in a wide table is one of zeros."""
    columns = [i for i, column in enumerate(table.columns) if column.code != table.grouped_by]
    if len(columns) <= _NARROW or not table.rows:
        return columns
    return [i for i in columns if i == columns[0] or any(row[i] not in _NOTHING for row in table.rows)]


def column_needs(table: Table, layout: Layout) -> list[Need]:
    """Of the shown columns, with the padding."""
    rows = [*table.rows, *([table.sums] if table.sums else [])]
    return [_need(table.columns[i], [row[i] for row in rows], layout) for i in shown_columns(table)]


def _need(column: Column, cells: Sequence[Cell], layout: Layout) -> Need:
    em = layout.body
    head = max(_width(word, layout, _HEAD) for word in _both(column.label, layout) for word in word.split() or [""])
    figures = words = 0.0
    for cell in cells:
        if _is_words(cell, column):
            words = max(words, *(_width(text, layout, 1) for text in _both(cell, layout)))
        elif cell is not None:
            figures = max(figures, _width(told(cell, column.kind, layout.language), layout, 1))
    least = max(head, figures)

    def room_for(words_at_most: float, *wanted: float) -> float:
        return max(least, min(words, em * words_at_most), *wanted) + (2 * _PADDING + 0.06) * em

    whole_head = max(_width(text, layout, _HEAD) for text in _both(column.label, layout))
    most = room_for(_WIDEST_WORDS, whole_head)
    return Need(room_for(_NARROWEST_WORDS), room_for(_COMFORTABLE_WORDS), most, words > 0)


def _both(words: Cell, layout: Layout) -> tuple[str, ...]:
    if not isinstance(words, Text):
        return (str(words),)
    return (words.ar, words.en) if layout.both else (words_in(words, layout.language),)


def _width(text: str, layout: Layout, share: float) -> float:
    """As in a row of sums, which is the widest."""
    return shape(text, Weight.BOLD, layout.base).points(layout.body * share)


def _is_words(cell: Cell, column: Column) -> bool:
    return isinstance(cell, Text) or (isinstance(cell, str) and column.kind == "text")


def column_widths(needs: Sequence[Need], width: float) -> list[float]:
    """The width shared out: all that is of use, else the same more for each, else all a little too narrow."""
    least, most = sum(need.least for need in needs), sum(need.most for need in needs)
    if least >= width:
        return [need.least * width / least for need in needs]
    if most > width:
        return _levelled(needs, width - least)
    growing = [need.most if need.has_words else 0.0 for need in needs]
    if not any(growing):
        growing = [1.0] * len(needs)
    return [need.most + (width - most) * part / sum(growing) for need, part in zip(needs, growing, strict=True)]


def _levelled(needs: Sequence[Need], rest: float) -> list[float]:
    """The rest in equal parts; what a short column has no use for goes to the longer ones."""
    widths = [need.least for need in needs]
    shortest_first = sorted(range(len(needs)), key=lambda i: needs[i].most - needs[i].least)
    for done, i in enumerate(shortest_first):
        more = min(needs[i].most - needs[i].least, rest / (len(needs) - done))
        widths[i] += more
        rest -= more
    return widths


def table_width(needs: Sequence[Need], page: float) -> float:
    """The whole page, or the part of it that a small table needs."""
    most = sum(need.most for need in needs)
    return page * _SLIM if most <= page * _SLIM else page


def add_table(sheet: Sheet, table: Table, layout: Layout) -> None:
    """The title, the head, the rows and their sums; a single row never stands alone with its head or its sums."""
    setter = _Setter(table, layout)
    if table.title != Text():
        first = len(sheet.blocks)
        layout.words(sheet, table.title, layout.body * 1.3, Weight.BOLD)
        sheet.gap(3)
        sheet.blocks[first:] = [replace(block, keep_with_next=True) for block in sheet.blocks[first:]]
    sheet.blocks.append(setter.head)
    sheet.blocks += setter.rows()
    if not table.rows:
        layout.words(sheet, report_label("paper.empty"), layout.body, ink=Ink.SOFT)


class _Setter:
    """Sets the rows of one table."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table, self._layout = table, layout
        self._shown = shown_columns(table)
        self._columns = [table.columns[i] for i in self._shown]
        needs = column_needs(table, layout)
        self._width = table_width(needs, layout.width)
        self._left = layout.width - self._width if layout.language == "ar" else 0.0
        self._edges = list(_left_edges(column_widths(needs, self._width), layout))
        self.head = self._head()

    def rows(self) -> Iterator[Block]:
        table, head, repeated = self._table, self.head, self.head
        group = next((i for i, column in enumerate(table.columns) if column.code == table.grouped_by), None)
        heading: Cell = None
        follows = 0  # so many rows above begin with the same words
        for row, after in zip(table.rows, [*table.rows[1:], None], strict=False):
            if group is not None and row[group] != heading:
                heading = row[group]
                group_head = self._group_head(heading)
                repeated = _together(head, group_head)
                yield replace(group_head, repeated=head)
            block = self._row(row, without_first=follows > 0)
            goes_on = group is not None and after is not None and self._goes_on(row, after, group)
            follows = follows + 1 if goes_on and follows < _ROWS_KEPT else 0
            keep = follows > 0 or (after is None and table.sums is not None)
            yield replace(block, repeated=repeated, keep_with_next=keep)
        if table.sums is not None and table.rows:
            yield self._sums(table.sums)

    def _goes_on(self, row: tuple[Cell, ...], after: tuple[Cell, ...], group: int) -> bool:
        """Whether the next row of a group begins with the same words: they are printed once, and the rows kept."""
        return row[group] == after[group] and row[self._shown[0]] == after[self._shown[0]]

    def _head(self) -> Block:
        size = self._layout.body * _HEAD
        cells = [
            (self._layout.wrapped(column.label, room, Weight.SEMIBOLD, size), left, room, self._align(column))
            for column, (left, room) in zip(self._columns, self._edges, strict=True)
        ]
        height = max(_height(found) for found, *_ in cells) + 2 * _AIR + 2
        marks: list[Mark] = [Panel(self._left, 0, self._width, height, 2, Ink.BRAND, True)]
        for found, left, room, align in cells:
            marks += stacked(found, left, (height - _height(found)) / 2, room, align, Ink.WHITE)
        return Block(height + 1, tuple(marks), keep_with_next=True)

    def _group_head(self, words: Cell) -> Block:
        layout = self._layout
        padding = _PADDING * layout.body
        room = self._width - 2 * padding
        size = layout.body * 1.1
        text = words if isinstance(words, Text) else str(words or "")
        found = layout.wrapped(text, room, Weight.BOLD, size)
        height = _height(found) + 2 * _AIR
        panel = Panel(self._left, 2, self._width, height, 2, Ink.PALE, True)
        marks = stacked(found, self._left + padding, 2 + _AIR, room, layout.start, Ink.BRAND)
        return Block(height + 2, (panel, *marks), keep_with_next=True)

    def _row(self, row: tuple[Cell, ...], weight: Weight = Weight.REGULAR, *, without_first: bool = False) -> Block:
        marks: list[Mark] = []
        height = leading(self._layout.body)
        for i, column, (left, room) in zip(self._shown, self._columns, self._edges, strict=True):
            if without_first and i == self._shown[0]:
                continue
            found = self._cell(row[i], column, room, weight)
            height = max(height, _height(found))
            marks += stacked(found, left, _AIR, room, self._align(column), Ink.BLACK)
        height += 2 * _AIR
        return Block(height, (*marks, Stroke(self._left, height, self._width, 0.5, False, Ink.LINE)))

    def _sums(self, sums: tuple[Cell, ...]) -> Block:
        row = self._row(sums, Weight.BOLD)
        return replace(row, marks=(Stroke(self._left, 0, self._width, 1.1, False, Ink.BLACK), *row.marks))

    def _cell(self, cell: Cell, column: Column, room: float, weight: Weight) -> list[SizedLine]:
        if cell is None:
            return []
        if isinstance(cell, Text | str) and _is_words(cell, column):
            return self._layout.wrapped(cell, room, weight)
        size, text = self._layout.body, told(cell, column.kind, self._layout.language)
        return [SizedLine(line, size) for line in lines(text, size, weight, room, LTR)]

    def _align(self, column: Column) -> Align:
        return Align.START if column.kind in FIGURES else self._layout.start


def _left_edges(widths: Sequence[float], layout: Layout) -> Iterator[tuple[float, float]]:
    """Left edge and width of what stands in each column, inside its padding."""
    at, padding = 0.0, _PADDING * layout.body
    for width in widths:
        left = layout.width - at - width if layout.language == "ar" else at
        yield left + padding, width - 2 * padding
        at += width


def _height(found: Sequence[SizedLine]) -> float:
    return sum(leading(sized.size) for sized in found)


def _together(above: Block, below: Block) -> Block:
    return Block(above.height + below.height, (*above.marks, Group(0, above.height, below.marks)))
