"""Text turned into placed glyphs: bidi runs shaped by HarfBuzz, measured and broken into lines in logical order."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sanad_desk.receipts.bidi import (
    ISOLATE_INITIATORS,
    LEFT_TO_RIGHT_ISOLATE,
    POP_ISOLATE,
    RTL,
    Paragraph,
    Run,
    resolve,
)
from sanad_desk.resources_path import resource_path

EM = 1000  # all advances and offsets are thousandths of the type size
_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Weight(StrEnum):
    """The cuts of IBM Plex Sans Arabic that the product ships; the value is part of the file name."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


class Glyph(NamedTuple):
    """One glyph as drawn; `text` is what it stands for when the text is taken out of the PDF again.

    Vowel marks and further parts of a letter stand for nothing: they are drawn as outlines, because a raised glyph
    of no width makes every reader of PDF text break the word or put the mark on the wrong letter.
    """

    glyph_id: int
    advance: int
    dx: int
    dy: int
    text: str


class Line(NamedTuple):
    """One line of one weight, its glyphs from the left edge to the right."""

    glyphs: tuple[Glyph, ...]
    width: int
    weight: Weight

    def points(self, size: float) -> float:
        return self.width * size / EM


class Face:
    """One font file opened for shaping."""

    def __init__(self, weight: Weight) -> None:
        import uharfbuzz

        self.weight = weight
        self._buffer_type = uharfbuzz.Buffer
        self._shape = uharfbuzz.shape
        self._flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        # Marks keep a cluster of their own, so that each glyph knows exactly which letters it stands for.
        self._cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        blob = uharfbuzz.Blob.from_file_path(str(resource_path("fonts") / f"IBMPlexSansArabic-{weight}.ttf"))
        self.face: Any = uharfbuzz.Face(blob)
        self._font: Any = uharfbuzz.Font(self.face)
        self._font.scale = (EM, EM)
        extents = self._font.get_font_extents("ltr")
        self.ascender, self.descender = int(extents.ascender), int(extents.descender)
        self._ligatures = self._ligatures_with_a_code_point()
        self._outlines: dict[int, str] = {}

    def _ligatures_with_a_code_point(self) -> dict[tuple[int, str], str]:
        """Ligature glyphs such as lam-alef, by glyph and letters, to their presentation form."""
        found = {}
        for point in self.face.unicodes:
            letters = unicodedata.normalize("NFKC", chr(point))
            if len(letters) > 1:
                found[self._font.get_nominal_glyph(point), letters] = chr(point)
        return found

    def shape(self, text: str, right_to_left: bool) -> list[Glyph]:
        buffer = self._buffer_type()
        buffer.flags = self._flags
        buffer.cluster_level = self._cluster_level
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = (
            ("rtl", "Arab", "ar") if right_to_left else ("ltr", "Latn", "en")
        )
        self._shape(self._font, buffer)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        texts = _glyph_texts([info.cluster for info in infos], text)
        glyphs = []
        for info, position, stands_for in zip(infos, positions, texts, strict=True):
            index = info.codepoint
            if all(unicodedata.combining(letter) for letter in stands_for):
                stands_for = ""
            elif right_to_left and len(stands_for) > 1:
                # Readers reverse right-to-left text letter by letter; a single presentation form survives that.
                stands_for = self._ligatures.get((index, stands_for), stands_for)
            glyphs.append(Glyph(index, position.x_advance, position.x_offset, position.y_offset, stands_for))
        return glyphs

    def outline(self, index: int) -> str:
        """The glyph as PDF path operators, in thousandths of an em."""
        if index not in self._outlines:
            pen = _PathPen()
            self._font.draw_glyph_with_pen(index, pen)
            self._outlines[index] = " ".join(pen.operators)
        return self._outlines[index]


