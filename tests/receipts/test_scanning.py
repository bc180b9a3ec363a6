"""The QR symbol is read by a scanner from the paper as a 203 dpi head or a laser prints it."""

from __future__ import annotations

import pytest

from sanad_desk.receipts.raster import THERMAL_DPI, png_pages
from sanad_desk.receipts.receipt import Paper, render_receipt
from tests.receipts.pictures import QR_TEXT, customer, picture
from tests.receipts.reading import scanned

SHORT_QR = "SANAD1:KSBA-02-26-000418-7"


@pytest.mark.parametrize("qr_text", [SHORT_QR, QR_TEXT, QR_TEXT + "9F3A" * 30])
@pytest.mark.parametrize(("paper", "dpi"), [(Paper.ROLL, THERMAL_DPI), (Paper.A4, 300)])
def test_the_symbol_is_read_back(paper: Paper, dpi: float, qr_text: str) -> None:
    (png,) = png_pages(render_receipt(picture(), customer(), qr_text, paper=paper), dpi)
    assert scanned(png) == qr_text
