"""Reads paper back: as text by pypdf and by poppler, and as a QR symbol by zbar."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from io import BytesIO

from pypdf import PdfReader

_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def pypdf_text(pdf: bytes) -> str:
    """What is on the paper, presentation forms brought back to letters, blanks to single spaces."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return _plain(" ".join(pages))


def poppler_lines(pdf: bytes) -> list[str]:
    """Each printed line as poppler sees it, from the left edge to the right, without its direction marks."""
    result = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [_plain(line) for line in result.stdout.decode().splitlines() if line.strip()]


def poppler_amount(pdf: bytes, english_label: str) -> str:
    """The amount beside the last such label; where English stands below the Arabic, it is on a line above."""
    lines = poppler_lines(pdf)
    found = [i for i, line in enumerate(lines) if english_label in line]
    assert found, f"no line says {english_label!r}"
    for line in lines[found[-1] : max(found[-1] - 3, 0) : -1]:
        amounts = re.findall(r"-?[\d,]+\.\d{3}(?!\d)", line)
        if amounts:
            assert len(amounts) == 1, line
            return str(amounts[0])
    raise AssertionError(f"no amount beside {english_label!r}")


def scanned(png: bytes) -> str:
    """What a scanner reads from a picture; a missing zbarimg is a failure: `apt-get install zbar-tools`."""
    result = subprocess.run(["zbarimg", "--quiet", "--raw", "-"], input=png, capture_output=True, check=True)
    return result.stdout.decode().strip()


def _plain(text: str) -> str:
    return " ".join(_DIRECTION_MARKS.sub("", unicodedata.normalize("NFKC", text)).split())
