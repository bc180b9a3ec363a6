"""A sheet of paper as blocks from top to bottom: words, rules, panels and columns, measured but not yet printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import NamedTuple

from sanad_desk.receipts.bidi import LTR, RTL
from sanad_desk.receipts.shaping import EM, Line, Weight, shape, wrap

MM = 72 / 25.4
LEADING = 1.42  # Arabic with its marks above and below needs this much air
BASELINE = 1.02  # of the type size, below the top of a line


class Paper(StrEnum):
    """What a printer holds; the value is what settings and the command line say."""

    ROLL = "80mm"
    A4 = "a4"


class Ink(Enum):
    """How dark a mark is; thermal paper knows only black, and the page writer turns the soft inks to black there."""

    BLACK = "black"
    SOFT = "soft"
    BRAND = "brand"
    LINE = "line"
    PALE = "pale"
    WHITE = "white"


class Align(Enum):
    """Start is the right edge: the paper is Arabic first."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Words(NamedTuple):
    """A line of text with its left end at `x` on the baseline `y`."""

    x: float
    y: float
    line: Line
    size: float
    ink: Ink


class Stroke(NamedTuple):
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float
    dashed: bool
    ink: Ink


class Panel(NamedTuple):
    """A rectangle, filled or only outlined."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    ink: Ink
    filled: bool


class Squares(NamedTuple):
    """The dark stretches of a QR symbol, as row, first module and length, in modules of `module` points."""

    x: float
    y: float
    module: float
    stretches: tuple[tuple[int, int, int], ...]


class Group(NamedTuple):
    """Marks moved together."""

    x: float
    y: float
    marks: tuple[Mark, ...]


Mark = Words | Stroke | Panel | Squares | Group


@dataclass(frozen=True, slots=True)
class Block:
    """What is never parted by a page break."""

    height: float
    marks: tuple[Mark, ...] = ()
    keep_with_next: bool = False
    repeated: Block | None = None  # printed again on top of the next page, when this block begins it


@dataclass(frozen=True, slots=True)
class Scale:
    """The type sizes of a paper, in points."""

    small: float
    body: float
    strong: float
    heading: float
    title: float
    figure: float
    gap: float


SCALES = {
    Paper.ROLL: Scale(small=7.4, body=8.6, strong=9.4, heading=11, title=14.5, figure=18, gap=5),
    Paper.A4: Scale(small=8, body=9.6, strong=10.5, heading=13, title=19, figure=19, gap=8),
}


@dataclass(slots=True)
class Sheet:
    """Blocks of one width; rows are added from the top."""

    paper: Paper
    width: float
    blocks: list[Block] = field(default_factory=list)

    @property
    def scale(self) -> Scale:
        return SCALES[self.paper]

    @property
    def height(self) -> float:
        return sum(block.height for block in self.blocks)

    def narrower(self, share: float) -> Sheet:
        """An empty sheet for one of several columns."""
        return Sheet(self.paper, self.width * share)

    def add(self, height: float, marks: Iterable[Mark], *, keep_with_next: bool = False) -> None:
        self.blocks.append(Block(height, tuple(marks), keep_with_next))

    def gap(self, height: float | None = None) -> None:
        self.add(self.scale.gap if height is None else height, ())

    def rule(
        self, thickness: float = 0.8, *, dashed: bool = False, ink: Ink = Ink.BLACK, air: float | None = None
    ) -> None:
        above = self.scale.gap * 0.8 if air is None else air
        self.add(2 * above + thickness, (Stroke(0, above + thickness / 2, self.width, thickness, dashed, ink),))

    def words(
        self,
        text: str,
        size: float,
        weight: Weight = Weight.REGULAR,
        *,
        align: Align = Align.START,
        base: int = RTL,
        ink: Ink = Ink.BLACK,
    ) -> None:
        """A paragraph; one block a line, so that a long one can go over a page break."""
        if text:
            for line in lines(text, size, weight, self.width, base):
                self.add(size * LEADING, (placed(line, size, self.width, align, 0, ink),))

    def beside(self, columns: Sequence[Sheet], *, gutter: float = 0, keep_with_next: bool = False) -> None:
        """The columns next to each other, the first one on the right, as one block."""
        x = self.width
        marks: list[Mark] = []
        for column in columns:
            x -= column.width
            marks.append(Group(x, 0, column.stacked()))
            x -= gutter
        self.add(max(column.height for column in columns), marks, keep_with_next=keep_with_next)

    def inset(self, inside: Sheet, left: float) -> None:
        """The blocks of a narrower sheet one by one, its left edge at `left`, so that it can go over a page break."""
        for block in inside.blocks:
            self.add(block.height, (Group(left, 0, block.marks),), keep_with_next=block.keep_with_next)

    def framed(self, inside: Sheet, padding: float, *, ink: Ink, filled: bool, radius: float = 4) -> None:
        """A panel around another sheet, which must be narrower by twice the padding."""
        height = inside.height + 2 * padding
        panel = Panel(0, 0, self.width, height, radius, ink, filled)
        self.add(height, (panel, Group(padding, padding, inside.stacked())))

    def stacked(self) -> tuple[Mark, ...]:
        """All blocks as marks of one, below each other."""
        marks: list[Mark] = []
        y = 0.0
        for block in self.blocks:
            if block.marks:
                marks.append(Group(0, y, block.marks))
            y += block.height
        return tuple(marks)


def lines(text: str, size: float, weight: Weight, room: float, base: int = RTL) -> tuple[Line, ...]:
    """The text wrapped into `room` points."""
    return wrap(text, weight, max(int(room * EM / size), 1), base)


def placed(line: Line, size: float, width: float, align: Align, y: float, ink: Ink = Ink.BLACK) -> Words:
    """One line set in a row `width` wide whose top is at `y`."""
    room = width - line.points(size)
    x = {Align.START: room, Align.CENTRE: room / 2, Align.END: 0.0}[align]
    return Words(x, y + size * BASELINE, line, size, ink)


def code(text: str, weight: Weight = Weight.REGULAR) -> Line:
    """A number, date or code: always left to right, never broken."""
    return shape(text, weight, LTR)
