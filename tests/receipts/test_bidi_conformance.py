"""Our bidi module against Unicode's own conformance files (Debian package unicode-data)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sanad_desk.receipts.bidi import LTR, RTL, Paragraph, bidi_class, resolve
from sanad_desk.receipts.bidi_rules import OPENING_BRACKETS, REMOVED

UNICODE = Path("/usr/share/unicode")


def rows(name: str) -> Iterator[list[str]]:
    """Fields of each line; a missing file is a failure, never a skip: `apt-get install unicode-data`."""
    with (UNICODE / name).open(encoding="utf-8") as file:
        for line in file:
            content = line.partition("#")[0].strip()
            if content:
                yield [field.strip() for field in content.split(";")]


def shown_levels(paragraph: Paragraph) -> str:
    """Levels as the conformance file writes them: characters removed by X9 are an x."""
    levels = paragraph.line_levels(0, len(paragraph.levels))
    return " ".join("x" if c in REMOVED else str(v) for c, v in zip(paragraph.classes, levels, strict=True))


def shown_order(paragraph: Paragraph) -> str:
    order: list[int] = []
    for run in paragraph.visual_runs(0, len(paragraph.levels)):
        positions = range(run.start, run.end)
        order.extend(reversed(positions) if run.level & 1 else positions)
    return " ".join(str(i) for i in order if paragraph.classes[i] not in REMOVED)


def test_every_line_of_the_bidi_character_test() -> None:
    lines = 0
    for points, direction, base, levels, order in rows("BidiCharacterTest.txt"):
        text = "".join(chr(int(point, 16)) for point in points.split())
        paragraph = resolve(text, None if direction == "2" else int(direction))
        got = (str(paragraph.base), shown_levels(paragraph), shown_order(paragraph))
        assert got == (base, levels, order), f"{points} direction {direction}"
        lines += 1
    assert lines > 90_000


def test_every_case_of_the_bidi_test() -> None:
    """BidiTest.txt speaks of classes, so each class is stood for by one character of it."""
    examples = {"L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "$", "AN": "\u0661", "CS": ","}
    examples |= {"NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!"}
    examples |= {"LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRO": "\u202d", "RLO": "\u202e"}
    examples |= {"LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069"}
    levels = order = ""
    cases = 0
    for row in rows("BidiTest.txt"):
        if row[0].startswith("@Levels:"):
            levels = " ".join(row[0].split()[1:])
        elif row[0].startswith("@Reorder:"):
            order = " ".join(row[0].split()[1:])
        else:
            text = "".join(examples[cls] for cls in row[0].split())
            for bit, base in ((1, None), (2, LTR), (4, RTL)):
                if int(row[1], 16) & bit:
                    paragraph = resolve(text, base)
                    got = (shown_levels(paragraph), shown_order(paragraph))
                    assert got == (levels, order), f"{row[0]} base {base}"
                    cases += 1
    assert cases > 700_000


def test_bracket_pairs_are_those_of_unicode() -> None:
    pairs = {chr(int(row[0], 16)): chr(int(row[1], 16)) for row in rows("BidiBrackets.txt") if row[2] == "o"}
    assert pairs == OPENING_BRACKETS


def test_classes_differ_from_the_file_only_for_characters_newer_than_this_python() -> None:
    """UnicodeData may be newer than Python's tables; the difference is counted and none of it is in the test file."""
    newer = set()
    for row in rows("UnicodeData.txt"):
        char = chr(int(row[0], 16))
        if bidi_class(char) != row[4]:
            assert unicodedata.category(char) == "Cn", f"{row[0]} is known to Python but has another class"
            newer.add(char)
    print(f"{len(newer)} code points newer than Unicode {unicodedata.unidata_version} have another class in the file")
    assert len(newer) < 500
    used = {chr(int(point, 16)) for row in rows("BidiCharacterTest.txt") for point in row[0].split()}
    assert not used & newer
