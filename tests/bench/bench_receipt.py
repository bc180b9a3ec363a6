"""FIGURES row 8: an 80 mm receipt, warm, with its QR and four cuts of the font, against a bare reportlab canvas.

The yardstick draws the same words at the same places in the same four fonts by `drawString`: no shaping, no order,
no QR. Every receipt measured has its own number, time, customer and QR text, so that nothing is had for nothing.
Run with `python -m tests.bench.bench_receipt`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sanad_desk.receipts.pages import ROLL_WIDTH
from sanad_desk.receipts.receipt import Paper, render_receipt
from sanad_desk.receipts.receipt_roll import compose_roll
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Group, Mark, Sheet, Words
from sanad_desk.resources_path import resource_path
from sanad_desk.wire.picture import CustomerBlock, Picture, Text
from tests.receipts.pictures import ISSUED_AT, QR_TEXT, case, customer, picture, with_vat

ROUNDS = 60
TARGET = 2.0

Piece = tuple[str, float, str, float, float]  # font, size, words, x, y
Sample = tuple[Picture, CustomerBlock, str]


def samples(first: int) -> Iterator[Sample]:
    """Receipts of two cases with VAT, no two alike."""
    for i in range(first, first + ROUNDS):
        name = Text(f"مستفيد تجريبي {i}", f"Trial Customer {i}")
        given = picture(
            case(with_vat(2_000 + i, 21_000 + i), reference=f"KSB-2-{i:06d}", portal_reference=f"ROP-{80_000 + i}"),
            case(with_vat(3_000 + i), reference=f"KSB-2-{i + 1:06d}"),
            number=f"KSBA-02-26-{i:06d}-7",
            issued_at=ISSUED_AT + i * 61_000,
        )
        yield given, customer(name=name, identifier=f"••••{i:04d}"), QR_TEXT + str(i)


def pieces(sheet: Sheet) -> list[Piece]:
    """The words of a sheet with their places, for the yardstick to draw plainly."""
    found: list[Piece] = []

    def walk(marks: tuple[Mark, ...], x: float, y: float) -> None:
        for mark in marks:
            if isinstance(mark, Group):
                walk(mark.marks, x + mark.x, y + mark.y)
            elif isinstance(mark, Words):
                text = "".join(glyph.text for glyph in mark.line.glyphs)
                found.append((f"Plex{mark.line.weight}", mark.size, text, x + mark.x, sheet.height - y - mark.y))

    y = 0.0
    for block in sheet.blocks:
        walk(block.marks, 0, y)
        y += block.height
    return found


def bare(drawn: list[Piece], height: float) -> bytes:
    output = BytesIO()
    canvas = Canvas(output, pagesize=(ROLL_WIDTH, height), pageCompression=1)
    for font, size, text, x, y in drawn:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.save()
    return output.getvalue()


def milliseconds(jobs: list[Callable[[], bytes]]) -> list[float]:
    spent = []
    for job in jobs:
        start = time.perf_counter()
        job()
        spent.append((time.perf_counter() - start) * 1_000)
    return spent


def ours(sample: Sample) -> bytes:
    return render_receipt(*sample, paper=Paper.ROLL)


def main() -> None:
    for weight in Weight:
        path = resource_path("fonts") / f"IBMPlexSansArabic-{weight}.ttf"
        pdfmetrics.registerFont(TTFont(f"Plex{weight}", str(path)))
    start = time.perf_counter()
    ours(next(samples(0)))
    print(f"first receipt of a process, imports and fonts included: {(time.perf_counter() - start) * 1_000:.1f} ms")
    measured: dict[str, list[float]] = {"yardstick": [], "ours": []}
    for turn in range(1, 4):  # taking turns, so that a busy moment of the machine falls on both
        plain = [compose_roll(*sample, 0) for sample in samples(turn * 10_000)]
        drawn = [(pieces(sheet), sheet.height) for sheet in plain]
        measured["yardstick"] += milliseconds([partial(bare, words, height) for words, height in drawn])
        unseen = samples(turn * 10_000 + 5_000)  # nothing of these was shaped or encoded before
        measured["ours"] += milliseconds([partial(ours, sample) for sample in unseen])
    yardstick, receipt = (statistics.median(measured[name]) for name in ("yardstick", "ours"))
    print(f"yardstick  bare reportlab canvas, same words, no QR: {yardstick:.2f} ms")
    print(f"ours       shaped, ordered, four fonts, QR:          {receipt:.2f} ms")
    print(f"ratio      {receipt / yardstick:.2f}   target {TARGET:.1f}")


if __name__ == "__main__":
    main()
