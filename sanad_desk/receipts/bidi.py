"""The Unicode Bidirectional Algorithm (UAX #9) for one paragraph: embedding levels and the order of a line.

Rules L3 and L4 (marks, mirrored brackets) are left to the shaper, which does both for right-to-left runs.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sanad_desk.receipts.bidi_rules import ISOLATES, REMOVED, Classes, resolve_sequence

LTR = 0
RTL = 1
FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2068", "\u2066", "\u2069"
ISOLATE_INITIATORS = LEFT_TO_RIGHT_ISOLATE + "\u2067" + FIRST_STRONG_ISOLATE

_MAX_DEPTH = 125
_EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
_RIGHT_OR_EXPLICIT = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO"}) | ISOLATES


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch `text[start:end]` of one level; odd levels are read from right to left."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Resolved levels of a text, before the rules that depend on where its lines break."""

    base: int
    classes: Classes
    levels: tuple[int, ...]

    def line_levels(self, start: int, end: int) -> list[int]:
        """Rule L1: separators, and the white space before them or at the end of the line, fall back to the base."""
        levels = list(self.levels[start:end])
        trailing = True
        for i in range(end - 1, start - 1, -1):
            cls = self.classes[i]
            if cls in ("S", "B"):
                trailing = True
            elif cls != "WS" and cls != "PDI" and cls not in ISOLATES and cls not in REMOVED:
                trailing = False
            if trailing:
                levels[i - start] = self.base
        return levels

    def visual_runs(self, start: int, end: int) -> list[Run]:
        """Rule L2: the runs of the line `start:end`, from the left edge to the right."""
        levels = self.line_levels(start, end)
        runs: list[Run] = []
        first = 0
        for i in range(1, len(levels) + 1):
            if i == len(levels) or levels[i] != levels[first]:
                runs.append(Run(start + first, start + i, levels[first]))
                first = i
        for level in range(max(levels, default=0), 0, -1):
            _reverse_from(runs, level)
        return runs


def _reverse_from(runs: list[Run], level: int) -> None:
    i = 0
    while i < len(runs):
        j = i
        while j < len(runs) and runs[j].level >= level:
            j += 1
        if j > i:
            runs[i:j] = runs[i:j][::-1]
        i = j + 1


def ltr(text: str) -> str:
    """Isolates a code, phone, date or amount, so that it reads from left to right inside any line."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"


def isolated(text: str) -> str:
    """Isolates a name or other words, whose own first letter decides their direction."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def resolve(text: str, base: int | None = None) -> Paragraph:
    """Levels of a text that holds no line break; without `base` the first strong letter decides (P2, P3)."""
    classes = tuple(bidi_class(c) for c in text)
    if base == LTR and _RIGHT_OR_EXPLICIT.isdisjoint(classes):
        return Paragraph(LTR, classes, (LTR,) * len(classes))
    pairs = _isolate_pairs(classes)
    if base is None:
        base = _first_strong(classes, pairs, 0, len(classes))
    explicit, types = _explicit_levels(classes, pairs, base)
    levels = list(explicit)
    for sequence in _isolating_sequences(classes, explicit, pairs):
        edges = _edges(classes, explicit, sequence, pairs, base)
        resolved = resolve_sequence(text, classes, sequence, [types[i] for i in sequence], edges, explicit[sequence[0]])
        for i, level in zip(sequence, resolved, strict=True):
            levels[i] = level
    _level_removed(classes, levels, base)
    return Paragraph(base, classes, tuple(levels))


def bidi_class(char: str) -> str:
    """The Bidi_Class, with the defaults of DerivedBidiClass for code points that have no character yet."""
    return unicodedata.bidirectional(char) or _default_class(ord(char))


_DEFAULT_CLASSES = (
    ("AL", ((0x600, 0x7BF), (0x860, 0x8FF), (0xFB50, 0xFDCF), (0xFDF0, 0xFDFF), (0xFE70, 0xFEFE))),
    ("AL", ((0x10D00, 0x10D3F), (0x10EC0, 0x10EFF), (0x10F30, 0x10F6F), (0x1EC70, 0x1ECBF))),
    ("AL", ((0x1ED00, 0x1ED4F), (0x1EE00, 0x1EEFF))),
    ("BN", ((0x2060, 0x206F), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))),
    ("R", ((0x590, 0x5FF), (0x7C0, 0x85F), (0xFB1D, 0xFB4F), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF))),
    ("ET", ((0x20A0, 0x20CF),)),
)


