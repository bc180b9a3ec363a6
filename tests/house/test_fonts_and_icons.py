"""The vendored typeface and icons are what their READMEs say."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import uharfbuzz

from sanad_desk.resources_path import resource_path

WEIGHTS = ["Regular", "Medium", "SemiBold", "Bold"]
ICONS = sorted(resource_path("icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}svg"


def advances(weight: str, text: str) -> list[int]:
    """The width of each character set alone."""
    font = uharfbuzz.Font(uharfbuzz.Face(resource_path("fonts", f"IBMPlexSansArabic-{weight}.ttf").read_bytes()))
    widths = []
    for character in text:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(character)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        assert all(glyph.codepoint for glyph in buffer.glyph_infos), f"{character} is missing"
        widths.append(sum(position.x_advance for position in buffer.glyph_positions))
    return widths


@pytest.mark.parametrize("weight", WEIGHTS)
def test_latin_digits_are_tabular(weight: str) -> None:
    assert advances(weight, "0123456789") == [600] * 10


@pytest.mark.parametrize("weight", WEIGHTS)
def test_separators_of_an_amount_are_equally_wide(weight: str) -> None:
    assert len(set(advances(weight, ".,"))) == 1


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_receipt_can_be_set(weight: str) -> None:
    assert all(advances(weight, "٠١٢٣٤٥٦٧٨٩٫٬٪إيصالرعبةؤئآى،؛؟«»–·ABCabc%#&"))


def test_licences_travel_with_their_files() -> None:
    assert "SIL OPEN FONT LICENSE" in resource_path("fonts", "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in resource_path("icons", "LICENSE").read_text(encoding="utf-8")


def test_there_are_icons() -> None:
    assert len(ICONS) > 70


def recolourable(icon: Path) -> bool:
    root = ElementTree.parse(icon).getroot()
    wanted = {"viewBox": "0 0 24 24", "stroke": "currentColor", "stroke-width": "2", "fill": "none"}
    return root.tag == SVG and wanted.items() <= root.attrib.items()


def test_every_icon_can_be_recoloured() -> None:
    assert [icon.stem for icon in ICONS if not recolourable(icon)] == []
