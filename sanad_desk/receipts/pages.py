"""A sheet printed to PDF by reportlab: one roll as long as its content, or A4 pages with their numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from sanad_desk.receipts.bidi import LTR, RTL, ltr
from sanad_desk.receipts.embedding import EmbeddedFont
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import MM, Align, Block, Group, Ink, Mark, Panel, Paper, Sheet, Squares, Stroke, Words

ROLL_WIDTH = 80 * MM
ROLL_PRINTABLE = 72 * MM
DOT = MM / 8  # 203 dpi printers have 8 dots a millimetre: 576 across the printable 72 mm
_ROLL_CONTENT = 70 * MM  # cheap heads lose a dot or two at either edge of what they can print
ROLL_MARGIN = (ROLL_WIDTH - _ROLL_CONTENT) / 2
A4_SIZE = (210 * MM, 297 * MM)
A4_MARGIN = 15 * MM
_A4_TOP = 11 * MM
_A4_FOOT = 7 * MM
_KAPPA = 0.5523  # how far the control points of a quarter circle stand off

_COLOURS = {
    Ink.BLACK: "0.09 0.13 0.11",
    Ink.SOFT: "0.34 0.39 0.36",
    Ink.BRAND: "0.04 0.42 0.31",
    Ink.LINE: "0.80 0.83 0.79",
    Ink.PALE: "0.945 0.955 0.935",
    Ink.WHITE: "1 1 1",
}
# A thermal head prints a dot or none: greys would come out as noise.
_ROLL_COLOURS = dict.fromkeys(Ink, "0 0 0") | {Ink.WHITE: "1 1 1", Ink.PALE: "1 1 1"}


def new_sheet(paper: Paper) -> Sheet:
    """An empty sheet as wide as the paper can print."""
    return Sheet(paper, _ROLL_CONTENT if paper is Paper.ROLL else A4_SIZE[0] - 2 * A4_MARGIN)


def slim_sheet(paper: Paper) -> Sheet:
    """One column of labels and amounts: the whole roll, or the middle of an A4 page, where eyes can follow a row."""
    whole = new_sheet(paper)
    return whole if paper is Paper.ROLL else whole.narrower(0.64)


def slim_pdf(sheet: Sheet, *, title: str, author: str) -> bytes:
    """The PDF of a sheet made by `slim_sheet`."""
    whole = new_sheet(sheet.paper)
    whole.inset(sheet, (whole.width - sheet.width) / 2)
    return to_pdf(whole, title=title, author=author)


def landscape_sheet() -> Sheet:
    """An empty sheet as wide as an A4 page that lies on its side; its pages will lie too."""
    return Sheet(Paper.A4, A4_SIZE[1] - 2 * A4_MARGIN)


def to_pdf(sheet: Sheet, *, title: str, author: str, running_foot: str = "", language: str = "") -> bytes:
    """The PDF; equal sheets give equal bytes. `running_foot` stands beside the page number of A4 pages.

    Without a `language` the paper speaks both, Arabic first.
    """
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # a quarter more bytes and time, for mail systems of the nineties
    output = BytesIO()
    canvas = Canvas(output, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Sanad Desk")
    canvas.setViewerPreference("Direction", "L2R" if language == "en" else "R2L")
    press = _Press(canvas, sheet.paper)
    if sheet.paper is Paper.ROLL:
        press.roll(sheet)
    else:
        press.pages(sheet, running_foot, language)
    canvas.save()
    return output.getvalue()


class _Press:
    """Draws marks on the canvas; y runs down from the top of the page."""

    def __init__(self, canvas: Any, paper: Paper) -> None:
        self._canvas = canvas
        self._colours = _ROLL_COLOURS if paper is Paper.ROLL else _COLOURS
        self._paper = paper
        self._fonts: dict[Weight, EmbeddedFont] = {}
        self._top = 0.0
        self._code: list[str] = []
        self._draw: dict[type, Callable[[Any, float, float], None]] = {
            Words: self._words,
            Stroke: self._stroke,
            Panel: self._panel,
            Squares: self._squares,
            Group: self._group,
        }

    def roll(self, sheet: Sheet) -> None:
        height = math.ceil((sheet.height + 2 * ROLL_MARGIN) / DOT) * DOT
        self._page((ROLL_WIDTH, height), [(ROLL_MARGIN, sheet.blocks)], ROLL_MARGIN)

    def pages(self, sheet: Sheet, running_foot: str, language: str) -> None:
        width, height = A4_SIZE if sheet.width + 2 * A4_MARGIN < A4_SIZE[0] + 1 else A4_SIZE[::-1]
        pages = list(_paginated(sheet.blocks, height - 2 * _A4_TOP - _A4_FOOT))
        align, base = (Align.END, LTR) if language == "en" else (Align.START, RTL)
        for i, blocks in enumerate(pages, 1):
            foot = Sheet(sheet.paper, sheet.width)
            words = label("mark.page", page=ltr(str(i)), pages=ltr(str(len(pages))))
            text = {"ar": words.ar, "en": words.en}.get(language, f"{words.ar}  ·  {ltr(words.en)}")
            text += f"  ·  {running_foot}" if running_foot else ""
            foot.words(text, sheet.scale.small, align=align, base=base, ink=Ink.SOFT)
            self._page((width, height), [(_A4_TOP, blocks), (height - _A4_TOP - foot.height, foot.blocks)], A4_MARGIN)

    def _page(self, size: tuple[float, float], stacks: list[tuple[float, list[Block]]], x: float) -> None:
        self._canvas.setPageSize(size)
        self._top = size[1]
        self._code = []
        for y, blocks in stacks:
            for block in blocks:
                self._marks(block.marks, x, y)
                y += block.height
        self._canvas.addLiteral("\n".join(self._code))
        self._canvas.showPage()

    def _marks(self, marks: tuple[Mark, ...], x: float, y: float) -> None:
        for mark in marks:
            self._draw[type(mark)](mark, x, y)

    def _group(self, group: Group, x: float, y: float) -> None:
        self._marks(group.marks, x + group.x, y + group.y)

    def _words(self, words: Words, x: float, y: float) -> None:
        weight = words.line.weight
        font = self._fonts.get(weight)
        if font is None:
            font = self._fonts[weight] = EmbeddedFont(self._canvas._doc, weight)
        drawn = font.operators(words.line, x + words.x, self._top - y - words.y, words.size)
        self._code.append(f"{self._colours[words.ink]} rg {drawn}")

    def _stroke(self, stroke: Stroke, x: float, y: float) -> None:
        dash = "[2.2 1.8] 0 d" if stroke.dashed else "[] 0 d"
        left, level = x + stroke.x, self._top - y - stroke.y
        self._code.append(
            f"{self._colours[stroke.ink]} RG {stroke.thickness:g} w {dash} "
            f"{left:.2f} {level:.2f} m {left + stroke.width:.2f} {level:.2f} l S"
        )

    def _panel(self, panel: Panel, x: float, y: float) -> None:
        colour = self._colours[panel.ink]
        path = _rounded(x + panel.x, self._top - y - panel.y - panel.height, panel.width, panel.height, panel.radius)
        paint = f"{colour} rg {path} f" if panel.filled else f"{colour} RG 0.7 w [] 0 d {path} S"
        self._code.append(paint)

    def _squares(self, squares: Squares, x: float, y: float) -> None:
        left, top, size = x + squares.x, self._top - y - squares.y, squares.module
        if self._paper is Paper.ROLL:  # on the dots of the printer, else modules come out unevenly wide
            left, top = round(left / DOT) * DOT, round(top / DOT) * DOT
        drawn = [
            f"{left + first * size:.3f} {top - (row + 1) * size:.3f} {length * size:.3f} {size:.3f} re"
            for row, first, length in squares.stretches
        ]
        self._code.append(f"0 0 0 rg {' '.join(drawn)} f")


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    if not radius:
        return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
    r, k, x1, y1 = radius, radius * (1 - _KAPPA), x + width, y + height
    points = (
        (x + r, y, "m"),
        (x1 - r, y, "l"),
        (x1 - k, y, x1, y + k, x1, y + r, "c"),
        (x1, y1 - r, "l"),
        (x1, y1 - k, x1 - k, y1, x1 - r, y1, "c"),
        (x + r, y1, "l"),
        (x + k, y1, x, y1 - k, x, y1 - r, "c"),
        (x, y + r, "l"),
        (x, y + k, x + k, y, x + r, y, "c"),
    )
    return " ".join(" ".join(v if isinstance(v, str) else f"{v:.2f}" for v in point) for point in points) + " h"


def _paginated(blocks: list[Block], height: float) -> Iterator[list[Block]]:
    """The blocks of each page; what belongs together moves to the next page as a whole, if a page can hold it."""
    page: list[Block] = []
    used = 0.0
    for chunk in _chunks(blocks):
        needed = sum(block.height for block in chunk)
        if page and used + needed > height:
            yield page
            header = chunk[0].repeated
            page = [header] if header else []
            used = header.height if header else 0.0
        for block in chunk:
            if page and used + block.height > height:
                yield page
                page, used = [], 0.0
            page.append(block)
            used += block.height
    yield page


def _chunks(blocks: list[Block]) -> Iterator[list[Block]]:
    chunk: list[Block] = []
    for block in blocks:
        chunk.append(block)
        if not block.keep_with_next:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