class _PathPen:
    """Receives an outline in the calls of a font pen and writes it as PDF path operators."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the names of the pen protocol
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        (x0, y0), (xc, yc), (x1, y1) = self._at, control, end
        first = (x0 + 2 * (xc - x0) / 3, y0 + 2 * (yc - y0) / 3)
        self._add("c", first, (x1 + 2 * (xc - x1) / 3, y1 + 2 * (yc - y1) / 3), end)

    def closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators.extend(f"{x:g} {y:g}" for x, y in points)
        self.operators.append(operator)
        self._at = points[-1]


def _glyph_texts(clusters: list[int], text: str) -> list[str]:
    """The letters behind each glyph; of several glyphs for the same letters the first carries them."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, starts[1:] + [len(text)], strict=False))
    given: set[int] = set()
    texts = []
    for cluster in clusters:
        texts.append("" if cluster in given else text[cluster : ends[cluster]].translate(_CONTROLS))
        given.add(cluster)
    return texts


@lru_cache(maxsize=len(Weight))
def face(weight: Weight) -> Face:
    """The one opened font of this weight; opening all four takes a few milliseconds."""
    return Face(weight)


@lru_cache(maxsize=8192)
def _shaped_run(text: str, weight: Weight, right_to_left: bool) -> tuple[tuple[Glyph, ...], int]:
    glyphs = tuple(face(weight).shape(text, right_to_left))
    return glyphs, sum(glyph.advance for glyph in glyphs)


def _line(text: str, weight: Weight, runs: list[Run]) -> Line:
    glyphs: tuple[Glyph, ...] = ()
    width = 0
    for run in runs:
        shaped, advance = _shaped_run(text[run.start : run.end], weight, bool(run.level & 1))
        glyphs += shaped
        width += advance
    return Line(glyphs, width, weight)


@lru_cache(maxsize=4096)
def shape(text: str, weight: Weight = Weight.REGULAR, base: int | None = RTL) -> Line:
    """The text on one line, however long; `base` None lets its first strong letter decide the direction."""
    return _line(text, weight, resolve(text, base).visual_runs(0, len(text)))


@lru_cache(maxsize=4096)
def wrap(text: str, weight: Weight, width: int, base: int | None = RTL) -> tuple[Line, ...]:
    """The text on as many lines of `width` thousandths of an em as it needs; a word too long for a line is cut.

    What was isolated left to right (a phone, a date, a code) moves to the next line as a whole.
    """
    whole = shape(text, weight, base)
    if whole.width <= width:
        return (whole,)
    paragraph = resolve(text, base)
    return tuple(
        _line(text, weight, paragraph.visual_runs(start, end)) for start, end in _breaks(text, weight, width, paragraph)
    )


def _breaks(text: str, weight: Weight, width: int, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Start and end of each line, greedily filled; the space at a break belongs to no line."""

    def fits(start: int, end: int) -> bool:
        return _line(text, weight, paragraph.visual_runs(start, end)).width <= width

    first = last = -1
    for start, end in _words(text):
        if first >= 0 and fits(first, end):
            last = end
            continue
        if first >= 0:
            yield first, last
        while not fits(start, end):
            cut = _longest_that_fits(text, start, end, fits)
            yield start, cut
            start = cut
        first, last = start, end
    yield first, last


def _longest_that_fits(text: str, start: int, end: int, fits: Callable[[int, int], bool]) -> int:
    """Where to cut a word that is longer than a line: never before a mark, and at least one letter on."""
    cut = end - 1
    while cut > start + 1 and (unicodedata.combining(text[cut]) or not fits(start, cut)):
        cut -= 1
    return max(cut, start + 1)


def _words(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between spaces; a space inside a left-to-right isolate parts nothing."""
    words: list[tuple[int, int]] = []
    start = 0
    isolates: list[str] = []
    for i, char in enumerate(text):
        if char in ISOLATE_INITIATORS:
            isolates.append(char)
        elif char == POP_ISOLATE and isolates:
            isolates.pop()
        elif char == " " and LEFT_TO_RIGHT_ISOLATE not in isolates:
            if i > start:
                words.append((start, i))
            start = i + 1
    if start < len(text) or not words:
        words.append((start, len(text)))
    return words
