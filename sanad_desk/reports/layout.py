"""How a report is set on paper: its language's direction, its type sizes, and words placed by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanad_desk.receipts.bidi import LTR, RTL
from sanad_desk.receipts.shaping import Line, Weight
from sanad_desk.receipts.sheet import Align, Ink, Sheet, Words, lines, placed
from sanad_desk.reports.report import Language, words_in
from sanad_desk.wire.picture import Text

_SECOND = 0.84  # the second language below the first, of its type size


@dataclass(frozen=True, slots=True)
class SizedLine:
    """One line of text and its type size in points."""

    line: Line
    size: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in points; the page is `width` wide."""

    language: Language
    both: bool  # the other language stands below
    width: float
    body: float

    @property
    def base(self) -> int:
        return RTL if self.language == "ar" else LTR

    @property
    def start(self) -> Align:
        """The edge where reading begins; the names of Align are those of Arabic."""
        return Align.START if self.language == "ar" else Align.END

    def wrapped(self, text: Text | str, room: float, weight: Weight, size: float = 0) -> list[SizedLine]:
        """Words in the languages of the layout, in `room` points."""
        size = size or self.body
        first = words_in(text, self.language)
        found = [SizedLine(line, size) for line in lines(first, size, weight, room, self.base)] if first else []
        other: Language = "en" if self.language == "ar" else "ar"
        second = words_in(text, other)
        if self.both and second and second != first:
            below, base = size * _SECOND, LTR if other == "en" else RTL
            found += [SizedLine(line, below) for line in lines(second, below, Weight.REGULAR, room, base)]
        return found

    def words(
        self, sheet: Sheet, text: Text | str, size: float, weight: Weight = Weight.REGULAR, *, ink: Ink = Ink.BLACK
    ) -> None:
        """A paragraph at the edge where reading begins."""
        for sized in self.wrapped(text, sheet.width, weight, size):
            sheet.add(leading(sized.size), (placed(sized.line, sized.size, sheet.width, self.start, 0, ink),))

    def beside(self, sheet: Sheet, columns: Sequence[Sheet], gutter: float) -> None:
        """Columns in reading order, as wide as the sheet together."""
        sheet.beside(columns if self.language == "ar" else columns[::-1], gutter=gutter)


def leading(size: float) -> float:
    """The height of a line; rows of a table need less air than the paragraphs of a receipt."""
    return size * 1.36


def stacked(found: Sequence[SizedLine], x: float, y: float, width: float, align: Align, ink: Ink) -> list[Words]:
    """The lines below each other in a column whose left edge is at `x`."""
    marks = []
    for sized in found:
        words = placed(sized.line, sized.size, width, align, y, ink)
        marks.append(words._replace(x=words.x + x))
        y += leading(sized.size)
    return marks
