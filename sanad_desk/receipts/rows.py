"""The rows that papers are made of: bilingual labels with their values, amounts in a column, notes, QR, stamp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sanad_desk.domain.money import format_amount
from sanad_desk.receipts.bidi import LTR, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import DOT
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import (
    BASELINE,
    LEADING,
    Align,
    Group,
    Ink,
    Mark,
    Panel,
    Paper,
    Sheet,
    Squares,
    code,
    lines,
    placed,
)
from sanad_desk.wire.picture import Text

_SECOND = 0.86  # the second language beside the first, of its type size
_SIGNING_ROOM = 26.0
_LABEL_GAP = 0.45  # em between the two languages of a label


def amount_column(amounts: Iterable[tuple[int, float, Weight]]) -> float:
    """The width in points that holds each of the amounts at its size and weight."""
    return max(code(format_amount(baisa), weight).points(size) for baisa, size, weight in amounts)


def label_marks(
    words: Text, room: float, size: float, weight: Weight = Weight.REGULAR, *, ink: Ink = Ink.BLACK
) -> tuple[list[Mark], float, float]:
    """A label in both languages from the right edge of `room`: its marks, height and width.

    English stands beside the Arabic if both fit on a line, else below it.
    """
    arabic = lines(words.ar, size, weight, room) if words.ar else ()
    second = size * _SECOND
    english = lines(words.en, second, Weight.REGULAR, room, LTR) if words.en and words.en != words.ar else ()
    if len(arabic) == 1 and len(english) == 1:
        first_width, second_width = arabic[0].points(size), english[0].points(second)
        both = first_width + _LABEL_GAP * size + second_width
        if both <= room:
            left = room - first_width - _LABEL_GAP * size
            beside = placed(english[0], second, left, Align.START, (size - second) * BASELINE, ink)
            return [placed(arabic[0], size, room, Align.START, 0, ink), beside], size * LEADING, both
    marks: list[Mark] = []
    y = width = 0.0
    for each, of_size in ((arabic, size), (english, second)):
        for line in each:
            marks.append(placed(line, of_size, room, Align.START, y, ink))
            y += of_size * LEADING
            width = max(width, line.points(of_size))
    return marks, y, width


def pair(sheet: Sheet, words: Text, value: Text | str, *, size: float = 0, weight: Weight = Weight.MEDIUM) -> None:
    """A label at the right edge and its value at the left one; a plain string is a code, a Text is words."""
    size = size or sheet.scale.body
    gap = size
    value_room = sheet.width - label_marks(words, sheet.width, size)[2] - gap
    if _value(value, sheet.width, size, weight)[2] > value_room:  # a stacked label leaves more room
        value_room = sheet.width - gap - max(_value(one, sheet.width, size, Weight.REGULAR)[2] for one in _split(words))
    value_room = max(value_room, sheet.width * 0.52)
    marks, value_height, value_width = _value(value, value_room, size, weight)
    labels, label_height, _ = label_marks(words, sheet.width - value_width - gap, size)
    shifted = Group(value_width + gap, 0, tuple(labels))
    sheet.add(max(value_height, label_height), (*marks, shifted))


def _split(words: Text) -> tuple[Text, Text]:
    return Text(words.ar), Text("", words.en)


def _value(value: Text | str, room: float, size: float, weight: Weight) -> tuple[list[Mark], float, float]:
    if isinstance(value, str):
        parts = [(lines(value, size, weight, room, LTR), size)]
    else:
        parts = [(lines(value.ar, size, weight, room), size)] if value.ar else []
        if value.en and value.en != value.ar:
            second = size * _SECOND if parts else size
            parts.append((lines(value.en, second, weight, room, LTR), second))
    marks: list[Mark] = []
    y = width = 0.0
    for each, of_size in parts:
        for line in each:
            marks.append(placed(line, of_size, room, Align.END, y))
            y += of_size * LEADING
            width = max(width, line.points(of_size))
    return marks, y, width


def field_grid(sheet: Sheet, fields: Sequence[tuple[Text, Text | str]], across: int) -> None:
    """Fields in a pale panel, so many across: the label small, its value below."""
    padding, gutter = 8.0, 10.0
    inside = Sheet(sheet.paper, sheet.width - 2 * padding)
    width = (inside.width - gutter * (across - 1)) / across
    for first in range(0, len(fields), across):
        cells = []
        for words, value in fields[first : first + across]:
            cell = Sheet(sheet.paper, width)
            marks, height, _ = label_marks(words, width, sheet.scale.small, ink=Ink.SOFT)
            cell.add(height, marks)
            if isinstance(value, str):
                cell.words(value, sheet.scale.strong, Weight.MEDIUM, base=LTR)
            else:
                marks, height, _ = label_marks(value, width, sheet.scale.strong, Weight.MEDIUM)
                cell.add(height, marks)
            cells.append(cell)
        if first:
            inside.gap(5)
        inside.beside(cells, gutter=gutter)
    sheet.framed(inside, padding, ink=Ink.PALE, filled=True)


def money(
    sheet: Sheet,
    words: Text,
    baisa: int,
    column: float,
    *,
    size: float = 0,
    weight: Weight = Weight.REGULAR,
    figure: float = 0,
) -> None:
    """A label and an amount whose last digit stands at the right end of the `column` points on the left."""
    size = size or sheet.scale.body
    figure = figure or size
    amount = code(format_amount(baisa), Weight.MEDIUM if weight is Weight.REGULAR else weight)
    labels, height, _ = label_marks(words, sheet.width - column - size, size, weight)
    drop = max(0.0, (figure - size) * BASELINE)
    figures = placed(amount, figure, column, Align.START, drop - (figure - size) * BASELINE)
    height = max(height + drop, figure * LEADING)
    sheet.add(height, (figures, Group(column + size, drop, tuple(labels))))


def note(sheet: Sheet, words: Text, *, weight: Weight = Weight.REGULAR, ink: Ink = Ink.SOFT) -> None:
    """A remark in both languages in small type."""
    sheet.words(words.ar, sheet.scale.small, weight, ink=ink)
    if words.en != words.ar:
        sheet.words(words.en, sheet.scale.small * 0.95, weight, base=LTR, ink=ink)


def names(sheet: Sheet, words: Text, size: float, weight: Weight = Weight.REGULAR, *, ink: Ink = Ink.BLACK) -> None:
    """Words in both languages, on one line where they fit; never left alone at the foot of a page."""
    marks, height, _ = label_marks(words, sheet.width, size, weight, ink=ink)
    sheet.add(height, marks, keep_with_next=True)


def banner(sheet: Sheet, words: Text) -> None:
    """White words on a black bar, for what must not be overlooked."""
    size = sheet.scale.heading
    inside = Sheet(sheet.paper, sheet.width)
    line = lines(f"{words.ar}  ·  {ltr(words.en)}", size, Weight.BOLD, sheet.width)[0]
    height = size * LEADING + 4
    panel = Panel(0, 0, sheet.width, height, 3, Ink.BLACK, True)
    inside.add(height, (panel, placed(line, size, sheet.width, Align.CENTRE, 2, Ink.WHITE)))
    sheet.beside([inside])
    sheet.gap()


def signature(sheet: Sheet, words: Text) -> None:
    """A line to sign on by hand, and under it who signs."""
    sheet.gap(_SIGNING_ROOM)
    sheet.rule(0.6, air=1)
    marks, height, _ = label_marks(words, sheet.width, sheet.scale.small)
    sheet.add(height, marks)


def stamp(sheet: Sheet, height: float) -> None:
    """An empty box for the centre's stamp and the clerk's signature."""
    marks, _, _ = label_marks(label("foot.stamp"), sheet.width - 8, sheet.scale.small, ink=Ink.SOFT)
    sheet.add(height, (Panel(0, 0, sheet.width, height, 3, Ink.LINE, False), Group(4, 2, tuple(marks))))


def qr(sheet: Sheet, text: str) -> Sheet:
    """A column as wide as the symbol and its quiet zone.

    A module is a whole number of printer dots: even from an old thermal head it scans at arm's length.
    """
    stretches, modules = _symbol(text)
    dots = 3 if sheet.paper is Paper.A4 else 4  # laser and ink print finer than a thermal head
    module = DOT * (dots + (modules <= 45))
    quiet = 3 * module  # the paper's margin adds the rest
    column = Sheet(sheet.paper, modules * module + 2 * quiet)
    column.add(column.width, (Squares(quiet, quiet, module, stretches),))
    return column


@lru_cache(maxsize=64)
def _symbol(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    stretches: list[tuple[int, int, int]] = []
    for row, modules in enumerate(matrix):
        first = -1
        for i, dark in enumerate([*modules, 0]):
            if dark and first < 0:
                first = i
            elif not dark and first >= 0:
                stretches.append((row, first, i - first))
                first = -1
    return tuple(stretches), len(matrix)