def _default_class(code: int) -> str:
    if code & 0xFFFE == 0xFFFE:
        return "BN"
    for cls, blocks in _DEFAULT_CLASSES:
        if any(first <= code <= last for first, last in blocks):
            return cls
    return "L"


def _isolate_pairs(classes: Classes) -> dict[int, int]:
    """BD9: for each isolate initiator that has one, the position of its PDI."""
    pairs: dict[int, int] = {}
    unmatched: list[int] = []
    for i, cls in enumerate(classes):
        if cls in ISOLATES:
            unmatched.append(i)
        elif cls == "PDI" and unmatched:
            pairs[unmatched.pop()] = i
    return pairs


def _first_strong(classes: Classes, pairs: dict[int, int], start: int, end: int) -> int:
    i = start
    while i < end:
        cls = classes[i]
        if cls in ("L", "R", "AL"):
            return LTR if cls == "L" else RTL
        if cls in ISOLATES:
            i = pairs.get(i, end)
        i += 1
    return LTR


class _Stack:
    """The directional status stack of rules X1 to X8, with its three counters."""

    def __init__(self, base: int) -> None:
        self.entries: list[tuple[int, str, bool]] = [(base, "", False)]
        self.overflow_isolates = self.overflow_embeddings = self.isolates = 0

    def push(self, cls: str) -> None:
        level = self.entries[-1][0]
        level = (level + 1) | 1 if cls[0] == "R" else (level + 2) & ~1
        isolate = cls[2] == "I"
        if level <= _MAX_DEPTH and not self.overflow_isolates and not self.overflow_embeddings:
            self.isolates += isolate
            self.entries.append((level, cls[0] if cls[2] == "O" else "", isolate))
        elif isolate:
            self.overflow_isolates += 1
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def pop_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.isolates:
            self.overflow_embeddings = 0
            while not self.entries[-1][2]:
                self.entries.pop()
            self.entries.pop()
            self.isolates -= 1

    def pop_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.entries[-1][2] and len(self.entries) > 1:
            self.entries.pop()


def _explicit_levels(classes: Classes, pairs: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Rules X1 to X8: the explicit level of each character, and its type after overrides."""
    stack, levels, types = _Stack(base), [base] * len(classes), list(classes)
    for i, cls in enumerate(classes):
        if cls in _EMBEDDINGS:
            stack.push(cls)
        elif cls == "PDF":
            stack.pop_embedding()
        elif cls not in ("B", "BN"):
            if cls == "PDI":
                stack.pop_isolate()
            level, override, _ = stack.entries[-1]
            levels[i] = level
            if override:
                types[i] = override
            if cls in ISOLATES:
                inside = _first_strong(classes, pairs, i + 1, pairs.get(i, len(classes)))
                stack.push(("LRI", "RLI")[inside] if cls == "FSI" else cls)
    return levels, types


def _isolating_sequences(classes: Classes, levels: list[int], pairs: dict[int, int]) -> list[list[int]]:
    """BD13: level runs, joined across the isolates that stand between them."""
    runs: list[list[int]] = []
    for i, cls in enumerate(classes):
        if cls in REMOVED:
            continue
        if runs and levels[i] == levels[runs[-1][-1]]:
            runs[-1].append(i)
        else:
            runs.append([i])
    sequences: list[list[int]] = []
    awaited: dict[int, list[int]] = {}  # by the PDI that goes on with it
    for run in runs:
        sequence = awaited.pop(run[0], None)
        if sequence is None:
            sequence = []
            sequences.append(sequence)
        sequence.extend(run)
        if run[-1] in pairs:
            awaited[pairs[run[-1]]] = sequence
    return sequences


def _edges(classes: Classes, explicit: list[int], sequence: list[int], pairs: dict[int, int], base: int) -> str:
    """X10: the types assumed before and after the sequence (sos and eos)."""
    first, last = sequence[0], sequence[-1]
    level = explicit[first]
    before = next((explicit[i] for i in range(first - 1, -1, -1) if classes[i] not in REMOVED), base)
    after = base
    if classes[last] not in ISOLATES or last in pairs:
        after = next((explicit[i] for i in range(last + 1, len(classes)) if classes[i] not in REMOVED), base)
    return "LR"[max(level, before) & 1] + "LR"[max(level, after) & 1]


def _level_removed(classes: Classes, levels: list[int], base: int) -> None:
    """Gives characters removed by X9 the level before them, so that they split no run; they show nothing."""
    level = base
    for i, cls in enumerate(classes):
        if cls in REMOVED:
            levels[i] = level
        else:
            level = levels[i]
