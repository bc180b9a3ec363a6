"""Reads a workbook back from its parts, as any spreadsheet program finds them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class ReadCell:
    """A cell as stored: its type (`s` a text, `n` a number), value, formula and number format."""

    type: str
    value: str
    formula: str
    number_format: str


@dataclass
class ReadSheet:
    """One sheet: its cells by address, and its XML for all else."""

    name: str
    xml: str
    cells: dict[str, ReadCell] = field(default_factory=dict)

    def column(self, letter: str) -> list[ReadCell]:
        """The filled cells of a column from the top."""
        found = [(int(address[len(letter) :]), cell) for address, cell in self.cells.items() if is_in(address, letter)]
        return [cell for _, cell in sorted(found, key=lambda place: place[0]) if cell.value]


def is_in(address: str, letter: str) -> bool:
    return re.fullmatch(rf"{letter}\d+", address) is not None


def read_workbook(content: bytes) -> list[ReadSheet]:
    """The sheets in their order."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        names = [sheet.get("name", "") for sheet in _part(parts, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        texts = ["".join(si.itertext()) for si in _part(parts, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]
        formats = _formats(_part(parts, "xl/styles.xml"))
        return [_sheet(parts, i, name, texts, formats) for i, name in enumerate(names, 1)]


def _part(parts: zipfile.ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts.read(path))


def _formats(styles: ElementTree.Element) -> list[str]:
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{_MAIN}numFmt")}
    built_in = {"0": "General", "3": "#,##0", "46": "[h]:mm:ss", "49": "@"}
    crossed = styles.find(f"{_MAIN}cellXfs")
    assert crossed is not None
    return [(own | built_in)[xf.get("numFmtId")] for xf in crossed]


def _sheet(parts: zipfile.ZipFile, i: int, name: str, texts: list[str], formats: list[str]) -> ReadSheet:
    path = f"xl/worksheets/sheet{i}.xml"
    sheet = ReadSheet(name, parts.read(path).decode())
    for cell in _part(parts, path).iter(f"{_MAIN}c"):
        kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v", "")
        sheet.cells[cell.get("r", "")] = ReadCell(
            type=kind,
            value=texts[int(value)] if kind == "s" else value,
            formula=cell.findtext(f"{_MAIN}f", ""),
            number_format=formats[int(cell.get("s", "0"))],
        )
    return sheet
